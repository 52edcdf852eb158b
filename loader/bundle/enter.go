package bundle

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
)

// place is a place in a source: an offset in what a layer decompresses to, or
// in the source itself where there is no layer.
type place struct {
	in     *layer
	offset int64
	lost   bool // there is no way to it but by going through all before it
}

// plus is the place n bytes further on.
func (p place) plus(n int64) place { p.offset += n; return p }

// near gives the last offset, at or before one that is counted from here, that
// can be entered.
func (p place) near(offset int64) int64 {
	if p.in == nil {
		return offset
	}
	return max(0, p.in.before(p.offset+offset).text-p.offset)
}

// entry is one way into the middle of a source.
type entry struct {
	disk    io.ReaderAt
	window  int64
	windows int      // decompressors on it that look far back
	done    []func() // frees what they hold
}

// open gives the bytes of a source from a place on.
func (e *entry) open(p place) (io.Reader, error) {
	if p.in == nil {
		return io.NewSectionReader(e.disk, p.offset, math.MaxInt64-p.offset), nil
	}
	l, m := p.in, p.in.before(p.offset)
	packed, err := e.open(l.at.plus(m.packed))
	if err != nil {
		return nil, err
	}
	text, done, err := l.codec.enter(newInput(packed), e.window>>e.windows, m)
	if err != nil {
		return nil, named(l.codec.name, err)
	}
	e.windows += l.codec.windows
	e.done = append(e.done, done)
	if _, err := io.CopyN(io.Discard, text, p.offset-m.text); err != nil {
		return nil, named(l.codec.name, unended(err))
	}
	return prefixed{text, l.codec.name}, nil
}

func (e *entry) close() {
	for i := len(e.done) - 1; i >= 0; i-- {
		e.done[i]()
	}
}

// enter starts decompressing at a mark.
func (c codec) enter(in input, window int64, m mark) (io.Reader, func(), error) {
	if m.text == 0 {
		return c.open(in, window, nil)
	}
	return c.resume(in, window, m)
}

// Near gives the last offset, at or before one, at which a leaf's text can be
// entered: 0 where that is its beginning.
func (s Source) Near(at Spot, offset int64) int64 {
	p, known := s.Marks.text(at)
	if !known {
		return 0
	}
	return p.near(offset)
}

// LeafNear opens one text again at the last place at or before an offset at
// which it can be entered, and gives that place. What it reads may go on behind
// the end of the text, is not held against the checks that its compressions
// have, and is another where the source changed: the caller knows what should be
// there. Close ends it.
func (s Source) LeafNear(ctx context.Context, b Bounds, at Spot, offset int64) (text io.ReadCloser, from int64, err error) {
	p, known := s.Marks.text(at)
	if !known {
		text, err := s.Leaf(ctx, b, at)
		return text, 0, err
	}
	file, _, err := s.at()
	if err != nil {
		return nil, 0, err
	}
	e := &entry{disk: disk{file, ctx, func(int) {}}, window: b.window}
	end := func() { e.close(); file.Close() }
	from = p.near(offset)
	in, err := e.open(p.plus(from))
	if err != nil {
		end()
		return nil, 0, fmt.Errorf("entering its text at byte %d: %w", from, err)
	}
	return again{bufio.NewReaderSize(in, 32<<10), end}, from, nil
}

// enterTar visits the leaf at one spot of a source whose outermost bundle is a
// tar that begins at a place.
func (u *unpacker) enterTar(disk io.ReaderAt, p place) error {
	e := &entry{disk: disk, window: u.window}
	defer e.close()
	if u.sought.member < 0 {
		return errors.New("no such place")
	}
	in, err := e.open(p.plus(u.sought.member))
	if err != nil {
		return err
	}
	u.windows = e.windows
	return u.tar(in, "", 1, p, u.sought.member)
}
