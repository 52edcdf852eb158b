package tui

import (
	"slices"

	"coldtrail/hunts"
	"coldtrail/loader/safe"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"
)

// This file is what App does with a key: first the two-key acts that wait for
// their second key, then its own keys, then the notes or the screen on top.

func (a *App) press(msg tea.KeyMsg) tea.Cmd {
	a.message = safe.Text{}
	if a.asked {
		a.asked = false
		if key.Matches(msg, a.keys.Leave, a.keys.Stop) {
			return tea.Quit
		}
	}
	if a.chord != nil {
		return a.second(msg)
	}
	v := a.top()
	if v == nil {
		return nil
	}
	if a.palette != nil {
		return a.palettePress(msg)
	}
	if _, ok := v.screen.(*helpScreen); ok && key.Matches(msg, a.keys.Back, a.keys.Stop, a.keys.Help) {
		return a.back(false)
	}
	if s, ok := v.screen.(typist); ok && s.Typing() && !a.onNotes {
		return a.tell(v, msg)
	}
	if a.waits(msg) {
		a.held = append(a.held, msg)
		if key.Matches(msg, a.keys.Step) {
			a.message = safe.Lit("looking up the steps of the notes …")
		}
		return nil
	}
	if cmd, done := a.own(msg); done {
		a.held = nil
		return cmd
	}
	if a.onNotes && a.keys.moved(&a.notes, msg) {
		return nil
	}
	return a.tell(v, msg)
}

// waits tells whether a key has to wait until what it acts on is there, as have
// those behind it. What leaves the screen has not.
func (a *App) waits(msg tea.KeyMsg) bool {
	switch {
	case key.Matches(msg, a.keys.global()...):
		return false
	case len(a.held) > 0:
		return true
	case key.Matches(msg, a.keys.Step):
		return a.notes.subject != nil && !a.notes.made
	case a.onNotes:
		return false
	}
	s, ok := a.top().screen.(waiter)
	return ok && s.Waits(msg)
}

// release presses the keys that waited, as far as the screens can take them now.
func (a *App) release() tea.Cmd {
	var cmds []tea.Cmd
	for len(a.held) > 0 {
		held := a.held
		a.held = nil
		if a.waits(held[0]) {
			a.held = held
			break
		}
		cmds = append(cmds, a.press(held[0]), a.settle())
		a.held = append(a.held, held[1:]...) // behind the one that a page presses on its events
	}
	return tea.Batch(cmds...)
}

// The screens that take some of App's keys for themselves.
type (
	// typist is a screen in which keys may be text.
	typist interface {
		Typing() bool
		TypingHelp() []key.Binding // the keys that are no text then
	}
	// peeler is a screen over which things may lie that Esc takes off first.
	peeler interface {
		Peel() (cmd tea.Cmd, peeled bool)
		PeelWord() safe.Text // what Peel would do; empty where it does nothing
	}
	// paned is a screen with panes of its own: Tab goes through them first.
	paned interface {
		Focused() bool  // one of them has the focus, not the list
		NextPane() bool // goes on; false where none is left
	}
	// looker is a screen that reads something of what is under its cursor, when
	// there is room to show that. Look is asked after every message.
	looker interface{ Look() tea.Cmd }
	// waiter is a screen that may have nothing yet for a key to act on: it was
	// typed ahead.
	waiter interface{ Waits(msg tea.KeyMsg) bool }
	// stopper is a screen with something that ^C stops.
	stopper interface{ Stop() (stopped bool) }
	// sparing is a screen that may not need all of w×h cells. How many rows it needs
	// is no affair of the cursor or of a filter: those leave everything in its place.
	sparing interface{ Needs(w, h int) int }
	// narrower is a screen that answers the keys that filter.
	narrower interface {
		pressed(msg tea.KeyMsg) (tea.Cmd, bool)
	}
)

// second takes the second key of a chord; any other key ends it.
func (a *App) second(msg tea.KeyMsg) tea.Cmd {
	c := a.chord
	a.chord = nil
	if run, ok := c.run[msg.String()]; ok {
		return a.answer(a.top(), run())
	}
	if !key.Matches(msg, a.keys.Back, a.keys.Stop) {
		a.message = safe.Sprintf("%s is none of them", safe.Cell(msg.String()))
	}
	return nil
}

// own does what App itself answers.
func (a *App) own(msg tea.KeyMsg) (tea.Cmd, bool) {
	k := a.keys
	switch {
	case key.Matches(msg, k.Quit):
		return tea.Quit, true
	case key.Matches(msg, k.Stop):
		return a.interrupt(), true
	case key.Matches(msg, k.Suspend):
		return tea.Suspend, true
	case key.Matches(msg, k.Redraw):
		return tea.ClearScreen, true
	case key.Matches(msg, k.Back), key.Matches(msg, k.Leave):
		return a.back(key.Matches(msg, k.Leave)), true
	case key.Matches(msg, k.HistoryBack):
		return a.walk(-1), true
	case key.Matches(msg, k.HistoryForward):
		return a.walk(+1), true
	case key.Matches(msg, k.Command):
		a.openPalette()
		return nil, true
	case key.Matches(msg, k.Help):
		return a.help(), true
	case key.Matches(msg, k.Notes, k.Focus, k.Step):
		a.toNotes(msg)
		return nil, true
	case key.Matches(msg, k.Copy):
		a.toCopy()
		return nil, true
	case a.dump != nil && key.Matches(msg, k.Mode):
		return a.switchMode(), true
	case a.dump != nil && key.Matches(msg, k.Window):
		return a.switchWindow(), true
	}
	if _, ok := a.top().screen.(*picker); ok {
		return nil, false // digits choose there
	}
	for i, t := range a.tabs {
		if key.Matches(msg, t.key) {
			return a.goTo(i), true
		}
	}
	return a.unfiltered(msg)
}

