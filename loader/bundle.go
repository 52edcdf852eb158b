package loader

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

// leaf is one text of a source: the source itself after decompression, or a
// member of a bundle in it.
type leaf struct {
	number int       // counted from 0 in the order in which the source holds them
	spot   spot      // where it is found again
	name   string    // path inside the source: "" for the source itself, "a/b.json.gz" in a bundle, "in.zip!x.json" in a bundle's bundle
	text   io.Reader // decompressed, UTF-8; valid until the visit ends. What breaks off is an error behind the bytes before it
}

// spot is where a leaf is in its source, so that it can be read again without
// unpacking those before it.
type spot struct {
	member int64 // of the outermost bundle: the offset of a zip's entry, the number of a tar's member; 0 where there is no bundle
	within int   // the leaves of that member before it
}

// visitor is told what a source holds, in the order in which it holds it.
type visitor struct {
	leaf    func(leaf) error             // an error ends the visit
	trouble func(name string, err error) // what may hold records and cannot be read, and what to do
	foreign func(name, why string)       // what holds none, and what it is
}

// leaves visits every text of the source. Bundles and compressions are
// recognised by content and unpacked one in another, within the bounds; what
// cannot be unpacked is told and the rest goes on. count sees every byte that is
// read from the disk. It fails only when the source cannot be opened, when ctx
// ends, or with the error of a visit.
func (s source) leaves(ctx context.Context, b bounds, count func(int), v visitor) error {
	return s.unpack(ctx, b, nil, count, v)
}

// leaf opens one text again. Close ends it.
func (s source) leaf(ctx context.Context, b bounds, at spot) (io.ReadCloser, error) {
	failed := errors.New("its text is not where it was: the file changed")
	next, stop := iter.Pull(func(yield func(leaf) bool) {
		found := errors.New("found")
		err := s.unpack(ctx, b, &at, func(int) {}, visitor{
			leaf:    func(l leaf) error { yield(l); return found },
			trouble: func(_ string, err error) { failed = err },
			foreign: func(string, string) {},
		})
		if err != nil && err != found {
			failed = err
		}
	})
	l, ok := next()
	if !ok {
		return nil, failed
	}
	return again{l.text, stop}, nil
}

// again is a leaf that was opened again: the visit of it waits for its Close.
type again struct {
	io.Reader
	stop func()
}

func (a again) Close() error { a.stop(); return nil }

// unpack visits the leaf at one spot of the source, or with nil all.
func (s source) unpack(ctx context.Context, b bounds, at *spot, count func(int), v visitor) error {
	file, size, err := s.at()
	if err != nil {
		return err
	}
	defer file.Close()
	u := &unpacker{ctx: ctx, bounds: b, visitor: v, sought: at, size: size}
	d := disk{file, ctx, count}
	if why := neighbour(filepath.Base(s.path)); why != "" {
		u.foreign("", why)
		return nil
	}
	err = u.stream(io.NewSectionReader(d, 0, math.MaxInt64), d, "", 0)
	if err == nil && u.spent != nil {
		u.trouble("", u.spent)
	}
	return errors.Join(err, ctx.Err())
}

// at opens the source for reading at any place, with its size now.
func (s source) at() (file interface {
	io.ReaderAt
	io.Closer
}, size int64, err error) {
	if s.piped != nil {
		return s.piped, s.piped.sizeFor(), nil
	}
	f, err := os.Open(s.path)
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
