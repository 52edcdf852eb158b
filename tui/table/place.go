package table

import (
	"slices"

	"coldtrail/loader/safe"
)

// span is where a column is drawn on a line.
type span struct{ col, x, w int }

// picture is the table as it stands: what View draws.
type picture struct {
	top   int           // position of the first row
	texts [][]safe.Text // by line of the window and column; those of other columns are empty
	runs  []bool        // by line of the window: the first cell runs on
	spans [][]span      // for each line that a row takes
}

// picture returns the table as it stands.
func (m *Model) picture() picture {
	lines := plan(m.cols, m.w)
	top, n := m.window()
	p := picture{top: top, texts: make([][]safe.Text, n), runs: make([]bool, n), spans: make([][]span, len(lines))}
	runner, runs := m.rows.(Runner)
	for i := range p.texts {
		p.runs[i] = runs && runner.RunsOn(m.rowAt(top+i))
		p.texts[i] = make([]safe.Text, len(m.cols))
		for _, line := range lines {
			for _, col := range line {
				p.texts[i][col] = m.g.Text(m.cell(top+i, col))
			}
		}
	}
	if len(lines) == 1 {
		p.spans[0] = m.place(lines[0], p, wideGutter)
		return p
	}
	p.spans[0] = toEnd(m.place(lines[0], p, slimGutter), m.w)
	p.spans[1] = m.place(lines[1], p, slimGutter+1)
	return p
}

// cell returns what stands at a position.
func (m *Model) cell(pos, col int) safe.Text {
	follower, ok := m.rows.(Follower)
	if !ok {
		return m.rows.Cell(m.rowAt(pos), col)
	}
	above := -1
	if pos > 0 {
		above = m.rowAt(pos - 1)
	}
	return follower.CellAfter(above, m.rowAt(pos), col)
}

// place returns where the columns idx are drawn from cell x on: the first one,
// then as many as fit, from the second on or as far to the right as it takes
// to show the one under the cursor.
func (m *Model) place(idx []int, p picture, x int) []span {
	if len(idx) == 0 {
		return nil
	}
	cols, need := make([]Column, len(idx)), make([]int, len(idx))
	cursor := 0
	for k, col := range idx {
		cols[k], need[k] = m.cols[col], m.need(col, p)
		if col == m.Col() {
			cursor = k
		}
	}
	ws := widths(cols, m.w-x, need)
	spans := []span{{idx[0], x, ws[0]}}
	x += ws[0] + gap
	for k := from(ws, cursor, m.w-x); k < len(ws) && x < m.w; k++ {
		spans = append(spans, span{idx[k], x, min(ws[k], m.w-x)})
		x += ws[k] + gap
	}
	return spans
}

// from returns the first column after the frozen one, so that those from it to
// the cursor's fit avail cells.
func from(ws []int, cursor, avail int) int {
	first, used := 1, -gap
	for k := 1; k <= cursor; k++ {
		for used += gap + ws[k]; used > avail && first < k; first++ {
			used -= ws[first] + gap
		}
	}
	return first
}

// need returns the cells that a column needs for its title and what is in the
// window.
func (m *Model) need(col int, p picture) int {
	if want := m.cols[col].Want; want > 0 {
		return want
	}
	need := m.title(col).Width()
	for i, row := range p.texts {
		if col > 0 || !p.runs[i] {
			need = max(need, row[col].Width())
		}
	}
	return need
}

// toEnd moves all spans but the first to the end of a line of w cells.
func toEnd(spans []span, w int) []span {
	last := spans[len(spans)-1]
	for k := range spans[1:] {
		spans[k+1].x += max(0, w-last.x-last.w)
	}
	return spans
}

// ColumnTitle returns the title of a column.
func (m *Model) ColumnTitle(col int) safe.Text { return m.cols[col].Title }

// title returns the title of a column, with the sign of the sort.
func (m *Model) title(col int) safe.Text {
	return m.g.Text(m.cols[col].Title).Plus(m.sortSign(col))
}

// sortSign says which way the rows are sorted by a column, and, behind the first
// such column, in which place it counts; nothing where they are not.
func (m *Model) sortSign(col int) safe.Text {
	i := slices.IndexFunc(m.sorts, func(s Sort) bool { return s.Col == col })
	if i < 0 {
		return safe.Text{}
	}
	sign := m.g.Up
	if m.sorts[i].Desc {
		sign = m.g.Down
	}
	if i > 0 {
		sign = sign.Plus(safe.Int(i + 1))
	}
	return sign
}

// At returns what is drawn in cell x of line y of the view: the position, -1
// for the header and below the last row; and the column, -1 between columns.
func (m *Model) At(x, y int) (pos, col int) {
	p := m.picture()
	pos, col = -1, -1
	tall := len(p.spans)
	line := 0
	if y >= m.header() {
		i := (y - m.header()) / tall
		line = (y - m.header()) % tall
		if i < len(p.texts) {
			pos = p.top + i
		}
	}
	for _, s := range p.spans[line] {
		if x >= s.x && x < s.x+s.w {
			col = s.col
		}
	}
	return pos, col
}
