package tui

import (
	"context"
	"slices"
	"strings"

	"coldtrail/loader/safe"
	"coldtrail/tui/ink"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"
)

// helpScreen shows the keys that do something on the screen below it; those
// that hold what is typed, once something is.
type helpScreen struct {
	*env
	of     safe.Text // the title of the screen that the keys belong to
	groups [][]key.Binding
	input  editor
	top    int
	w, h   int
}

func newHelp(e *env, of safe.Text, groups [][]key.Binding) *helpScreen {
	s := &helpScreen{env: e, of: of}
	for _, g := range groups {
		g = slices.DeleteFunc(slices.Clone(g), func(b key.Binding) bool { return !b.Enabled() })
		if len(g) > 0 {
			s.groups = append(s.groups, g)
		}
	}
	return s
}

func (s *helpScreen) Init(context.Context) tea.Cmd { return nil }

func (s *helpScreen) Update(msg tea.Msg) tea.Cmd {
	m, ok := msg.(tea.KeyMsg)
	switch {
	case !ok:
	case key.Matches(m, s.keys.HalfUp):
		s.input.set("")
	case m.Type == tea.KeyRunes, m.Type == tea.KeySpace, m.Type == tea.KeyBackspace:
		s.input.press(m)
		s.top = 0
	default:
		s.keys.moved(s, m)
	}
	return nil
}

// Typing tells that keys are text here. App takes those that close the page.
func (s *helpScreen) Typing() bool { return true }

// TypingHelp is the keys that are no text.
func (s *helpScreen) TypingHelp() []key.Binding { return s.ShortHelp() }

// found are the groups, with the keys that hold what was typed.
func (s *helpScreen) found() [][]key.Binding {
	typed := strings.ToLower(strings.TrimSpace(s.input.value()))
	var groups [][]key.Binding
	for _, g := range s.groups {
		g = slices.DeleteFunc(slices.Clone(g), func(b key.Binding) bool {
			return !strings.Contains(strings.ToLower(b.Help().Key+" "+b.Help().Desc), typed)
		})
		if len(g) > 0 {
			groups = append(groups, g)
		}
	}
	return groups
}

func (s *helpScreen) SetSize(w, h int) {
	s.w, s.h = w, h
	s.Move(0)
}

func (s *helpScreen) View() string {
	lines := s.lines()
	top := min(s.top, len(lines))
	return ink.Block(lines[top:], s.w, s.h)
}

// lines draws the groups: side by side where there is room, else one below
// the other.
func (s *helpScreen) lines() []string {
	groups := s.found()
	columns := min(max(s.w/36, 1), len(groups))
	w := s.w / max(columns, 1)
	b := bar{env: s.env, input: s.input, label: safe.Lit("search the keys:")}
	lines := []string{b.line(s.w, new(ink.Line)), ""}
	for from := 0; from < len(groups); from += columns {
		row := groups[from:min(from+columns, len(groups))]
		depth := 0
		for _, g := range row {
			depth = max(depth, len(g))
		}
		for i := range depth {
			var l ink.Line
			for c, g := range row {
				l.Pad(c * w)
				if i < len(g) {
					l.Add(s.Key, s.Glyphs.Text(safe.Cell(g[i].Help().Key)).Fit(10)).
						Add(s.Text, s.Glyphs.Text(safe.Cell(" "+g[i].Help().Desc)).Cut(w-11))
				}
			}
			lines = append(lines, " "+l.Fit(s.w-1))
		}
		lines = append(lines, "")
	}
	return lines
}

func (s *helpScreen) Title() safe.Text { return safe.Sprintf("Help: %s", s.of) }

func (s *helpScreen) Status() Status { return Status{} }

func (s *helpScreen) ShortHelp() []key.Binding {
	return []key.Binding{bind("↑ ↓", "scroll", "down", "up"), off(named(s.keys.HalfUp, "clear"), s.input.value() == "")}
}

func (s *helpScreen) FullHelp() [][]key.Binding { return [][]key.Binding{s.keys.move()} }

// Move scrolls by lines.
func (s *helpScreen) Move(delta int) { s.top = max(min(s.top+delta, len(s.lines())-s.h), 0) }

// Page scrolls by windows.
func (s *helpScreen) Page(delta int) { s.Move(delta * s.h) }

// Half scrolls by half windows.
func (s *helpScreen) Half(delta int) { s.Move(delta * s.h / 2) }

// Top scrolls to the first line.
func (s *helpScreen) Top() { s.top = 0 }

// End scrolls to the last line.
func (s *helpScreen) End() { s.Move(len(s.lines())) }
