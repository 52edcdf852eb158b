package bundle

import (
	"bufio"
	"context"
	"errors"
	"io"
)

// sniffed is how many bytes of a stream are looked at to recognise it: one
// block of a tar.
const sniffed = 512

// unpacker is one visit of a source.
type unpacker struct {
	ctx context.Context
	Bounds
	Visitor
	sought   *Spot // the only leaf to visit; nil for all
	size     int64 // bytes of the source on disk
	number   int   // of the next leaf
	here     Spot  // of the next leaf
	unpacked int64 // bytes that decompressors gave so far
	passed   int   // members of bundles so far
	holding  int64 // bytes of zips in memory
	windows  int   // decompressors at work that look far back
	bundled  bool  // inside the outermost bundle
	spent    error // the bound that ends the visit
}

// stream visits the leaves of a stream that is inside depth bundles and
// compressions. whole is the same bytes for reading at any place, nil where that
// is not possible.
func (u *unpacker) stream(in io.Reader, whole io.ReaderAt, name string, depth int) error {
	packed := &tally{Reader: in}
	buffered := bufio.NewReaderSize(packed, 32<<10)
	begin, err := buffered.Peek(sniffed)
	found := recognise(begin)
	if found.packed() && depth >= u.depth {
		u.tell(name, exceeds("more than %d bundles and compressions one in another", u.depth))
		return nil
	}
	switch found.form {
	case formForeign:
		if err != nil && err != io.EOF { // what it would have been is not known
			u.tell(name, err)
			return nil
		}
		u.Foreign(name, found.why)
		return nil
	case formUnread:
		u.tell(name, errors.New(found.why))
		return nil
	case formZip:
		if whole == nil {
			return u.heldZip(buffered, name, depth+1)
		}
		return u.zip(whole, u.size, name, depth+1)
	case formTar:
		return u.tar(buffered, name, depth+1)
	case formPacked:
		return u.compressed(found.codec, buffered, packed, name, depth+1)
	}
	return u.text(decoded(buffered, begin), name)
}

// compressed visits the leaves in a compressed stream.
func (u *unpacker) compressed(c codec, in *bufio.Reader, packed *tally, name string, depth int) error {
	text, done, err := c.open(in, u.window>>u.windows)
	if err != nil {
		u.tell(name, named(c.name, err))
		return nil
	}
	u.windows += c.windows
	defer func() { done(); u.windows -= c.windows }()
	return u.stream(&limited{text: text, name: c.name, from: packed, u: u}, nil, name, depth)
}

// text visits one leaf.
func (u *unpacker) text(in io.Reader, name string) error {
	l := Leaf{Number: u.number, Spot: u.here, Name: name, Text: in}
	u.number++
	u.here.within++
	if u.sought != nil && l.Spot != *u.sought {
		return nil
	}
	return u.Leaf(l)
}

// tell says what could not be read, unless that is known: the visit was
// stopped, or a bound ended it.
func (u *unpacker) tell(name string, err error) {
	if u.ctx.Err() == nil && (u.spent == nil || !errors.Is(err, u.spent)) {
		u.Trouble(name, err)
	}
}

// enter marks that a bundle begins, and tells whether it is the outermost.
// leave marks its end.
func (u *unpacker) enter() (outermost bool, leave func()) {
	outermost, u.bundled = !u.bundled, true
	return outermost, func() { u.bundled = !outermost }
}

// wants tells whether to look into a bundle's member, for the outermost
// bundle by its place.
func (u *unpacker) wants(outermost bool, at int64) bool {
	if u.passed++; u.passed > u.members {
		u.spent = exceeds("more than %d files in it", u.members)
		return false
	}
	if !outermost {
		return true
	}
	u.here = Spot{member: at}
	return u.sought == nil || u.sought.member == at
}

// over tells whether the members that follow are not to be looked at: a bound
// was reached, the visit ended, or what was sought lay before.
func (u *unpacker) over(outermost bool, at int64) bool {
	return u.spent != nil || u.ctx.Err() != nil || outermost && u.sought != nil && at > u.sought.member
}

// join names a bundle's member.
func join(bundle, member string) string {
	if bundle == "" {
		return member
	}
	return bundle + Mark + member
}
