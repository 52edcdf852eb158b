package loader

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"time"

	"coldtrail/loader/bundle"
	"coldtrail/loader/unwrap"
)

// This file reads one source: its texts, one after the other, and the records
// of each.

// maxProblems bounds the problems that are listed for one file; more are only counted.
const maxProblems = 100

// reader reads the texts of one source into its part.
type reader struct {
	*load
	*part
	*decoder
	source source
	file   int32 // the number of the source
	number int32 // of the next record in the source

	// Of the text in hand:
	report *FileReport
	leaf   uint32
	known  bool            // something showed that the text is CloudTrail's
	inner  []unwrap.Record // the records inside the value in hand, where it is none itself
	lost   int             // how many records should be in it too, and are not
	taken  row             // of the value in hand, where one pass read it
	told   meterCounts     // what the meter is yet to be told
}

// read reads the source with that number.
func (l *load) read(ctx context.Context, number int, d *decoder) *part {
	src := l.sources[number]
	r := &reader{load: l, part: new(part), decoder: d, source: src, file: int32(number)}
	switch {
	case ctx.Err() != nil:
		r.begin("")
		r.report.State, r.report.Why = FileSkipped, "stopped"
	case src.leftOut:
		r.begin("")
		r.report.State, r.report.Why = FileLeftOut, "delivered outside of the time that is asked for"
	default:
		r.read(ctx)
		r.rows = d.takeRows()
	}
	return r.part
}

// read reads the source.
func (r *reader) read(ctx context.Context) {
	src, l := r.source, r.load
	l.meter.file.Store(&src.Path)
	err := src.Leaves(ctx, l.bounds, &r.buffers, l.meter.addBytes, bundle.Visitor{
		Leaf:    func(leaf bundle.Leaf) error { return r.text(ctx, leaf) },
		Trouble: r.trouble,
		Foreign: r.foreign,
	})
	if err != nil && ctx.Err() == nil {
		r.trouble("", err)
	}
	r.meter.add(&r.told)
	if src.Piped != nil && len(r.files) > 0 {
		r.files[0].Size = src.Piped.Got()
	}
	if len(r.files) == 0 {
		r.begin("")
		r.report.State, r.report.Why = FileNotCloudTrail, "empty"
		if ctx.Err() != nil {
			r.report.State, r.report.Why = FileSkipped, "stopped"
		}
	}
}

// publishEvery is how many records of one source are read before what there is
// of it shows in a snapshot.
const publishEvery = 1 << 16

// publish makes what was read of the source so far its part: up to the offset
// in the text in hand.
func (r *reader) publish(offset int64) {
	soFar := &part{
		rows:     r.decoder.rowsSoFar(),
		kept:     maps.Clone(r.part.kept),
		files:    slices.Clone(r.files),
		problems: slices.Clone(r.problems),
	}
	f := &soFar.files[r.leaf]
	f.State, f.Why, f.text = FilePartial, "it is still being read", offset
	r.load.parts[r.file].Store(soFar)
}

// begin opens the report of a text with that name inside the source.
func (r *reader) begin(name string) {
	path := r.source.Path
	if name != "" {
		path += bundle.Mark + name
	}
	size := r.source.size
	if len(r.files) > 0 {
		size = 0 // the source's bytes count once
	}
	r.leaf = uint32(len(r.files))
	r.files = append(r.files, FileReport{Path: path, Size: size, first: r.number})
	r.report = &r.files[r.leaf]
	r.known, r.inner = false, nil
}

// trouble takes note of something in the source that could not be unpacked.
func (r *reader) trouble(name string, err error) {
	r.begin(name)
	r.fail(FileUnreadable, -1, -1, err)
}

// foreign takes note of something in the source that is known not to be CloudTrail's.
func (r *reader) foreign(name, why string) {
	r.begin(name)
	r.report.State, r.report.Why = FileNotCloudTrail, why
}

// fail gives the text in hand a state, and lists the problem that led to it.
func (r *reader) fail(s FileState, record int, offset int64, err error) {
	r.report.State, r.report.Why = s, err.Error()
	r.problems = append(r.problems, Problem{File: r.report.Path, Record: record, Offset: offset, Err: err})
}

// text reads one text of the source, in the layout that it is recognised by.
func (r *reader) text(ctx context.Context, l bundle.Leaf) error {
	r.begin(l.Name)
	r.report.spot = l.Spot
	in := r.peek(whileLive{ctx, l.Text})
	layout := in.layout()
	switch {
	case layout.csv != nil:
		r.report.csv = layout.csv
		r.readCSV(ctx, in)
	default:
		r.readJSON(ctx, in, layout.lines)
	}
	return ctx.Err()
}

// readJSON reads the records of a text of JSON.
func (r *reader) readJSON(ctx context.Context, text io.Reader, lines bool) {
	in := newSplitter(text, r.window, r.check)
	in.take, in.lines = r.take, lines
	defer func() { r.keepWindow(in.buf) }()
	for {
		v, err := in.next()
		if err != nil || ctx.Err() != nil {
			r.report.text = in.base + int64(len(in.buf))
			r.end(ctx, ending{err, in.began, r.known || in.enveloped, in.open})
			return
		}
		r.value(v)
	}
}

// take reads the record that the bytes begin with in one pass.
func (r *reader) take(data []byte) (length int, is verdict) {
	r.taken, length, is = r.readRecord(data)
	return length, is
}

// keepWindow lets the next text use the splitter's window, if it is of an
// ordinary size.
func (r *reader) keepWindow(window []byte) {
	const ordinary = 1 << 20
	if r.window = window; cap(window) > ordinary {
		r.window = nil
	}
}

