package loader

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"

	"coldtrail/loader/unwrap"
)

// readCSV reads the records of a text of CSV, whose first row is known.
func (r *reader) readCSV(ctx context.Context, text *peeker) {
	guard := &rowGuard{in: text}
	skipped := int64(text.skipped)
	in := newRows(guard)
	for header := true; ; header = false {
		guard.left = maxRecord
		start := skipped + in.InputOffset()
		fields, err := in.Read()
		end := skipped + in.InputOffset()
		var broken *csv.ParseError
		switch {
		case errors.As(err, &broken):
			r.unreadable(start, fmt.Errorf("row of CSV: %w", broken.Err))
		case err != nil || ctx.Err() != nil:
			r.report.text = end
			r.end(ctx, ending{err, true, r.known, false})
			return
		case header:
		default:
			r.row(fields, span{start, int(end - start), 1})
		}
	}
}

// row takes one row of CSV.
func (r *reader) row(fields []string, at span) {
	u, err := r.report.csv.Record(fields)
	if err == nil {
		err = unwrap.Check(u.Data)
	}
	if err != nil {
		r.unreadable(at.offset, err)
		return
	}
	r.record(u.Data, r.decode(u.Data, true), at, u.Partial)
}

// newRows reads CSV as exports write it: rows may differ in length.
func newRows(in io.Reader) *csv.Reader {
	rows := csv.NewReader(in)
	rows.FieldsPerRecord = -1
	rows.ReuseRecord = true
	return rows
}

// rowOf makes the record of one row again, from the row's bytes.
func rowOf(data []byte, layout *unwrap.CSV) (unwrap.Record, error) {
	fields, err := newRows(bytes.NewReader(data)).Read()
	if err != nil {
		return unwrap.Record{}, err
	}
	return layout.Record(fields)
}

// rowGuard bounds how much is read for one row: a quote that is never closed
// would else take the whole text into memory.
type rowGuard struct {
	in   io.Reader
	left int
}

func (g *rowGuard) Read(p []byte) (int, error) {
	if g.left <= 0 {
		return 0, errTooLong
	}
	n, err := g.in.Read(p)
	g.left -= n
	return n, err
}
