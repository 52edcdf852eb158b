package tui

import (
	"fmt"
	"strings"
	"testing"

	"coldtrail/hunts/sweep"
	"coldtrail/loader"
	"coldtrail/tui/tuitest"

	tea "github.com/charmbracelet/bubbletea"
)

// scene is a state of the workbench and the keys that lead there.
type scene struct {
	name string
	keys []string
}

// scenes are all screens, and all that can lie over them.
func scenes() []scene {
	list := []scene{
		{"overview", nil},
		{"entities of a hunt", []string{"P"}},
		{"events of a finding", []string{"enter", "enter"}},
		{"record of a finding", []string{"enter", "enter", "enter"}},
		{"bytes of a record", []string{"2", "enter", "r", "G"}},
		{"folded record", []string{"2", "enter", "("}},
		{"unfolded record", []string{"2", "enter", ")", "G"}},
		{"search that is typed in a record", []string{"2", "enter", "/", "e", "n"}},
		{"record that is searched", []string{"2", "enter", "/", "r", "o", "l", "e", "enter", "n", "n"}},
		{"record without what is searched for", []string{"2", "enter", "/", "z", "z", "z", "enter"}},
		{"timeline", []string{"2", "G"}},
		{"sorted timeline", []string{"2", "l", "l", "s", "S"}},
		{"load report", []string{"5", "G", "l", "s"}},
		{"help", []string{"enter", "?"}},
		{"notes in full", []string{"enter", "tab", "G"}},
		{"no notes", []string{"enter", "i"}},
		{"question whether to quit", []string{"q"}},
		{"chord of the notes", []string{"enter", "."}},
		{"chord of a copy", []string{"2", "enter", "y"}},
		{"other options", []string{"D", "W", "W"}},
		{"other now", []string{"2", "T"}},
		{"message", []string{"]"}},
		{"bar that is chosen", []string{"2", "tab", "l"}},
		{"entities", []string{"3", "s"}},
		{"entities that are filtered", []string{"3", "h", "h", "+", "v"}},
		{"palette", []string{":"}},
		{"palette with ids", []string{"2", ":", "2", "0", "down"}},
		{"filter that is typed", []string{"2", "/", "e", "v", "e", "n", "t"}},
		{"filter with an error", []string{"2", "/", "a", ":", ")"}},
		{"filters", []string{"2", "l", "l", "+", "l", "-", "F"}},
		{"filter that is edited", []string{"2", "l", "l", "+", "F", "enter", ")"}},
		{"dimmed and folded", []string{"2", "l", "l", "+", "x", "o", "d"}},
		{"filters switched off", []string{"2", "l", "l", "+", "l", "-", "\\"}},
		{"nothing that fits", []string{"2", "/", "z", "z", "z", "z", "enter"}},
		{"window that is typed", []string{"2", "t"}},
		{"values", []string{"2", "l", "l", "v", " "}},
		{"groups", []string{"2", "l", "l", "b", "/", "e"}},
		{"columns", []string{"2", "l", ">", "C", "j", " "}},
		{"hidden columns", []string{"2", "l", ">", "C", "j", " ", "enter", "l", "l"}},
		{"filtered findings", []string{"enter", "+", "x"}},
		{"no finding that fits", []string{"enter", "/", "z", "z", "z", "enter"}},
	}
	for hunt := range 5 {
		var down []string
		for range hunt {
			down = append(down, "j")
		}
		list = append(list,
			scene{fmt.Sprintf("hunt %d, complete", hunt), append(down, "enter")},
			scene{fmt.Sprintf("hunt %d, documented", hunt), append(append([]string{"D"}, down...), "enter", "G")})
	}
	return list
}

// looks are the ways to draw.
func looks() map[string]Config {
	return map[string]Config{
		"dark":  {Theme: Dark},
		"ASCII": {Theme: Light, ASCII: true},
		"mono":  {Theme: Dark, NoColor: true},
	}
}

