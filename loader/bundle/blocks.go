package bundle

import (
	"errors"
	"io"
)

// blocks are bytes in memory, for reading at any place. They grow without
// being copied.
type blocks struct {
	blocks [][]byte // all of blockSize but the last
	size   int64
}

const blockSize = 256 << 10

// errFull says that there is more to read than there is room.
var errFull = errors.New("no more room")

// fill reads everything up to the end, or until there is no more room.
func (b *blocks) fill(in io.Reader, room int64) error {
	for {
		block := make([]byte, blockSize)
		n, err := io.ReadFull(in, block)
		if b.size+int64(n) > room {
			return errFull
		}
		b.blocks, b.size = append(b.blocks, block[:n]), b.size+int64(n)
		if err == io.EOF || err == io.ErrUnexpectedEOF { // which readers in a bundle name when it is theirs
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// ReadAt reads as io.ReaderAt says.
func (b *blocks) ReadAt(p []byte, offset int64) (n int, err error) {
	for n < len(p) {
		if offset < 0 || offset >= b.size {
			return n, io.EOF
		}
		m := copy(p[n:], b.blocks[offset/blockSize][offset%blockSize:])
		n, offset = n+m, offset+int64(m)
	}
	return n, nil
}
