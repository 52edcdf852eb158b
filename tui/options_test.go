package tui

import (
	"fmt"
	"testing"

	"coldtrail/hunts"
	"coldtrail/loader"
)

func TestReadingAndWindowRunTheHuntsAgain(t *testing.T) {
	b := start(t, 120, 40)
	b.Press("D").Has("documented, the hunts' windows", "documented reading: ")
	b.Press("enter").Has("7 rows").Press("D").Has("5 rows").Lacks("the hunts' windows")
	for _, span := range hunts.Spans()[1:] {
		words := "window " + span.String()
		if span == hunts.Whole {
			words = "whole dump"
		}
		b.Press("W").Has("complete, " + words)
		for i, r := range b.app.results {
			want := hunts.Run(t.Context(), b.app.dump, hunts.All()[i:i+1], hunts.Options{Span: span})[0]
			if len(r.Findings) != len(want.Findings) || r.Window != want.Window {
				t.Errorf("window %s: %s has %d findings in %v, want %d in %v", span, r.Hunt.ID, len(r.Findings), r.Window, len(want.Findings), want.Window)
			}
		}
	}
	b.Press("W").Lacks("complete, ").Has("5 rows")
}

func TestOptionsReachEveryScreen(t *testing.T) {
	b := start(t, 120, 40)
	b.Press("j", "j", "j", "enter").Has("19 rows").Press("2", "D", "W", "W", "W", "W").Has("documented, whole dump").Press("1").Has("60 hits in the dump")
	if r := b.app.results[3]; r.Mode != hunts.Documented || !r.Window.Whole() {
		t.Errorf("the hunt ran as %v over %v", r.Mode, r.Window)
	}
	b.Press("esc").Has("documented reading").Press("2", "D", "1").Has("complete reading")
}

func TestNowIsTheTimeOfAnEvent(t *testing.T) {
	b := start(t, 200, 40)
	b.Press("2")
	for b.app.dump.At(b.app.dump.ID(b.app.tabs[1].stack[0].screen.(*events).Pos())).Time.Day() != 11 {
		b.Press("pgdown")
	}
	now := b.Line("@timestamp = ")[len("@timestamp = "):][:len("2025-10-11 00:00:00")]
	b.Press("T").Has(", now "+now[len("2025-"):len("2025-10-11 00:00")]).Press("1", "j", "j", "j")
	b.Has(fmt.Sprintf("window 7 d to %s", now))
	for _, r := range b.app.results {
		for _, f := range r.Findings {
			if got := f.Last.Format("2006-01-02 15:04:05"); !r.Window.Whole() && got > now {
				t.Errorf("%s finds %s, after %s", r.Hunt.ID, got, now)
			}
		}
	}
}

// TestBudgetOfKeys holds the budget of keys from the start to the rows of a
// hunt, and of one each from there to events and record.
func TestBudgetOfKeys(t *testing.T) {
	ways := [][]string{{"enter"}, {"j", "enter"}, {"j", "j", "enter"}, {"j", "j", "j", "enter"}, {"G", "enter"}}
	for i, h := range hunts.All() {
		b := start(t, 80, 24)
		b.Press(ways[i]...)
		if len(ways[i]) > 4 || b.app.top().screen.(*findings).hunt.ID != h.ID {
			t.Fatalf("%d keys lead to\n%s", len(ways[i]), b.Screen())
		}
		found := b.app.results[i].Findings[0]
		b.Press("enter").Has(fmt.Sprintf("of %d", len(found.Events)))
		place := b.app.dump.Place(found.Events[0])
		b.Press("enter").Has(fmt.Sprintf("record %d ", place.Record), "eventVersion")
	}
}

// TestPivotIsOneKey goes from a finding about an instance to its page.
func TestPivotIsOneKey(t *testing.T) {
	pages := 0
	for hunt := range hunts.All() {
		b := start(t, 80, 24)
		for range hunt {
			b.Press("j")
		}
		b.Press("enter")
		for _, f := range b.app.results[hunt].Findings {
			if v := f.Values[0].String(); loader.IsInstance(v) {
				b.Press("p").Has("instance " + v).Press("esc")
				pages++
			}
			b.Press("j")
		}
	}
	if pages < 20 {
		t.Errorf("%d pages of instances", pages)
	}
}
