package jsonview

import (
	"fmt"

	"coldtrail/loader/safe"
	"coldtrail/tui/ink"
)

const (
	indent    = 2       // cells for each level
	signs     = 3       // cells before a key without indent: cursor, fold sign, blank
	maxColumn = 32      // cells that keys take of their column at most
	maxLeaf   = 2 << 10 // bytes of a leaf that are read to draw it
)

// View draws the record in exactly w×h cells.
func (m *Model) View() string {
	first, n := m.window()
	lines := make([]string, 0, m.h)
	for i := first; i < first+n; i++ {
		lines = append(lines, m.line(m.lines[i], i == m.cur))
	}
	return ink.Block(lines, m.w, m.h)
}

// line draws one node.
func (m *Model) line(n *node, cursor bool) string {
	d := drawing{m: m, cursor: cursor}
	d.left.Fill(d.over(ink.Style{}))
	if cursor {
		d.add(&d.left, ink.Style{}, m.g.Cursor)
	}
	d.left.Pad(m.keyColumn(n) - indent)
	switch {
	case n.open:
		d.unfolded(n)
	case n.folds():
		d.folded(n)
	default:
		d.leaf(n)
	}
	return ink.Ends(&d.left, &d.right, m.w)
}

// keyColumn returns the cell where the key of n begins. The indent stops
// growing before it takes the whole line.
func (m *Model) keyColumn(n *node) int { return signs + min(indent*n.depth, m.w/3) }

// valueColumn returns the cell where the values of the members of n begin:
// that of the values around them when the keys fit, so that values line up.
func (m *Model) valueColumn(n *node) int {
	if n == nil {
		return 0
	}
	keys := signs + min(indent*(n.depth+1), m.w/3)
	room := max(4, min(maxColumn, (m.w-keys)/2))
	return max(m.valueColumn(n.parent), keys+min(n.keyWidth, room)+2)
}

// count returns how many members n has, such as "3 keys" or "1 item".
func count(n *node) safe.Text {
	number := len(n.members())
	unit := safe.Lit("items")
	switch {
	case n.isObject() && number == 1:
		unit = safe.Lit("key")
	case n.isObject():
		unit = safe.Lit("keys")
	case number == 1:
		unit = safe.Lit("item")
	}
	return safe.Sprintf("%s %s", safe.Int(number), unit)
}

// size returns a number of bytes, such as "1.4 KiB".
func size(n int) safe.Text {
	switch {
	case n < 1<<10:
		return safe.Cell(fmt.Sprintf("%d B", n))
	case n < 1<<20:
		return safe.Cell(fmt.Sprintf("%.1f KiB", float64(n)/(1<<10)))
	}
	return safe.Cell(fmt.Sprintf("%.1f MiB", float64(n)/(1<<20)))
}
