package bundle

import (
	"encoding/binary"
	"hash/crc32"
	"io"

	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"
)

// openDeflate decompresses deflate without a header, as it stands in zips.
func openDeflate(in input, _ int64, to *layer) (io.Reader, func(), error) {
	if to == nil {
		return flate.NewReader(in.Reader), nothing, nil
	}
	b := &blocksMarked{to: to, in: in}
	return b.reader(0), nothing, nil
}

// blocksMarked makes marks between the blocks of a stream of deflate.
type blocksMarked struct {
	to           *layer
	in           input
	text, packed int64 // bytes of the layer, and of its input, before the stream
	count        int64 // of blocks
	ahead        int64 // by how much the decompressor counts too many bytes of the stream
}

// reader decompresses the stream that begins here; text bytes of the layer come
// before it.
func (b *blocksMarked) reader(text int64) io.Reader {
	b.text, b.packed = text, b.in.pos()
	return flate.NewReaderOpts(b.in.Reader, flate.WithEobCallback(b.behind))
}

// behind takes note of the end of a block.
//
// The decompressor counts twice those bytes in front of a stored block that it
// had taken before it knew of the block. Right behind one it holds no bits: then
// its count is that of the input and what it has counted twice so far. Anywhere
// else it is less, by what it holds.
func (b *blocksMarked) behind(c flate.InflateCheckpoint) {
	b.ahead = max(b.ahead, c.CompressedOffset-(b.in.pos()-b.packed))
	if b.count++; b.count > leastBlocks && c.UncompressedOffset/b.count < leastBlock {
		b.in.from.stop = errBlocks
	}
	at := b.text + c.UncompressedOffset
	if c.Final || !b.to.dueWindow(at) {
		return
	}
	b.to.add(mark{text: at, packed: b.packed + c.CompressedOffset - b.ahead, inside: true, bits: c.BitOffset, window: folded(c.Window)})
}

// Behind each block of deflate stands a copy of the window, 32 KiB. A stream
// of next to empty blocks would take hours to go through.
const (
	leastBlocks = 1 << 16 // from that many on
	leastBlock  = 32      // bytes of text in a block, on average
)

var errBlocks = exceeds("is made of blocks that hold next to nothing")

func resumeDeflate(in input, _ int64, m mark) (io.Reader, func(), error) {
	window, err := unfolded(m.window)
	if err != nil {
		return nil, nil, err
	}
	return flate.NewReaderOpts(in.Reader, flate.WithResumeFrom(flate.InflateCheckpoint{
		UncompressedOffset: m.text, CompressedOffset: m.packed, BitOffset: m.bits, Window: window,
	})), nothing, nil
}

// openGzip decompresses the members of gzip one behind the other.
func openGzip(in input, _ int64, to *layer) (io.Reader, func(), error) {
	if to == nil {
		return in.unzip()
	}
	head, err := gzip.NewReader(in.Reader)
	if err != nil {
		return nil, nothing, err
	}
	g := &gzipMembers{in: in, head: head, to: to}
	g.begin()
	return g, nothing, nil
}

// gzipMembers decompresses gzip as gzip.Reader does, and makes marks at and
// inside members.
type gzipMembers struct {
	in    input
	head  *gzip.Reader // reads the members' headers, and whole members that are small
	to    *layer
	body  io.Reader // of the member at hand; nil between members
	n     int64     // bytes of text so far
	from  int64     // of those, before the member at hand
	sum   uint32    // of the member at hand
	small int       // members in a row that were
}

// A decompressor that makes marks must be made for each member, which costs as
// much as decompressing a small one. So what follows many small members is taken
// to be small as well.
const (
	smallMember = 64 << 10
	manySmall   = 16
)

// begin takes up the member whose header was read.
func (g *gzipMembers) begin() {
	g.from, g.sum = g.n, 0
	if g.small >= manySmall {
		g.head.Multistream(false)
		g.body = g.head
		return
	}
	b := &blocksMarked{to: g.to, in: g.in}
	g.body = b.reader(g.n)
}

func (g *gzipMembers) Read(p []byte) (int, error) {
	for {
		if g.body == nil {
			if err := g.next(); err != nil {
				return 0, err
			}
		}
		n, err := g.body.Read(p)
		g.n += int64(n)
		if g.body != io.Reader(g.head) {
			g.sum = crc32.Update(g.sum, crc32.IEEETable, p[:n])
		}
		if err == io.EOF {
			err = g.end()
		}
		if n > 0 || err != nil {
			return n, err
		}
	}
}

// next reads the header of a member, at which a mark may stand.
func (g *gzipMembers) next() error {
	m := mark{text: g.n, packed: g.in.pos()}
	if err := g.head.Reset(g.in.Reader); err != nil {
		return err
	}
	if g.to.due(m.text) {
		g.to.add(m)
	}
	g.begin()
	return nil
}

// end checks the member that was read, where head has not.
func (g *gzipMembers) end() error {
	length := g.n - g.from
	if g.small++; length > smallMember {
		g.small = 0
	}
	if g.body != io.Reader(g.head) {
		var tail [8]byte
		if _, err := io.ReadFull(g.in, tail[:]); err != nil {
			return unended(err)
		}
		if binary.LittleEndian.Uint32(tail[:]) != g.sum || binary.LittleEndian.Uint32(tail[4:]) != uint32(length) {
			return gzip.ErrChecksum
		}
	}
	g.body = nil
	return nil
}

func resumeGzip(in input, window int64, m mark) (io.Reader, func(), error) {
	if !m.inside {
		return openGzip(in, window, nil)
	}
	body, _, err := resumeDeflate(in, window, m)
	return &gzipRest{in: in, body: body}, nothing, err
}

// gzipRest is what is left of a member that was entered in its middle, whose
// check is passed over, and the members behind it.
type gzipRest struct {
	in     input
	body   io.Reader
	behind bool
}

func (g *gzipRest) Read(p []byte) (int, error) {
	n, err := g.body.Read(p)
	if err != io.EOF || g.behind {
		return n, err
	}
	g.behind = true
	if _, err := g.in.Discard(8); err != nil {
		return n, unended(err)
	}
	if g.body, err = gzip.NewReader(g.in.Reader); err == io.EOF {
		g.body = g.in // which is at its end
	} else if err != nil {
		return n, err
	}
	if n == 0 {
		return g.body.Read(p)
	}
	return n, nil
}
