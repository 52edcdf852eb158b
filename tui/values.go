package tui

import (
	"cmp"
	"context"
	"strings"

	"coldtrail/loader"
	"coldtrail/loader/kql"
	"coldtrail/loader/safe"
	"coldtrail/tui/filter"
	"coldtrail/tui/ink"
	"coldtrail/tui/table"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"
)

// values lists what the cells of a column say, with counts, to filter the list
// below by; or the groups of its rows by that column, to open one.
type values struct {
	list
	title   safe.Text
	of      asker        // the rows that are counted
	col     int          // their column
	shown   []int        // those of them that are counted; nil is all
	stack   filter.Stack // the filters of the list below
	group   grouper      // nil where Enter keeps a value
	ticked  map[asked]bool
	counted bool
	w, h    int
}

// grouper is a row source whose groups can be opened.
type grouper interface {
	// Group opens the rows that say something, of those that the filters leave.
	Group(stack filter.Stack, a asked) Screen
}

// valuesMsg carries the counts.
type valuesMsg struct{ counts []cellCount }

// values opens the values of the column under the cursor.
func (l *list) values(rows asker, grouped bool) tea.Cmd {
	if l.Len() == 0 {
		return l.say(safe.Lit("there are no rows to count"))
	}
	if len(rows.Ask(l.Row(), l.Col())) == 0 {
		return l.say(safe.Lit("no filter can ask for this column: move to another one with h and l"))
	}
	s := &values{of: rows, col: l.Col(), shown: l.order, stack: l.view.stack, ticked: map[asked]bool{}}
	if l.before != nil || l.runs != nil {
		s.shown = l.before // all that is folded counts
	}
	if l.dimmed() {
		s.shown = l.matched
	}
	word := safe.Lit("values of")
	if g, ok := rows.(grouper); ok && grouped {
		s.group, word = g, safe.Lit("groups by")
	}
	s.title = safe.Sprintf("%s %s", word, l.ColumnTitle(l.Col()))
	cols := []table.Column{
		{Min: 3},
		{Title: safe.Lit("VALUE"), Min: 20, HeadCut: true},
		{Title: safe.Lit("N"), Min: 5, Right: true},
		{Title: safe.Lit("FIRST"), Min: 11, Drop: 1},
		{Title: safe.Lit("LAST"), Min: 11, Drop: 2},
	}
	s.list = newList(l.env, cols, valueRows{env: l.env})
	s.SelectCol(valueText)
	return l.open(s)
}

func (s *values) Init(ctx context.Context) tea.Cmd {
	if s.counted {
		return s.start(ctx)
	}
	s.ctx = ctx
	rows, col, shown := s.of, s.col, s.shown
	return func() tea.Msg {
		n, at := rows.Len(), func(i int) int { return i }
		if shown != nil {
			n, at = len(shown), func(i int) int { return shown[i] }
		}
		return valuesMsg{countColumn(ctx, rows, col, n, at)}
	}
}

func (s *values) Update(msg tea.Msg) tea.Cmd {
	if cmd, done := s.heard(msg); done {
		return cmd
	}
	switch msg := msg.(type) {
	case valuesMsg:
		s.counted = true
		return s.setRows(valueRows{s.env, msg.counts, s.ticked})
	case tea.KeyMsg:
		if c, ok := s.count(); ok && s.bar == nil {
			if cmd, done := s.act(msg, c); done {
				return cmd
			}
		}
		cmd, _ := s.pressed(msg)
		return cmd
	}
	return nil
}

// count is the row under the cursor.
func (s *values) count() (cellCount, bool) {
	if s.Row() < 0 {
		return cellCount{}, false
	}
	return s.rows.(valueRows).counts[s.Row()], true
}

// act does what a key does to the value under the cursor, or to those ticked.
func (s *values) act(msg tea.KeyMsg, c cellCount) (tea.Cmd, bool) {
	k := s.keys
	switch {
	case key.Matches(msg, k.Enter) && s.group != nil:
		return s.open(s.group.Group(s.stack, c.asked)), true
	case key.Matches(msg, k.Enter):
		return s.down(withMsg{[]kql.Query{c.query()}}, true), true
	case key.Matches(msg, k.Keep):
		return s.down(withMsg{[]kql.Query{s.ticks(c)}}, true), true
	case key.Matches(msg, k.Drop):
		return s.down(withMsg{[]kql.Query{kql.Not(s.ticks(c))}}, true), true
	case key.Matches(msg, k.Tick):
		s.ticked[c.asked] = !s.ticked[c.asked]
		s.Move(1)
		return nil, true
	case key.Matches(msg, k.Pivot):
		if e, ok := loader.EntityOf(c.value); ok && s.dump.Count(e) > 0 {
			return s.open(newEntity(s.env, e)), true
		}
		return s.say(safe.Lit("this value names no entity")), true
	}
	return nil, false
}

