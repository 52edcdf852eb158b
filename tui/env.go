package tui

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"time"

	"coldtrail/hunts"
	"coldtrail/hunts/origin"
	"coldtrail/loader"
	"coldtrail/loader/kql"
	"coldtrail/loader/safe"

	tea "github.com/charmbracelet/bubbletea"
)

// env is what the screens share. App makes it; screens read it, and leave
// requests there.
type env struct {
	Theme
	keys    Keys
	zone    *time.Location
	options hunts.Options // what the hunts are run with
	origin  *origin.Book  // what the analyst's files tell of addresses
	given   kql.Query     // narrows what the hunts found

	// dump is the newest dataset whose hunts have run, results what they found.
	// They are set together, and only between two Updates of screens: commands
	// take them along. dump is nil before the first snapshot of a load.
	dump    *loader.Dataset
	results []hunts.Result
	news    int // numbers the pairs of dump and results
	dumps   int // numbers the dumps alone

	progress loader.Progress // of the load

	allOf int         // dumps of the dataset that all is of; 0 before there is one
	all   []loader.ID // all events in time order; never changed

	hitsOf    int // news of the results that hits are of; 0 before there are any
	hitsAsked int // news of those that are being collected
	hits      hits

	typedFilters, typedSearches *[]string // the latest last

	noted func() []loader.Entity // the entities that the notes on the screen name; nil where there are no notes

	clipboard io.Writer // the terminal, for what is copied

	requests []tea.Msg // from the screen that is being updated to App
}

// Time renders a time in full: 2006-01-02 15:04:05.
func (e *env) Time(t time.Time) safe.Text { return e.format(t, time.DateTime) }

// Short renders a time for narrow places: 01-02 15:04.
func (e *env) Short(t time.Time) safe.Text { return e.format(t, "01-02 15:04") }

func (e *env) format(t time.Time, layout string) safe.Text {
	if t.IsZero() {
		return safe.Lit("no time")
	}
	return safe.Cell(t.In(e.zone).Format(layout))
}

// between renders the time from one moment to the next, in one or two units:
// 7m, 2h 05m, 3d 04h.
func between(d time.Duration) safe.Text {
	switch d = d.Abs(); {
	case d < time.Second:
		return safe.Text{}
	case d < time.Minute:
		return safe.Cell(strconv.Itoa(int(d/time.Second)) + "s")
	case d < time.Hour:
		return safe.Cell(strconv.Itoa(int(d/time.Minute)) + "m")
	case d < 24*time.Hour:
		return safe.Cell(fmt.Sprintf("%dh %02dm", d/time.Hour, d%time.Hour/time.Minute))
	}
	return safe.Cell(fmt.Sprintf("%dd %02dh", d/(24*time.Hour), d%(24*time.Hour)/time.Hour))
}

// result gives the newest result of a hunt; false where it was not run.
func (e *env) result(id string) (hunts.Result, bool) {
	for _, r := range e.results {
		if r.Hunt.ID == id {
			return r, true
		}
	}
	return hunts.Result{}, false
}

// growing tells whether the load goes on: what is counted is not final.
func (e *env) growing() bool { return e.dump != nil && e.dump.Report().Loading }

// count is a number that more events can only raise: ≥5 while they come.
func (e *env) count(n int) safe.Text { return e.orMore(safe.Int(n)) }

// counted is such a number with its noun: ≥5 events.
func (e *env) counted(n int, noun safe.Text) safe.Text { return e.orMore(plural(n, noun)) }

func (e *env) orMore(t safe.Text) safe.Text {
	if e.growing() {
		return safe.Lit("≥").Plus(t)
	}
	return t
}

// soFar marks a count that more events can change either way.
func (e *env) soFar(t safe.Text) safe.Text {
	if e.growing() {
		return t.Plus(safe.Lit(" so far"))
	}
	return t
}

// upTo marks a count as one of the two.
func (e *env) upTo(rises bool, t safe.Text) safe.Text {
	if rises {
		return e.orMore(t)
	}
	return e.soFar(t)
}

// plural is a number with its noun: "1 event", "2,000 events". Nouns whose
// plural is not made with an s are not used.
func plural(n int, noun safe.Text) safe.Text {
	if n != 1 {
		noun = noun.Plus(safe.Lit("s"))
	}
	return safe.Int(n).Plus(safe.Lit(" "), noun)
}

// spark draws numbers as a line of w cells; several share a cell when there
// are more of them, and the largest decides its height. Zero is a blank.
func (e *env) spark(counts []int, w int) safe.Text {
	if len(counts) == 0 || w < 1 {
		return safe.Text{}
	}
	w = min(w, len(counts))
	cells := make([]int, w)
	top := 0
	for i, n := range counts {
		c := i * w / len(counts)
		cells[c] += n
		top = max(top, cells[c])
	}
	levels := []rune(e.marks)
	line := make([]rune, w)
	for i, n := range cells {
		line[i] = ' '
		if n > 0 {
			line[i] = levels[(n*len(levels)-1)/max(top, 1)]
		}
	}
	return safe.Cell(string(line))
}

// days counts events by day of the dump, the first day first; nil where ctx
// ended before.
func days(ctx context.Context, d *loader.Dataset, zone *time.Location, ids []loader.ID) []int {
	r := d.Report()
	if r.First.IsZero() {
		return nil
	}
	first := midnight(r.First.In(zone))
	n := dayOf(first, r.Last.In(zone)) + 1
	const tooMany = 40_000 // a century: times that far apart are errors, not days to draw
	if n > tooMany {
		return nil
	}
	counts := make([]int, n)
	var from, to time.Time // of the day of the event before: the next is mostly of the same
	day := 0
	for i, id := range ids {
		if i%checkEvery == 0 && ctx.Err() != nil {
			return nil
		}
		t := d.At(id).Time
		if t.IsZero() {
			continue
		}
		if t.Before(from) || !t.Before(to) {
			local := t.In(zone)
			from, day = midnight(local), dayOf(first, local)
			to = from.AddDate(0, 0, 1)
		}
		if day >= 0 && day < n {
			counts[day]++
		}
	}
	return counts
}

// checkEvery is how many events go by between two looks at a context.
const checkEvery = 1024

// dayOf is how many days after the first a time is.
func dayOf(first, t time.Time) int { return int(midnight(t).Sub(first).Hours()/24 + 0.5) }

func midnight(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, t.Location())
}

// span is a window in words: "7 d to 2025-10-30 12:00:00", "the whole dump".
func (e *env) span(w hunts.Window) safe.Text {
	if w.Whole() {
		return safe.Lit("whole dump")
	}
	return lookback(w).Plus(safe.Lit(" to "), e.Time(w.To))
}

// lookback is the length of a window: "7 d", "24 h".
func lookback(w hunts.Window) safe.Text {
	d := w.To.Sub(w.From)
	if d%(24*time.Hour) == 0 && d > 24*time.Hour {
		return safe.Cell(strconv.Itoa(int(d/(24*time.Hour))) + " d")
	}
	return safe.Cell(strconv.Itoa(int(d/time.Hour)) + " h")
}
