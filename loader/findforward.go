package loader

import (
	"bufio"
	"errors"
	"io"
)

// windowSize is how much of a text is held while it is read forward, in bytes.
// Few records are longer.
const windowSize = 128 << 10

// errBehind says that a place was passed.
var errBehind = errors.New("the text is being read forward, and is past it")

// forward reads places of a text, one behind the other. It opens the text at
// the first.
type forward struct {
	open   func() (io.Reader, error)
	text   io.Reader // nil until it is open
	window *bufio.Reader
	pos    int64 // in the text, of the next byte of window

	long   []byte // a place that is longer than the window
	longAt int64
}

func newForward() *forward { return &forward{window: bufio.NewReaderSize(nil, windowSize)} }

// reset begins another text.
func (f *forward) reset(open func() (io.Reader, error)) {
	f.open, f.text, f.pos, f.long = open, nil, 0, nil
}

// close closes the text, if it was opened and can be closed.
func (f *forward) close() {
	if c, ok := f.text.(io.Closer); ok {
		c.Close()
	}
}

// at gives length bytes from offset on, valid until the next call. The same
// place may be asked for again.
func (f *forward) at(offset int64, length int) ([]byte, error) {
	if f.long != nil && offset == f.longAt && length == len(f.long) {
		return f.long, nil
	}
	if f.text == nil {
		text, err := f.open()
		if err != nil {
			return nil, err
		}
		f.text = text
		f.window.Reset(text)
	}
	if err := f.skip(offset); err != nil {
		return nil, err
	}
	if length <= windowSize {
		return f.window.Peek(length)
	}
	f.long, f.longAt = make([]byte, length), offset
	n, err := io.ReadFull(f.window, f.long)
	f.pos += int64(n)
	return f.long, err
}

// skip goes on to an offset. In a file it jumps there.
func (f *forward) skip(offset int64) error {
	gap := offset - f.pos
	if gap < 0 {
		return errBehind
	}
	if file, ok := f.text.(io.Seeker); ok && gap > windowSize {
		if _, err := file.Seek(offset, io.SeekStart); err != nil {
			return err
		}
		f.window.Reset(f.text)
		f.pos = offset
		return nil
	}
	for f.pos < offset {
		n, err := f.window.Discard(int(min(offset-f.pos, windowSize)))
		f.pos += int64(n)
		if err != nil {
			return err
		}
	}
	return nil
}