// ticks asks for any of the values that are ticked; for the one under the
// cursor where none is.
func (s *values) ticks(c cellCount) kql.Query {
	var any []kql.Query
	for _, n := range s.rows.(valueRows).counts {
		if s.ticked[n.asked] {
			any = append(any, n.query())
		}
	}
	if any == nil {
		return c.query()
	}
	return kql.Or(any...)
}

// Waits holds keys back until there are rows.
func (s *values) Waits(tea.KeyMsg) bool { return !s.counted || !s.ready }

func (s *values) SetSize(w, h int) {
	s.w, s.h = w, h
	s.list.SetSize(w, h-1)
}

func (s *values) View() string {
	if !s.counted {
		return ink.Block([]string{"", new(ink.Line).Add(s.Text, safe.Lit("   counting …")).Fit(s.w)}, s.w, s.h)
	}
	return ink.Block(append(strings.Split(s.list.View(), "\n"), s.Rule(s.Border, s.Span(), s.w)), s.w, s.h)
}

func (s *values) Title() safe.Text { return s.title }

func (s *values) Status() Status {
	st := Status{Counts: plural(s.rows.Len(), safe.Lit("value"))}
	if c, ok := s.count(); ok {
		st.Under = Named{c.field, safe.CellCut(cmp.Or(c.value, "none"), 1000)}
	}
	return st
}

func (s *values) ShortHelp() []key.Binding {
	does := safe.Lit("keep this one").String()
	if s.group != nil {
		does = "its events"
	}
	none := s.Len() == 0
	return []key.Binding{
		off(named(s.keys.Enter, does), none), off(s.keys.Tick, none), off(named(s.keys.Keep, "keep ticked"), none),
		off(named(s.keys.Drop, "drop ticked"), none), off(s.keys.Pivot, none),
	}
}

func (s *values) FullHelp() [][]key.Binding { return append(s.listHelp(), s.ShortHelp()) }

// The columns of values.
const (
	valueTick = iota
	valueText
	valueCount
	valueFirst
	valueLast
)

// valueRows is counts as rows.
type valueRows struct {
	*env
	counts []cellCount
	ticked map[asked]bool
}

func (l valueRows) Len() int { return len(l.counts) }

func (l valueRows) Columns() int { return 1 }

func (l valueRows) Fields() []string {
	if len(l.counts) == 0 {
		return nil
	}
	return []string{l.counts[0].field}
}

func (l valueRows) Ask(row, _ int) []asked { return []asked{l.counts[row].asked} }

func (l valueRows) Cell(row, col int) safe.Text {
	c := l.counts[row]
	switch {
	case col == valueTick && l.ticked[c.asked]:
		return safe.Lit("[x]")
	case col == valueTick:
		return safe.Lit("[ ]")
	case col == valueText:
		const enough = 200 // cells: more than the column has
		return safe.CellCut(cmp.Or(l.dump.ShortARN(c.value), "none"), enough)
	case col == valueCount:
		return safe.Int(c.rows)
	case col == valueFirst && !c.first.IsZero():
		return l.Short(c.first)
	case col == valueLast && !c.last.IsZero():
		return l.Short(c.last)
	}
	return safe.Text{}
}

func (l valueRows) Value(row, _ int) safe.Text { return safe.CellCut(l.counts[row].value, 1000) }

// Keys sorts by the value, the count or a time.
func (l valueRows) Keys(_ *loader.Dataset, col int) func(row int) table.Key {
	return func(row int) table.Key {
		switch c := l.counts[row]; col {
		case valueTick:
			if l.ticked[c.asked] {
				return table.Key{Number: 1}
			}
			return table.Key{}
		case valueText:
			return table.Key{Text: c.value}
		case valueCount:
			return table.Key{Number: int64(c.rows)}
		case valueFirst:
			return timeKey(c.first)
		default:
			return timeKey(c.last)
		}
	}
}
