package tui

import (
	"slices"
	"unicode"

	tea "github.com/charmbracelet/bubbletea"
)

// editor is a line of text that is typed. The one of bubbles would look for
// programs of the clipboard whenever coldtrail starts, and draw what was typed
// as it is; this one draws nothing.
type editor struct {
	text []rune
	at   int // where is typed, in runes
}

// longestLine is how many runes can be typed.
const longestLine = 4096

func newEditor(text string) editor {
	var e editor
	e.set(text)
	return e
}

func (e *editor) value() string { return string(e.text) }

// set sets the text and goes to its end.
func (e *editor) set(text string) {
	e.text = []rune(text)
	e.at = len(e.text)
}

// press lets a key edit the line.
func (e *editor) press(msg tea.KeyMsg) {
	switch msg.Type {
	case tea.KeyRunes, tea.KeySpace:
		e.insert(msg.Runes)
	case tea.KeyBackspace:
		e.cut(e.at-1, e.at)
	case tea.KeyDelete, tea.KeyCtrlD:
		e.cut(e.at, e.at+1)
	case tea.KeyCtrlW:
		e.cut(e.wordStart(), e.at)
	case tea.KeyCtrlK:
		e.cut(e.at, len(e.text))
	case tea.KeyLeft, tea.KeyCtrlB:
		e.at = max(e.at-1, 0)
	case tea.KeyRight, tea.KeyCtrlF:
		e.at = min(e.at+1, len(e.text))
	case tea.KeyHome, tea.KeyCtrlA:
		e.at = 0
	case tea.KeyEnd, tea.KeyCtrlE:
		e.at = len(e.text)
	}
}

// insert puts runes where is typed. A line end that is pasted becomes a blank.
func (e *editor) insert(runes []rune) {
	runes = slices.Clone(runes[:min(len(runes), max(longestLine-len(e.text), 0))])
	for i, r := range runes {
		if r == '\n' || r == '\r' || r == '\t' {
			runes[i] = ' '
		}
	}
	e.text = slices.Insert(e.text, e.at, runes...)
	e.at += len(runes)
}

// cut takes runes out and goes to where they were.
func (e *editor) cut(from, to int) {
	from, to = max(from, 0), min(to, len(e.text))
	if from < to {
		e.text = slices.Delete(e.text, from, to)
		e.at = from
	}
}

// wordStart is where the word before begins.
func (e *editor) wordStart() int {
	i := e.at
	for i > 0 && unicode.IsSpace(e.text[i-1]) {
		i--
	}
	for i > 0 && !unicode.IsSpace(e.text[i-1]) {
		i--
	}
	return i
}
