package tui

import (
	"context"
	"slices"

	"coldtrail/loader"
	"coldtrail/loader/safe"
	"coldtrail/tui/table"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"
)

// list is a table with the keys that every table has: moving, the column
// cursor, sorting. Screens embed it.
type list struct {
	*env
	*table.Model
	rows  listRows
	order []int // of the rows as they are shown; nil is the order of the source
	sorts []sortKey
	ctx   context.Context

	coming  listRows           // what is being sorted: it takes the place of rows; nil when nothing is
	stop    context.CancelFunc // of the sort that goes on
	sorting int                // numbers the sorts; a reply to an older one is dropped
	version int                // numbers what is shown: rows, and their order
}

// listRows is a row source that can be sorted.
type listRows interface {
	table.Rows
	// Keys gives what the rows are sorted by in a column. Commands call it: what
	// it needs of the dump it takes from d, never from env.
	Keys(d *loader.Dataset, col int) func(row int) table.Key
	// Value is the whole value of a cell, for the message line.
	Value(row, col int) safe.Text
}

// finder is a row source that knows its rows again in later ones. Without it
// the cursor keeps its row number.
type finder interface {
	// Find gives the row that shows what a row of earlier rows, of the same
	// type, showed; -1 where none does. It must be cheap.
	Find(earlier listRows, row int) int
}

// sortKey is a column that rows are sorted by.
type sortKey struct {
	col  int
	desc bool
}

// sortedMsg carries the order that a sort gave.
type sortedMsg struct {
	number int
	order  []int
}

func newList(e *env, cols []table.Column, rows listRows) list {
	return list{env: e, Model: table.New(cols, rows, e.Theme.Table, e.Glyphs), rows: rows}
}

// setRows gives the list other rows. They are shown at once, or, where the list
// is sorted, when they are sorted; the cursor stays on what it is on.
func (l *list) setRows(rows listRows) tea.Cmd {
	if len(l.sorts) > 0 {
		return l.sort(rows)
	}
	l.show(rows, nil)
	return nil
}

// show puts rows in the place of those that are shown.
func (l *list) show(rows listRows, order []int) {
	row := l.Row()
	if f, ok := rows.(finder); ok && row >= 0 {
		row = f.Find(l.rows, row)
	}
	l.rows, l.order, l.coming = rows, order, nil
	l.version++
	l.Set(rows, order, row)
}

// pressed does what the keys of every table do, and tells whether the key was one.
func (l *list) pressed(msg tea.KeyMsg) (tea.Cmd, bool) {
	switch {
	case l.keys.moved(l.Model, msg):
	case key.Matches(msg, l.keys.Left):
		l.Left()
	case key.Matches(msg, l.keys.Right):
		l.Right()
	case key.Matches(msg, l.keys.Sort):
		l.sorts = []sortKey{{l.Col(), l.direction()}}
		return l.sort(l.latest()), true
	case key.Matches(msg, l.keys.ThenSort):
		l.thenBy(sortKey{l.Col(), l.direction()})
		return l.sort(l.latest()), true
	default:
		return nil, false
	}
	return nil, true
}

// thenBy adds a column to those that rows are sorted by, or turns it round
// where it stands.
func (l *list) thenBy(s sortKey) {
	for i, old := range l.sorts {
		if old.col == s.col {
			l.sorts[i] = s
			return
		}
	}
	l.sorts = append(l.sorts, s)
}

// direction is the other way round than the column is sorted now; a column
// that is not sorted begins with the largest.
func (l *list) direction() bool {
	for _, s := range l.sorts {
		if s.col == l.Col() {
			return !s.desc
		}
	}
	return true
}

// latest are the newest rows there are, shown or not yet.
func (l *list) latest() listRows {
	if l.coming != nil {
		return l.coming
	}
	return l.rows
}

// sort computes the order of rows in a command. What is shown stays until it
// is there; a sort that goes on is given up.
func (l *list) sort(rows listRows) tea.Cmd {
	if l.stop != nil {
		l.stop()
	}
	var ctx context.Context
	ctx, l.stop = context.WithCancel(l.ctx)
	l.sorting++
	l.coming = rows
	number, dump, sorts := l.sorting, l.dump, slices.Clone(l.sorts)
	return func() tea.Msg {
		by := make([]table.By, len(sorts))
		for i, s := range sorts {
			by[i] = table.By{Key: rows.Keys(dump, s.col), Desc: s.desc}
		}
		order, err := table.Order(ctx, rows.Len(), by...)
		if err != nil {
			return nil // another was asked for, or the screen was closed
		}
		return sortedMsg{number, order}
	}
}

// sorted takes the order of the latest sort.
func (l *list) sorted(m sortedMsg) {
	if m.number != l.sorting {
		return
	}
	l.stop()
	l.show(l.coming, m.order)
	l.SetSort(l.sorts[0].col, l.sorts[0].desc)
}

// unsort ends the sort: rows come in the order of their source.
func (l *list) unsort() {
	if l.stop != nil {
		l.stop()
	}
	l.sorting++
	l.sorts, l.coming = nil, nil
	l.SetSort(-1, false)
}

// shiftColumns keeps cursor and sort on their columns where those from one on
// move.
func (l *list) shiftColumns(from, by int) {
	if col := l.Col(); col >= from {
		l.SelectCol(col + by)
	}
	for i := range l.sorts {
		if l.sorts[i].col >= from {
			l.sorts[i].col += by
		}
	}
}

// Span says which rows are in the window.
func (l *list) Span() safe.Text {
	span := l.soFar(l.Model.Span())
	if l.coming != nil {
		span = l.Glyphs.Text(safe.Lit("sorting …  ")).Plus(span)
	}
	return span
}

// cellMessage is the whole value under the cursor.
func (l *list) cellMessage(title safe.Text) safe.Text {
	if l.Row() < 0 {
		return safe.Text{}
	}
	return title.Plus(safe.Lit(" = "), l.rows.Value(l.Row(), l.Col()))
}

// listHelp is the help of the keys that every table has.
func (l *list) listHelp() [][]key.Binding {
	k := l.keys
	empty := l.Len() == 0
	return [][]key.Binding{k.move(), {
		off(named(k.Left, "column left"), empty), off(named(k.Right, "column right"), empty),
		off(k.Sort, empty), off(k.ThenSort, empty),
	}}
}
