package loader

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"

	"coldtrail/loader/unwrap"
)

// ChangedError says that the bytes at a record's place are no longer those
// that were loaded: the evidence changed.
type ChangedError struct{ Place Place }

func (e *ChangedError) Error() string {
	return fmt.Sprintf("%s: record %d at byte %d is not what was loaded: the file changed since", e.Place.File, e.Place.Record, e.Place.Offset)
}

// Raw reads exactly the bytes of the event's record again from the evidence.
// It fails with a *ChangedError when they are not what was loaded.
func (d *Dataset) Raw(ctx context.Context, id ID) ([]byte, error) {
	r := d.row(id)
	if r == nil {
		return nil, fmt.Errorf("reading a record again: no event %d of file %d", id.Record, id.File)
	}
	if data := d.direct(r); data != nil {
		if data, err := d.verified(r, data, nil); err == nil {
			return data, nil
		} // else it is read in full, which tells what is wrong
	}
	data, err := d.readAt(ctx, r, r.offset, int(r.length))
	return d.verified(r, data, err)
}

// direct reads the bytes of a record where the text is the file itself, as
// long as it; nil where that fails.
func (d *Dataset) direct(r *row) []byte {
	f := d.fileOf(r)
	if f.text != f.Size || d.sources[r.file].Piped != nil {
		return nil
	}
	file, err := os.Open(d.sources[r.file].Path)
	if err != nil {
		return nil
	}
	defer file.Close()
	data := make([]byte, r.length)
	if _, err := file.ReadAt(data, r.offset); err != nil {
		return nil
	}
	return data
}

// Record gives the text of the event's record for reading fields out of it.
// It answers from memory where it can, else it reads the evidence; the caller
// must not change the bytes.
func (d *Dataset) Record(ctx context.Context, id ID) ([]byte, error) {
	if data, ok := d.kept[id]; ok {
		return data, nil
	}
	r := d.row(id)
	if r == nil {
		return d.Raw(ctx, id)
	}
	f, number := d.fileOf(r), d.leafAt[r.file]+r.leaf
	if f.text > maxCachedText {
		if f.text == f.Size {
			return d.Raw(ctx, id)
		}
		data, err := d.cursors.readAt(ctx, number, r.offset, int(r.length), func() (io.ReadCloser, error) {
			// The cursor outlives this call.
			return d.sources[r.file].Leaf(context.WithoutCancel(ctx), d.bounds, f.spot)
		})
		return d.verified(r, data, err)
	}
	text, err := d.cache.get(number, func() ([]byte, error) {
		return d.readAt(ctx, r, 0, int(f.text))
	})
	if err != nil { // it may have become shorter behind the record
		return d.Raw(ctx, id)
	}
	return d.verified(r, text[r.offset:r.offset+int64(r.length)], nil)
}

// verified gives the record in the bytes at the row's place, where they are
// what was loaded.
func (d *Dataset) verified(r *row, data []byte, err error) ([]byte, error) {
	place := d.Place(r.id())
	changed := false
	if err == nil {
		data, changed = d.recordIn(r, data)
	}
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), changed:
		return nil, &ChangedError{place}
	case err != nil:
		return nil, fmt.Errorf("reading %s again: record %d at byte %d: %w", place.File, place.Record, place.Offset, err)
	}
	return data, nil
}

// recordIn unwraps the row's record from the bytes at its place, and tells
// whether it is not the one that was loaded.
func (d *Dataset) recordIn(r *row, data []byte) (record []byte, changed bool) {
	if r.inner > 0 {
		var inside []unwrap.Record
		if layout := d.fileOf(r).csv; layout != nil {
			if u, err := rowOf(data, layout); err == nil {
				inside = []unwrap.Record{u}
			}
		} else {
			inside, _, _ = unwrap.Records(data)
		}
		if int(r.inner) > len(inside) {
			return nil, true
		}
		data = inside[r.inner-1].Data
	}
	return data, compactSum(d.seed, data) != r.sum
}

// readAt reads length bytes, from offset on, of the text that holds the row.
func (d *Dataset) readAt(ctx context.Context, r *row, offset int64, length int) ([]byte, error) {
	text, err := d.sources[r.file].Leaf(ctx, d.bounds, d.fileOf(r).spot)
	if err != nil {
		return nil, err
	}
	defer text.Close()
	in := whileLive{ctx, text}
	if _, err := io.CopyN(io.Discard, in, offset); err != nil {
		return nil, err
	}
	data := make([]byte, length)
	_, err = io.ReadFull(in, data)
	return data, err
}

// whileLive reads until its context ends.
type whileLive struct {
	ctx context.Context
	io.Reader
}

func (w whileLive) Read(p []byte) (int, error) {
	if err := w.ctx.Err(); err != nil {
		return 0, err
	}
	return w.Reader.Read(p)
}

const (
	maxCachedText = 8 << 20  // the longest text of a file that is held
	maxCacheBytes = 32 << 20 // of all texts together
)

// textCache holds the decompressed text of the files that were asked for
// last, so that reading all records of small files does not decompress each
// file once a record.
type textCache struct {
	mu    sync.Mutex
	texts map[uint32][]byte // by the number of the file in the report
	order []uint32          // the first read first
	bytes int
}

func newTextCache() *textCache { return &textCache{texts: map[uint32][]byte{}} }

func (c *textCache) get(file uint32, read func() ([]byte, error)) ([]byte, error) {
	c.mu.Lock()
	text, ok := c.texts[file]
	c.mu.Unlock()
	if ok {
		return text, nil
	}
	text, err := read()
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, ok := c.texts[file]; ok {
		return text, nil
	}
	c.texts[file] = text
	c.order = append(c.order, file)
	c.bytes += len(text)
	for c.bytes > maxCacheBytes {
		c.bytes -= len(c.texts[c.order[0]])
		delete(c.texts, c.order[0])
		c.order = c.order[1:]
	}
	return text, nil
}
