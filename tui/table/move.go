package table

import (
	"slices"

	"coldtrail/loader/safe"
	"coldtrail/tui/ink"
)

// Pos returns the position of the cursor, 0 when there are no rows.
func (m *Model) Pos() int { return m.pos }

// Col returns the column of the cursor; while space lacks for the one it was
// put on, the one before it.
func (m *Model) Col() int {
	shown := m.shown()
	for _, col := range slices.Backward(shown) {
		if col <= m.col {
			return col
		}
	}
	return 0
}

// shown returns the columns that are not dropped.
func (m *Model) shown() []int {
	cols := slices.Concat(plan(m.cols, m.w)...)
	slices.Sort(cols)
	return cols
}

// Select puts the cursor on a position, or the nearest there is.
func (m *Model) Select(pos int) {
	m.top, _ = m.window()
	m.pos = max(0, min(pos, m.Len()-1))
	m.top, _ = m.window()
}

// SelectRow puts the cursor on a row; it reports whether the order holds it.
func (m *Model) SelectRow(row int) bool {
	pos, ok := m.find(row)
	if ok {
		m.Select(pos)
	}
	return ok
}

// SelectCol puts the cursor on a column.
func (m *Model) SelectCol(col int) { m.col = max(0, min(col, len(m.cols)-1)) }

// Move moves the cursor by delta rows.
func (m *Model) Move(delta int) { m.Select(m.pos + delta) }

// Page moves the cursor by delta windows.
func (m *Model) Page(delta int) { m.Move(delta * m.page()) }

// Half moves the cursor by delta half windows.
func (m *Model) Half(delta int) { m.Move(delta * max(m.page()/2, 1)) }

// Top puts the cursor on the first row.
func (m *Model) Top() { m.Select(0) }

// End puts the cursor on the last row.
func (m *Model) End() { m.Select(m.Len() - 1) }

// Left moves the column cursor to the left.
func (m *Model) Left() { m.step(-1) }

// Right moves the column cursor to the right.
func (m *Model) Right() { m.step(1) }

// step moves the column cursor by delta of the columns that are shown.
func (m *Model) step(delta int) {
	shown := m.shown()
	k := slices.Index(shown, m.Col()) + delta
	if k >= 0 && k < len(shown) {
		m.col = shown[k]
	}
}

// page returns how many rows fit the window, at least one.
func (m *Model) page() int {
	if m.tall() == 2 {
		return max(m.h/2, 1)
	}
	return max(m.h-m.header(), 1)
}

// tall returns the lines that a row takes.
func (m *Model) tall() int { return len(plan(m.cols, m.w)) }

// header returns the lines that the header takes. It makes way for the row
// under the cursor.
func (m *Model) header() int {
	if m.tall() == 2 || m.h < 2 {
		return 0
	}
	return 1
}

// window returns the position of the first row that is drawn, and how many
// are. The cursor is always among them.
func (m *Model) window() (top, n int) {
	return ink.Window(m.top, m.pos, m.page(), m.Len())
}

// Span returns which rows are in the window, such as "1–9 of 66".
func (m *Model) Span() safe.Text {
	top, n := m.window()
	return m.g.Span(top, n, m.Len())
}
