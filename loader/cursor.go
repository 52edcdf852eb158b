package loader

import (
	"context"
	"io"
	"sync"
)

// cursors are texts that are being read forward. Records are asked for mostly
// one behind the other, in an export or a search; a cursor that stands before the
// next piece of a text goes on from there, instead of entering the text anew.
type cursors struct {
	mu   sync.Mutex
	open []*cursor // the longest unused first
}

// cursor is a text opened again, and how far it has been read.
type cursor struct {
	of   textOf
	pos  int64
	text io.ReadCloser
}

const (
	// maxCursors bounds the texts that are open at a time.
	maxCursors = 8
	// closeEnough is how far reading on takes no longer than entering anew.
	closeEnough = 64 << 10
)

// way is how to get at a piece of a text.
type way struct {
	text   textOf
	offset int64
	length int
	last   bool  // nothing is asked for behind it
	near   int64 // the last offset, at or before its own, at which the text can be entered
	// enter opens the text there.
	enter func(context.Context) (text io.ReadCloser, at int64, err error)
}

// read reads a piece of a text. Of a text that ends before, it gives what there
// is and io.EOF or io.ErrUnexpectedEOF.
func (c *cursors) read(ctx context.Context, to way) ([]byte, error) {
	at := c.take(to.text, to.offset, to.near-closeEnough)
	if at == nil {
		text, pos, err := to.enter(context.WithoutCancel(ctx)) // the cursor outlives this call
		if err != nil {
			return nil, err
		}
		at = &cursor{to.text, pos, text}
	}
	data, err := at.read(ctx, to.offset, to.length)
	if err != nil || to.last {
		at.text.Close()
		return data, err
	}
	c.put(at)
	return data, nil
}

// read reads on, and passes over what lies before the offset.
func (at *cursor) read(ctx context.Context, offset int64, length int) ([]byte, error) {
	in := whileLive{ctx, at.text}
	if _, err := io.CopyN(io.Discard, in, offset-at.pos); err != nil {
		return nil, err
	}
	data := make([]byte, length)
	n, err := io.ReadFull(in, data)
	at.pos = offset + int64(n)
	return data[:n], err
}

// take gives the cursor of a text that stands nearest before the offset, but
// not before least, for the caller alone; nil where there is none.
func (c *cursors) take(text textOf, offset, least int64) *cursor {
	c.mu.Lock()
	defer c.mu.Unlock()
	best := -1
	for i, at := range c.open {
		if at.of == text && at.pos <= offset && at.pos >= least && (best < 0 || at.pos > c.open[best].pos) {
			best = i
		}
	}
	if best < 0 {
		return nil
	}
	at := c.open[best]
	c.open = append(c.open[:best], c.open[best+1:]...)
	return at
}

func (c *cursors) put(at *cursor) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.open = append(c.open, at)
	if len(c.open) > maxCursors {
		c.open[0].text.Close()
		c.open = c.open[1:]
	}
}
