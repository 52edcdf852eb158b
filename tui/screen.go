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
// command; commands compute from what they captured and never touch a screen,
// nor env.dump and env.results, which change while they run. What takes time
// with the number of events, files or findings is a command; Update, SetSize
// and View take time with the rows in the window only. A reply that comes when
// another was asked for is dropped. Only App calls SetSize.
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
	Under   Named     // what is under the cursor: in the message line, where Message says nothing
	// Finding is what the notes are about; nil for a screen that shows none.
	Finding *Subject
	// NoFinding stands in the place of the notes while Finding is nil, so that they
	// keep their place; empty for a screen that gives them none.
	NoFinding safe.Text
}

// Subject is a finding with the hunt's result that it belongs to.
type Subject struct {
	Result  hunts.Result
	Finding hunts.Finding
}

// among finds the finding in later results: the one that holds its first event,
// and of several the one that is most like it.
func (s Subject) among(results []hunts.Result) (Subject, bool) {
	for _, r := range results {
		if r.Hunt.ID == s.Result.Hunt.ID && r.Mode == s.Result.Mode {
			i := r.Same(s.Finding)
			if i < 0 {
				return Subject{}, false
			}
			return Subject{r, r.Findings[i]}, true
		}
	}
	return Subject{}, false
}

// The messages from screens to App.
type (
	// openMsg pushes a screen on the current tab.
	openMsg struct{ screen Screen }
	// downMsg takes a message to the screen below the one that sends it, which it
	// may close.
	downMsg struct {
		msg   tea.Msg
		close bool
	}
	// shownMsg tells the screen on top of a tab that the tab was opened; App sends it.
	shownMsg struct{}
	// sayMsg puts a text into the message line.
	sayMsg struct{ text safe.Text }
	// replaceMsg closes the screen that sends it and opens another.
	replaceMsg struct{ screen Screen }
	// nowMsg makes a time the now of the hunts.
	nowMsg struct{ event loader.Event }
	// pressMsg presses a key, on a screen that was opened for it.
	pressMsg struct{ key tea.KeyMsg }
)

// request asks App for something in an Update or Init of a screen. App does it as
// soon as that returns: a key that was typed ahead finds it done. What a command
// asks for is the message that the command returns. There is never a command to
// run; a key's case can end with it.
func (e *env) request(msg tea.Msg) tea.Cmd {
	e.requests = append(e.requests, msg)
	return nil
}

func (e *env) open(s Screen) tea.Cmd { return e.request(openMsg{s}) }

func (e *env) down(msg tea.Msg, close bool) tea.Cmd { return e.request(downMsg{msg, close}) }

func (e *env) say(t safe.Text) tea.Cmd { return e.request(sayMsg{t}) }

// resultsMsg tells every screen that env has other results, and, where dump is
// true, another dataset that they were found in: while a long load goes on its
// snapshots, one after the other, and at its end the whole. IDs are the same in
// all of them. A screen then
//
//   - keeps what it shows, and computes what it shows anew in a command, of the
//     dataset and the results that the command takes along;
//   - puts that in the place of the old when it is there, cursor and scroll and
//     sort as they were (list.setRows; rows that are a finder keep the cursor on
//     what it is on);
//   - marks its numbers with env.count or env.soFar: a count is final or says
//     that it is not.
//
// A screen that was closed is not told: Init compares env.news, or env.dumps,
// with what it last saw.
type resultsMsg struct{ dump bool }

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
