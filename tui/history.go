package tui

import (
	"slices"

	"coldtrail/loader/safe"

	tea "github.com/charmbracelet/bubbletea"
)

// history is the places that were visited, across tabs, as a browser keeps
// them: going somewhere new forgets what lay ahead.
type history struct {
	places []place
	at     int // index of the place that is shown
}

// place is a tab and the stack it had.
type place struct {
	tab   int
	stack []*visit
}

// longest is how many places are remembered.
const longest = 200

// note remembers the place that is shown now.
func (h *history) note(a *App) {
	if len(h.places) > 0 {
		h.places = h.places[:h.at+1]
	}
	h.places = append(h.places, place{a.open, slices.Clone(a.tabs[a.open].stack)})
	if len(h.places) > longest {
		h.places = slices.Delete(h.places, 0, 1)
	}
	h.at = len(h.places) - 1
}

// walk shows the place before (-1) or after (+1). Screens that were closed
// meanwhile begin again, with their cursor where it was.
func (a *App) walk(step int) tea.Cmd {
	h := &a.history
	if h.at+step < 0 || h.at+step >= len(h.places) {
		a.message = safe.Lit("no place further that way")
		return nil
	}
	h.at += step
	p := h.places[h.at]
	old := a.tabs[p.tab].stack
	a.open, a.onNotes = p.tab, false
	a.tabs[p.tab].stack = slices.Clone(p.stack)
	for _, v := range old {
		if !slices.Contains(p.stack, v) {
			v.cancel()
		}
	}
	var begin []tea.Cmd
	for _, v := range p.stack {
		if !slices.Contains(old, v) {
			begin = append(begin, a.start(v))
		}
	}
	return tea.Batch(begin...)
}
