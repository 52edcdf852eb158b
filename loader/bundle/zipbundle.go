package bundle

import (
	"errors"
	"fmt"
	"hash"
	"hash/crc32"
	"io"
	"strings"
)

// zip visits the leaves of a zip's members. It begins at a place.
func (u *unpacker) zip(in io.ReaderAt, size int64, name string, depth int, begin place) error {
	outermost, leave := u.enter()
	defer leave()
	members := openZip(in, size)
	if outermost && u.sought != nil {
		members.seek(u.sought.member)
	}
	for {
		m, err := members.next()
		switch {
		case err == io.EOF || u.over(outermost, m.at):
			return u.ctx.Err()
		case err != nil:
			u.tell(name, err)
		case u.wants(outermost, m.at):
			if err := u.zipMember(in, m, name, depth, begin); err != nil {
				return err
			}
		}
	}
}

// zipMethods are the ways in which a zip's members may be compressed.
var zipMethods = map[uint16]codec{0: stored, 8: deflate, 12: bzipped, 93: zstded, 95: xzed}

func (u *unpacker) zipMember(in io.ReaderAt, m zipMember, name string, depth int, begin place) error {
	name = join(name, m.name)
	method, ok := zipMethods[m.method]
	switch {
	case strings.HasSuffix(m.name, "/"):
		return nil
	case neighbour(m.name) != "":
		u.Foreign(name, neighbour(m.name))
		return nil
	case m.special():
		u.Foreign(name, "a link or device")
		return nil
	case m.flags&1 != 0:
		u.tell(name, errors.New("encrypted: unpack it with its password and load what comes out"))
		return nil
	case !ok:
		u.tell(name, fmt.Errorf("compressed with zip's method %d, which %s", m.method, unpackFirst))
		return nil
	}
	raw, from, err := m.open(in)
	if err != nil {
		u.tell(name, err)
		return nil
	}
	at, packed := begin.plus(from), newInput(raw)
	var to *layer
	if method.name != stored.name {
		to = u.layer(method, at)
		at = to.begin()
	}
	text, done, err := method.open(packed, u.window>>u.windows, to)
	if err != nil {
		u.tell(name, named(method.name, err))
		return nil
	}
	u.windows += method.windows
	defer func() { done(); u.windows -= method.windows }()
	whole := &checked{text: text, member: m, sum: crc32.NewIEEE()}
	return u.stream(&limited{text: whole, name: method.name, from: packed.from, u: u}, nil, name, depth, at)
}

// checked compares at its end what a member holds with what the zip says of
// it. Every byte passes first.
type checked struct {
	text   io.Reader
	member zipMember
	sum    hash.Hash32
	n      int64
}

func (c *checked) Read(p []byte) (int, error) {
	n, err := c.text.Read(p)
	c.sum.Write(p[:n])
	c.n += int64(n)
	switch {
	case err != io.EOF || c.member.unsized:
	case c.n < c.member.size:
		err = io.ErrUnexpectedEOF
	case c.n > c.member.size:
		err = errors.New("zip: longer than its directory says")
	case c.member.sum != 0 && c.sum.Sum32() != c.member.sum:
		err = errors.New("zip: its check does not match")
	}
	return n, err
}

// heldZip visits the leaves of a zip that is inside a bundle or compression. A
// zip begins at its end: it is held in memory.
func (u *unpacker) heldZip(in io.Reader, name string, depth int) error {
	var b blocks
	room := u.inMemory - u.holding
	err := b.fill(in, room)
	u.holding += b.size
	defer func() { u.holding -= b.size }()
	if err == errFull {
		u.tell(name, exceeds("a zip inside another bundle, and larger than the %s that are held in memory", inBytes(room)))
		return nil
	}
	if err != nil {
		u.tell(name, err)
	}
	return u.zip(&b, b.size, name, depth, place{lost: true})
}
