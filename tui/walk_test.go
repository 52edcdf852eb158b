package tui

import (
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
)

func TestEscGoesBackToTheSameRow(t *testing.T) {
	b := start(t, 80, 24)
	b.Press("j", "j", "j")
	hunt := b.cursor(t)
	b.Press("enter", "j", "j", "l")
	finding, field := b.cursor(t), b.Line(" = ")
	b.Press("enter", "enter").Has("eventVersion").Press("j", "j", "esc", "esc")
	if got := b.cursor(t); got != finding {
		t.Errorf("back on %q, not %q", got, finding)
	}
	b.Has(field).Press("esc")
	if got := b.cursor(t); got != hunt {
		t.Errorf("back on %q, not %q", got, hunt)
	}
}

func TestEscNeverQuits(t *testing.T) {
	b := start(t, 80, 24)
	root := b.Screen()
	b.Press("enter", "enter", "enter")
	for range 12 {
		b.Press("esc")
	}
	if b.Quit() || b.Screen() != root {
		t.Errorf("twelve Esc end (quit %v) at\n%s", b.Quit(), b.Screen())
	}
}

func TestQuitting(t *testing.T) {
	tests := []struct {
		keys []string
		quit bool
	}{
		{[]string{"q", "q"}, true},
		{[]string{"Q"}, true},
		{[]string{"ctrl+c"}, false},
		{[]string{"ctrl+c", "ctrl+c"}, true},
		{[]string{"ctrl+c", "q"}, true},
		{[]string{"q", "ctrl+c"}, true},
		{[]string{"ctrl+c", "j", "ctrl+c"}, false},
		{[]string{"ctrl+c", "esc", "q"}, false},
		{[]string{"enter", "ctrl+c"}, false},
		{[]string{"enter", "enter", "ctrl+c", "ctrl+c"}, true},
		{[]string{"q", "j", "q"}, false},
		{[]string{"q", "esc", "q"}, false},
		{[]string{"enter", "enter", "q", "q"}, false},
		{[]string{"enter", "q", "q", "q"}, true},
		{[]string{"2", "q"}, false},
		{[]string{"2", "q", "q"}, true},
		{[]string{"enter", "tab", "q", "q"}, false},
	}
	for _, tt := range tests {
		b := start(t, 80, 24)
		b.Press(tt.keys...)
		if b.Quit() != tt.quit {
			t.Errorf("%s: quit is %v", strings.Join(tt.keys, " "), b.Quit())
		}
	}
	for _, key := range []string{"q", "ctrl+c"} {
		start(t, minWidth, minHeight).Press(key).Has("Quit?  q, ^C = yes, any other key = no").Resize(30, 6).Has("Quit?  q, ^C = yes").Resize(80, 24).Press("j").Lacks("Quit?")
	}
}

// TestInterruptDiscardsWhatIsTyped and leaves everything else as it is.
func TestInterruptDiscardsWhatIsTyped(t *testing.T) {
	for name, keys := range map[string][]string{
		"a filter":             {"2", "/", "x", "y"},
		"a window":             {"2", "enter", "esc", "t", "1"},
		"a search of a record": {"2", "enter", "/", "u"},
		"another filter":       {"2", "l", "+", "F", "enter", "x"},
		"a command":            {"enter", ":", "h"},
		"a search of the help": {"enter", "?", "p"},
		"a thing to copy":      {"2", "enter", "y"},
		"a step":               {"enter", "."},
	} {
		typed := start(t, 120, 40).Press(keys...)
		given := start(t, 120, 40).Press(append(keys, "esc")...)
		if typed.Press("ctrl+c"); typed.Screen() != given.Screen() || typed.Quit() {
			t.Errorf("%s is not given up as by Esc: quit %v\n%s\nwant\n%s", name, typed.Quit(), typed.Screen(), given.Screen())
		}
		if typed.Press("ctrl+c").Has("Quit?").Press("ctrl+c"); !typed.Quit() {
			t.Errorf("%s: the third does not quit", name)
		}
	}
}

