package tui

import (
	"strings"
	"testing"
)

// TestNoTabIsOutOfSight: each is named, or where there is no room for that its
// key stands there.
func TestNoTabIsOutOfSight(t *testing.T) {
	b := start(t, 80, 24)
	for w := minWidth; w <= 80; w++ {
		row, _, _ := strings.Cut(b.Resize(w, 24).Screen(), "\n")
		names := strings.Contains(row, "1 Hunts   2 Timeline   3 Entities   5 Load")
		keys := strings.Contains(row, "1 Hunts   2   3   5 ")
		if !names && !keys || !strings.Contains(row, "2,086 ev") || w >= 60 && !names {
			t.Errorf("in %d cells: %s", w, row)
		}
	}
}

// TestBarsTellBothEnds: of what is said of the bars other words go first.
func TestBarsTellBothEnds(t *testing.T) {
	b := start(t, 80, 24)
	b.Press("2")
	for w := 60; w <= 80; w++ {
		b.Resize(w, 24).Has("09-20 00:00 .. 10-30 00:00", "a bar is 1 day")
	}
	b.Has("the highest 79  Tab chooses one")
}

// TestDaysAreWhole: a line of days that is cut lacks the last.
func TestDaysAreWhole(t *testing.T) {
	b := start(t, 80, 24)
	whole := strings.Fields(b.Line("HIGH"))
	for w := 60; w < 80; w++ {
		if line := b.Resize(w, 24).Line("HIGH"); !strings.HasSuffix(line, whole[len(whole)-1]) {
			t.Errorf("in %d cells: %s", w, line)
		}
	}
}
