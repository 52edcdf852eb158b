package tui

import (
	"coldtrail/loader/kql"
	"coldtrail/loader/safe"
	"coldtrail/tui/filter"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"
)

// This file is the keys that filter a list.

// The messages to the list below from the screens over it.
type (
	// withMsg adds conditions.
	withMsg struct{ conditions []kql.Query }
	// stackMsg sets the filters.
	stackMsg struct{ stack filter.Stack }
)

// narrows tells whether a key is one of those that filter a list.
func (k Keys) narrows(msg tea.KeyMsg) bool { return key.Matches(msg, k.narrow()...) }

// narrow is the block of keys that filter.
func (k Keys) narrow() []key.Binding {
	return []key.Binding{
		k.Filter, k.Keep, k.Drop, k.TimeWindow, k.Values, k.Group, k.Filters, k.Toggle, k.Clear,
		k.Dim, k.NextMatch, k.PrevMatch, k.Undo, k.Redo, k.Fold,
	}
}

// narrowed does what a key that filters does, and tells whether it was one.
func (l *list) narrowed(msg tea.KeyMsg) (tea.Cmd, bool) {
	if !l.keys.narrows(msg) {
		return nil, false
	}
	rows, ok := l.rows.(asker)
	if !ok {
		return l.say(safe.Lit("these rows are not filtered: events, findings and entities are")), true
	}
	k, v := l.keys, l.view
	switch {
	case key.Matches(msg, k.Filter):
		return l.openBar(newFilterBar(l.env, kql.Query{})), true
	case key.Matches(msg, k.Keep), key.Matches(msg, k.Drop):
		return l.cell(rows, key.Matches(msg, k.Drop)), true
	case key.Matches(msg, k.TimeWindow):
		return l.askTime(), true
	case key.Matches(msg, k.Values), key.Matches(msg, k.Group):
		return l.values(rows, key.Matches(msg, k.Group)), true
	case key.Matches(msg, k.Undo):
		return l.back(l.undo.Back(l.view))
	case key.Matches(msg, k.Redo):
		return l.back(l.undo.Forward(l.view))
	case key.Matches(msg, k.Fold):
		return l.toggleFold(), true
	case v.stack.Len() == 0:
		return l.say(safe.Lit("there is no filter: / types one, + and - take the cell under the cursor")), true
	case key.Matches(msg, k.Filters):
		return l.open(newFilters(l.env, v.stack)), true
	case key.Matches(msg, k.Toggle):
		v.stack = v.stack.ToggleAll()
	case key.Matches(msg, k.Clear):
		v.stack = filter.Stack{}
	case key.Matches(msg, k.Dim):
		v.dim = !v.dim
	default:
		return l.toMatch(key.Matches(msg, k.NextMatch)), true
	}
	return l.do(v), true
}

// do shows another view, and remembers the one before.
func (l *list) do(v view) tea.Cmd {
	l.hold()
	if !v.equal(l.view) {
		l.undo.Did(l.view)
	}
	l.view = v
	return l.arrange(l.latest(), v, l.job == nil)
}

// back shows a view that was undone or redone.
func (l *list) back(v view, ok bool) (tea.Cmd, bool) {
	if !ok {
		return l.say(safe.Lit("nothing to undo or redo that way")), true
	}
	l.hold()
	l.view = v
	return l.arrange(l.latest(), v, l.job == nil), true
}

// filter adds conditions.
func (l *list) filter(conditions ...kql.Query) tea.Cmd {
	v := l.view
	for _, q := range conditions {
		v.stack = v.stack.With(q)
	}
	return l.do(v)
}

// cell filters for what is under the cursor, or it out.
func (l *list) cell(rows asker, out bool) tea.Cmd {
	if l.Row() < 0 {
		return l.say(safe.Lit("there is no row to take a value from"))
	}
	cells := rows.Ask(l.Row(), l.Col())
	if len(cells) == 0 {
		if _, ok := rows.(timed); ok && l.Col() == 0 {
			return l.say(safe.Lit("+ and - ask for cells of other columns (h and l go there); t asks for a time"))
		}
		return l.say(safe.Lit("no filter can ask for this cell: h and l go to other columns"))
	}
	any := make([]kql.Query, len(cells))
	for i, a := range cells {
		any[i] = a.query()
	}
	q := kql.Or(any...)
	if out {
		q = kql.Not(q)
	}
	return l.filter(q)
}

// toggleFold folds repeats, or unfolds them.
func (l *list) toggleFold() tea.Cmd {
	if _, ok := l.rows.(folder); !ok {
		return l.say(safe.Lit("only events are folded"))
	}
	v := l.view
	v.fold = !v.fold
	return l.do(v)
}

// toMatch moves to the next or previous row that matches, among the dimmed ones.
func (l *list) toMatch(down bool) tea.Cmd {
	if !l.dimmed() {
		return l.say(safe.Lit("only matches are shown: x shows the rest too"))
	}
	step := 1
	if !down {
		step = -1
	}
	for pos := l.Pos() + step; pos >= 0 && pos < l.Len(); pos += step {
		row := pos
		if l.order != nil {
			row = l.order[pos]
		}
		if l.lit.has(row) {
			l.Select(pos)
			return nil
		}
	}
	return l.say(safe.Lit("no match further that way"))
}

// Peel takes one of the things off that lie over the list, and tells whether
// there was one.
func (l *list) Peel() (tea.Cmd, bool) {
	v := l.view
	switch {
	case v.dim:
		v.dim = false
	case !v.stack.Equal(l.first.stack):
		v.stack = l.first.stack
	default:
		return nil, false
	}
	return l.do(v), true
}

// PeelWord says what Peel would do; nothing where it does nothing.
func (l *list) PeelWord() safe.Text {
	switch {
	case l.bar != nil:
		return safe.Lit("discard")
	case l.view.dim:
		return safe.Lit("hide the rest")
	case !l.view.stack.Equal(l.first.stack):
		return safe.Lit("drop filters")
	}
	return safe.Text{}
}

// Stop stops a search, and keeps what it found; it tells whether there was one.
func (l *list) Stop() bool {
	if l.job == nil {
		return false
	}
	l.job.stop(errStopped)
	return true
}

// Typing tells whether keys are text now.
func (l *list) Typing() bool { return l.bar != nil }

// TypingHelp is the keys that are no text then.
func (l *list) TypingHelp() []key.Binding { return l.bar.help("keep") }

// narrowHelp is the help of the keys that filter.
func (l *list) narrowHelp() [][]key.Binding {
	k := l.keys
	if _, ok := l.rows.(asker); !ok {
		return nil
	}
	none, empty := l.view.stack.Len() == 0, l.Len() == 0
	_, timed := l.rows.(timed)
	_, folds := l.rows.(folder)
	return [][]key.Binding{{
		k.Filter, off(k.Keep, empty), off(k.Drop, empty), off(k.TimeWindow, !timed), off(k.Values, empty), off(k.Group, empty),
		off(k.Fold, !folds || empty),
	}, {
		off(k.Filters, none), off(k.Toggle, none), off(k.Clear, none), off(k.Dim, none), off(k.NextMatch, !l.dimmed()), off(k.PrevMatch, !l.dimmed()),
		off(k.Undo, !l.undo.CanBack()), off(k.Redo, !l.undo.CanForward()),
	}}
}
