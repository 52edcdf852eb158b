package loader

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"coldtrail/loader/dumptest/pack"
)

// TestStdin loads every kind of standard input, however it comes, and one that
// breaks off keeps what came before.
func TestStdin(t *testing.T) {
	records := layoutRecords()
	want := loadText(t, lines(records...))
	for name, text := range map[string]string{
		"plain": lines(records...), "gzip": pack.Gzip(lines(records...)), "zip": pack.Zip(pack.File{"a.json", envelope(records...)}),
		"tar.gz": pack.Gzip(pack.Tar(pack.File{"a.json", envelope(records...)})),
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
