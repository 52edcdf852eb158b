package filter

import (
	"strings"
	"time"

	"coldtrail/loader/kql"
)

// Label is a condition in few words, for a chip: of a field only the last part
// of its name, of a value its short form.
func Label(q kql.Query, zone *time.Location, short func(string) string) string {
	if IsWindow(q) {
		return windowLabel(q, zone)
	}
	switch e := q.Expr().(type) {
	case kql.NotExpr:
		return "not " + Label(kql.Not(q), zone, short)
	case kql.TermExpr:
		if text, ok := e.Value.Literal(); ok {
			return ShortField(e.Field) + ": " + short(text)
		}
	case kql.WordExpr:
		return e.Text
	}
	return q.String()
}

// ShortField is the end of a field's name, with the part before it where the end
// alone says little.
func ShortField(field string) string {
	parts := strings.Split(field, ".")
	n := len(parts)
	switch last := parts[n-1]; last {
	case "id", "name", "original", "type":
		return strings.Join(parts[max(n-2, 0):], ".")
	default:
		return last
	}
}

// windowLabel says which of the ends belongs to a window: whole days as dates,
// other ends with their times. A window that was typed begins with its start; that
// of a step begins behind an event, or ends with one.
func windowLabel(q kql.Query, zone *time.Location) string {
	from, to := Bounds(q)
	from, to = from.In(zone), to.In(zone)
	after, until := " ≤ t", "t < "
	if from.Nanosecond() == 1 {
		from, after = from.Add(-1), " < t"
	}
	if to.Nanosecond() == 1 {
		to, until = to.Add(-1), "t ≤ "
	}
	days := true
	for _, t := range []time.Time{from, to} {
		days = days && (t.Year() <= 1 || t.Hour() == 0 && t.Minute() == 0 && t.Second() == 0 && t.Nanosecond() == 0)
	}
	short := func(t time.Time) string {
		switch {
		case days:
			return t.Format("01-02")
		case t.Second() == 0 && t.Nanosecond() == 0:
			return t.Format("01-02 15:04")
		}
		return t.Format("01-02 15:04:05")
	}
	switch {
	case from.Year() <= 1:
		return until + short(to)
	case to.Year() <= 1:
		return short(from) + after
	}
	end := short(to)
	if from.Format(time.DateOnly) == to.Format(time.DateOnly) {
		end = strings.TrimPrefix(end, to.Format("01-02 "))
	}
	return short(from) + strings.TrimSuffix(after, "t") + until + end
}
