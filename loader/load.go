package loader

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"io"
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

// Options say how a dump is loaded. The zero value loads everything with as
// many workers as there are processors.
type Options struct {
	Workers int
	// Keep chooses the calls whose records are held in memory as well, so that
	// Dataset.Record answers without going back to the file.
	Keep func(provider, action string) bool
	// Since and Until leave out records whose time is before or after; zero is
	// no bound. Records without a usable time are kept.
	Since, Until time.Time
	Stdin        io.Reader // what the path - stands for
}

// maxKept bounds the bytes of records that are held in memory; what is over
// is read again from its file when asked for.
const maxKept = 64 << 20

// maxProblems bounds the problems that are listed for one file; more are only counted.
const maxProblems = 100

// Load reads the dump that the paths name. progress, if not nil, is called
// from one goroutine, about ten times a second and once at the end.
//
// A path that does not exist is an error of type *MissingError. What cannot be
// read is in the dataset's report and no error. When ctx ends, Load returns
// the dataset of what was read so far, with Report.Stopped set, and ctx's error.
func Load(ctx context.Context, paths []string, o Options, progress func(Progress)) (*Dataset, error) {
	sources, problems, err := expand(paths, o.Stdin)
	if err != nil {
		return nil, fmt.Errorf("loading the dump: %w", err)
	}
	l := &load{
		Options: o,
		sources: sources,
		parts:   make([]part, len(sources)),
		seed:    maphash.MakeSeed(),
		texts:   newSymbols(),
		names:   newEntityTable(),
	}
	if l.Workers <= 0 {
		l.Workers = runtime.GOMAXPROCS(0)
	}
	if l.Keep == nil {
		l.Keep = func(string, string) bool { return false }
	}
	for _, s := range sources {
		l.meter.total += s.size
	}
	stop := l.meter.report(progress, len(sources))
	l.run(ctx)
	stop()
	d := l.join()
	d.report.Paths = paths
	d.report.Problems = append(problems, d.report.Problems...)
	d.report.Stopped = ctx.Err() != nil
	return d, ctx.Err()
}

// load is one run of Load.
type load struct {
	Options
	sources []source
	parts   []part // parallel to sources
	seed    maphash.Seed
	texts   *symbols
	names   *entityTable
	kept    atomic.Int64
	meter   meter
}

// part is what one file gave.
type part struct {
	rows     []row
	refs     []uint32 // the entities of the rows, row after row
	kept     map[int32][]byte
	report   FileReport
	problems []Problem
}

// run reads the files with parallel workers; which worker reads which file
// does not show in the parts.
func (l *load) run(ctx context.Context) {
	var next atomic.Int64
	var workers sync.WaitGroup
	for range l.Workers {
		workers.Go(func() {
			d := newDecoder(l.seed, l.texts, l.names)
			for {
				i := int(next.Add(1) - 1)
				if i >= len(l.sources) {
					return
				}
				l.read(ctx, i, d)
			}
		})
	}
	workers.Wait()
}

// read reads the file with that number into its part.
func (l *load) read(ctx context.Context, number int, d *decoder) {
	src := l.sources[number]
	p := &l.parts[number]
	p.report = FileReport{Path: src.path, Size: src.size}
	if ctx.Err() != nil {
		p.report.State, p.report.Why = FileSkipped, "stopped"
		return
	}
	defer l.meter.fileDone()
	text, err := src.text(l.meter.addBytes)
	if err != nil {
		p.fail(FileUnreadable, -1, -1, err)
		return
	}
	defer text.Close()
	l.meter.file.Store(&src.path)
	r := reader{load: l, part: p, decoder: d, file: int32(number)}
	r.read(ctx, text)
}

// fail records the state and the one problem that ended the reading of a file.
func (p *part) fail(s FileState, record int, offset int64, err error) {
	p.report.State, p.report.Why = s, err.Error()
	p.problems = append(p.problems, Problem{File: p.report.Path, Record: record, Offset: offset, Err: err})
}

// reader reads the records of one file.
type reader struct {
	*load
	*part
	*decoder
	file   int32
	number int32 // of the next record
	known  bool  // a record showed that the file is CloudTrail's
}

func (r *reader) read(ctx context.Context, text io.Reader) {
	in := newSplitter(whileLive{ctx, text}, checkRecord)
	for {
		v, err := in.next()
		if err != nil || ctx.Err() != nil {
			r.report.text = in.base + int64(len(in.buf))
			r.end(ctx, in, err)
			return
		}
		r.record(v)
		r.number++
	}
}

// record takes one value that stands where a record should.
func (r *reader) record(v value) {
	c := &r.report.Records
	c.Read++
	if v.err != nil {
		c.Unreadable++
		r.problem(v)
		return
	}
	r.known = true
	row := r.decode(v.data)
	switch {
	case r.eventType == insight:
		c.Insights++
		return
	case row.nanos != noTime && !r.wanted(row.time()):
		c.LeftOut++
		return
	case row.nanos == noTime:
		c.NoTime++
	}
	c.Kept++
	row.file, row.record, row.offset = r.file, r.number, v.offset
	row.mentions = uint32(len(r.seen))
	r.rows = append(r.rows, row)
	r.refs = append(r.refs, r.seen...)
	if r.Keep(r.provider, r.action) && r.load.kept.Add(int64(len(v.data))) <= maxKept {
		if r.part.kept == nil {
			r.part.kept = map[int32][]byte{}
		}
		r.part.kept[r.number] = bytes.Clone(v.data)
	}
	r.meter.addEvent(row.nanos)
}

func (o Options) wanted(t time.Time) bool {
	return (o.Since.IsZero() || !t.Before(o.Since)) && (o.Until.IsZero() || !t.After(o.Until))
}

func (r *reader) problem(v value) {
	switch n := r.report.Records.Unreadable; {
	case n <= maxProblems:
		r.problems = append(r.problems, Problem{File: r.report.Path, Record: int(r.number), Offset: v.offset, Err: v.err})
	case n == maxProblems+1:
		r.problems = append(r.problems, wholeFile(r.report.Path, fmt.Errorf("more than %d unreadable records: the rest is counted, not listed", maxProblems)))
	}
}

// end judges the file by how its stream ended. What never showed a record is
// not CloudTrail, and its values are no records that could be missing.
func (r *reader) end(ctx context.Context, in *splitter, err error) {
	known := r.known || in.enveloped
	switch {
	case ctx.Err() != nil:
		r.report.State, r.report.Why = FilePartial, "stopped"
		return
	case err == io.EOF && known:
		r.report.State = FileRead
		return
	case !known && (err == io.EOF || errors.Is(err, errNotJSON)):
		r.report = FileReport{Path: r.report.Path, Size: r.report.Size, State: FileNotCloudTrail, Why: "no CloudTrail record in it"}
		r.problems = nil
		if !in.began {
			r.report.Why = "empty"
		}
		return
	}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		err = fmt.Errorf("the file breaks off: %w", err)
	}
	state := FilePartial
	if len(r.rows) == 0 && !known {
		state = FileUnreadable
	}
	if in.open { // the break is already counted as a record that did not end
		r.report.State, r.report.Why = state, err.Error()
		return
	}
	r.fail(state, int(r.number), r.report.text, err)
}
