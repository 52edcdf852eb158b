package bundle

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"math"
	"os"
	"path/filepath"
)

// Mark stands between the path of a bundle and that of a member in it.
const Mark = "!"

// Source is a file, or standard input.
type Source struct {
	Path  string
	Piped *Pipe  // standard input; nil for a file
	Marks *Marks // which speed up reading a leaf again; nil gathers and uses none
}

// Leaf is one text of a source: the source itself after decompression, or a
// member of a bundle in it.
type Leaf struct {
	Number int       // counted from 0 in the order in which the source holds them
	Spot   Spot      // where it is found again
	Name   string    // path inside the source: "" for the source itself, "a/b.json.gz" in a bundle, "in.zip!x.json" in a bundle's bundle
	Text   io.Reader // decompressed, UTF-8; valid until the visit ends. What breaks off is an error behind the bytes before it
}

// Spot is where a leaf is in its source, so that it can be read again without
// unpacking those before it. Spots can be compared.
type Spot struct {
	member int64 // of the outermost bundle: the offset of a zip's entry, of a tar's headers; 0 where there is no bundle
	within int   // the leaves of that member before it
}

// Visitor is told what a source holds, in the order in which it holds it.
type Visitor struct {
	Leaf    func(Leaf) error             // an error ends the visit
	Trouble func(name string, err error) // what may hold records and cannot be read, and what to do
	Foreign func(name, why string)       // what holds none, and what it is
}

// Leaves visits every text of the source. Bundles and compressions are
// recognised by content and unpacked one in another, within the bounds; what
// cannot be unpacked is told and the rest goes on. count sees every byte that is
// read from the disk. with is memory to use again. It fails only when the source cannot be opened, when ctx
// ends, or with the error of a visit.
func (s Source) Leaves(ctx context.Context, b Bounds, with *Buffers, count func(int), v Visitor) error {
	return s.unpack(&unpacker{ctx: ctx, Bounds: b, Visitor: v, marks: s.Marks.begin(), buffers: with}, count)
}

// Leaf opens one text again. Close ends it.
func (s Source) Leaf(ctx context.Context, b Bounds, at Spot) (io.ReadCloser, error) {
	failed := errors.New("its text is not where it was: the file changed")
	next, stop := iter.Pull(func(yield func(Leaf) bool) {
		found := errors.New("found")
		v := Visitor{
			Leaf:    func(l Leaf) error { yield(l); return found },
			Trouble: func(_ string, err error) { failed = err },
			Foreign: func(string, string) {},
		}
		err := s.unpack(&unpacker{ctx: ctx, Bounds: b, Visitor: v, sought: &at}, func(int) {})
		if err != nil && err != found {
			failed = err
		}
	})
	l, ok := next()
	if !ok {
		return nil, failed
	}
	return again{l.Text, stop}, nil
}

// again is a leaf that was opened again: the visit of it waits for its Close.
type again struct {
	io.Reader
	stop func()
}

func (a again) Close() error { a.stop(); return nil }

// unpack visits what the unpacker seeks.
func (s Source) unpack(u *unpacker, count func(int)) error {
	file, size, err := s.at()
	if err != nil {
		return err
	}
	defer file.Close()
	u.size = size
	d := disk{file, u.ctx, count}
	if why := neighbour(filepath.Base(s.Path)); why != "" {
		u.Foreign("", why)
		return nil
	}
	if tar, known := s.Marks.outermost(); known && u.sought != nil {
		err = u.enterTar(d, tar)
	} else {
		err = u.stream(io.NewSectionReader(d, 0, math.MaxInt64), d, "", 0, place{})
	}
	if err == nil && u.spent != nil {
		u.Trouble("", u.spent)
	}
	return errors.Join(err, u.ctx.Err())
}

// at opens the source for reading at any place, with its size now.
func (s Source) at() (file interface {
	io.ReaderAt
	io.Closer
}, size int64, err error) {
	if s.Piped != nil {
		return s.Piped, s.Piped.sizeFor(), nil
	}
	f, err := os.Open(s.Path)
	if err != nil {
		return nil, 0, err
	}
	info, err := f.Stat()
	if err != nil {
		f.Close()
		return nil, 0, fmt.Errorf("opening: %w", err)
	}
	return f, info.Size(), nil
}

// disk reads a source until its context ends, and tells how much.
type disk struct {
	io.ReaderAt
	ctx   context.Context
	count func(int)
}

func (d disk) ReadAt(p []byte, offset int64) (int, error) {
	if err := d.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := d.ReaderAt.ReadAt(p, offset)
	d.count(n)
	return n, err
}
