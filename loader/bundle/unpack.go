package bundle

import (
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
	sought   *Spot  // the only leaf to visit; nil for all
	marks    *Marks // to gather; nil for none
	buffers  *Buffers
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
// compressions, and begins at a place. whole is the same bytes for reading at any
// place, nil where that is not possible.
func (u *unpacker) stream(in io.Reader, whole io.ReaderAt, name string, depth int, at place) error {
	packed := u.buffers.input(in)
	defer packed.done()
	begin, err := packed.Peek(sniffed)
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
			return u.heldZip(packed, name, depth+1)
		}
		return u.zip(whole, u.size, name, depth+1, at)
	case formTar:
		if u.sought != nil && whole != nil && !u.bundled {
			return u.enterTar(whole, at)
		}
		return u.tar(packed, name, depth+1, at, 0)
	case formPacked:
		return u.compressed(found.codec, packed, name, depth+1, at)
	case formUTF16:
		to := u.layer(utf16ed, at)
		text, _, err := utf16ed.open(packed, 0, to)
		if err != nil {
			return err
		}
		return u.text(text, name, to.begin())
	}
	return u.text(packed, name, at)
}

// compressed visits the leaves in a compressed stream.
func (u *unpacker) compressed(c codec, in input, name string, depth int, at place) error {
	to := u.layer(c, at)
	text, done, err := c.open(in, u.window>>u.windows, to)
	if err != nil {
		u.tell(name, named(c.name, err))
		return nil
	}
	u.windows += c.windows
	defer func() { done(); u.windows -= c.windows }()
	return u.stream(&limited{text: text, name: c.name, from: in.from, u: u}, nil, name, depth, to.begin())
}

// layer is where to make the marks of a compressed stream that begins at a
// place; nil where none are gathered.
func (u *unpacker) layer(c codec, at place) *layer {
	if u.marks == nil || at.lost {
		return nil
	}
	return &layer{codec: c, at: at, in: u.marks}
}

// text visits one leaf.
func (u *unpacker) text(in io.Reader, name string, at place) error {
	if u.marks != nil && !at.lost {
		in = &noticed{Reader: in, to: u.marks, text: textMark{u.here, at}, nested: u.here.within > 0}
	}
	l := Leaf{Number: u.number, Spot: u.here, Name: name, Text: in}
	u.number++
	u.here.within++
	if u.sought != nil && l.Spot != *u.sought {
		return nil
	}
	return u.Leaf(l)
}

// noticed is a text of which it is noted where it is: once it turns out to be
// long, and from its beginning inside bundles in a bundle, where going through
// those before it takes longest.
type noticed struct {
	io.Reader
	to     *Marks
	text   textMark
	nested bool
	n      int64
	noted  bool
}

func (t *noticed) Read(p []byte) (int, error) {
	n, err := t.Reader.Read(p)
	t.n += int64(n)
	if !t.noted && (t.nested || t.n >= t.to.density.texts) {
		t.noted = true
		t.to.setText(t.text.spot, t.text.at)
	}
	return n, err
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
