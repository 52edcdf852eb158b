package tui

import (
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"
)

// everyKey gives the bindings of the key map by their names.
func everyKey() map[string]key.Binding {
	keys := map[string]key.Binding{}
	v := reflect.ValueOf(defaultKeys())
	for i := range v.NumField() {
		keys[v.Type().Field(i).Name] = v.Field(i).Interface().(key.Binding)
	}
	return keys
}

func TestEveryKeyMeansOneThing(t *testing.T) {
	owner := map[string]string{}
	for name, b := range everyKey() {
		if len(b.Keys()) == 0 || b.Help().Key == "" || b.Help().Desc == "" || !b.Enabled() {
			t.Errorf("%s has keys %q and help %q", name, b.Keys(), b.Help())
		}
		if shown := strings.Fields(b.Help().Key); len(shown) != len(b.Keys()) {
			t.Errorf("%s: the help %q does not name the keys %q", name, b.Help().Key, b.Keys())
		}
		for _, k := range b.Keys() {
			if owner[k] != "" {
				t.Errorf("%s is %s and %s", k, owner[k], name)
			}
			owner[k] = name
		}
	}
}

// TestReadmeNamesEveryKey looks for each key, as the help shows it, in the
// table of keys.
func TestReadmeNamesEveryKey(t *testing.T) {
	text, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(text), "\n## Keys\n")
	table, _, _ = strings.Cut(table, "\n## ")
	for name, b := range everyKey() {
		for _, shown := range strings.Fields(b.Help().Key) {
			if !strings.Contains(table, "`"+shown+"`") {
				t.Errorf("README.md does not name %s (%s)", shown, name)
			}
		}
	}
}

// TestHelpNamesEveryKey: a key that does something somewhere is on a help page.
func TestHelpNamesEveryKey(t *testing.T) {
	named := map[string]bool{}
	for _, keys := range [][]string{nil, {"enter"}, {"2"}, {"2", "enter"}, {"2", "enter", "/", "e", "enter"}, {"5"}, {"enter", "p"}, {"2", "l", "l", "+", "-", "u"}, {"2", "l", "l", "+", "x"}, {"2", "l", "l", "v"}} {
		b := start(t, 80, 24)
		b.Press(keys...)
		for _, group := range append(b.app.top().screen.FullHelp(), b.app.ownHelp()...) {
			for _, binding := range group {
				if binding.Enabled() {
					named[binding.Help().Key] = true
				}
			}
		}
	}
	for name, b := range everyKey() {
		if !named[b.Help().Key] {
			t.Errorf("no help page names %s (%s)", b.Help().Key, name)
		}
	}
}

// TestKeysThatArriveTogether: a key that is held, and Esc with a key behind it,
// come in one message over a slow connection.
func TestKeysThatArriveTogether(t *testing.T) {
	b := start(t, 80, 24)
	b.Send(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("jjkj")}).Settle().Has("▶  INFO")
	b.Press("enter").Has("rows").Send(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("j"), Alt: true}).Settle().Has("▶  hunt  Remote")
	b.Send(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("qq"), Paste: true}).Settle()
	if b.Quit() {
		t.Error("what is pasted quits")
	}
	if b.Send(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("qq")}).Settle(); !b.Quit() {
		t.Error("q q at once does not quit")
	}
}

func TestWhatCannotBeDoneIsNotOffered(t *testing.T) {
	b := start(t, 200, 60)
	b.Lacks("Tab ", "i notes", ". step").Press("?").Lacks("notes ↔ list", "step of a note").Press("esc")
	b.Press("2", "enter", "r").Lacks("p pivot").Press("?").Lacks("collapse all", "unfold").Press("esc", "esc", "1")
	b.Press("W", "enter").Has("No findings").Lacks("Enter events", "p pivot", "s sort", "i notes")
	b.Press("?").Lacks("events behind the row", "pivot on the cell's entity", "sort by this column")
}

// TestTypingIsOfferedItsOwnKeys: letters are text then, and not what they do elsewhere.
func TestTypingIsOfferedItsOwnKeys(t *testing.T) {
	for _, tt := range []struct {
		keys []string
		has  []string
	}{
		{[]string{"2", "/"}, []string{"Enter keep", "Tab complete", "^U clear"}},
		{[]string{"2", "/", "a", "enter", "/"}, []string{"Enter keep", "↑ ↓ typed before"}},
		{[]string{"2", "t"}, []string{"Enter keep", "^U clear"}},
		{[]string{"2", "l", "+", "F", "enter"}, []string{"Enter take it"}},
		{[]string{"enter", "enter", "enter", "/"}, []string{"Enter search"}},
	} {
		b := start(t, 80, 24)
		b.Press(tt.keys...)
		foot := b.Line("Esc discard")
		for _, want := range tt.has {
			if !strings.Contains(foot, want) {
				t.Errorf("after %q the footer lacks %q: %s", tt.keys, want, foot)
			}
		}
		for _, not := range []string{"? help", "p pivot", "Enter record", ". step", "+ ="} {
			if strings.Contains(foot, not) {
				t.Errorf("after %q the footer offers %q: %s", tt.keys, not, foot)
			}
		}
	}
	b := start(t, 80, 24)
	b.Press("2", "/").Type("zqxj").Has("0 of 2,086 fit what is typed. Esc discards it.").Lacks("X clears them")
	b.Press("enter").Has("X clears them")
}

// TestAPickerOffersItsDigits: they open at once.
func TestAPickerOffersItsDigits(t *testing.T) {
	b := start(t, 80, 24)
	b.Press("enter", "P").Has("1–9 open at once").Press("2").Has("WHAT")
}

// TestWhatIsOfferedIsDone presses the keys of footers: each must change the
// screen, or say why it cannot.
func TestWhatIsOfferedIsDone(t *testing.T) {
	for _, keys := range [][]string{nil, {"enter", "j"}, {"enter", "j", "enter"}, {"2"}, {"2", "j", "enter"}, {"enter", "j", "p"}, {"enter", "j", "P"}, {"?"}} {
		b := start(t, 200, 14)
		b.Press(keys...)
		offered := append(b.app.top().screen.ShortHelp(), b.app.keys.Help)
		for _, binding := range offered {
			if !binding.Enabled() || binding.Help().Desc == "place before" {
				continue
			}
			b := start(t, 200, 14)
			b.Press(keys...)
			before := b.Screen()
			if b.Press(binding.Keys()[0]); b.Screen() == before {
				t.Errorf("after %q, %s (%s) does nothing:\n%s", keys, binding.Help().Key, binding.Help().Desc, before)
			}
		}
	}
}

// TestREADMEShowsTheScreen holds the picture in the README to what is drawn.
func TestREADMEShowsTheScreen(t *testing.T) {
	text, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	golden, err := os.ReadFile("testdata/TestGolden/findings-80x24.golden")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(text), "```text\n"+strings.TrimRight(string(golden), "\n")+"\n```") {
		t.Error("the picture in README.md is not the golden view of findings at 80×24")
	}
}
