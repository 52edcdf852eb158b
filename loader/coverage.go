package loader

import (
	"cmp"
	"iter"
	"slices"
	"strings"
	"time"
)

// Coverage is when the events of an account in a region begin, end and pause.
type Coverage struct {
	Account, Region string // as in Event; "" where the records name none
	Events          int    // those that have a time
	First, Last     time.Time
	Gaps            []Gap // in time order

	hours  []hourCount // that have events, in time order
	pauses []Gap       // long enough for a gap
}

// Gap is a time without events where there usually are some.
type Gap struct {
	From time.Time // of the last event before it
	To   time.Time // of the first event behind it, or of the dump's newest
}

// GapRule says in one sentence what a gap is.
const GapRule = "a gap is 3 hours or more without an event, at hours of the day that have events on 9 of 10 other days, where an active hour has 10 events or more on average"

// The numbers of GapRule.
const (
	gapHours  = 3
	gapEvents = 10
)

// hourCount is the number of events in one hour, counted from 1970.
type hourCount struct {
	hour   int64
	events int
}

func hourOf(t time.Time) int64 { return t.Unix() / 3600 }

// Hours gives the hours that have events, in UTC and in time order, with how
// many each has.
func (c *Coverage) Hours() iter.Seq2[time.Time, int] {
	return func(yield func(time.Time, int) bool) {
		for _, h := range c.hours {
			if !yield(time.Unix(h.hour*3600, 0).UTC(), h.events) {
				return
			}
		}
	}
}

// coverage counts the events by account, region and hour in one pass; what it
// holds grows with the hours that have events, however far apart they are.
func (d *Dataset) coverage() []Coverage {
	places := map[[2]uint32]int{}
	var list []Coverage
	for _, r := range d.order[:d.timed()] {
		place := [2]uint32{d.callers[r.caller].account, r.region}
		n, ok := places[place]
		if !ok {
			n = len(list)
			places[place] = n
			list = append(list, Coverage{Account: d.texts[place[0]], Region: d.texts[place[1]]})
		}
		list[n].add(r.time())
	}
	slices.SortFunc(list, func(a, b Coverage) int {
		return cmp.Or(strings.Compare(a.Account, b.Account), strings.Compare(a.Region, b.Region))
	})
	end := d.report.Last
	if d.report.LoneNewest() {
		end = d.report.Before
	}
	for i := range list {
		list[i].findGaps(end)
	}
	return list
}

// add counts the next event in time order.
func (c *Coverage) add(at time.Time) {
	hour := hourOf(at)
	switch n := len(c.hours); {
	case n == 0:
		c.First = at
	case c.hours[n-1].hour == hour:
		c.hours[n-1].events++
		c.Events, c.Last = c.Events+1, at
		return
	case hour-c.hours[n-1].hour > gapHours:
		c.pauses = append(c.pauses, Gap{c.Last, at})
	}
	c.hours = append(c.hours, hourCount{hour, 1})
	c.Events, c.Last = c.Events+1, at
}

// findGaps finds the pauses that are gaps, also one that lasts until end, the
// end of the dump.
func (c *Coverage) findGaps(end time.Time) {
	pauses := c.pauses
	c.pauses = nil
	if c.Events < gapEvents*len(c.hours) {
		return
	}
	if hourOf(end)-hourOf(c.Last) > gapHours {
		pauses = append(pauses, Gap{c.Last, end})
	}
	var active [24]int64 // days with events, by hour of the day
	for _, h := range c.hours {
		active[h.hour%24]++
	}
	for _, p := range pauses {
		if c.usual(p, &active) >= gapHours {
			c.Gaps = append(c.Gaps, p)
		}
	}
}

// usual counts the hours of a pause that have events on 9 of 10 other days.
func (c *Coverage) usual(p Gap, active *[24]int64) int64 {
	from, to := hourOf(p.From)+1, hourOf(p.To)-1 // the hours without an event
	last := max(hourOf(c.Last), to)
	var n int64
	for h, days := range active {
		empty := hoursAt(int64(h), from, to)
		others := hoursAt(int64(h), hourOf(c.First), last) - empty
		if days > 0 && days*10 >= others*9 {
			n += empty
		}
	}
	return n
}

// hoursAt counts the hours from from to to that are the h-th of their day.
func hoursAt(h, from, to int64) int64 {
	before := func(hour int64) int64 { return (hour - h + 24) / 24 } // up to hour, since 1970
	return before(to) - before(from-1)
}
