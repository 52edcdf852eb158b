package tui

import (
	"fmt"
	"io"
	"strconv"
	"time"

	"coldtrail/hunts"
	"coldtrail/loader"
	"coldtrail/loader/safe"
)

// env is what the screens share. App makes it; screens read it.
type env struct {
	Theme
	keys    Keys
	zone    *time.Location
	dump    *loader.Dataset // nil while the dump is loading
	results []hunts.Result
	options hunts.Options // what the results were made with

	clipboard io.Writer // the terminal, for what is copied
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

// days counts events by day of the dump, the first day first.
func (e *env) days(ids []loader.ID) []int {
	r := e.dump.Report()
	if r.First.IsZero() {
		return nil
	}
	first := midnight(r.First.In(e.zone))
	n := int(midnight(r.Last.In(e.zone)).Sub(first).Hours()/24+0.5) + 1
	const tooMany = 40_000 // a century: times that far apart are errors, not days to draw
	if n > tooMany {
		return nil
	}
	counts := make([]int, n)
	for _, id := range ids {
		t := e.dump.At(id).Time
		if t.IsZero() {
			continue
		}
		if i := int(midnight(t.In(e.zone)).Sub(first).Hours()/24 + 0.5); i >= 0 && i < n {
			counts[i]++
		}
	}
	return counts
}

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
