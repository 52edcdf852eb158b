package tui

import (
	"context"
	"slices"
	"strings"

	"coldtrail/loader"
	"coldtrail/loader/safe"
	"coldtrail/tui/filter"
	"coldtrail/tui/ink"
	"coldtrail/tui/table"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"
)

// list is a table with the keys that every table has: moving, the column
// cursor, sorting, and, where its rows can be asked for, filters. Screens embed it.
type list struct {
	*env
	*table.Model
	ctx  context.Context
	w, h int
	rowW int // cells of a row, which may leave room beside it

	arrangement      // what is shown
	version     int  // numbers what is shown: rows, and their order
	ready       bool // what was asked for at the start is shown
	view        view // what the analyst asked for; the arrangement of a live filter is ahead of it
	first       view // what the list was opened with: Esc leads back there
	undo        filter.Undo[view]
	bar         *bar // what is being typed; nil when nothing is

	memo   memo // the latest search, for switching filters off and on again
	job    *job // what is being computed; nil when nothing is
	jobs   int  // numbers the jobs; a reply to an older one is dropped
	anchor int  // the row that the cursor was on before what is being done
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

// view is what an analyst asks of a list: what u undoes.
type view struct {
	stack filter.Stack
	sorts []table.Sort // never changed in place
	dim   bool         // what the filter keeps out is shown, in the background
	fold  bool         // repeats are folded
}

func (v view) equal(o view) bool {
	return v.stack.Equal(o.stack) && slices.Equal(v.sorts, o.sorts) && v.dim == o.dim && v.fold == o.fold
}

// plain tells whether the view shows all rows as they come.
func (v view) plain() bool { return v.stack.Query().All() && len(v.sorts) == 0 && !v.fold }

func newList(e *env, cols []table.Column, rows listRows) list {
	l := list{env: e, arrangement: arrangement{rows: rows}, ready: true}
	l.Model = table.New(cols, l.lens(&e.Theme), e.Theme.Table, e.Glyphs)
	return l
}

// begin opens the list with a view, which is not there before it was computed.
func (l *list) begin(v view) {
	l.view, l.first, l.ready = v, v, v.plain()
	if !l.ready {
		l.order = []int{}
		l.Set(l.lens(&l.Theme), l.order, -1)
	}
}

// start computes the view that the list began with.
func (l *list) start(ctx context.Context) tea.Cmd {
	l.ctx = ctx
	if l.ready && l.job == nil {
		return nil
	}
	return l.arrange(l.latest(), l.view, false)
}

// setRows gives the list other rows. They are shown at once, or, where they are
// sorted or filtered, when that is done; the cursor stays on what it is on.
func (l *list) setRows(rows listRows) tea.Cmd {
	l.hold()
	return l.arrange(rows, l.wanted(), false)
}

// hold keeps the row under the cursor for the arrangements to come. While
// something is typed it stays that from before: giving up leads back there.
func (l *list) hold() {
	if row := l.Row(); row >= 0 && l.bar == nil {
		l.anchor = row
	}
}

// pressed does what the keys of every table do, and tells whether the key was one.
func (l *list) pressed(msg tea.KeyMsg) (tea.Cmd, bool) {
	switch {
	case l.bar != nil:
		return l.typed(msg), true
	case l.keys.moved(l.Model, msg):
	case key.Matches(msg, l.keys.Left):
		l.Left()
	case key.Matches(msg, l.keys.Right):
		l.Right()
	case key.Matches(msg, l.keys.Wider):
		l.Widen(widening)
	case key.Matches(msg, l.keys.Narrower):
		l.Widen(-widening)
	case key.Matches(msg, l.keys.Columns):
		return l.open(newColumns(l.env, l.Model)), true
	case key.Matches(msg, l.keys.Sort):
		return l.sortBy([]table.Sort{{Col: l.Col(), Desc: l.direction()}}), true
	case key.Matches(msg, l.keys.ThenSort):
		return l.sortBy(l.thenBy(table.Sort{Col: l.Col(), Desc: l.direction()})), true
	default:
		return l.narrowed(msg)
	}
	return nil, true
}

func (l *list) sortBy(sorts []table.Sort) tea.Cmd {
	v := l.view
	v.sorts = sorts
	return l.do(v)
}

// thenBy adds a column to those that rows are sorted by, or turns it round
// where it stands.
func (l *list) thenBy(s table.Sort) []table.Sort {
	sorts := slices.Clone(l.view.sorts)
	for i, old := range sorts {
		if old.Col == s.Col {
			sorts[i] = s
			return sorts
		}
	}
	return append(sorts, s)
}

// direction is the other way round than the column is sorted now; a column
// that is not sorted begins with the largest.
func (l *list) direction() bool {
	for _, s := range l.view.sorts {
		if s.Col == l.Col() {
			return !s.Desc
		}
	}
	return true
}

// SetSize sets the size of the list with its row of filters.
func (l *list) SetSize(w, h int) { l.setSize(w, w, h) }

// setSize sets it with rows of rowW cells below filters of w.
func (l *list) setSize(w, rowW, h int) {
	l.w, l.rowW, l.h = w, rowW, h
	l.Model.SetSize(rowW, h-l.filterRows())
}

// View draws the list with its row of filters, and what can be completed.
func (l *list) View() string {
	lines := strings.Split(l.Model.View(), "\n")
	if _, ok := l.rows.(asker); ok && l.Len() == 0 {
		lines = l.emptiness(l.h - l.filterRows())
	}
	if l.filterRows() == 0 {
		return ink.Block(lines, l.w, l.h)
	}
	lines = append([]string{l.filterRow()}, lines...)
	if l.bar != nil {
		room := min(max(l.h-4, 5), l.h-2, 9) // some rows stay in sight, one at least
		for i, line := range l.bar.below(l.rowW, max(room, 0)) {
			if 1+i < len(lines) {
				lines[1+i] = line
			}
		}
	}
	return ink.Block(lines, l.w, l.h)
}

// emptiness draws, in h lines, why there is no row.
func (l *list) emptiness(h int) []string {
	lines := []string{""}
	for _, why := range l.whyEmpty() {
		for _, part := range l.Glyphs.Text(why).Wrap(l.rowW - 6) {
			lines = append(lines, new(ink.Line).Add(l.Text, safe.Lit("   ").Plus(part)).Fit(l.rowW))
		}
	}
	return strings.Split(ink.Block(lines, l.rowW, max(h, 0)), "\n")
}

// unsort ends the sort and what was asked of other columns: rows come in the
// order of their source.
func (l *list) unsort() {
	l.halt()
	l.view.sorts, l.of.sorts, l.first.sorts = nil, nil, nil
	l.undo = filter.Undo[view]{}
	l.SetSorts()
}

// shiftColumns keeps cursor and sort on their columns where those from one on
// move.
func (l *list) shiftColumns(from, by int) {
	if col := l.Col(); col >= from {
		l.SelectCol(col + by)
	}
	shift := func(sorts []table.Sort) []table.Sort {
		sorts = slices.Clone(sorts)
		for i := range sorts {
			if sorts[i].Col >= from {
				sorts[i].Col += by
			}
		}
		return sorts
	}
	l.view.sorts, l.of.sorts = shift(l.view.sorts), shift(l.of.sorts)
	l.undo = filter.Undo[view]{}
}

// Span says which rows are in the window.
func (l *list) Span() safe.Text {
	span := l.soFar(l.Model.Span())
	if l.job != nil && l.job.sorts() {
		span = l.Glyphs.Text(safe.Lit("sorting …  ")).Plus(span)
	}
	return span
}

// under is the whole value under the cursor.
func (l *list) under(field string) Named {
	if l.Row() < 0 {
		return Named{}
	}
	return Named{field, l.rows.Value(l.Row(), l.Col())}
}

// listHelp is the help of the keys that every table has.
func (l *list) listHelp() [][]key.Binding {
	k := l.keys
	empty := l.Len() == 0
	return append([][]key.Binding{k.move(), {
		off(named(k.Left, "column left"), empty), off(named(k.Right, "column right"), empty),
		off(k.Sort, empty), off(k.ThenSort, empty),
		k.Columns, off(k.Wider, empty), off(k.Narrower, empty),
	}}, l.narrowHelp()...)
}
