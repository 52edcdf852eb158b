package loader

import (
	"context"
	"errors"
	"fmt"
	"io"

	"coldtrail/loader/bundle"
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
	data, err := d.readAt(ctx, r, d.sources[r.file].Source)
	if data, err := d.verified(r, data, err); err == nil || ctx.Err() != nil {
		return data, err
	}
	// The way into the middle may lead astray in evidence that changed. Going
	// through all of it tells what is wrong, or finds the record after all.
	whole := d.sources[r.file].Source
	whole.Marks = nil
	data, err = d.readAt(ctx, r, whole)
	return d.verified(r, data, err)
}

// Record gives the text of the event's record for reading fields out of it.
// It answers from memory where it can, else it reads the evidence; the caller
// must not change the bytes.
func (d *Dataset) Record(ctx context.Context, id ID) ([]byte, error) {
	if data, ok := d.kept[id]; ok {
		return data, nil
	}
	r := d.row(id)
	if r == nil || r.length > maxInPieces {
		return d.Raw(ctx, id)
	}
	data, err := d.inPieces(ctx, r)
	if err == nil {
		if data, err := d.verified(r, data, nil); err == nil {
			return data, nil
		}
	}
	return d.Raw(ctx, id) // which says what is wrong, where anything is
}

// maxInPieces is the longest record that is put together of pieces of a text.
const maxInPieces = 4 * pieceLength

// inPieces gives the bytes at the row's place out of the pieces of its text.
func (d *Dataset) inPieces(ctx context.Context, r *row) ([]byte, error) {
	first, last := r.offset/pieceLength, (r.offset+int64(r.length)-1)/pieceLength
	text, err := d.piece(ctx, r, first)
	if err != nil {
		return nil, err
	}
	from := min(r.offset-first*pieceLength, int64(len(text)))
	if first == last {
		return text[from:min(from+int64(r.length), int64(len(text)))], nil
	}
	data := append(make([]byte, 0, r.length), text[from:]...)
	for n := first + 1; n <= last; n++ {
		if text, err = d.piece(ctx, r, n); err != nil {
			return nil, err
		}
		data = append(data, text[:min(int(r.length)-len(data), len(text))]...)
	}
	return data, nil
}

// piece gives a piece of the text that holds the row. How long the text is,
// is not known before it was read to its end.
func (d *Dataset) piece(ctx context.Context, r *row, number int64) ([]byte, error) {
	f, source := d.fileOf(r), d.sources[r.file].Source
	to := way{text: textOf{r.file, r.leaf}, offset: number * pieceLength, length: pieceLength}
	if left := f.text - to.offset; left <= pieceLength && f.text > 0 {
		to.length, to.last = int(max(left, 0)), true
	}
	return d.cache.get(piece{to.text, number}, func() ([]byte, error) {
		to.near = source.Near(f.spot, to.offset)
		to.enter = func(ctx context.Context) (io.ReadCloser, int64, error) {
			return source.LeafNear(ctx, d.bounds, f.spot, to.offset)
		}
		data, err := d.cursors.read(ctx, to)
		if f.text == 0 && (err == io.EOF || err == io.ErrUnexpectedEOF) {
			err = nil
		}
		return data, err
	})
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
		inside := d.inside(r, data)
		if int(r.inner) > len(inside) {
			return nil, true
		}
		data = inside[r.inner-1].Data
	}
	return data, compactSum(d.seed, data) != r.sum
}

// inside gives the records inside the bytes at the row's place, where its
// record is one of these.
func (d *Dataset) inside(r *row, data []byte) []unwrap.Record {
	if layout := d.fileOf(r).csv; layout != nil {
		if u, err := rowOf(data, layout); err == nil {
			return []unwrap.Record{u}
		}
		return nil
	}
	inside, _, _ := unwrap.Records(data)
	return inside
}

// readAt reads the bytes at the row's place of its source.
func (d *Dataset) readAt(ctx context.Context, r *row, source bundle.Source) ([]byte, error) {
	text, at, err := source.LeafNear(ctx, d.bounds, d.fileOf(r).spot, r.offset)
	if err != nil {
		return nil, err
	}
	defer text.Close()
	c := cursor{pos: at, text: text}
	return c.read(ctx, r.offset, int(r.length))
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