// Why a JSON value is not counted among the records.
const (
	errControl = unwrap.NotRecord("an envelope's control message")
	errDigest  = unwrap.NotRecord("a digest")
)

// errInside says that an envelope held something beside its records.
var errInside = errors.New("an envelope holds something that is no CloudTrail record")

// check tells why a value is no record. The records inside a value that is
// none itself are left in r.inner.
func (r *reader) check(data []byte) error {
	r.inner, r.lost = nil, 0
	err := unwrap.Check(data)
	if err != unwrap.ErrNoRecord {
		return err
	}
	if isDigest(data) {
		return errDigest
	}
	inner, lost, control := unwrap.Records(data)
	switch {
	case len(inner) > 0:
		r.inner, r.lost = inner, lost
		return nil
	case control:
		return errControl
	}
	return err
}

// value takes one value that stands where a record should.
func (r *reader) value(v value) {
	switch {
	case v.taken:
		r.record(v.data, r.taken, span{v.offset, len(v.data), 0}, false)
	case v.err == errControl:
		r.known = true
	case v.err == errDigest:
		r.known, r.report.digest = true, true
	case v.err != nil:
		r.unreadable(v.offset, v.err)
	case r.inner == nil:
		r.record(v.data, r.decode(v.data, v.spaced), span{v.offset, len(v.data), 0}, false)
	default:
		for i, inner := range r.inner {
			r.record(inner.Data, r.decode(inner.Data, true), span{v.offset, len(v.data), uint32(i + 1)}, inner.Partial)
		}
		for range r.lost {
			r.unreadable(v.offset, errInside)
		}
	}
}

// span is where a record is in its text. inner is 0 for one that is these
// bytes, and else counts, from 1, the records inside them.
type span struct {
	offset int64
	length int
	inner  uint32
}

// record takes a record, whose row was just read, into the part.
func (r *reader) record(data []byte, row row, at span, partial bool) {
	number := r.number
	r.number++
	c := &r.report.Records
	c.Read++
	r.known = true
	call := r.callOf(row.call)
	switch {
	case call.insight:
		c.Insights++
		return
	case row.nanos != noTime && !r.wanted(row.time()):
		c.LeftOut++
		return
	case row.nanos == noTime:
		c.NoTime++
	}
	c.Kept++
	if partial {
		row.partial = true
		c.Partial++
	}
	row.file, row.record, row.leaf = r.file, number, r.leaf
	row.offset, row.length, row.inner = at.offset, uint32(at.length), at.inner
	row.mentions = r.lists.add(r.seen)
	r.addRow(row)
	if call.keep && r.load.kept.Add(int64(len(data))) <= maxKept {
		if r.part.kept == nil {
			r.part.kept = map[int32][]byte{}
		}
		r.part.kept[number] = bytes.Clone(data)
	}
	if r.Snapshots && number%publishEvery == publishEvery-1 {
		r.publish(at.offset + int64(at.length))
	}
	r.told.add(row.nanos)
	if r.told.events == tellEvery {
		r.meter.add(&r.told)
	}
}

func (o Options) wanted(t time.Time) bool {
	return (o.Since.IsZero() || !t.Before(o.Since)) && (o.Until.IsZero() || !t.After(o.Until))
}

// unreadable counts a value that stands where a record should and is none.
func (r *reader) unreadable(offset int64, err error) {
	number := r.number
	r.number++
	r.report.Records.Read++
	r.report.Records.Unreadable++
	switch n := r.report.Records.Unreadable; {
	case n <= maxProblems:
		r.problems = append(r.problems, Problem{File: r.report.Path, Record: int(number - r.report.first), Offset: offset, Err: err})
	case n == maxProblems+1:
		r.problems = append(r.problems, wholeFile(r.report.Path, fmt.Errorf("more than %d unreadable records: the rest is counted, not listed", maxProblems)))
	}
}

// ending is how the reading of a text ended.
type ending struct {
	err   error
	began bool // there was something in it
	known bool // something showed that it is CloudTrail's
	open  bool // it ended inside a record, which is counted as unreadable
}

// end judges the text by how its stream ended. What never showed a record is
// not CloudTrail, and its values are no records that could be missing.
func (r *reader) end(ctx context.Context, e ending) {
	switch {
	case ctx.Err() != nil:
		r.report.State, r.report.Why = FilePartial, "stopped"
		return
	case e.err == io.EOF && e.known:
		r.report.State = FileRead
		return
	case !e.known && (e.err == io.EOF || errors.Is(e.err, errNotJSON)):
		r.forget()
		if !e.began {
			r.report.Why = "empty"
		}
		return
	}
	err := e.err
	if errors.Is(err, io.ErrUnexpectedEOF) {
		err = fmt.Errorf("the file breaks off: %w", err)
	}
	state := FilePartial
	if r.report.Records.Kept == 0 && !e.known {
		state = FileUnreadable
	}
	if e.open { // the break is already counted as a record that did not end
		r.report.State, r.report.Why = state, err.Error()
		return
	}
	r.fail(state, int(r.number-r.report.first), r.report.text, err)
}

// forget makes the text in hand one that is not CloudTrail's.
func (r *reader) forget() {
	path := r.report.Path
	for len(r.problems) > 0 && r.problems[len(r.problems)-1].File == path {
		r.problems = r.problems[:len(r.problems)-1]
	}
	r.number = r.report.first
	*r.report = FileReport{Path: path, Size: r.report.Size, State: FileNotCloudTrail, Why: "no CloudTrail record in it", spot: r.report.spot, first: r.report.first}
}
