package hunts

import (
	"fmt"
	"time"
)

// Window is the time in which events are judged: From < @timestamp ≤ To. A
// window with a zero From is the whole dump, events without a time included.
type Window struct{ From, To time.Time }

// Whole tells whether the window takes in the whole dump.
func (w Window) Whole() bool { return w.From.IsZero() }

// Has tells whether an event of that time is in the window; a zero time is
// only in the whole dump.
func (w Window) Has(t time.Time) bool {
	return w.Whole() || !t.IsZero() && t.After(w.From) && !t.After(w.To)
}

// Span is how far a window reaches back from now.
type Span time.Duration

// The spans that are no length: each hunt's own look-back, and the whole dump.
const (
	Own   Span = 0
	Whole Span = -1
)

const day = 24 * time.Hour

// Spans lists what a key or flag can switch through.
func Spans() []Span { return []Span{Own, Span(day), Span(7 * day), Span(30 * day), Whole} }

// String is the name that ParseSpan reads.
func (s Span) String() string {
	switch d := time.Duration(s); {
	case s == Own:
		return "own"
	case s == Whole:
		return "all"
	case d > day && d%day == 0:
		return fmt.Sprintf("%dd", d/day)
	default:
		return fmt.Sprintf("%dh", d/time.Hour)
	}
}

// ParseSpan reads 24h, 7d, 30d or all; the empty text is each hunt's own.
func ParseSpan(text string) (Span, error) {
	if text == "" {
		return Own, nil
	}
	for _, s := range Spans() {
		if s.String() == text {
			return s, nil
		}
	}
	return Own, fmt.Errorf("window %q is none of 24h, 7d, 30d, all", text)
}

// Window is the span that ends at now, for a hunt that looks back so far by itself.
func (s Span) Window(now time.Time, lookback time.Duration) Window {
	d := time.Duration(s)
	if s == Own {
		d = lookback
	}
	if d <= 0 || now.IsZero() {
		return Window{To: now}
	}
	return Window{From: now.Add(-d), To: now}
}
