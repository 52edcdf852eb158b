package loader

import "sync"

const (
	pieceLength   = 1 << 20  // bytes of the pieces of a text; its last may be shorter
	maxCacheBytes = 32 << 20 // of all pieces together
)

// textOf names a text, in the dataset and in every snapshot of it before.
type textOf struct {
	file int32  // the number of the source
	leaf uint32 // of its texts
}

// piece names a part of a text.
type piece struct {
	text   textOf
	number int64 // counted from 0, each of pieceLength bytes
}

// textCache holds the pieces of decompressed text that were asked for last.
// So the records of a piece are read in any order at the price of one, as they
// are in a log whose order is nearly that of time.
type textCache struct {
	mu     sync.Mutex
	pieces map[piece][]byte
	order  []piece // the first read first
	bytes  int
}

func newTextCache() *textCache { return &textCache{pieces: map[piece][]byte{}} }

// get gives a piece, which read reads where it is not held.
func (c *textCache) get(p piece, read func() ([]byte, error)) ([]byte, error) {
	c.mu.Lock()
	text, ok := c.pieces[p]
	c.mu.Unlock()
	if ok {
		return text, nil
	}
	text, err := read()
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, ok := c.pieces[p]; ok {
		return text, nil
	}
	c.pieces[p] = text
	c.order = append(c.order, p)
	c.bytes += len(text)
	for c.bytes > maxCacheBytes {
		c.bytes -= len(c.pieces[c.order[0]])
		delete(c.pieces, c.order[0])
		c.order = c.order[1:]
	}
	return text, nil
}
