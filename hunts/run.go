package hunts

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"coldtrail/loader"
)

// Mode chooses between a hunt's two readings.
type Mode uint8

// The two readings.
const (
	Complete Mode = iota
	Documented
)

// String is the name that ParseMode reads.
func (m Mode) String() string { return [...]string{"complete", "documented"}[m] }

// ParseMode reads "complete" or "documented".
func ParseMode(text string) (Mode, error) {
	for _, m := range []Mode{Complete, Documented} {
		if m.String() == text {
			return m, nil
		}
	}
	return Complete, fmt.Errorf("mode %q is none of complete, documented", text)
}

// Reading is the hunt's reading in that mode; the complete one where it has no other.
func (h Hunt) Reading(m Mode) Reading {
	if m == Documented && h.Documented.Rows != nil {
		return h.Documented
	}
	return h.Complete
}

// Options say how hunts run. The zero value runs the complete reading, each
// hunt in its own window, with the newest event's time as now.
type Options struct {
	Mode Mode
	Now  time.Time
	Span Span
}

// Result is what one hunt found.
type Result struct {
	Hunt     Hunt
	Mode     Mode
	Window   Window
	Columns  []string
	Findings []Finding
	Matched  []loader.ID // the events that the reading looks at, of the whole dump, in time order
	InWindow int         // how many of Matched are in the window
	Err      error       // why the hunt failed; the others are not concerned
}

// Rises tells whether more events can only add to what the hunt found: to its
// rows, and to the hits in its window. Where not, they may also take away.
func (r Result) Rises(o Options) (rows, hits bool) {
	hits = r.Window.Whole() || !o.Now.IsZero() // else the window moves with the newest event
	return hits && !r.Hunt.Reading(r.Mode).Shrinks, hits
}

// Run runs the hunts over a dataset, all at once, and gives their results in
// their order. A hunt that fails, or breaks off in a panic, says so in its result.
// When ctx ends, the hunts that did not run carry its error.
func Run(ctx context.Context, d *loader.Dataset, all []Hunt, o Options) []Result {
	now := o.Now
	if now.IsZero() {
		now = d.Report().Last
	}
	results := make([]Result, len(all))
	var running sync.WaitGroup
	for i, h := range all {
		running.Go(func() {
			r := &results[i]
			*r = Result{Hunt: h, Mode: o.Mode, Window: o.Span.Window(now, h.Lookback)}
			defer r.rescue()
			r.run(ctx, d)
		})
	}
	running.Wait()
	return results
}

// rescue makes a panic the hunt's failure: the others, and the program, go on.
func (r *Result) rescue() {
	if p := recover(); p != nil {
		r.Err = fmt.Errorf("hunt %s: it broke off: %v", r.Hunt.ID, p)
	}
}

func (r *Result) run(ctx context.Context, d *loader.Dataset) {
	reading := r.Hunt.Reading(r.Mode)
	r.Columns = reading.Columns
	if r.Err = ctx.Err(); r.Err != nil {
		return
	}
	matched, err := matching(ctx, d, reading.Where)
	if err != nil {
		r.Err = fmt.Errorf("hunt %s: selecting events: %w", r.Hunt.ID, err)
		return
	}
	var in []loader.ID
	for _, id := range matched {
		if r.Window.Has(d.At(id).Time) {
			in = append(in, id)
		}
	}
	r.Matched, r.InWindow = matched, len(in)
	found, err := reading.Rows(ctx, d, in, matched)
	if err != nil {
		r.Err = fmt.Errorf("hunt %s: making rows: %w", r.Hunt.ID, err)
		return
	}
	for i := range found {
		found[i].Hunt = r.Hunt.ID
		found[i].markPartial(d)
	}
	r.Findings = found
}

// markPartial says of a finding that it rests on records that are not whole.
func (f *Finding) markPartial(d *loader.Dataset) {
	n := 0
	for _, id := range f.Events {
		if d.At(id).Partial {
			n++
		}
	}
	if n > 0 {
		f.mark(Partial, fmt.Sprintf("%d of %d records come from a form that keeps only part of CloudTrail: fields may be missing", n, len(f.Events)))
	}
}

// Keep tells which records the loader should hold ready for these hunts.
func Keep(all []Hunt) func(provider, action string) bool {
	wanted := map[Call]bool{}
	for _, h := range all {
		for _, c := range h.Reads {
			wanted[c] = true
		}
	}
	return func(provider, action string) bool { return wanted[Call{provider, action}] }
}

// Same gives the index of the finding that was found before, in results of the
// same hunt and reading over less of the dump, or -1 where it is gone: the one
// with its first event, and of several the one with the most of its values.
func (r Result) Same(before Finding) int {
	best, most := -1, -1
	for i, f := range r.Findings {
		if !slices.Contains(f.Events, before.Events[0]) {
			continue
		}
		equal := 0
		for n := range min(len(f.Values), len(before.Values)) {
			if f.Values[n].String() == before.Values[n].String() {
				equal++
			}
		}
		if equal > most {
			best, most = i, equal
		}
	}
	return best
}

// Having gives the findings of which any event is among those, in their order.
func Having(found []Finding, events map[loader.ID]bool) []Finding {
	var kept []Finding
	for _, f := range found {
		if slices.ContainsFunc(f.Events, func(id loader.ID) bool { return events[id] }) {
			kept = append(kept, f)
		}
	}
	return kept
}