// unfiltered says why a key that filters does nothing on a screen without a table.
func (a *App) unfiltered(msg tea.KeyMsg) (tea.Cmd, bool) {
	_, ok := a.top().screen.(narrower)
	if r, isRecord := a.top().screen.(*record); isRecord {
		ok = key.Matches(msg, r.searchKeys()...) || !r.text && key.Matches(msg, a.keys.Keep, a.keys.Drop)
	}
	if _, isList := a.top().screen.(*filters); ok || isList || !a.keys.narrows(msg) {
		return nil, false
	}
	a.message = safe.Lit("filters are for tables of events, findings and entities")
	return nil, true
}

// toNotes shows, reads or follows the notes, or says why it cannot.
func (a *App) toNotes(msg tea.KeyMsg) {
	if s, ok := a.top().screen.(paned); ok && !a.onNotes && key.Matches(msg, a.keys.Focus) {
		had := s.Focused()
		if s.NextPane() || had && a.notes.subject == nil {
			return
		}
	}
	switch {
	case a.notes.subject == nil && !(a.switchesNotes() && key.Matches(msg, a.keys.Notes)):
		a.message = safe.Lit("notes belong to a finding: there is none here")
	case key.Matches(msg, a.keys.Notes):
		a.toggleNotes()
	case key.Matches(msg, a.keys.Focus):
		a.showNotes, a.onNotes = true, !a.onNotes
	default:
		if a.chord = a.notes.chord(); a.chord == nil {
			a.message = safe.Lit("no note of this finding has a step to open")
		}
	}
}

// toCopy waits for what to copy, or says that there is nothing.
func (a *App) toCopy() {
	if s, ok := a.top().screen.(copier); ok {
		a.chord = s.copies()
	}
	if a.chord == nil {
		a.message = safe.Lit("nothing to copy here: open a record")
	}
}

// interrupt stops a search or a load that goes on; otherwise it asks whether to
// quit: it may have been meant for what ended a moment before.
func (a *App) interrupt() tea.Cmd {
	if s, ok := a.top().screen.(stopper); ok && s.Stop() {
		a.message = safe.Lit("stopped: what was found is shown")
		return nil
	}
	if a.stop == nil {
		a.asked = true
		return nil
	}
	a.stop()
	a.message = safe.Lit("stopping: what was read is kept")
	return nil
}

// back goes one step out: from the notes to the list, then down the stack. At
// the root Esc does nothing, and q asks whether to quit.
func (a *App) back(leave bool) tea.Cmd {
	if s, ok := a.top().screen.(peeler); ok && !leave && !a.onNotes {
		if cmd, peeled := s.Peel(); peeled {
			return a.answer(a.top(), cmd)
		}
	}
	switch {
	case a.onNotes:
		a.onNotes = false
	case len(a.tabs[a.open].stack) > 1:
		a.closeTop()
		a.history.note(a)
	case leave:
		a.asked = true
	}
	return nil
}

// switchesNotes tells whether there is a pane of notes to show or to hide.
func (a *App) switchesNotes() bool {
	return a.notes.subject != nil || a.notes.shown() && a.notesFit()
}

func (a *App) toggleNotes() {
	if !a.notesFit() {
		a.showNotes, a.onNotes = true, !a.onNotes
		return
	}
	a.showNotes = !a.showNotes
	a.onNotes = a.onNotes && a.showNotes
}

func (a *App) switchMode() tea.Cmd {
	a.options.Mode = hunts.Documented - a.options.Mode
	return a.hunt()
}

// switchWindow goes to the next of the spans.
func (a *App) switchWindow() tea.Cmd {
	spans := hunts.Spans()
	i := slices.Index(spans, a.options.Span)
	a.options.Span = spans[(i+1)%len(spans)]
	return a.hunt()
}

// help opens the help page of the screen on top.
func (a *App) help() tea.Cmd {
	v := a.top()
	if v == nil {
		return nil
	}
	if _, ok := v.screen.(*helpScreen); ok {
		return a.back(false)
	}
	return a.push(a.open, newHelp(&a.env, v.screen.Title(), append(v.screen.FullHelp(), a.ownHelp()...)))
}

// ownHelp is the help of App's keys, as far as they do something now.
func (a *App) ownHelp() [][]key.Binding {
	k := a.keys
	noNotes, noDump := a.notes.subject == nil, a.dump == nil
	return [][]key.Binding{
		{off(k.Notes, !a.switchesNotes()), off(k.Focus, noNotes), off(k.Step, noNotes), off(k.Mode, noDump), off(k.Window, noDump)},
		k.global(),
	}
}
