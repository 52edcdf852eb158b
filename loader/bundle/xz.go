package bundle

import (
	"io"

	"github.com/ulikunitz/xz"
	"github.com/ulikunitz/xz/lzma"
)

// openXz puts a look at its framing before the decompressor, which would take
// as much memory as the stream asks for. Marks are made at blocks; who compresses
// with one worker makes one block of it all.
func openXz(in input, window int64, to *layer) (io.Reader, func(), error) {
	text, err := xz.ReaderConfig{DictCap: lzma.MinDictCap}.NewReader(&xzFrames{in: in, to: to, window: window})
	return text, nothing, err
}

func resumeXz(in input, window int64, m mark) (io.Reader, func(), error) {
	return &xzRest{frames: &xzFrames{in: in, window: window, part: xzBlock, sum: int64(m.bits)}}, nothing, nil
}

// xzRest decompresses the blocks from one of them on. It passes over their
// checks, and over all that is between them.
type xzRest struct {
	frames *xzFrames
	text   io.Reader // of the block at hand; nil between blocks
}

func (x *xzRest) Read(p []byte) (int, error) {
	for {
		if x.text == nil {
			if err := x.next(); err != nil {
				return 0, err
			}
		}
		n, err := x.text.Read(p)
		if err == io.EOF {
			x.text, err = nil, nil
		}
		if n > 0 || err != nil {
			return n, err
		}
	}
}

// next goes on to the chunks of the next block.
func (x *xzRest) next() error {
	f := x.frames
	for f.left > 0 || f.part != xzChunk {
		if f.left == 0 {
			if err := f.next(); err != nil {
				return err
			}
		}
		if _, err := f.in.Discard(int(f.left)); err != nil {
			return unended(err)
		}
		f.left = 0
	}
	text, err := lzma.Reader2Config{DictCap: int(max(f.dict, lzma.MinDictCap))}.NewReader2(f)
	if err != nil {
		return err
	}
	x.text = text
	return nil
}
