package loader

import (
	"runtime"
	"sync/atomic"
	"time"
)

// Progress is how far a load has come.
type Progress struct {
	Files, FilesTotal int
	Bytes, BytesTotal int64 // as on disk, before decompression
	Events            int
	First, Last       time.Time // of the events so far; zero when none has a time
	File              string    // one that is being read
	Elapsed           time.Duration
	Done              bool
	// Dump is the newest snapshot: a complete dataset of the files that were
	// read so far, whose IDs are those of every other snapshot and of the
	// dataset at the end. It is nil until there is one.
	Dump *Dataset
}

// meter is what the workers count.
type meter struct {
	total  int64
	files  atomic.Int64
	bytes  atomic.Int64
	events atomic.Int64
	first  atomic.Int64 // nanoseconds, 0 for none yet
	last   atomic.Int64
	file   atomic.Pointer[string]
	dump   atomic.Pointer[Dataset]
}

func (m *meter) addBytes(n int) { m.bytes.Add(int64(n)) }

func (m *meter) fileDone() { m.files.Add(1) }

// meterCounts are events that the meter is yet to be told.
type meterCounts struct {
	events      int
	first, last int64 // of those with a time, 0 for none yet
}

// tellEvery is how many events a worker counts before it tells the meter: about
// a millisecond's.
const tellEvery = 256

func (c *meterCounts) add(nanos int64) {
	c.events++
	if nanos == noTime {
		return
	}
	if c.first == 0 || nanos < c.first {
		c.first = nanos
	}
	c.last = max(c.last, nanos)
}

// add takes what a worker counted, and lets others have the processor: a screen
// that is drawn beside a load would else wait until the scheduler takes it from
// the worker, which is after 10 ms.
func (m *meter) add(c *meterCounts) {
	runtime.Gosched()
	m.events.Add(int64(c.events))
	if c.first != 0 {
		for first := m.first.Load(); (first == 0 || c.first < first) && !m.first.CompareAndSwap(first, c.first); first = m.first.Load() {
		}
	}
	for last := m.last.Load(); c.last > last && !m.last.CompareAndSwap(last, c.last); last = m.last.Load() {
	}
	*c = meterCounts{}
}

// report calls progress at intervals until the returned function is called,
// which calls it for the last time.
func (m *meter) report(progress func(Progress), files int) (stop func()) {
	if progress == nil {
		return func() {}
	}
	start := time.Now()
	now := func(done bool) Progress {
		p := Progress{
			Files: int(m.files.Load()), FilesTotal: files,
			Bytes: m.bytes.Load(), BytesTotal: m.total,
			Events: int(m.events.Load()), Elapsed: time.Since(start), Done: done,
			Dump: m.dump.Load(),
		}
		if last := m.last.Load(); last != 0 { // the first was set before it
			p.First, p.Last = time.Unix(0, m.first.Load()).UTC(), time.Unix(0, last).UTC()
		}
		if f := m.file.Load(); f != nil {
			p.File = *f
		}
		return p
	}
	quit, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		tick := time.NewTicker(100 * time.Millisecond)
		defer tick.Stop()
		progress(now(false))
		for {
			select {
			case <-tick.C:
				progress(now(false))
			case <-quit:
				progress(now(true))
				return
			}
		}
	}()
	return func() { close(quit); <-done }
}
