package bundle

import (
	"archive/tar"
	"bytes"
	"fmt"
	"io"
	"math"
)

// tar visits the leaves of a tar's members. Behind a header that is broken, and
// behind the tar's end, it goes on with the next header: one damaged block does
// not cost the rest, and tars written one behind another are read. The tar begins
// at a place, and its reading at the header at byte next of it, which is 0 but
// where one leaf is sought.
func (u *unpacker) tar(in io.Reader, name string, depth int, begin place, next int64) error {
	outermost, leave := u.enter()
	defer leave()
	if outermost && u.marks != nil {
		u.marks.setTar(begin)
	}
	blocks := &tarBlocks{in: in, n: next}
	archive := tar.NewReader(blocks)
	for at := next; !u.over(outermost, at); {
		header, broken := archive.Next()
		if broken == nil {
			at = min(next, blocks.n-sniffed)
			next = behind(header, blocks.n)
			if u.wants(outermost, at) {
				if err := u.tarMember(archive, header, name, depth, begin.plus(blocks.n)); err != nil {
					return err
				}
			}
			continue
		}
		if broken == io.EOF && blocks.zeros < sniffed {
			u.tell(name, fmt.Errorf("tar: byte %d: it ends without an end: files may be missing", blocks.n))
		} else if broken != io.EOF {
			u.tell(name, fmt.Errorf("tar: byte %d: %w", blocks.n, broken))
		}
		block, err := nextHeader(blocks)
		if err != nil {
			if broken == io.EOF && err != io.EOF {
				u.tell(name, fmt.Errorf("tar: byte %d: %w", blocks.n, err))
			}
			break
		}
		next = blocks.n - sniffed
		archive = tar.NewReader(io.MultiReader(bytes.NewReader(block), blocks))
	}
	return u.ctx.Err()
}

// behind is where the headers of the next member begin, at most: bytes of the
// one whose own begin at a place come before. The last of the headers always
// stands right in front of a member's bytes.
func behind(header *tar.Header, at int64) int64 {
	switch header.Typeflag {
	case tar.TypeLink, tar.TypeSymlink, tar.TypeChar, tar.TypeBlock, tar.TypeDir, tar.TypeFifo, tar.TypeXGlobalHeader:
		return at
	}
	if isSparse(header) || header.Size > math.MaxInt64-at-sniffed {
		return math.MaxInt64
	}
	return (at + header.Size + sniffed - 1) &^ (sniffed - 1)
}

// isSparse tells whether not all bytes of a member are in the tar.
func isSparse(header *tar.Header) bool {
	return header.Typeflag == tar.TypeGNUSparse || header.PAXRecords["GNU.sparse.major"] != "" || header.PAXRecords["GNU.sparse.map"] != ""
}

func (u *unpacker) tarMember(archive *tar.Reader, header *tar.Header, name string, depth int, at place) error {
	name = join(name, header.Name)
	switch kind := header.Typeflag; {
	case kind == tar.TypeDir, kind == tar.TypeXGlobalHeader:
	case neighbour(header.Name) != "":
		u.Foreign(name, neighbour(header.Name))
	case kind == tar.TypeLink, kind == tar.TypeSymlink:
		u.Foreign(name, "a link to "+header.Linkname)
	case isSparse(header):
		u.Foreign(name, "a sparse file")
	case kind != tar.TypeReg && kind != tar.TypeCont:
		u.Foreign(name, "no regular file")
	default:
		return u.stream(prefixed{archive, "tar"}, nil, name, depth, at)
	}
	return nil
}

// prefixed names the reader in its errors.
type prefixed struct {
	io.Reader
	name string
}

func (p prefixed) Read(b []byte) (int, error) {
	n, err := p.Reader.Read(b)
	return n, named(p.name, err)
}

// tarBlocks are the bytes of a tar.
type tarBlocks struct {
	in    io.Reader
	n     int64 // read so far
	zeros int64 // of those, at the end: a tar ends with blocks of them
}

func (t *tarBlocks) Read(p []byte) (int, error) {
	n, err := t.in.Read(p)
	t.n += int64(n)
	zeros := n - len(bytes.TrimRight(p[:n], "\x00"))
	if zeros < n {
		t.zeros = 0
	}
	t.zeros += int64(zeros)
	return n, err
}

// nextHeader passes over blocks until one is the header of a member, and gives
// it.
func nextHeader(blocks *tarBlocks) ([]byte, error) {
	block := make([]byte, sniffed)
	if _, err := io.ReadFull(blocks, block[:-blocks.n&(sniffed-1)]); err != nil {
		return nil, err
	}
	for {
		if _, err := io.ReadFull(blocks, block); err == io.ErrUnexpectedEOF {
			return nil, io.EOF // less than a block
		} else if err != nil {
			return nil, err
		}
		if checks(block) {
			return block, nil
		}
	}
}
