package tui

import (
	"context"
	"strings"

	"coldtrail/loader"
	"coldtrail/loader/safe"
	"coldtrail/tui/filter"
	"coldtrail/tui/ink"
	"coldtrail/tui/table"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"
)

// filters lists the conditions of the list below, to switch, edit or drop them.
// What is done here is done there at once.
type filters struct {
	list
	stack  filter.Stack
	undone filter.Undo[filter.Stack]
	edit   *bar // of the condition under the cursor
	w, h   int
}

func newFilters(e *env, stack filter.Stack) *filters {
	cols := []table.Column{{Title: safe.Lit("ON"), Min: 4}, {Title: safe.Lit("FILTER"), Min: 20}}
	return &filters{list: newList(e, cols, chipRows{e, stack}), stack: stack}
}

func (s *filters) Init(ctx context.Context) tea.Cmd {
	s.ctx = ctx
	return nil
}

func (s *filters) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case stackMsg:
		s.stack = msg.stack
		return s.setRows(chipRows{s.env, s.stack})
	case tea.KeyMsg:
		switch {
		case s.edit != nil:
			return s.typed(msg)
		case s.keys.moved(s.Model, msg):
			return nil
		case s.Row() >= 0:
			return s.act(msg)
		}
	}
	return nil
}

// act does what a key does to the condition under the cursor, or to all.
func (s *filters) act(msg tea.KeyMsg) tea.Cmd {
	k, i := s.keys, s.Row()
	switch {
	case key.Matches(msg, k.Tick):
		return s.take(s.stack.Toggle(i))
	case key.Matches(msg, k.Drop):
		return s.take(s.stack.Drop(i))
	case key.Matches(msg, k.Toggle):
		return s.take(s.stack.ToggleAll())
	case key.Matches(msg, k.Clear):
		return s.take(filter.Stack{})
	case key.Matches(msg, k.Enter), key.Matches(msg, k.Filter):
		s.edit = newFilterBar(s.env, s.stack.Chips()[i].Query)
		s.edit.completes = false // the rows whose values could are below
	case key.Matches(msg, k.Undo):
		return s.back(s.undone.Back(s.stack))
	case key.Matches(msg, k.Redo):
		return s.back(s.undone.Forward(s.stack))
	case k.narrows(msg):
		return s.say(safe.Lit("here filters are switched, edited and dropped: Esc goes back to the rows"))
	}
	return nil
}

// typed takes a key while a condition is edited.
func (s *filters) typed(msg tea.KeyMsg) tea.Cmd {
	b := s.edit
	switch b.press(msg) {
	case left:
		s.edit = nil
	case entered:
		if b.err != nil {
			return nil
		}
		b.remember()
		s.edit = nil
		return s.take(s.stack.Replace(s.Row(), b.query))
	}
	return nil
}

// take shows other filters, here and below.
func (s *filters) take(stack filter.Stack) tea.Cmd {
	s.undone.Did(s.stack)
	return s.show(stack)
}

func (s *filters) back(stack filter.Stack, ok bool) tea.Cmd {
	if !ok {
		return s.say(safe.Lit("nothing to undo or redo that way"))
	}
	return s.show(stack)
}

func (s *filters) show(stack filter.Stack) tea.Cmd {
	s.stack = stack
	return tea.Batch(s.setRows(chipRows{s.env, stack}), s.down(stackMsg{stack}, stack.Len() == 0))
}

// Typing tells whether keys are text now.
func (s *filters) Typing() bool { return s.edit != nil }

// TypingHelp is the keys that are no text then.
func (s *filters) TypingHelp() []key.Binding { return s.edit.help("take it") }

// PeelWord is what Esc does while a condition is edited.
func (s *filters) PeelWord() safe.Text {
	if s.edit != nil {
		return safe.Lit("discard")
	}
	return safe.Text{}
}

// Peel does nothing: the filters belong to the list below.
func (s *filters) Peel() (tea.Cmd, bool) { return nil, false }

func (s *filters) SetSize(w, h int) {
	s.w, s.h = w, h
	s.list.SetSize(w, h)
}

func (s *filters) View() string {
	lines := strings.Split(s.list.View(), "\n")
	if s.edit != nil && s.h > 1 {
		lines[0] = s.edit.line(s.w, new(ink.Line))
		if s.edit.err != nil {
			lines[1] = s.edit.complaint(s.w)
		}
	}
	return ink.Block(lines, s.w, s.h)
}

func (s *filters) Title() safe.Text { return safe.Lit("filters") }

func (s *filters) Status() Status {
	on := 0
	for _, c := range s.stack.Chips() {
		if !c.Off && !s.stack.AllOff() {
			on++
		}
	}
	st := Status{Counts: safe.Sprintf("%s of %s on", safe.Int(on), safe.Int(s.stack.Len()))}
	if s.Row() >= 0 {
		st.Message = s.rows.Value(s.Row(), 1)
	}
	return st
}

func (s *filters) ShortHelp() []key.Binding {
	none := s.Len() == 0
	return []key.Binding{
		off(named(s.keys.Tick, "on or off"), none), off(named(s.keys.Enter, "edit"), none), off(named(s.keys.Drop, "drop"), none),
		off(s.keys.Toggle, none), off(s.keys.Clear, none), off(s.keys.Undo, !s.undone.CanBack()), off(s.keys.Redo, !s.undone.CanForward()),
	}
}

func (s *filters) FullHelp() [][]key.Binding { return [][]key.Binding{s.keys.move(), s.ShortHelp()} }

// chipRows is filters as rows.
type chipRows struct {
	*env
	stack filter.Stack
}

func (l chipRows) Len() int { return l.stack.Len() }

func (l chipRows) Cell(row, col int) safe.Text {
	c := l.stack.Chips()[row]
	switch {
	case col == 1:
		return safe.CellCut(filter.Label(c.Query, l.zone, l.dump.ShortARN), 400)
	case c.Off || l.stack.AllOff():
		return safe.Lit("off")
	}
	return safe.Lit("on")
}

// Value is the condition in full.
func (l chipRows) Value(row, _ int) safe.Text {
	return safe.CellCut(l.stack.Chips()[row].Query.String(), 1000)
}

// Keys keeps the filters in the order in which they came.
func (l chipRows) Keys(*loader.Dataset, int) func(row int) table.Key {
	return func(row int) table.Key { return table.Key{Number: int64(row)} }
}
