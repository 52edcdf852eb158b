package tui

import (
	"context"
	"slices"
	"time"

	"coldtrail/hunts"
	"coldtrail/loader"
	"coldtrail/loader/kql"
	"coldtrail/loader/safe"
	"coldtrail/tui/filter"
	"coldtrail/tui/ink"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"
)

// histogram shows how the events of a list lie in time. Its bars can be chosen
// as the window.
type histogram struct {
	*env
	first  time.Time // where the first bar begins
	unit   barUnit
	counts []int
	bar    int // that would be chosen
	focus  bool
}

// barUnit is how long a bar lasts: so many hours, or days of the zone.
type barUnit struct {
	words       safe.Text
	hours, days int
}

// barUnits are the lengths of bars, the shortest first.
var barUnits = []barUnit{
	{safe.Lit("1 hour"), 1, 0}, {safe.Lit("3 hours"), 3, 0}, {safe.Lit("6 hours"), 6, 0}, {safe.Lit("12 hours"), 12, 0},
	{safe.Lit("1 day"), 0, 1}, {safe.Lit("7 days"), 0, 7}, {safe.Lit("30 days"), 0, 30}, {safe.Lit("a year"), 0, 365}, {safe.Lit("10 years"), 0, 3652},
}

// mostBars is how many bars there are at most.
const mostBars = 60

// after gives where n bars from a time on end.
func (u barUnit) after(t time.Time, n int) time.Time {
	if u.hours > 0 {
		return t.Add(time.Duration(n*u.hours) * time.Hour)
	}
	return t.AddDate(0, 0, n*u.days)
}

// begin gives where the bar that holds a time begins, as days and hours go.
func (u barUnit) begin(t time.Time) time.Time {
	day := midnight(t)
	if u.hours == 0 {
		return day
	}
	return day.Add(t.Sub(day).Truncate(time.Duration(u.hours) * time.Hour))
}

// countBars lays bars over n events that lie in time order between first and
// last, and counts. It gives none where ctx ends, or where they would be too many.
func countBars(ctx context.Context, e *env, first, last time.Time, n int, at func(i int) time.Time) histogram {
	h := histogram{env: e}
	if first.IsZero() {
		return h
	}
	first, last = first.In(e.zone), last.In(e.zone)
	for _, u := range barUnits {
		start := u.begin(first)
		if !last.Before(u.after(start, mostBars)) {
			continue
		}
		h.first, h.unit = start, u
		bars := 1
		for !last.Before(u.after(start, bars)) {
			bars++
		}
		h.counts = make([]int, bars)
		break
	}
	for i := 0; i < n && h.counts != nil; i++ {
		if i%checkEvery == 0 && ctx.Err() != nil {
			return histogram{env: e}
		}
		if b := h.barOf(at(i)); b >= 0 {
			h.counts[b]++
		}
	}
	return h
}

// barOf is the bar that holds a time, -1 for none.
func (h *histogram) barOf(t time.Time) int {
	if t.IsZero() {
		return -1
	}
	lo, hi := 0, len(h.counts)
	for lo < hi { // the last bar that does not begin behind t
		mid := (lo + hi) / 2
		if h.unit.after(h.first, mid).After(t) {
			hi = mid
		} else {
			lo = mid + 1
		}
	}
	return lo - 1
}

// window asks for the times of the bar.
func (h *histogram) window() kql.Query {
	return filter.Span(h.unit.after(h.first, h.bar), h.unit.after(h.first, h.bar+1))
}

// press moves among the bars; chosen tells that one was.
func (h *histogram) press(k Keys, msg tea.KeyMsg) (chosen bool) {
	switch {
	case key.Matches(msg, k.Left):
		h.bar--
	case key.Matches(msg, k.Right):
		h.bar++
	case key.Matches(msg, k.Top):
		h.bar = 0
	case key.Matches(msg, k.End):
		h.bar = len(h.counts) - 1
	case key.Matches(msg, k.Enter):
		h.focus = false
		return true
	}
	h.bar = max(0, min(h.bar, len(h.counts)-1))
	return false
}

// rows is how many rows it takes: none where nothing is counted.
func (h *histogram) rows() int {
	if len(h.counts) == 0 {
		return 0
	}
	return 2
}

// view draws the bars over the times where they begin and end.
func (h *histogram) view(w int) []string {
	from, n := ink.Window(0, h.bar, max(w-2, 1), len(h.counts))
	line := []rune(h.spark(h.counts, len(h.counts)).String())[from : from+n]
	bars := new(ink.Line).Add(h.Text, safe.Lit(" "))
	for i, r := range line {
		style := h.Spark
		if h.focus && from+i == h.bar {
			style = h.Theme.Table.Cursor
		}
		bars.Add(style, safe.Cell(string(r)))
	}
	top := slices.Max(h.counts)
	left := new(ink.Line).Add(h.Muted, safe.Sprintf(" %s .. %s  ", h.Short(h.first), h.Short(h.unit.after(h.first, len(h.counts)))))
	hint := safe.Lit("  Tab chooses one")
	if h.focus {
		hint = safe.Lit("  h l choose, Enter takes it")
	}
	right := new(ink.Line)
	for _, t := range []safe.Text{ // what there is no room for goes, the ends of the window stay
		safe.Lit("a bar is ").Plus(h.unit.words), safe.Sprintf(", the highest %s", safe.Int(top)), hint, safe.Lit(" "),
	} {
		if t = h.Glyphs.Text(t); left.Width()+right.Width()+t.Width() > w {
			break
		}
		right.Add(h.Muted, t)
	}
	return []string{bars.Fit(w), ink.Ends(left, right, w)}
}

// says is the bar that would be chosen.
func (h *histogram) says() safe.Text {
	return safe.Sprintf("%s .. %s: %s", h.Time(h.unit.after(h.first, h.bar)), h.Time(h.unit.after(h.first, h.bar+1)),
		plural(h.counts[h.bar], safe.Lit("event")))
}

// hits tells which events hunts matched, by the bits of the hunts in their order.
type hits map[loader.ID]uint64

// hitsOf collects the events behind the findings.
func hitsOf(ctx context.Context, results []hunts.Result) hits {
	all := hits{}
	for i, r := range results {
		for _, f := range r.Findings {
			if ctx.Err() != nil {
				return nil
			}
			for _, id := range f.Events {
				all[id] |= 1 << (i % 64)
			}
		}
	}
	return all
}

// words names the hunts that an event is a hit of.
func (h hits) words(e *env, id loader.ID) safe.Text {
	var titles []safe.Text
	for i, r := range e.results {
		if h[id]&(1<<(i%64)) != 0 {
			titles = append(titles, safe.Cell(r.Hunt.Title))
		}
	}
	if titles == nil {
		return safe.Text{}
	}
	return safe.Lit("  hit of: ").Plus(safe.Join(safe.Lit(", "), titles...))
}
