package tui

import (
	"coldtrail/loader/safe"
	"coldtrail/tui/ink"
	"coldtrail/tui/table"
)

// lens is the rows of a list as its table draws them: those that the filter
// lets through lit among the others, and repeats folded into one.
type lens struct {
	rows  listRows
	dim   bool        // rows that do not match are shown too
	lit   bits        // the rows that match, while dim
	runs  map[int]int // row → how many repeats it stands for, where rows are folded
	theme *Theme
}

// follower is a row source in which a cell may tell about the row above too.
type follower = table.Follower

// folder is a row source whose repeats can be folded.
type folder interface {
	// Repeats tells whether row b only repeats row a, which stands above it.
	Repeats(a, b int) bool
	// Folded is the cell of a row that stands for n.
	Folded(row, col, n int) safe.Text
}

func (l *lens) Len() int { return l.rows.Len() }

func (l *lens) Cell(row, col int) safe.Text {
	if n := l.runs[row]; n > 1 {
		return l.rows.(folder).Folded(row, col, n)
	}
	return l.rows.Cell(row, col)
}

// CellAfter is the cell of a row below another.
func (l *lens) CellAfter(above, row, col int) safe.Text {
	if f, ok := l.rows.(follower); ok && l.runs[row] < 2 {
		return f.CellAfter(above, row, col)
	}
	return l.Cell(row, col)
}

// RunsOn tells the rows that are sentences.
func (l *lens) RunsOn(row int) bool {
	runner, ok := l.rows.(table.Runner)
	return ok && runner.RunsOn(row)
}

// Mark tells matches from the rest, where both are shown.
func (l *lens) Mark(row int) (safe.Text, ink.Style) {
	if l.dim && l.lit.has(row) {
		return safe.Lit("+"), l.theme.Title
	}
	if marker, ok := l.rows.(table.Marker); ok {
		return marker.Mark(row)
	}
	return safe.Text{}, ink.Style{}
}

// Style leaves what does not match in the background.
func (l *lens) Style(row, col int) ink.Style {
	if l.dim && !l.lit.has(row) {
		return l.theme.Muted
	}
	if styler, ok := l.rows.(table.Styler); ok {
		return styler.Style(row, col)
	}
	return ink.Style{}
}

// bits is a set of rows.
type bits []uint64

func bitsOf(rows []int, n int) bits {
	b := make(bits, (n+63)/64)
	for _, row := range rows {
		b[row/64] |= 1 << (row % 64)
	}
	return b
}

func (b bits) has(row int) bool { return row/64 < len(b) && b[row/64]&(1<<(row%64)) != 0 }
