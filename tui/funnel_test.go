package tui

import (
	"testing"
	"time"
)

// A hunt without findings says which condition left nothing, and opens what
// was left before it.
func TestEmptyHuntExplainsItself(t *testing.T) {
	c := configOf(intrusion)
	c.Options.Now = time.Date(2025, 8, 1, 0, 0, 0, 0, time.UTC)
	b := startOn(t, c, theStory(), 80, 24)
	b.Press("j", "j", "j", "enter").Has("event.action:StartSession", "60", "in the window", "0 ◀ here", "Enter opens the 60 events", "Enter near misses")
	b.Press("enter").Has("near misses", "60 events").Press("esc").Has("0 ◀ here")
	b.Press("D").Has("D shows the complete reading").Press("W", "W", "W", "W").Has("27 rows").Lacks("◀ here")
	b.Press("enter").Has("TIME").Press("esc", "W").Has("◀ here")
}

// Where the first condition leaves nothing there is nothing to open.
func TestEmptyHuntWithoutNearMisses(t *testing.T) {
	b := startLoading(t, configOf("testdata/troubled"), 80, 24)
	b.Press("enter").Has("event.provider:signin.amazonaws.com", "0 ◀ here").Lacks("Enter ").Press("enter").Has("0 ◀ here")
}