// TestInterruptOfASearch: what comes while it goes on stops it; what was meant
// for it and comes a moment late asks, and keeps the place.
func TestInterruptOfASearch(t *testing.T) {
	b := start(t, 80, 24)
	b.Press("2", "/").Type("kms").PressAhead("enter", "ctrl+c").Has("stopped: what was found is shown").Settle()
	b.Press("j", "j")
	row, share := b.cursor(t), b.Line("filter:")
	b.Press("ctrl+c").Has("Quit?", row, share)
	b.Press("k", "j").Lacks("Quit?").Has(row, share)
	if b.Quit() {
		t.Error("it quits")
	}
}

func TestTabsKeepTheirPlaces(t *testing.T) {
	b := start(t, 120, 40)
	b.Press("enter", "j", "enter")
	hunting := b.Screen()
	b.Press("2", "G", "enter", "5").Has("Load report").Press("2").Has("2,086 of 2,086").Press("1")
	if b.Screen() != hunting {
		t.Errorf("the first tab comes back as\n%s", b.Screen())
	}
}

func TestHistoryWalksPlacesAcrossTabs(t *testing.T) {
	b := start(t, 120, 40)
	var seen []string
	note := func(keys ...string) {
		b.Press(keys...)
		seen = append(seen, b.Screen())
	}
	note()
	note("j", "enter")
	note("j", "enter")
	b.Press("P")
	b.Press("1")
	seen = append(seen, b.Screen())
	note("2")
	note("enter")
	// The cursor was moved after the places were noted; what they show now counts.
	seen[0], seen[1] = "", ""
	places := len(b.app.history.places)
	for range places {
		b.Press("[")
	}
	b.Has("no place further that way", consoleIn)
	for range places {
		b.Press("]")
	}
	b.Has("no place further that way").Press("j", "k")
	if got, want := b.Screen(), seen[len(seen)-1]; got != want {
		t.Errorf("the last place is\n%s\nwant\n%s", got, want)
	}
	b.Press("[")
	if got, want := b.Screen(), seen[4]; got != want {
		t.Errorf("the place before is\n%s\nwant\n%s", got, want)
	}
	b.Press("[")
	if got, want := b.Screen(), seen[3]; got != want {
		t.Errorf("the place on the other tab is\n%s\nwant\n%s", got, want)
	}
}

func TestHistoryOpensWhatWasClosed(t *testing.T) {
	b := start(t, 120, 40)
	b.Press("enter", "j", "enter", "l", "l")
	there := b.Screen()
	b.Press("esc", "esc", "[", "[")
	if b.Screen() != there {
		t.Errorf("the closed list comes back as\n%s\nwant\n%s", b.Screen(), there)
	}
	b.Press("enter").Has("eventVersion")
}

func TestNotesPane(t *testing.T) {
	b := start(t, 120, 40)
	b.Press("enter", "j").Has("Notes", "an instance: launched").Press("i").Lacks("Notes").Press("i").Has("Notes").Resize(80, 24)
	row := b.cursor(t)
	b.Press("tab", "G").Has("Elastic License v2").Lacks("an instance: launched")
	if b.cursor(t) != row {
		t.Error("a key for the notes moves the list")
	}
	b.Press("g").Has("an instance: launched").Press("esc", "j")
	if b.cursor(t) == row {
		t.Error("the list does not get the keys back")
	}
}

// TestFocusIsSeen: where panes have no frames, too, something says which of them
// the keys are for.
func TestFocusIsSeen(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {120, 40}} {
		b := start(t, size[0], size[1])
		list := b.Press("enter", "j").Screen()
		if b.Press("tab").Screen() == list {
			t.Errorf("%d×%d: the screen is the same with the focus on the notes", size[0], size[1])
		}
	}
}

