package loader

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

// TestPipe reads standard input at any place, before it has ended.
func TestPipe(t *testing.T) {
	in, out := io.Pipe()
	p := &pipe{in: in}
	go io.WriteString(out, "first")
	b := make([]byte, 3)
	if n, err := p.ReadAt(b, 1); n != 3 || err != nil || string(b) != "irs" {
		t.Fatalf("%d %v %q while the input goes on", n, err, b)
	}
	go func() {
		io.WriteString(out, " second")
		out.Close()
	}()
	if got := p.size(); got != 12 {
		t.Errorf("size %d", got)
	}
	if n, err := p.ReadAt(b, 10); n != 2 || err != io.EOF || string(b[:n]) != "nd" {
		t.Errorf("%d %v %q at the end", n, err, b[:n])
	}
	if n, err := p.ReadAt(b, 12); n != 0 || err != io.EOF {
		t.Errorf("%d %v behind the end", n, err)
	}
}

// TestStdin loads every kind of standard input, however it comes, and one that
// breaks off keeps what came before.
func TestStdin(t *testing.T) {
	records := layoutRecords()
	want := loadText(t, lines(records...))
	for name, text := range map[string]string{
		"plain": lines(records...), "gzip": gzipOf(lines(records...)), "zip": deflated(file{"a.json", envelope(records...)}),
		"tar.gz": gzipOf(tarOf(file{"a.json", envelope(records...)})),
	} {
		t.Run(name, func(t *testing.T) {
			sameEvents(t, loadPaths(t, Options{Stdin: iotest.OneByteReader(strings.NewReader(text))}, Stdin), want)
		})
	}
	broken := io.MultiReader(strings.NewReader(lines(records[:2]...)), iotest.ErrReader(errors.New("the other end is gone")))
	d := loadPaths(t, Options{Stdin: broken}, Stdin)
	if d.Len() != 2 || len(d.Report().Problems) != 1 || d.Report().FilesIn(FilePartial) != 1 {
		t.Errorf("%d events, %v", d.Len(), d.Report().Problems)
	}
}
