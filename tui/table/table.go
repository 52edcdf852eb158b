// Package table draws a window of rows from a row source. Only the rows in the
// window become text, however many the source holds.
//
// The words used here:
//
//   - row: a row of the source, by its number there, from 0.
//   - order: the rows in the order they are shown, as a sort gives it.
//   - position: a place in the order, from 0.
//   - cursor: one position and one column.
//   - gutter: the cells before the first column: cursor, mark, hostile sign.
package table

import (
	"slices"

	"coldtrail/loader/safe"
	"coldtrail/tui/ink"
)

// Rows is where the rows come from. Cell is asked only for rows in the window
// and must be cheap; row is from 0 to Len()-1, col from 0 as in the columns.
type Rows interface {
	Len() int
	Cell(row, col int) safe.Text
}

// Styler is a row source that draws some cells in a style of their own, such
// as a failure in red.
type Styler interface {
	Style(row, col int) ink.Style
}

// Marker is a row source with a mark for some rows, one cell wide; the empty
// text is no mark.
type Marker interface {
	Mark(row int) (safe.Text, ink.Style)
}

// Follower is a row source in which some cells tell about the row above too,
// such as the time since it. above is -1 for the first row.
type Follower interface {
	CellAfter(above, row, col int) safe.Text
}

// Runner is a row source in which the first cell of some rows is a sentence: it
// runs on over the empty cells to its right, and makes its column no wider.
type Runner interface {
	RunsOn(row int) bool
}

// Column says how a column is drawn.
type Column struct {
	Title   safe.Text
	Min     int  // cells that the column gets before another gets more than it needs
	Want    int  // cells it needs; 0: as many as the cells in the window take
	Right   bool // numbers
	Drop    int  // 0: never dropped; the largest is dropped first when space lacks
	Hidden  bool // not drawn, and passed over by the column cursor; never the first
	HeadCut bool // ids, ARNs and paths, whose end tells more: cut at the head
}

// Styles holds how the parts of a table are drawn. Cursor is laid over the
// cells of the cursor's row, Cell over the one under the column cursor as
// well, and Hostile over every cell that holds a hostile text.
type Styles struct {
	Header, Normal, Cursor, Cell, Hostile ink.Style
}

// Model is a table: a row source, an order, a cursor and a window.
type Model struct {
	given  []Column // as they were set
	cols   []Column // with their shapes
	shapes map[safe.Text]Shape
	rows   Rows
	order  []int // nil: the order of the source
	st     Styles
	g      ink.Glyphs

	w, h     int
	pos, col int // cursor, as it was put; col may be dropped when space lacks
	top      int // position of the first row in the window, before window corrects it
	sorts    []Sort
}

// Sort is a column that the rows are sorted by.
type Sort struct {
	Col  int
	Desc bool
}

// New returns a table of rows with the cursor on the first one.
func New(cols []Column, rows Rows, st Styles, g ink.Glyphs) *Model {
	return &Model{given: cols, cols: cols, shapes: map[safe.Text]Shape{}, rows: rows, st: st, g: g}
}

// SetSize sets the size of the view, in cells. A table that shrinks and grows
// again shows the same window as before.
func (m *Model) SetSize(w, h int) { m.w, m.h = max(w, 0), max(h, 0) }

// Set sets the row source and the rows to show, in order; nil is the order of
// the source. The cursor goes to row, and stays on its line of the window if it
// can; where the order lacks that row it stays at its position.
func (m *Model) Set(rows Rows, order []int, row int) {
	m.rows, m.order = rows, order
	pos, ok := m.find(row)
	if !ok {
		pos = min(m.pos, max(m.Len()-1, 0))
	}
	m.shift(pos)
}

// SetColumns sets the columns; the column cursor stays where it is.
func (m *Model) SetColumns(cols []Column) {
	m.given = cols
	m.reshape()
	m.SelectCol(m.col)
}

// shift puts the cursor on pos and moves the window with it.
func (m *Model) shift(pos int) { m.top, m.pos = m.top+pos-m.pos, pos }

// SetSorts sets the columns whose headers show that the order follows them, the
// first one first; none where the order is that of the source.
func (m *Model) SetSorts(by ...Sort) { m.sorts = by }

// Len returns the number of rows in the order.
func (m *Model) Len() int {
	switch {
	case m.order != nil:
		return len(m.order)
	case m.rows != nil:
		return m.rows.Len()
	}
	return 0
}

// Row returns the row under the cursor, or -1 when there is none.
func (m *Model) Row() int {
	if m.pos >= m.Len() {
		return -1
	}
	return m.rowAt(m.pos)
}

func (m *Model) rowAt(pos int) int {
	if m.order != nil {
		return m.order[pos]
	}
	return pos
}

// find returns the position of a row.
func (m *Model) find(row int) (pos int, ok bool) {
	if m.order != nil {
		pos = slices.Index(m.order, row)
		return pos, pos >= 0
	}
	return row, row >= 0 && row < m.Len()
}
