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
	// Snapshots makes Load publish what it has read, in Progress.Dump, again and
	// again while it goes on.
	Snapshots bool
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
		parts:   make([]atomic.Pointer[part], len(sources)),
		missed:  problems,
		bounds:  o.bounds(),
		seed:    maphash.MakeSeed(),
		tables:  newTables(),
		cache:   newTextCache(),
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
	if o.Snapshots {
		stopSnapshots := l.publishSnapshots()
		l.run(ctx)
		stopSnapshots()
	} else {
		l.run(ctx)
	}
	stop()
	d := l.join()
	d.report.Paths = paths
	d.report.Stopped = ctx.Err() != nil
	return d, ctx.Err()
}

// load is one run of Load.
type load struct {
	Options
	sources []source
	missed  []Problem // of finding the sources
	bounds  bundle.Bounds
	parts   []atomic.Pointer[part] // parallel to sources; nil for those that nothing was read of yet
	seed    maphash.Seed
	tables  *tables
	kept    atomic.Int64
	meter   meter

	// What snapshots read again, and the dataset at the end, is held once.
	cache   *textCache
	cursors cursors
}

// part is what one source gave. Once it is among the parts it does not change
// any more: another may take its place.
type part struct {
	rows     [][]row // one behind the other, in the order of their records
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
			d := newDecoder(l.seed, l.tables, remembered, l.Keep)
			for {
				i := int(next.Add(1) - 1)
				if i >= len(l.sources) {
					return
				}
				l.parts[i].Store(l.read(ctx, i, d))
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
