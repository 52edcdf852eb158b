package loader

import (
	"context"
	"errors"
	"hash/maphash"
	"io"
	"iter"
	"os"
	"runtime"
	"slices"
	"sort"
	"sync/atomic"
	"time"

	"coldtrail/loader/bundle"
	"coldtrail/loader/unwrap"
)

// recordReader is a worker of a search that reads records.
type recordReader struct {
	*sieve
	ctx     context.Context
	matches chan<- []*row
	done    *atomic.Int64 // bytes of texts that were passed, of all workers
	in      *forward
	buffers bundle.Buffers

	found []*row    // that are not sent yet
	sent  time.Time // when some were sent last
	count int       // of the records

	unwrapped struct { // what the value that was read last holds
		text   uint32
		offset int64
		inside []unwrap.Record
	}
}

func newRecordReader(ctx context.Context, s *search, matches chan<- []*row, done *atomic.Int64) *recordReader {
	return &recordReader{sieve: s.d.newSieve(s.query), ctx: ctx, matches: matches, done: done, in: newForward()}
}

// read looks for matches in the texts of one source.
func (r *recordReader) read(j job) error {
	src, text := r.d.sources[j.source], j.texts[0]
	if f := r.d.report.Files[text]; f.text != f.Size || src.Piped != nil || len(j.texts) > 1 {
		return r.members(j)
	}
	r.in.reset(func() (io.Reader, error) { return os.Open(src.Path) }) // the text is the file itself
	defer r.in.close()
	return r.text(j.source, text)
}

// members looks for matches in the texts of a source, in one visit of it.
func (r *recordReader) members(j job) (err error) {
	next := 0
	enough := errors.New("every text was read")
	visit := r.d.sources[j.source].Leaves(r.ctx, r.d.bounds, &r.buffers, func(int) {}, bundle.Visitor{
		Leaf: func(l bundle.Leaf) error {
			text := j.texts[next]
			if l.Spot != r.d.report.Files[text].spot {
				return nil
			}
			r.in.reset(func() (io.Reader, error) { return l.Text, nil })
			err = r.text(j.source, text)
			if next++; err != nil || next == len(j.texts) {
				return enough
			}
			return nil
		},
		Trouble: func(string, error) {},
		Foreign: func(string, string) {},
	})
	if err != nil || next == len(j.texts) {
		return err
	}
	if err := r.ctx.Err(); err != nil {
		return err
	}
	// Some were not met. Reading a record of them alone tells why.
	r.in.reset(func() (io.Reader, error) {
		return nil, errors.Join(errors.New("its text is not where it was"), visit)
	})
	for _, text := range j.texts[next:] {
		if err := r.text(j.source, text); err != nil {
			return err
		}
	}
	return nil
}

// text looks for matches in one text, whose bytes r.in gives.
func (r *recordReader) text(source int, text uint32) error {
	passed := int64(0)
	r.beat()
	for row := range r.d.rowsOf(source, text) {
		if r.inMemory(row) != open {
			continue
		}
		if r.count++; r.count%16 == 0 || row.offset-r.in.pos > windowSize {
			r.beat()
			r.done.Add(row.offset - passed)
			passed = row.offset
		}
		if err := r.ctx.Err(); err != nil {
			return err
		}
		record, err := r.record(row, text)
		if err != nil {
			return err
		}
		if r.inRecord(row, record) {
			r.match(row)
		}
	}
	r.done.Add(r.d.report.Files[text].text - passed)
	return nil
}

// rowsOf gives the rows of a text, without repeats, in the order of its records.
func (d *Dataset) rowsOf(source int, text uint32) iter.Seq[*row] {
	leaf := text - d.leafAt[source]
	first, _ := slices.BinarySearchFunc(d.repeats, ID{File: int32(source)}, compareIDs)
	return func(yield func(*row) bool) {
		repeats := d.repeats[first:]
		for _, block := range d.rows[source] {
			if block[len(block)-1].leaf < leaf {
				continue
			}
			from := sort.Search(len(block), func(i int) bool { return block[i].leaf >= leaf })
			for i := range block[from:] {
				r := &block[from+i]
				if r.leaf > leaf {
					return
				}
				for len(repeats) > 0 && compareIDs(repeats[0], r.id()) < 0 {
					repeats = repeats[1:]
				}
				if len(repeats) > 0 && repeats[0] == r.id() {
					continue
				}
				if !yield(r) {
					return
				}
			}
		}
	}
}

// record gives the row's record, valid until the next call. Where it is not
// what was loaded, or cannot be read, reading it alone tells what is wrong.
func (r *recordReader) record(row *row, text uint32) ([]byte, error) {
	if data, ok := r.d.kept[row.id()]; ok {
		return data, nil
	}
	data, err := r.in.at(row.offset, int(row.length))
	if err == nil && row.inner > 0 {
		data = r.inner(row, text, data)
	}
	if err == nil && maphash.Bytes(r.d.seed, data) == row.sum {
		return data, nil
	}
	if err == nil && compactSum(r.d.seed, data) == row.sum {
		return data, nil
	}
	return r.d.Raw(r.ctx, row.id())
}

// inner unwraps the row's record; nil where it is not there. A value may hold
// many records and is unwrapped once.
func (r *recordReader) inner(row *row, text uint32, data []byte) []byte {
	u := &r.unwrapped
	if u.inside == nil || u.text != text || u.offset != row.offset {
		u.text, u.offset, u.inside = text, row.offset, r.d.inside(row, data)
	}
	if int(row.inner) > len(u.inside) {
		return nil
	}
	return u.inside[row.inner-1].Data
}

// match takes a row that matches; the very first is sent at once.
func (r *recordReader) match(row *row) {
	if r.found = append(r.found, row); r.sent.IsZero() {
		r.send()
	}
}

// beat lets others have the processor, as the workers of a load do, and sends
// what was found if the last time was long enough ago.
func (r *recordReader) beat() {
	runtime.Gosched()
	if len(r.found) > 0 && time.Since(r.sent) > heartbeat/2 {
		r.send()
	}
}

func (r *recordReader) send() {
	if len(r.found) == 0 {
		return
	}
	select {
	case r.matches <- r.found:
	case <-r.ctx.Done():
	}
	r.found, r.sent = nil, time.Now()
}
