package tui

import (
	"testing"

	"coldtrail/loader/kql"
)

// The overview has the rows of both readings, whichever is shown, in every
// window.
func TestOverviewCountsBothReadings(t *testing.T) {
	b := start(t, 120, 40)
	b.Has("5 rows complete, 7 as documented").Press("j").Has("8 rows complete, 152 as documented")
	b.Press("j").Lacks("as documented") // which has one reading
	b.Press("j").Has("19 rows complete, 19 as documented", "24 hits in 7 d · 60 in the dump")
	b.Press("j").Has("10 rows complete, 3 as documented").Press("D").Has("10 rows complete, 3 as documented")
	b.Press("W").Has("as documented").Lacks("10 rows complete, 3 as documented")
}

// They are those that the filter of the start lets through.
func TestOverviewCountsWhatTheFilterLetsThrough(t *testing.T) {
	c := configOf(intrusion)
	q, err := kql.Parse("source.address:203.0.113.66")
	if err != nil {
		t.Fatal(err)
	}
	c.Filter = q
	startOn(t, c, theStory(), 120, 40).Has("1 row complete, 1 as documented")
}
