package tui

import (
	"fmt"
	"testing"

	"coldtrail/hunts"
)

// The goldens hold what the analyst sees. Look at every change of theirs:
// go test ./tui -run Golden -update writes them.

var (
	common   = [][2]int{{80, 24}, {120, 40}}
	allSizes = [][2]int{{40, 14}, {80, 24}, {120, 40}, {200, 60}}
)

func TestGolden(t *testing.T) {
	tests := []struct {
		name  string
		keys  []string
		sizes [][2]int
	}{
		{"overview", nil, allSizes},
		{"findings", []string{"enter", "j"}, allSizes},
		{"remote-sessions", []string{"j", "j", "j", "enter"}, common},
		{"notes", []string{"enter", "j", "tab"}, [][2]int{{80, 20}, {80, 24}, {120, 40}}},
		{"events", []string{"enter", "j", "enter"}, common},
		{"record", []string{"enter", "j", "enter", "enter"}, common},
		{"bytes", []string{"enter", "j", "enter", "enter", "r"}, common},
		{"instance", []string{"enter", "j", "p"}, common},
		{"picker", []string{"enter", "j", "P"}, common},
		{"help", []string{"enter", "?"}, common},
		{"timeline", []string{"2"}, common},
		{"load-report", []string{"5"}, common},
		{"bars", []string{"2", "tab", "l", "l"}, common},
		{"entities", []string{"3"}, common},
		{"filtered", []string{"2", "/", "k", "e", "n", "j", "i", "enter", "t", "enter", "x"}, common},
		{"typing", []string{"2", "/", "e", "v", "e", "n", "t", ".", "o"}, common},
		{"none-left", []string{"enter", "/", "z", "z", "z", "enter"}, common},
		{"values", []string{"2", "l", "l", "v", " "}, common},
		{"filters", []string{"2", "l", "+", "l", "-", "F", " "}, common},
		{"palette", []string{":", "0", "f", "6", "a"}, common},
	}
	for _, tt := range tests {
		b := start(t, 120, 40)
		b.Press(tt.keys...)
		for _, size := range tt.sizes {
			b.Resize(size[0], size[1]).Golden(fmt.Sprintf("%s-%dx%d", tt.name, size[0], size[1]))
		}
	}
}

func TestGoldenASCII(t *testing.T) {
	c := configOf(intrusion)
	c.ASCII = true
	b := startOn(t, c, theStory(), 120, 40)
	b.Golden("overview").Press("enter", "j").Golden("findings")
	b.Resize(80, 24).Press("2").Has("~0/111122223333_CloudTrail", ".json.gz#0") // a cut takes as much room as a text
	for _, r := range b.Screen() {
		if r > '~' {
			t.Fatalf("%q is no ASCII:\n%s", r, b.Screen())
		}
	}
}

func TestGoldenEmptyHunt(t *testing.T) {
	c := configOf(intrusion)
	c.Options.Span = hunts.Spans()[1] // a day, in which nothing signed in
	b := startOn(t, c, theStory(), 120, 40)
	b.Press("enter").Has("No findings").Lacks("Enter events", "p pivot")
	for _, size := range common {
		b.Resize(size[0], size[1]).Golden(fmt.Sprintf("%dx%d", size[0], size[1]))
	}
}

// The folder holds a file that breaks off, one with something that is no record,
// one with a line that is no JSON, and one that has nothing to do with CloudTrail.
func TestGoldenTroubledLoad(t *testing.T) {
	b := startLoading(t, configOf("testdata/troubled"), 120, 40)
	b.Has("5 Load!").Press("5")
	for _, size := range common {
		b.Resize(size[0], size[1]).Golden(fmt.Sprintf("%dx%d", size[0], size[1]))
	}
}
