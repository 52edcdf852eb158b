package loader

import (
	"context"
	"fmt"
	"hash/maphash"
	"io"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"coldtrail/loader/bundle"
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
	// Ratio and Total raise what one file may decompress to: bytes for each
	// compressed one, and bytes in all. 0 is the usual bound.
	Ratio, Total int64
	// DigestKeys are what VerifyDigests checks signatures with; nil checks none.
	DigestKeys DigestKeys
}

// maxKept bounds the bytes of records that are held in memory; what is over
// is read again from its file when asked for.
const maxKept = 64 << 20

// Load reads the dump that the paths name. progress, if not nil, is called
// from one goroutine, about ten times a second and once at the end.
//
// A path that does not exist is an error of type *MissingError. What cannot be
// read is in the dataset's report and no error. When ctx ends, Load returns
// the dataset of what was read so far, with Report.Stopped set, and ctx's error.
func Load(ctx context.Context, paths []string, o Options, progress func(Progress)) (*Dataset, error) {
	sources, problems, err := expand(paths, o)
	if err != nil {
		return nil, fmt.Errorf("loading the dump: %w", err)
	}
	l := &load{
		Options: o,
		sources: sources,
		parts:   make([]part, len(sources)),
		bounds:  o.bounds(),
		seed:    maphash.MakeSeed(),
		texts:   newTexts(),
		names:   newEntities(),
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
	d.report.Coverage = d.coverage()
	d.workers, d.digestKeys = l.Workers, o.DigestKeys
	return d, ctx.Err()
}

// load is one run of Load.
type load struct {
	Options
	sources []source
	bounds  bundle.Bounds
	parts   []part // parallel to sources
	seed    maphash.Seed
	texts   *numbers[string]
	names   *numbers[Entity]
	kept    atomic.Int64
	meter   meter
}

// part is what one source gave.
type part struct {
	rows     []row
	refs     []uint32 // the entities of the rows, row after row
	kept     map[int32][]byte
	files    []FileReport // of its texts, in their order; never empty when it was read
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
				l.parts[i].rows, l.parts[i].refs = exact(&d.rows), exact(&d.refs)
				l.meter.fileDone()
			}
		})
	}
	workers.Wait()
}

// bounds are those of unpacking.
func (o Options) bounds() bundle.Bounds {
	b := bundle.Usual()
	if o.Ratio > 0 {
		b.Ratio = o.Ratio
	}
	if o.Total > 0 {
		b.Total = o.Total
	}
	return b
}
