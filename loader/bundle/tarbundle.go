package bundle

import (
	"archive/tar"
	"bytes"
	"fmt"
	"io"
)

// tar visits the leaves of a tar's members. Behind a header that is broken, and
// behind the tar's end, it goes on with the next header: one damaged block does
// not cost the rest, and tars written one behind another are read.
func (u *unpacker) tar(in io.Reader, name string, depth int) error {
	outermost, leave := u.enter()
	defer leave()
	blocks := &tarBlocks{in: in}
	archive := tar.NewReader(blocks)
	for at := int64(0); !u.over(outermost, at); at++ {
		header, broken := archive.Next()
		if broken == nil {
			if u.wants(outermost, at) {
				if err := u.tarMember(archive, header, name, depth); err != nil {
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
		archive = tar.NewReader(io.MultiReader(bytes.NewReader(block), blocks))
	}
	return u.ctx.Err()
}

func (u *unpacker) tarMember(archive *tar.Reader, header *tar.Header, name string, depth int) error {
	name = join(name, header.Name)
	sparse := header.PAXRecords["GNU.sparse.major"] != "" || header.PAXRecords["GNU.sparse.map"] != ""
	switch kind := header.Typeflag; {
	case kind == tar.TypeDir, kind == tar.TypeXGlobalHeader:
	case neighbour(header.Name) != "":
		u.Foreign(name, neighbour(header.Name))
	case kind == tar.TypeLink, kind == tar.TypeSymlink:
		u.Foreign(name, "a link to "+header.Linkname)
	case kind == tar.TypeGNUSparse, sparse:
		u.Foreign(name, "a sparse file")
	case kind != tar.TypeReg && kind != tar.TypeCont:
		u.Foreign(name, "no regular file")
	default:
		return u.stream(prefixed{archive, "tar"}, nil, name, depth)
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