func TestEveryScreenFillsEverySize(t *testing.T) {
	t.Parallel()
	dumps := map[string]*loader.Dataset{"ordinary": theStory(), "hostile": hostileDump(t)}
	for name, dump := range dumps {
		for look, c := range looks() {
			step := 17
			if name == "hostile" && look == "dark" {
				step = 3
			}
			t.Run(name+", "+look, func(t *testing.T) {
				t.Parallel()
				drawn := configOf(intrusion)
				drawn.Theme, drawn.ASCII, drawn.NoColor = c.Theme, c.ASCII, c.NoColor
				for i, s := range scenes() {
					b := startOn(t, drawn, dump, 120, 40)
					b.Press(s.keys...)
					b.everySize(t, s.name, i, step)
				}
				pages(t, drawn, dump, step)
			})
		}
	}
}

func TestEveryScreenFillsEverySizeWhileLoading(t *testing.T) {
	t.Parallel()
	hostile := hostileDump(t)
	hostile.Report().Loading = true
	for name, dump := range map[string]*loader.Dataset{"ordinary": snapshot(t, "2025-10-28 12:00:00"), "hostile": hostile} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for i, s := range append(scenes(), scene{"stopping", []string{"ctrl+c"}}) {
				b, _ := startPlaying(t, configOf(intrusion), 120, 40)
				b.reads(dump, late).Press(s.keys...)
				b.everySize(t, s.name, i, 17)
			}
		})
	}
}

func hostileDump(t *testing.T) *loader.Dataset {
	t.Helper()
	dump, err := loadAll(tuitest.Hostile(t))
	if err != nil {
		t.Fatal(err)
	}
	return dump
}

// pages draws the page of an entity of each kind, the one with the most events.
func pages(t *testing.T, c Config, dump *loader.Dataset, step int) {
	t.Helper()
	b := startOn(t, c, dump, 120, 40)
	list, err := sweep.Parse(strings.NewReader(someIndicators))
	if err != nil {
		t.Fatal(err)
	}
	b.Send(replyMsg{msg: openMsg{newIndicators(&b.app.env, "", list)}}).Settle().Has("indicators")
	b.everySize(t, "indicators", 0, step)
	for i, kind := range loader.Kinds() {
		var most loader.Entity
		for _, e := range dump.EntitiesOf(kind) {
			if dump.Count(e) > dump.Count(most) {
				most = e
			}
		}
		if most.Value == "" {
			continue
		}
		b.Send(replyMsg{msg: openMsg{newEntity(&b.app.env, most)}}).Settle()
		b.Has(kind.String())
		b.everySize(t, "page of the "+kind.String(), i, step)
	}
}

// everySize draws what is shown now in every width, and in every height several
// times: which height a width is tried with differs from screen to screen.
func (b *bench) everySize(t *testing.T, name string, shift, step int) {
	t.Helper()
	for w := 1 + shift%step; w <= 200; w += step {
		b.size(t, name, w, 1+(w*23+shift*7)%60)
	}
	for _, size := range [][2]int{{40, 14}, {60, 22}, {99, 21}, {100, 14}, {160, 30}} {
		b.size(t, name, size[0], size[1])
	}
	b.Resize(120, 40)
}

// size draws the workbench, and the screen alone, in w×h cells.
func (b *bench) size(t *testing.T, name string, w, h int) {
	t.Helper()
	b.app.Update(tea.WindowSizeMsg{Width: w, Height: h})
	if err := tuitest.Frame(b.app.View(), w, h); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	if w > 0 && h > 0 && h%4 == 0 {
		s := b.app.top().screen
		s.SetSize(w, h)
		if err := tuitest.Frame(s.View(), w, h); err != nil {
			t.Fatalf("%s, the screen alone: %v", name, err)
		}
	}
}

func TestEverySizeBelowTheSmallest(t *testing.T) {
	b := start(t, 120, 40)
	for w := range minWidth + 2 {
		for h := range minHeight + 2 {
			b.size(t, "overview", w, h)
		}
	}
	b.Resize(30, 6).Has("30×6: need 40×14", "Q quits").Resize(120, 40).Has(consoleIn)
}
