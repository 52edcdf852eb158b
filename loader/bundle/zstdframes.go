package bundle

import (
	"io"
	"math"

	"github.com/klauspost/compress/zstd"
)

// openZstd decompresses frames one behind the other. Marks are made between
// them: inside of one there is no place to begin at, as what a frame may look
// back to has no bound that could be kept.
func openZstd(in input, window int64, to *layer) (io.Reader, func(), error) {
	var packed io.Reader = in.Reader
	if to != nil {
		packed = &zstdFrame{in: in}
	}
	text, err := zstd.NewReader(packed, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(uint64(window)))
	if err != nil {
		return nil, nil, err
	}
	if to != nil {
		return &zstdFrames{in: in, text: text, to: to}, text.Close, nil
	}
	return text, text.Close, nil
}

func resumeZstd(in input, window int64, _ mark) (io.Reader, func(), error) {
	return openZstd(in, window, nil)
}

// zstdFrames decompresses one frame at a time.
type zstdFrames struct {
	in   input
	text *zstd.Decoder // of the frame at hand
	to   *layer
	n    int64 // bytes of text so far
}

func (z *zstdFrames) Read(p []byte) (int, error) {
	for {
		n, err := z.text.Read(p)
		z.n += int64(n)
		if err == io.EOF {
			err = z.next()
		}
		if n > 0 || err != nil {
			return n, err
		}
	}
}

// next goes on with the next frame, if there is one.
func (z *zstdFrames) next() error {
	if _, err := z.in.Peek(1); err != nil {
		return err
	}
	if z.to.due(z.n) {
		z.to.add(mark{text: z.n, packed: z.in.pos()})
	}
	return z.text.Reset(&zstdFrame{in: z.in})
}

// zstdFrame are the bytes of one frame, by its framing (RFC 8878, 3.1). What is
// wrong with that is left to the decompressor.
type zstdFrame struct {
	in    input
	left  int64 // bytes to pass on before the next header
	begun bool
	sum   int64 // length of the check at the end
	ended bool  // nothing follows what is left
}

func (z *zstdFrame) Read(p []byte) (int, error) {
	for z.left == 0 {
		if z.ended {
			return 0, io.EOF
		}
		z.header()
	}
	n, err := z.in.Read(p[:min(int64(len(p)), z.left)])
	z.left -= int64(n)
	return n, err
}

// header looks at the header that begins here, of the frame or of a block, and
// sets how many bytes there are before the next.
func (z *zstdFrame) header() {
	const most = 14 // bytes of a frame's header
	if z.begun {
		z.block()
		return
	}
	z.begun = true
	var h zstd.Header
	head, _ := z.in.Peek(most)
	switch err := h.Decode(head); {
	case err != nil:
		z.left, z.ended = math.MaxInt64, true
	case h.Skippable:
		z.left, z.ended = int64(h.HeaderSize)+int64(h.SkippableSize), true
	default:
		z.left = int64(h.HeaderSize)
		if h.HasCheckSum {
			z.sum = 4
		}
	}
}

func (z *zstdFrame) block() {
	const length, run = 3, 1 // bytes of its header; the kind that holds one byte
	head, err := z.in.Peek(length)
	if err != nil {
		z.left, z.ended = math.MaxInt64, true
		return
	}
	bits := int64(head[0]) | int64(head[1])<<8 | int64(head[2])<<16
	last, kind, size := bits&1 == 1, bits>>1&3, bits>>3
	if kind == run {
		size = 1
	}
	if z.left = length + size; last {
		z.left, z.ended = z.left+z.sum, true
	}
}
