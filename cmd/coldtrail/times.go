package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	_ "time/tzdata" // time zones on machines that have none
)

// zone reads a time zone: UTC, local or a name such as Europe/Berlin.
func zone(name string) (*time.Location, error) {
	switch strings.ToLower(name) {
	case "", "utc":
		return time.UTC, nil
	case "local":
		return time.Local, nil
	}
	loc, err := time.LoadLocation(name)
	if err != nil {
		return nil, fmt.Errorf("time zone %q is none of UTC, local, or a name such as Europe/Berlin", name)
	}
	return loc, nil
}

// parseTime reads a TIME of the command line: RFC 3339, a date, a date and a
// time of day in the zone, or a duration back from now such as -3d or -90m.
// The empty text is the zero time.
func parseTime(text string, in *time.Location, now time.Time) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	if back, ok := strings.CutPrefix(text, "-"); ok {
		if d, err := parseBack(back); err == nil {
			return now.Add(-d), nil
		}
	}
	for _, layout := range []string{time.RFC3339, time.DateOnly, "2006-01-02 15:04", time.DateTime, "2006-01-02T15:04", "2006-01-02T15:04:05"} {
		if t, err := time.ParseInLocation(layout, text, in); err == nil {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("time %q is none of 2024-08-01, 2024-08-01 15:04, 2024-08-01T15:04:05Z, -3d", text)
}

// parseBack reads a duration that may also count in days and weeks.
func parseBack(text string) (time.Duration, error) {
	for unit, hours := range map[string]int{"d": 24, "w": 7 * 24} {
		number, ok := strings.CutSuffix(text, unit)
		if !ok {
			continue
		}
		n, err := strconv.ParseUint(number, 10, 16)
		return time.Duration(n) * time.Duration(hours) * time.Hour, err
	}
	d, err := time.ParseDuration(text)
	if err == nil && d < 0 {
		err = fmt.Errorf("%s is negative", text)
	}
	return d, err
}
