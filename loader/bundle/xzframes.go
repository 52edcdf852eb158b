package bundle

import (
	"encoding/binary"
	"io"
)

// xzFrames passes an xz stream on and follows its framing (The .xz File Format
// 1.2.0), for what the decompressor does not do: to refuse a block whose
// dictionary is larger than the window, to say of one that it cannot read what to
// do, and to call a stream that ends inside its framing broken off. All else
// that is wrong is left to the decompressor.
type xzFrames struct {
	in      input
	to      *layer // gets a mark at a block; nil for none
	window  int64
	part    xzPart
	left    int64  // bytes to pass on before the next part
	text    int64  // bytes that the chunks decompress to, so far
	dict    int64  // bytes of dictionary that the block asks for
	sum     int64  // length of a block's check
	block   int64  // bytes of the block, or of the index, so far
	records uint64 // numbers of the index that are still to come
}

// xzPart is what the next byte of an xz stream begins.
type xzPart int

const (
	xzStream xzPart = iota // header or padding; or the clean end
	xzBlock                // a block's header, or the index
	xzChunk                // a chunk of LZMA2
	xzSum                  // a block's padding and check
	xzIndex                // a number of the index, or its end and the footer
)

func (x *xzFrames) Read(p []byte) (int, error) {
	for x.left == 0 {
		if err := x.next(); err != nil {
			return 0, err
		}
	}
	n, err := x.in.Read(p[:min(int64(len(p)), x.left)])
	x.left -= int64(n)
	return n, unended(err)
}

// next looks at the part that begins here and sets how long it is.
func (x *xzFrames) next() error {
	switch x.part {
	case xzStream:
		head, err := x.in.Peek(4)
		if len(head) == 0 {
			return err
		}
		if x.left = 4; len(head) < 4 || string(head) == "\x00\x00\x00\x00" {
			return unended(err)
		}
		if head, err = x.in.Peek(12); err != nil {
			return unended(err)
		}
		x.sum = int64([16]int8{0, 4, 4, 4, 8, 8, 8, 16, 16, 16, 32, 32, 32, 64, 64, 64}[head[7]&15])
		x.left, x.part = 12, xzBlock
	case xzBlock:
		return x.nextBlock()
	case xzChunk:
		return x.nextChunk()
	case xzSum:
		x.left, x.part = -x.block&3+x.sum, xzBlock
	case xzIndex:
		return x.nextNumber()
	}
	return nil
}

func (x *xzFrames) nextBlock() error {
	head, err := x.in.Peek(1)
	if err != nil {
		return unended(err)
	}
	if head[0] == 0 {
		x.part, x.left, x.block, x.records = xzIndex, 1, 1, 0
		if head, err = x.in.Peek(10); err != nil {
			return unended(err)
		}
		numbers, n := binary.Uvarint(head[1:])
		x.records = 2 * numbers
		x.left += int64(max(n, 0))
		x.block = x.left
		return nil
	}
	if head, err = x.in.Peek((int(head[0]) + 1) * 4); err != nil {
		return unended(err)
	}
	switch x.dict = dictionary(head); {
	case x.dict > x.window:
		return errWindow
	case x.dict == 0:
		return errFilter
	}
	if x.to != nil && x.to.due(x.text) {
		x.to.add(mark{text: x.text, packed: x.in.pos(), bits: uint8(x.sum)})
	}
	x.part, x.left, x.block = xzChunk, int64(len(head)), 0
	return nil
}

// nextChunk reads the header of an LZMA2 chunk: a byte that says what it is,
// then the sizes.
func (x *xzFrames) nextChunk() error {
	head, err := x.in.Peek(1)
	if err != nil {
		return unended(err)
	}
	kind, sizes := head[0], 3
	switch {
	case kind == 0:
		x.part, sizes = xzSum, 1
	case kind >= 0x80:
		sizes = 5
	}
	if head, err = x.in.Peek(sizes); err != nil {
		return unended(err)
	}
	x.left = int64(sizes)
	if sizes > 1 {
		x.left += int64(binary.BigEndian.Uint16(head[sizes-2:])) + 1
		x.text += int64(binary.BigEndian.Uint16(head[1:])) + 1
	}
	if sizes == 5 {
		x.text += int64(kind&0x1f) << 16
	}
	if kind >= 0xC0 {
		x.left++
	}
	x.block += x.left
	return nil
}

// nextNumber passes over a number of the index. Behind the last are padding to
// four bytes, a check of four and the footer of twelve.
func (x *xzFrames) nextNumber() error {
	if x.records == 0 {
		x.left, x.part = -x.block&3+16, xzStream
		return nil
	}
	head, err := x.in.Peek(9)
	if err != nil {
		return unended(err)
	}
	_, n := binary.Uvarint(head)
	x.left = int64(max(n, 1))
	x.block += x.left
	x.records--
	return nil
}

// dictionary gives the bytes of dictionary that a block's header asks for, or
// 0 where the block is not compressed with LZMA2 and nothing else.
func dictionary(header []byte) int64 {
	flags, rest := header[1], header[2:]
	number := func() uint64 {
		n, length := binary.Uvarint(rest)
		rest = rest[max(length, 0):]
		return n
	}
	for _, size := range []byte{0x40, 0x80} { // compressed and decompressed
		if flags&size != 0 {
			number()
		}
	}
	const filters, lzma2 = 3, 0x21
	if flags&filters != 0 || number() != lzma2 || number() != 1 || len(rest) == 0 {
		return 0
	}
	bits := rest[0] & 63
	return int64(2|bits&1) << (bits/2 + 11)
}

// unended is the error of a stream that must not end here.
func unended(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}
