package tui

import (
	"context"

	"coldtrail/hunts"
	"coldtrail/loader"
	"coldtrail/loader/safe"

	"github.com/charmbracelet/bubbles/help"
	tea "github.com/charmbracelet/bubbletea"
)

// Screen is one place of the workbench. Update changes it and returns a
// command; commands compute from what they captured and never touch a screen.
// Only App calls SetSize.
type Screen interface {
	// Init starts what the screen needs computed. ctx ends when the screen is
	// closed. It is called again when a closed screen is visited again.
	Init(ctx context.Context) tea.Cmd
	Update(msg tea.Msg) tea.Cmd
	SetSize(w, h int)
	View() string // exactly w×h cells
	Title() safe.Text
	Status() Status
	help.KeyMap // what can be done now
}

// Status is what a screen says outside of its own cells.
type Status struct {
	Counts  safe.Text // at the right of the breadcrumb: "5 rows  23 events"
	Message safe.Text // in the message line, unless the last act says something there
	// Finding is what the notes are about; nil for a screen that shows none.
	Finding *Subject
}

// Subject is a finding with the hunt's result that it belongs to.
type Subject struct {
	Result  hunts.Result
	Finding hunts.Finding
}

// The messages from screens to App. Each is returned by a command.
type (
	// openMsg pushes a screen on the current tab.
	openMsg struct{ screen Screen }
	// shownMsg tells the screen on top of a tab that the tab was opened; App sends it.
	shownMsg struct{}
	// sayMsg puts a text into the message line.
	sayMsg struct{ text safe.Text }
	// nowMsg makes a time the now of the hunts.
	nowMsg struct{ event loader.Event }
)

func open(s Screen) tea.Cmd { return func() tea.Msg { return openMsg{s} } }

func say(t safe.Text) tea.Cmd { return func() tea.Msg { return sayMsg{t} } }

// resultsMsg tells every screen that the hunts have run again.
type resultsMsg struct{ results []hunts.Result }

// find gives the result of a hunt; false where it is not among them.
func (m resultsMsg) find(id string) (hunts.Result, bool) {
	for _, r := range m.results {
		if r.Hunt.ID == id {
			return r, true
		}
	}
	return hunts.Result{}, false
}

// replyMsg carries what a screen's command gave back to the screen that asked.
type replyMsg struct {
	to  int // the visit's id
	msg tea.Msg
}

// addressed wraps a command, and all that it expands to, so that its reply
// finds the visit that asked and no other.
func addressed(to int, cmd tea.Cmd) tea.Cmd {
	if cmd == nil {
		return nil
	}
	return func() tea.Msg {
		msg := cmd()
		if batch, ok := msg.(tea.BatchMsg); ok {
			for i := range batch {
				batch[i] = addressed(to, batch[i])
			}
			return batch
		}
		return replyMsg{to, msg}
	}
}
