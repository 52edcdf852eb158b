package tui

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// TestBarsCountEveryEvent in every zone, also where days are not 24 hours long.
func TestBarsCountEveryEvent(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	start := time.Date(2025, 10, 24, 22, 30, 0, 0, time.UTC) // the clocks change two days later
	for _, zone := range []*time.Location{time.UTC, berlin} {
		for _, hours := range []int{1, 5, 40, 100, 24 * 40, 24 * 300, 24 * 4000} {
			e := &env{zone: zone}
			at := func(i int) time.Time { return start.Add(time.Duration(i) * 17 * time.Minute) }
			n := hours * 60 / 17
			h := countBars(t.Context(), e, at(0), at(n-1), n, at)
			sum := 0
			for _, c := range h.counts {
				sum += c
			}
			if sum != n || len(h.counts) > mostBars || h.counts[0] == 0 || h.counts[len(h.counts)-1] == 0 {
				t.Errorf("%d hours in %v: %d of %d events in %d bars", hours, zone, sum, n, len(h.counts))
			}
			for bar := range h.counts {
				from, to := h.unit.after(h.first, bar), h.unit.after(h.first, bar+1)
				if h.barOf(from) != bar || h.barOf(to.Add(-1)) != bar {
					t.Errorf("%d hours in %v: bar %d is not from %v to %v", hours, zone, bar, from, to)
				}
			}
		}
	}
}

// TestABarIsTheWindow chooses the busiest day and then its busiest hours.
func TestABarIsTheWindow(t *testing.T) {
	b := start(t, 120, 40)
	b.Press("2").Has("a bar is 1 day").Press("tab").Has("Enter take this window")
	s := b.app.top().screen.(*events)
	for range 9 {
		b.Press("l")
	}
	n, from := s.bars.counts[s.bars.bar], s.bars.unit.after(s.bars.first, s.bars.bar)
	b.Has(from.Format("2006-01-02")+" 00:00:00 ..", fmt.Sprintf("%d events", n)).Press("enter").Has(shares(n)...)
	b.Has("["+from.Format("01-02")+" ≤ t < ", "a bar is 1 hour").Press("u").Has("a bar is 1 day").Press("tab", "esc").Has("filter: none")
	b.Press("tab", "tab").Lacks("take this window")
}

// TestHitsAreMarked on the timeline, with the names of their hunts.
func TestHitsAreMarked(t *testing.T) {
	b := start(t, 120, 40)
	b.Press("2", "/").Type("event.action:(ConsoleLogin or StartSession)").Press("enter", "G")
	rows := b.list().rows.(eventRows)
	for pos, row := range b.list().order {
		b.list().Select(pos)
		id := rows.ids[row]
		hit := false
		for _, r := range b.app.results {
			for _, f := range r.Findings {
				for _, e := range f.Events {
					hit = hit || e == id
				}
			}
		}
		if got := strings.Contains(b.cursor(t), "◆"); got != hit {
			t.Fatalf("marked %v, a hit %v: %s", got, hit, b.cursor(t))
		}
		if hit != strings.Contains(b.Screen(), "hit of: ") {
			t.Errorf("the hunts are not named:\n%s", b.Screen())
		}
	}
}
