package filter

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"coldtrail/loader/kql"
)

// Clock is what the texts of windows refer to.
type Clock struct {
	At     time.Time // of the event under the cursor; zero where it has none
	Newest time.Time // of the dump
	Zone   *time.Location
}

// Span asks for the times from from on and before to.
func Span(from, to time.Time) kql.Query {
	const layout = time.RFC3339Nano
	q, err := kql.Parse(fmt.Sprintf("%s >= %q and %s < %q", kql.TimeField, from.UTC().Format(layout), kql.TimeField, to.UTC().Format(layout)))
	if err != nil {
		return kql.Or() // a year of more than four digits: no event has it
	}
	return q
}

// Bounds gives the two ends of what Span made: the start, which belongs to it,
// and the end, which does not. A zero time is an open end.
func Bounds(window kql.Query) (from, to time.Time) {
	from, to, _ = window.Window()
	if !from.IsZero() {
		from = from.Add(1)
	}
	if !to.IsZero() {
		to = to.Add(1)
	}
	return from, to
}

// ParseWindow reads a window as it is typed: ±15m or ±2h round the event under
// the cursor, -3d back from the newest event of the dump, a day as 2025-10-22 or
// 10-22, or two ends as 10-22 03:00..06:00. The start belongs to it, the end
// does not.
func (c Clock) ParseWindow(text string) (kql.Query, error) {
	text = strings.TrimSpace(text)
	for _, sign := range []string{"±", "+-", "+/-"} {
		if rest, ok := strings.CutPrefix(text, sign); ok {
			return c.round(rest)
		}
	}
	if rest, ok := strings.CutPrefix(text, "-"); ok {
		d, err := parseDuration(rest)
		if err != nil {
			return kql.Query{}, err
		}
		return Span(c.Newest.Add(-d), c.Newest.Add(1)), nil
	}
	first, second, two := strings.Cut(text, "..")
	from, end, err := c.moment(strings.TrimSpace(first), c.At)
	if err != nil {
		return kql.Query{}, err
	}
	if two {
		if end, _, err = c.moment(strings.TrimSpace(second), from); err != nil {
			return kql.Query{}, err
		}
	}
	if !from.Before(end) {
		return kql.Query{}, errors.New("the window ends before it begins")
	}
	return Span(from, end), nil
}

// round is the window round the event under the cursor.
func (c Clock) round(text string) (kql.Query, error) {
	d, err := parseDuration(text)
	switch {
	case err != nil:
		return kql.Query{}, err
	case c.At.IsZero():
		return kql.Query{}, errors.New("the event under the cursor has no time")
	}
	return Span(c.At.Add(-d), c.At.Add(d)), nil
}

// moments are the ways to write one end of a window; what a text leaves out is
// taken from another moment: the year, or the whole day.
var moments = []struct {
	layout    string
	year, day bool          // is taken from the other moment
	lasts     time.Duration // 0: a day, however long
}{
	{layout: time.RFC3339, lasts: time.Second},
	{layout: "2006-01-02 15:04:05", lasts: time.Second},
	{layout: "2006-01-02T15:04:05", lasts: time.Second},
	{layout: "2006-01-02 15:04", lasts: time.Minute},
	{layout: "2006-01-02T15:04", lasts: time.Minute},
	{layout: "2006-01-02"},
	{layout: "01-02 15:04:05", year: true, lasts: time.Second},
	{layout: "01-02 15:04", year: true, lasts: time.Minute},
	{layout: "01-02", year: true},
	{layout: "15:04:05", day: true, lasts: time.Second},
	{layout: "15:04", day: true, lasts: time.Minute},
}

// moment reads one end of a window, and where what it names is over.
func (c Clock) moment(text string, like time.Time) (start, end time.Time, err error) {
	if like.IsZero() {
		like = c.Newest
	}
	like = like.In(c.Zone)
	for _, m := range moments {
		t, err := time.ParseInLocation(m.layout, text, c.Zone)
		if err != nil {
			continue
		}
		year, month, day := t.Date()
		switch {
		case m.year:
			year = like.Year()
		case m.day:
			year, month, day = like.Date()
		}
		start = time.Date(year, month, day, t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), t.Location())
		if m.lasts == 0 {
			return start, start.AddDate(0, 0, 1), nil
		}
		return start, start.Add(m.lasts), nil
	}
	return start, end, fmt.Errorf("%q is no time: write ±15m, -3d, 2025-10-22 or 10-22 03:00..06:00", text)
}

// parseDuration reads 90s, 15m, 2h, 3d or 1w.
func parseDuration(text string) (time.Duration, error) {
	units := map[byte]time.Duration{'s': time.Second, 'm': time.Minute, 'h': time.Hour, 'd': 24 * time.Hour, 'w': 7 * 24 * time.Hour}
	if n := len(text) - 1; n > 0 {
		count, err := strconv.ParseUint(strings.TrimSpace(text[:n]), 10, 16)
		if unit := units[text[n]]; err == nil && unit > 0 && count > 0 {
			return time.Duration(count) * unit, nil
		}
	}
	return 0, fmt.Errorf("%q is no length of time: write 90s, 15m, 2h, 3d or 1w", text)
}
