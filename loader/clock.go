package loader

import (
	"strings"
	"time"

	"coldtrail/loader/unwrap"
)

// clock reads times. It remembers the day that it read last.
type clock struct {
	day   string
	nanos int64 // of the day's beginning
}

// read gives a time in nanoseconds since 1970, noTime for a text that is none.
func (c *clock) read(s string) int64 {
	p, ok := utcParts(s)
	if !ok {
		return timeOf(s)
	}
	if day := s[:len("2006-01-02")]; day != c.day {
		c.day, c.nanos = strings.Clone(day), p.day().UnixNano()
	}
	return c.nanos + int64(p.inDay())
}

// timeOf gives a time in nanoseconds since 1970, noTime for a text that is none.
func timeOf(s string) int64 {
	if p, ok := utcParts(s); ok {
		return p.day().Add(p.inDay()).UnixNano()
	}
	if t, ok := unwrap.ParseTime(s); ok {
		return t.UnixNano()
	}
	return noTime
}

// utcTime are the parts of a time as CloudTrail writes it, 2006-01-02T15:04:05Z.
type utcTime struct{ year, month, date, hour, minute, second int }

// utcParts reads such a time. It leaves all others to unwrap.ParseTime, as it
// does days that not every month has.
func utcParts(s string) (p utcTime, ok bool) {
	if len(s) != len("2006-01-02T15:04:05Z") || s[4] != '-' || s[7] != '-' || s[10] != 'T' || s[13] != ':' || s[16] != ':' || s[19] != 'Z' {
		return p, false
	}
	ok = true
	two := func(i int) int {
		tens, ones := s[i]-'0', s[i+1]-'0'
		ok = ok && tens <= 9 && ones <= 9
		return int(tens)*10 + int(ones)
	}
	p = utcTime{two(0)*100 + two(2), two(5), two(8), two(11), two(14), two(17)}
	ok = ok && p.year >= 1970 && p.year < 2262 && p.month >= 1 && p.month <= 12 && p.date >= 1 && p.date <= 28 &&
		p.hour <= 23 && p.minute <= 59 && p.second <= 59
	return p, ok
}

// day is the beginning of its day.
func (p *utcTime) day() time.Time {
	return time.Date(p.year, time.Month(p.month), p.date, 0, 0, 0, 0, time.UTC)
}

// inDay is how long after that it is.
func (p *utcTime) inDay() time.Duration {
	return time.Duration((p.hour*60+p.minute)*60+p.second) * time.Second
}
