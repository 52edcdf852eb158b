package tui

import (
	"context"

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
	rows    listRows
	order   []int // of the rows as they are shown; nil is the order of the source
	sorts   []sortKey
	sorting int // numbers the sorts; a reply to an older one is dropped
	ctx     context.Context
}

// listRows is a row source that can be sorted.
type listRows interface {
	table.Rows
	// Compare orders two rows by a column, smaller first.
	Compare(a, b, col int) int
	// Value is the whole value of a cell, for the message line.
	Value(row, col int) safe.Text
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

// setRows gives the list other rows; the sort is done again.
func (l *list) setRows(rows listRows) tea.Cmd {
	l.rows, l.order = rows, nil
	l.SetOrder(nil)
	l.SetRows(rows)
	return l.sort()
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
		return l.sort(), true
	case key.Matches(msg, l.keys.ThenSort):
		l.thenBy(sortKey{l.Col(), l.direction()})
		return l.sort(), true
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

// sort computes the order in a command.
func (l *list) sort() tea.Cmd {
	if len(l.sorts) == 0 {
		return nil
	}
	l.sorting++
	number, rows, keys, ctx := l.sorting, l.rows, l.sorts, l.ctx
	l.SetSort(keys[0].col, keys[0].desc)
	return func() tea.Msg {
		order, err := table.Order(ctx, rows, func(a, b int) int {
			for _, k := range keys {
				if c := rows.Compare(a, b, k.col); c != 0 {
					if k.desc {
						return -c
					}
					return c
				}
			}
			return 0
		}, false)
		if err != nil {
			return nil
		}
		return sortedMsg{number, order}
	}
}

// sorted takes the order of the latest sort.
func (l *list) sorted(m sortedMsg) {
	if m.number == l.sorting {
		l.order = m.order
		l.SetOrder(m.order)
	}
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
