package tui

import (
	"cmp"
	"slices"
	"time"

	"coldtrail/loader"
	"coldtrail/loader/safe"
	"coldtrail/tui/ink"
)

// coverage draws when the events of each account and region begin, end and
// pause: a line each, those with gaps first, then those with the most events.
type coverage struct {
	*env
	report   *loader.Report
	list     []loader.Coverage
	accounts bool // there are several: they are named
	w, h     int
	drawn    []string
}

// newCoverage is that of a dataset. Commands call it.
func newCoverage(e *env, r *loader.Report) coverage {
	c := coverage{env: e, report: r, list: slices.Clone(r.Coverage)}
	for i := range c.list {
		c.accounts = c.accounts || c.list[i].Account != c.list[0].Account
		if r.Loading {
			c.list[i].Gaps = nil // what is missing may still be read
		}
	}
	slices.SortStableFunc(c.list, func(a, b loader.Coverage) int {
		return cmp.Or(cmp.Compare(len(b.Gaps), len(a.Gaps)), cmp.Compare(b.Events, a.Events))
	})
	return c
}

// setSize lays the lines out anew where the size is another.
func (c *coverage) setSize(w, h int) {
	if h = max(h, 0); w != c.w || h != c.h {
		c.w, c.h = w, h
		c.drawn = c.draw()
	}
}

// lines are at most h lines of w cells.
func (c *coverage) lines() []string { return c.drawn }

// The most that the columns take; the gap stands at the end of the line where
// there is room.
const (
	barCells   = 30
	countCells = 11
)

func (c *coverage) draw() []string {
	if len(c.list) == 0 || c.h < 2 {
		return nil
	}
	lines := []string{c.head()}
	for i := range c.list {
		own := c.region(&c.list[i])
		more := len(c.list) - i
		if room := c.h - len(lines); len(own) > room || len(own) == room && more > 1 {
			return append(lines, c.line(c.Muted, safe.Sprintf(" and %s more: coldtrail check lists all", safe.Int(more))))
		}
		lines = append(lines, own...)
	}
	words := safe.Cell(loader.GapRule)
	if c.report.Loading {
		words = safe.Lit("gaps are looked for when the whole dump is read")
	}
	rule := c.Glyphs.Text(words).Wrap(c.w - 2)
	if len(lines)+len(rule) <= c.h {
		for _, part := range rule {
			lines = append(lines, c.line(c.Muted, safe.Lit(" ").Plus(part)))
		}
	}
	return lines
}

func (c *coverage) line(style ink.Style, t safe.Text) string {
	return new(ink.Line).Add(style, c.Glyphs.Text(t)).Fit(c.w)
}

// head names the columns; the first and the last day stand above the ends of
// the bars.
func (c *coverage) head() string {
	r := c.report
	names, _, bar := c.widths()
	l := new(ink.Line).Add(c.Theme.Title, safe.Lit(" COVERAGE")).Pad(names + 2)
	first, last := c.format(r.First, "01-02"), c.format(r.Last, "01-02")
	if bar >= first.Width()+last.Width()+1 {
		l.Add(c.Text, first.Fit(bar-last.Width())).Add(c.Text, last)
	}
	return l.Pad(names+2+bar).Add(c.Text, safe.Lit("events").FitRight(countCells)).Fit(c.w)
}

// region draws an account and region: its name, its bar, its events, and the
// first of its gaps on the same line or the next.
func (c *coverage) region(of *loader.Coverage) []string {
	names, stretch, bar := c.widths()
	l := new(ink.Line).Add(c.Text, safe.Lit(" ").Plus(c.name(of).Fit(names), safe.Lit(" ")))
	l.Add(c.Spark, c.Glyphs.Text(c.spark(c.cells(of, stretch, bar), bar))).Pad(names + 2 + bar)
	l.Add(c.Text, c.Glyphs.Text(c.count(of.Events)).FitRight(countCells))
	gap := c.gap(of)
	switch {
	case gap.Empty():
		return []string{l.Fit(c.w)}
	case c.inline():
		return []string{l.Add(c.Warning, gap).Fit(c.w)}
	}
	return []string{l.Fit(c.w), c.line(c.Warning, gap)}
}

// gap is the first gap of a region, and how many more it has.
func (c *coverage) gap(of *loader.Coverage) safe.Text {
	if len(of.Gaps) == 0 {
		return safe.Text{}
	}
	from, to := of.Gaps[0].From, of.Gaps[0].To
	end := c.Short(to)
	if midnight(from.In(c.zone)).Equal(midnight(to.In(c.zone))) {
		end = c.format(to, "15:04")
	}
	gap := safe.Sprintf("  gap %s .. %s", c.Short(from), end)
	if more := len(of.Gaps) - 1; more > 0 {
		gap = gap.Plus(safe.Sprintf(" +%s", safe.Int(more)))
	}
	return c.Glyphs.Text(gap)
}

// inline tells whether gaps stand at the end of the line.
func (c *coverage) inline() bool { return c.w >= 76 }

func (c *coverage) name(of *loader.Coverage) safe.Text {
	name := safe.Lit("no region")
	if of.Region != "" {
		name = safe.CellCut(of.Region, 100)
	}
	if c.accounts {
		name = safe.CellCut(of.Account, 100).Plus(safe.Lit(" "), name)
	}
	return c.Glyphs.Text(name)
}

// widths shares out a line: the cells of the names, up to a third of it, and of
// the bar. Each cell of the bar is the same number of whole hours.
func (c *coverage) widths() (names, stretch, bar int) {
	names, gaps := len("COVERAGE"), 0
	for i := range c.list[:min(len(c.list), c.h)] {
		names = max(names, c.name(&c.list[i]).Width())
		gaps = max(gaps, c.gap(&c.list[i]).Width())
	}
	names = max(min(names, c.w/3), 1)
	room := c.w - names - 2 - countCells
	if c.inline() {
		room -= gaps
	}
	if room = min(room, barCells); room < 1 {
		return names, 1, 0
	}
	r := c.report
	hours := int(r.Last.Sub(r.First.Truncate(time.Hour))/time.Hour) + 1
	stretch = (hours + room - 1) / room
	return names, stretch, (hours + stretch - 1) / stretch
}

// cells counts the events of each cell of a bar.
func (c *coverage) cells(of *loader.Coverage, stretch, bar int) []int {
	first := c.report.First.Truncate(time.Hour)
	counts := make([]int, bar)
	if bar == 0 {
		return counts
	}
	for at, n := range of.Hours() {
		counts[int(at.Sub(first)/time.Hour)/stretch] += n
	}
	return counts
}
