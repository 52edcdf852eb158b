package bundle

import (
	"io"
	"testing"
)

// TestPipe reads standard input at any place, before it has ended.
func TestPipe(t *testing.T) {
	in, out := io.Pipe()
	p := NewPipe(in)
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
