package kql

import (
	"testing"
	"time"
)

func TestMatchTime(t *testing.T) {
	tests := []struct {
		text, time string
		want       bool
	}{
		{`@timestamp:"2024"`, "2024-12-31T23:59:59.9Z", true},
		{`@timestamp:"2024"`, "2025-01-01T00:00:00Z", false},
		{`@timestamp:"2024-02"`, "2024-02-29T12:00:00Z", true},
		{`@timestamp:"2024-02"`, "2024-03-01T00:00:00Z", false},
		{`@timestamp:"2024-08-01"`, "2024-08-01T00:00:00Z", true},
		{`@timestamp:"2024-08-01"`, "2024-08-01T23:59:59.999999999Z", true},
		{`@timestamp:"2024-08-01"`, "2024-08-02T00:00:00Z", false},
		{`@timestamp:"2024-08-01"`, "2024-07-31T23:59:59Z", false},
		{`@timestamp:"2024-08-01"`, "2024-08-02T01:00:00+02:00", true},
		{`@timestamp:"2024-08-01T10"`, "2024-08-01T10:59:59Z", true},
		{`@timestamp:"2024-08-01 10:30"`, "2024-08-01T10:30:59Z", true},
		{`@timestamp:"2024-08-01 10:30"`, "2024-08-01T10:31:00Z", false},
		{`@timestamp:"2024-08-01 10:30:05"`, "2024-08-01T10:30:05.9Z", true},
		{`@timestamp:"2024-08-01 10:30:05"`, "2024-08-01T10:30:06Z", false},
		{`@timestamp:"2024-08-01T10:30:05.12Z"`, "2024-08-01T10:30:05.129Z", true},
		{`@timestamp:"2024-08-01T10:30:05.12Z"`, "2024-08-01T10:30:05.13Z", false},
		{`@timestamp:"2024-08-01T10:30:05,123456789Z"`, "2024-08-01T10:30:05.123456789Z", true},
		{`@timestamp:"2024-08-01T10:30:05+11:00"`, "2024-07-31T23:30:05Z", true},
		{`@timestamp:("2024-08-01" or "2024-08-03")`, "2024-08-03T10:00:00Z", true},
		{`not @timestamp:"2024-08-01"`, "2024-08-02T00:00:00Z", true},

		// A day in a comparison is the whole day.
		{`@timestamp > "2024-08-01"`, "2024-08-01T23:59:59Z", false},
		{`@timestamp > "2024-08-01"`, "2024-08-02T00:00:00Z", true},
		{`@timestamp >= "2024-08-01"`, "2024-08-01T00:00:00Z", true},
		{`@timestamp >= "2024-08-01"`, "2024-07-31T23:59:59.999999999Z", false},
		{`@timestamp < "2024-08-01"`, "2024-07-31T23:59:59.999999999Z", true},
		{`@timestamp < "2024-08-01"`, "2024-08-01T00:00:00Z", false},
		{`@timestamp <= "2024-08-01"`, "2024-08-01T23:59:59Z", true},
		{`@timestamp <= "2024-08-01"`, "2024-08-02T00:00:00Z", false},

		// A second is an instant.
		{`@timestamp > "2024-08-01T10:00:00Z"`, "2024-08-01T10:00:00Z", false},
		{`@timestamp > "2024-08-01T10:00:00Z"`, "2024-08-01T10:00:00.001Z", true},
		{`@timestamp <= "2024-08-01T10:00:00Z"`, "2024-08-01T10:00:00Z", true},
		{`@timestamp <= "2024-08-01T10:00:00Z"`, "2024-08-01T10:00:00.001Z", false},
		{`@timestamp < "2024-08-01T10:00:00Z"`, "2024-08-01T10:00:00Z", false},
		{`@timestamp >= "2024-08-01T10:00:00Z"`, "2024-08-01T10:00:00Z", true},
	}
	for _, tt := range tests {
		q, err := Parse(tt.text)
		if err != nil {
			t.Errorf("%s: %v", tt.text, err)
		} else if got := q.Compile()(record{TimeField: {tt.time}}); got != tt.want {
			t.Errorf("%s of %s: got %v, want %v", tt.text, tt.time, got, tt.want)
		}
	}
}

func TestNotTimes(t *testing.T) {
	for _, text := range []string{
		"", "2024-8-1", "2024-02-30", "2024-08-01T25", "2024-08-01T10:00:00 or so", "2024-08-01Z",
		"10:00", "1722500000", "2024-08-01T10:00:00.", "20240801", "now", "now-1h", "2024-08-01||/d",
	} {
		if s, err := parseSpan(text); err == nil {
			t.Errorf("%q is read as %v", text, s)
		}
	}
}

func TestWindow(t *testing.T) {
	const ns = "15:04:05.999999999"
	day := func(d int, clock string) time.Time {
		if clock == "" {
			clock = "00:00:00"
		}
		at, err := time.Parse(ns, clock)
		if err != nil {
			t.Fatal(err)
		}
		return time.Date(2024, 8, d, at.Hour(), at.Minute(), at.Second(), at.Nanosecond(), time.UTC)
	}
	const last = "23:59:59.999999999"
	var open time.Time
	tests := []struct {
		text     string
		from, to time.Time
		ok       bool
	}{
		{"", open, open, false},
		{"a:1 and @timestamp:*", open, open, false},
		{`not @timestamp > "2024-08-01"`, open, open, false},
		{`@timestamp > "2024-08-01" or a:1`, open, open, false},
		{`@timestamp:("2024-08-01" or "2024-08-02")`, open, open, false},
		{`@timestamp > "2024-08-02T00:00:00Z"`, day(2, ""), open, true},
		{`@timestamp <= "2024-08-02T00:00:00Z"`, open, day(2, ""), true},
		{`@timestamp >= "2024-08-02"`, day(1, last), open, true},
		{`@timestamp < "2024-08-02"`, open, day(1, last), true},
		{`@timestamp:"2024-08-02" and a:1`, day(1, last), day(2, last), true},
		{`@timestamp > "2024-08-01" and (@timestamp > "2024-08-02" and @timestamp <= "2024-08-09") and @timestamp < "2024-08-05"`, day(2, last), day(4, last), true},
		{`@timestamp < "2024-08-05" and @timestamp > "2024-08-01"`, day(1, last), day(4, last), true},
	}
	for _, tt := range tests {
		q, err := Parse(tt.text)
		if err != nil {
			t.Errorf("%s: %v", tt.text, err)
			continue
		}
		from, to, ok := q.Window()
		if !from.Equal(tt.from) || !to.Equal(tt.to) || ok != tt.ok {
			t.Errorf("%s: got (%v, %v] %v, want (%v, %v] %v", tt.text, from, to, ok, tt.from, tt.to, tt.ok)
		}
	}
}

func TestWithinIsItsWindow(t *testing.T) {
	from := time.Date(2024, 8, 1, 10, 0, 0, 123, time.FixedZone("", 3600))
	to := from.Add(24 * time.Hour)
	q := And(Is("a", "1"), Within(from, to))
	gotFrom, gotTo, ok := q.Window()
	if !ok || !gotFrom.Equal(from) || !gotTo.Equal(to) {
		t.Errorf("got (%v, %v] %v, want (%v, %v]", gotFrom, gotTo, ok, from, to)
	}
}
