package bundle

import (
	"compress/bzip2"
	"io"
	"strings"
)

// bzip2Block is what a block of bzip2 begins with, at any bit.
const bzip2Block = 0x314159265359

// openBzip2 makes marks at blocks and at streams.
func openBzip2(in input, _ int64, to *layer) (io.Reader, func(), error) {
	if to == nil {
		return bzip2.NewReader(in.Reader), nothing, nil
	}
	bits := &bzip2Bits{input: in, to: to}
	return &tallied{bzip2.NewReader(bits), &bits.text}, nothing, nil
}

// tallied adds what is read to a number.
type tallied struct {
	io.Reader
	n *int64
}

func (t *tallied) Read(p []byte) (int, error) {
	n, err := t.Reader.Read(p)
	*t.n += int64(n)
	return n, err
}

// bzip2Bits looks at every bit that the decompressor takes. It takes the
// beginning of a block when all text before that was read; what looks like one
// inside of a block stands at the same place of the text as its beginning.
type bzip2Bits struct {
	input
	to   *layer
	text int64     // bytes that were decompressed so far
	last [2]uint64 // the bits taken last, the latest in the second
}

// ReadByte gives the decompressor the next byte; it asks for nothing else.
func (b *bzip2Bits) ReadByte() (byte, error) {
	c, err := b.input.ReadByte()
	if err != nil {
		return 0, err
	}
	b.last = [2]uint64{b.last[0]<<8 | b.last[1]>>56, b.last[1]<<8 | uint64(c)}
	if b.to.due(b.text) {
		b.look()
	}
	return c, nil
}

// look makes a mark where a block's first bits end in the byte just taken.
func (b *bzip2Bits) look() {
	for behind := range 8 {
		if b.last[1]>>behind&(1<<48-1) != bzip2Block {
			continue
		}
		m := mark{text: b.text, packed: b.pos() - 10}
		if header := b.last[0]<<16 | b.last[1]>>48; behind != 0 || header>>8&0xffffff != 'B'<<16|'Z'<<8|'h' {
			bit := b.pos()*8 - int64(behind) - 48
			m = mark{text: b.text, inside: true, packed: bit / 8, bits: uint8(bit % 8)}
		}
		b.to.add(m)
		return
	}
}

// resumeBzip2 puts a header before a block, which need not begin with a byte.
// Behind the last block of the stream stands a check of all of them, which fails.
func resumeBzip2(in input, window int64, m mark) (io.Reader, func(), error) {
	if !m.inside {
		return openBzip2(in, window, nil)
	}
	first, err := in.ReadByte()
	if err != nil {
		return nil, nil, unended(err)
	}
	return bzip2.NewReader(io.MultiReader(strings.NewReader("BZh9"), &shifted{in: in, by: m.bits, last: first})), nothing, nil
}

// shifted is a stream of bits that does not begin with a byte.
type shifted struct {
	in   input
	by   uint8 // bits of the first byte that lie before it
	last byte
	over bool
}

func (s *shifted) Read(p []byte) (int, error) {
	n, err := s.in.Read(p)
	for i, c := range p[:n] {
		p[i], s.last = s.last<<s.by|c>>(8-s.by), c
	}
	if err == io.EOF && n == 0 && !s.over && len(p) > 0 {
		p[0], s.over = s.last<<s.by, true
		return 1, nil
	}
	return n, err
}
