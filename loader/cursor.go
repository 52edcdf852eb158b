package loader

import (
	"context"
	"io"
	"sync"
)

// cursors are texts that are being read forward. Records of a large text are
// asked for mostly one behind the other, in an export or a search; a cursor that
// stands before the next one goes on from there, instead of from the beginning.
type cursors struct {
	mu   sync.Mutex
	open []*cursor // the longest unused first
}

// cursor is a text opened again, and how far it has been read.
type cursor struct {
	file uint32 // the number of the text in Report.Files
	pos  int64
	text io.ReadCloser
}

// maxCursors bounds the texts that are open at a time.
const maxCursors = 8

// readAt reads length bytes from offset on. open opens the text again where no
// cursor stands before the offset.
func (c *cursors) readAt(ctx context.Context, file uint32, offset int64, length int, open func() (io.ReadCloser, error)) ([]byte, error) {
	at := c.take(file, offset)
	if at == nil {
		text, err := open()
		if err != nil {
			return nil, err
		}
		at = &cursor{file: file, text: text}
	}
	in := whileLive{ctx, at.text}
	if _, err := io.CopyN(io.Discard, in, offset-at.pos); err != nil {
		at.text.Close()
		return nil, err
	}
	data := make([]byte, length)
	n, err := io.ReadFull(in, data)
	if err != nil {
		at.text.Close()
		return nil, err
	}
	at.pos = offset + int64(n)
	c.put(at)
	return data, nil
}

// take gives the cursor of a text that stands nearest before the offset, for
// the caller alone; nil where there is none.
func (c *cursors) take(file uint32, offset int64) *cursor {
	c.mu.Lock()
	defer c.mu.Unlock()
	best := -1
	for i, at := range c.open {
		if at.file == file && at.pos <= offset && (best < 0 || at.pos > c.open[best].pos) {
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
