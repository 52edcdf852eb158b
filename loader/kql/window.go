package kql

import (
	"errors"
	"time"
)

// A window is the times after from and not after to; a zero time is an open
// end. Every condition on time is one, to the nanosecond.
type window struct{ from, to time.Time }

func (w window) holds(t time.Time) bool {
	return (w.from.IsZero() || t.After(w.from)) && (w.to.IsZero() || !t.After(w.to))
}

// Window gives bounds (from, to] that every match of the query keeps, from the
// conditions on [TimeField] that stand alone or are joined by and. A zero time
// is an open end; ok is false where no condition sets a bound. The query may
// be narrower, as a negation or an alternative is not counted.
func (q Query) Window() (from, to time.Time, ok bool) {
	args := []Expr{q.expr}
	if and, isAnd := q.expr.(AndExpr); isAnd {
		args = and.Args
	}
	var all window
	for _, arg := range args {
		w, err := windowOf(arg)
		if err != nil {
			continue
		}
		ok = true
		if all.from.Before(w.from) {
			all.from = w.from
		}
		if all.to.IsZero() || !w.to.IsZero() && w.to.Before(all.to) {
			all.to = w.to
		}
	}
	return all.from, all.to, ok
}

var errNotTime = errors.New("not a condition on time")

// windowOf reads a term or a comparison on TimeField.
func windowOf(e Expr) (window, error) {
	switch e := e.(type) {
	case TermExpr:
		if e.Field != TimeField {
			return window{}, errNotTime
		}
		text, ok := e.Value.Literal()
		if !ok {
			return window{}, errors.New("a time takes no `*`: write less of it, such as \"2024-08-01\" for the day")
		}
		s, err := parseSpan(text)
		if err != nil {
			return window{}, err
		}
		return window{s.start.Add(-1), s.end.Add(-1)}, nil
	case CompareExpr:
		if e.Field != TimeField {
			return window{}, errNotTime
		}
		return compared(e.Op, e.Value)
	}
	return window{}, errNotTime
}

// compared is where times stand in the order op to text. A text with seconds
// is an instant: a window from 10:00:00 begins there, not a second later.
func compared(op Op, text string) (window, error) {
	s, err := parseSpan(text)
	if err != nil {
		return window{}, err
	}
	if s.end.Sub(s.start) <= time.Second {
		s.end = s.start.Add(1)
	}
	switch op {
	case Greater:
		return window{from: s.end.Add(-1)}, nil
	case AtLeast:
		return window{from: s.start.Add(-1)}, nil
	case Less:
		return window{to: s.start.Add(-1)}, nil
	default:
		return window{to: s.end.Add(-1)}, nil
	}
}
