package kql

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// precisions are the ways to write a time, each with how long what it names
// lasts. A fraction may follow the seconds.
var precisions = []struct {
	layout              string
	years, months, days int
	rest                time.Duration
}{
	{layout: "2006", years: 1},
	{layout: "2006-01", months: 1},
	{layout: "2006-01-02", days: 1},
	{layout: "2006-01-02T15", rest: time.Hour},
	{layout: "2006-01-02T15Z07:00", rest: time.Hour},
	{layout: "2006-01-02T15:04", rest: time.Minute},
	{layout: "2006-01-02T15:04Z07:00", rest: time.Minute},
	{layout: "2006-01-02T15:04:05", rest: time.Second},
	{layout: "2006-01-02T15:04:05Z07:00", rest: time.Second},
}

// A span is the times from start up to, but without, end.
type span struct{ start, end time.Time }

// parseSpan reads a time that is as coarse as it is written, in UTC unless it
// names a zone. A blank may stand for the T.
func parseSpan(text string) (span, error) {
	if strings.HasPrefix(text, "now") {
		return span{}, errors.New("`now` is not known here: write a time, such as \"2024-08-01T10:00:00Z\"")
	}
	iso := text
	if day := len("2006-01-02"); len(text) > day && text[day] == ' ' {
		iso = text[:day] + "T" + strings.TrimLeft(text[day:], " ")
	}
	for _, p := range precisions {
		start, err := time.Parse(p.layout, iso)
		if err != nil {
			continue
		}
		rest := p.rest
		if rest == time.Second {
			rest = fraction(iso)
		}
		return span{start, start.AddDate(p.years, p.months, p.days).Add(rest)}, nil
	}
	return span{}, fmt.Errorf("%q is not a time: write \"2024-08-01\" or \"2024-08-01T10:00:00Z\"", text)
}

// fraction is how long the last digit of the seconds lasts.
func fraction(text string) time.Duration {
	unit := time.Second
	_, digits, _ := strings.Cut(strings.ReplaceAll(text, ",", "."), ".")
	for _, c := range digits {
		if c < '0' || c > '9' || unit == 1 {
			break
		}
		unit /= 10
	}
	return unit
}

// formatTime writes t to the nanosecond, in a form that parseSpan reads.
func formatTime(t time.Time) string { return t.UTC().Format(time.RFC3339Nano) }