// TestStepsAreInSight: however long the evidence is that a mark speaks of, the
// first steps stay in sight.
func TestStepsAreInSight(t *testing.T) {
	b := startOn(t, configOf(), hostileDump(t), 120, 40)
	b.Press("j", "j", "j", "enter").Has("wrong key", ".a")
}

// TestNotesKeepTheirPlace: a filter that leaves no finding moves nothing, and
// says in the place of the notes which key brings them back.
func TestNotesKeepTheirPlace(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {120, 40}} {
		b := start(t, size[0], size[1])
		b.Press("enter")
		layout := b.app.layout()
		check := func(says string) {
			t.Helper()
			b.Has(says)
			if got := b.app.layout(); got != layout {
				t.Errorf("%d×%d: %+v becomes %+v", size[0], size[1], layout, got)
			}
		}
		b.Press("/", "z", "z", "z")
		check("none of 5 findings fits")
		b.Has("Esc discards it").Press("enter")
		check("No notes: the filters leave none of")
		b.Has("i notes").Lacks(". step").Press("i").Lacks("No notes").Press("i").Has("No notes").Press("tab").Has("there is none here")
		b.Press("X").Has("▶").Lacks("No notes")
		check("an instance")
	}
	b := start(t, 50, 20)
	b.Press("enter", "/", "z", "z", "z", "enter", "i").Has("there is none here", "0 of 5").Lacks("i notes")
}

func TestNotesWithoutRoomBeside(t *testing.T) {
	b := start(t, 50, 20)
	b.Press("enter", "j").Lacks("an instance: launched").Press("i").Has("an instance: launched").Lacks("▶").Press("esc").Has("▶")
	b.Press("enter", "enter", "tab").Has("an instance: launched").Press("tab").Has("eventVersion")
}

func TestHelpIsOfTheScreenBelow(t *testing.T) {
	b := start(t, 80, 40)
	b.Press("?").Has("Help: Hunts", "findings of the hunt").Lacks("collapse all")
	b.Press("?").Lacks("Help:")
	b.Press("2", "enter", "f1").Has("collapse all", "next record").Lacks("findings of the hunt").Press("esc").Lacks("Help:")
}

func TestPickerTakesDigitsAndGivesWay(t *testing.T) {
	b := start(t, 120, 40)
	b.Press("enter", "j", "P").Has("choose an entity").Press("4").Has("address 203.0.113.").Press("esc").Has("5 rows").Lacks("choose an entity")
	b.Press("P", "j", "enter").Has("identity BuildRunnerRole/" + launched).Press("esc").Has("5 rows")
	b.Press("P", "esc").Has("5 rows")
}

func TestSecondKeys(t *testing.T) {
	b := start(t, 120, 40)
	b.Press("enter", "j", ".").Has("open a step of the notes: a to ").Press("esc").Has("instance_id = ").Press("enter").Has("1 of 1")
	b = start(t, 120, 40)
	b.Press("enter", "j", ".", "!").Has("! is none of them", "5 rows")
	b.Press("2", "enter", "y").Has("copy:").Press("x").Has("x is none of them", "eventVersion")
}

// TestKeysThatCannotActSayWhy presses the keys of notes and of copying where
// there is nothing for them to do.
func TestKeysThatCannotActSayWhy(t *testing.T) {
	b := start(t, 80, 24)
	for _, key := range []string{"i", "tab", "."} {
		b.Press(key).Has("notes belong to a finding")
		b.Press("j")
	}
	b.Press("y").Has("nothing to copy here: open a record")
}

// TestBothKeysOfACopyMayArriveTogether types two keys at once, as a slow line
// delivers them: the second belongs to the first.
func TestBothKeysOfACopyMayArriveTogether(t *testing.T) {
	b := start(t, 80, 24)
	b.Press("2", "enter")
	b.Send(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("yf")}).Settle()
	b.Has("copied ")
}
