package loader

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
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
	data, err := readAt(ctx, d.sources[r.file], r.offset, int(r.length))
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
	if r == nil || d.report.Files[r.file].text > maxCachedText {
		return d.Raw(ctx, id)
	}
	text, err := d.cache.get(r.file, func() ([]byte, error) {
		return readAt(ctx, d.sources[r.file], 0, int(d.report.Files[r.file].text))
	})
	if err != nil { // it may have become shorter behind the record
		return d.Raw(ctx, id)
	}
	return d.verified(r, text[r.offset:r.offset+int64(r.length)], nil)
}

func (d *Dataset) verified(r *row, data []byte, err error) ([]byte, error) {
	place := d.Place(r.id())
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), err == nil && compactSum(d.seed, data) != r.sum:
		return nil, &ChangedError{place}
	case err != nil:
		return nil, fmt.Errorf("reading %s again: record %d at byte %d: %w", place.File, place.Record, place.Offset, err)
	}
	return data, nil
}

// readAt reads length bytes of a source's text from offset on.
func readAt(ctx context.Context, s source, offset int64, length int) ([]byte, error) {
	text, err := s.text(func(int) {})
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
	texts map[int32][]byte
	order []int32 // the first read first
	bytes int
}

func newTextCache() *textCache { return &textCache{texts: map[int32][]byte{}} }

func (c *textCache) get(file int32, read func() ([]byte, error)) ([]byte, error) {
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
