package bundle

import (
	"errors"
	"io"
	"math"
	"sync"
)

// Pipe holds the bytes of standard input, which cannot be read twice, as they
// come: reading begins before the last of them is there. Any goroutine may use
// it.
type Pipe struct {
	mu   sync.Mutex
	in   io.Reader
	held []byte
	err  error // how the input ended; nil while it goes on
}

// NewPipe makes a pipe of an input, of which it reads nothing yet.
func NewPipe(in io.Reader) *Pipe { return &Pipe{in: in} }

// ReadAt reads bytes that came, and waits for those that did not yet.
func (p *Pipe) ReadAt(b []byte, offset int64) (int, error) {
	if offset < 0 {
		return 0, errors.New("reading standard input before its beginning")
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.fill(offset + int64(len(b)))
	if offset >= int64(len(p.held)) {
		return 0, p.err
	}
	n := copy(b, p.held[offset:])
	if n < len(b) {
		return n, p.err
	}
	return n, nil
}

// Close keeps the bytes: they are asked for again.
func (p *Pipe) Close() error { return nil }

// size is the number of bytes when the input has ended.
func (p *Pipe) size() int64 {
	p.mu.Lock()
	defer p.mu.Unlock()
	for p.err == nil {
		p.fill(int64(len(p.held)) + 1)
	}
	return int64(len(p.held))
}

// Got is the number of bytes that have come.
func (p *Pipe) Got() int64 {
	p.mu.Lock()
	defer p.mu.Unlock()
	return int64(len(p.held))
}

// sizeFor is the size as unpacking needs it: a zip begins at its end, so all of
// it must have come; anything else is read as it comes, and may be of any size.
func (p *Pipe) sizeFor() int64 {
	begin := make([]byte, 2)
	n, _ := p.ReadAt(begin, 0)
	p.mu.Lock()
	ended := p.err != nil
	p.mu.Unlock()
	if ended || n == 2 && string(begin) == "PK" {
		return p.size()
	}
	return math.MaxInt64
}

// fill reads on until there are n bytes, or no more come.
func (p *Pipe) fill(n int64) {
	for p.err == nil && int64(len(p.held)) < n {
		if len(p.held) == cap(p.held) {
			grown := make([]byte, len(p.held), max(2*cap(p.held), 64<<10))
			copy(grown, p.held)
			p.held = grown
		}
		var got int
		got, p.err = p.in.Read(p.held[len(p.held):cap(p.held)])
		p.held = p.held[:len(p.held)+got]
	}
}
