package tui

import (
	"strings"
	"testing"

	"coldtrail/loader"
)

// TestPaletteTakesAnyID: the page of every kind of entity opens by its id alone,
// from wherever one is.
func TestPaletteTakesAnyID(t *testing.T) {
	for i, k := range loader.Kinds() {
		var most loader.Entity
		for _, e := range theStory().EntitiesOf(k) {
			if theStory().Count(e) > theStory().Count(most) {
				most = e
			}
		}
		b := start(t, 120, 40)
		b.Press([]string{"1", "2", "5", "enter"}[i%4], []string{":", "ctrl+p"}[i%2]).Type(most.Value).Press("enter")
		if page, ok := b.app.top().screen.(*entityPage); !ok || page.entity != most {
			t.Errorf("%v opens\n%s", most, b.Screen())
		}
	}
}

func TestPaletteDoesWhatKeysDo(t *testing.T) {
	for name, tt := range map[string]struct {
		before       []string
		typed, found string
	}{
		"a hunt":         {nil, "hunt 2", "Commands and scripts through Systems Manager  "},
		"a tab":          {nil, "load rep", "Load report"},
		"a filter":       {[]string{"2", "l", "l", "+"}, "list of fil", "1 of 1 on"},
		"undo":           {[]string{"2", "l", "l", "+"}, "undo", "2,086 events"},
		"help":           {[]string{"2", "enter"}, "help", "Help: "},
		"part of an id":  {nil, "0f6a91c3e708a25b", "instance " + launched},
		"nothing":        {nil, "no such thing", "no such thing is no command"},
		"an unknown id":  {nil, "i-00000000000000000", "no event of this dump mentions the instance"},
		"what is hidden": {[]string{"enter", "j"}, "events behind", "1 event"},
	} {
		b := start(t, 120, 40)
		b.Press(tt.before...).Press(":").Type(tt.typed).Press("enter")
		if !strings.Contains(b.Screen(), tt.found) {
			t.Errorf("%s: %s leads to\n%s", name, tt.typed, b.Screen())
		}
	}
}

func TestPaletteIsLeftAsItWasEntered(t *testing.T) {
	b := start(t, 80, 24)
	b.Press("enter", "j")
	before := b.Screen()
	b.Press(":").Type("xyz").Has(": xyz").Press("esc")
	if b.Screen() != before {
		t.Errorf("the screen was\n%s\nand is\n%s", before, b.Screen())
	}
	b.Press(":").Type("hunt 3").Press("enter", "esc", ":", "up").Has(": hunt 3").Press("ctrl+u").Has("column left").Press("down", "down", "tab")
	if b.app.palette.typed() == "" {
		t.Error("Tab does not take the name")
	}
	b.Press("ctrl+c")
	if b.Screen() != before || b.Quit() {
		t.Errorf("^C does not discard it: quit %v\n%s", b.Quit(), b.Screen())
	}
}

// TestHelpIsSearched: what is typed leaves the keys that hold it.
func TestHelpIsSearched(t *testing.T) {
	b := start(t, 80, 24)
	b.Press("enter", "j", "?").Type("pivot").Has("search the keys: pivot", "Help: An instance's role", "pivot on the cell's entity", "pivot: choose an entity").Lacks("half a page", "undo", "quit")
	b.Press("ctrl+u").Has("half a page").Press("x", "y", "z").Lacks("half a page").Press("f1").Has("5 rows").Press("2", "?", "q").Has("search the keys: q").Press("esc").Has("All events")
}

// TestNextRecordKeepsThePlace: J and K turn records over, and stay where one is in them.
func TestNextRecordKeepsThePlace(t *testing.T) {
	b := start(t, 120, 40)
	b.Press("2", "/").Type("event.action:StartSession").Press("enter", "enter").Has("1 of 65")
	r := b.app.top().screen.(*record)
	if !r.tree.SelectPath(".requestParameters.target") {
		t.Fatal("the record has no target")
	}
	b.Press("J", "J").Has("3 of 65", ".requestParameters.target = ").Press("K").Has("2 of 65", ".requestParameters.target = ")
}
