package dumptest

import (
	"fmt"
	"runtime"
	"sync"
	"time"
)

// Options say what Noise writes. Zero values mean the defaults.
type Options struct {
	Seed        uint64
	Events      int       // 200,000
	Files       int       // one an hour and region
	First       time.Time // 2025-10-01 00:00 UTC
	Days        int       // 30
	Regions     []string  // us-east-1, eu-west-1, ap-southeast-2
	Interesting float64   // share of events the hunts look at; 0.01, below 0 for none
}

func (o Options) withDefaults() Options {
	if o.Events == 0 {
		o.Events = 200_000
	}
	if o.First.IsZero() {
		o.First = time.Date(2025, 10, 1, 0, 0, 0, 0, time.UTC)
	}
	if o.Days == 0 {
		o.Days = 30
	}
	if len(o.Regions) == 0 {
		o.Regions = []string{"us-east-1", "eu-west-1", "ap-southeast-2"}
	}
	if o.Files == 0 {
		o.Files = o.Days * 24 * len(o.Regions)
	}
	if o.Interesting == 0 {
		o.Interesting = 0.01
	}
	return o
}

// Noise writes a delivery tree of one account below dir: o.Events records
// spread evenly over o.Files files, in time order inside each. It keeps no
// more than a record for each processor in memory.
func Noise(dir string, o Options) error {
	o = o.withDefaults()
	if o.Events < 0 || o.Files < 1 || o.Days < 1 {
		return fmt.Errorf("making a dump of %d events in %d files over %d days: no such dump", o.Events, o.Files, o.Days)
	}
	t := newTown(o)
	workers := min(runtime.GOMAXPROCS(0), o.Files)
	errs := make([]error, workers)
	var wait sync.WaitGroup
	for w := range workers {
		wait.Go(func() { errs[w] = t.share(dir, w, workers) })
	}
	wait.Wait()
	for _, err := range errs {
		if err != nil {
			return fmt.Errorf("making a dump in %s: %w", dir, err)
		}
	}
	return nil
}

// share writes one worker's files: neighbours, so that workers rarely meet in
// a folder. A file depends on its number alone, never on the worker.
func (t *town) share(dir string, worker, workers int) error {
	out := newTree(dir)
	var record []byte
	for i := worker * t.Files / workers; i < (worker+1)*t.Files/workers; i++ {
		if err := t.logFile(out, i, &record); err != nil {
			return err
		}
	}
	return nil
}

// logFile writes the i-th file: the files go region by region, each region's in time order.
func (t *town) logFile(out *tree, i int, record *[]byte) error {
	d := newDice(t.Seed, uint64(i)+1)
	place := i * len(t.Regions) / t.Files
	first := (place*t.Files + len(t.Regions) - 1) / len(t.Regions)
	next := ((place+1)*t.Files + len(t.Regions) - 1) / len(t.Regions)
	span := time.Duration(t.Days) * 24 * time.Hour / time.Duration(next-first)
	from := t.First.Add(time.Duration(i-first) * span)

	key := logKey(townAccount, t.Regions[place], from.Add(span), d.text(16, alphanumer))
	if err := out.create(key); err != nil {
		return err
	}
	events := (i+1)*t.Events/t.Files - i*t.Events/t.Files
	for n := range events {
		step := span / time.Duration(events)
		at := from.Add(time.Duration(n)*step + time.Duration(d.below(int(step)+1)))
		*record = t.record(d, at, place).Append((*record)[:0])
		if err := out.add(*record); err != nil {
			return err
		}
	}
	return out.close()
}
