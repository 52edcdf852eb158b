package table

import "slices"

// Shape is how somebody wants a column to be drawn.
type Shape struct {
	Hidden bool
	Width  int // in cells; 0: what its texts need
}

// leastWidth is the narrowest that a column can be made, in cells.
const leastWidth = 3

// Columns returns the columns as they were set, whatever their shapes.
func (m *Model) Columns() []Column { return m.given }

// Shape returns the shape of a column.
func (m *Model) Shape(col int) Shape { return m.shapes[m.given[col].Title] }

// Fits tells whether there is room for a column: it is drawn, or would be where
// the columns are scrolled to it.
func (m *Model) Fits(col int) bool { return slices.Contains(m.shown(), col) }

// SetShape sets the shape of a column, which it keeps when columns are set
// again. The first is never hidden.
func (m *Model) SetShape(col int, s Shape) {
	s.Hidden = s.Hidden && col > 0
	m.shapes[m.given[col].Title] = s
	m.reshape()
}

// Widen makes the column under the cursor wider by so many cells, or narrower.
func (m *Model) Widen(by int) {
	col := m.Col()
	width := least(m.cols[col])
	for _, line := range m.picture().spans {
		if i := slices.IndexFunc(line, func(s span) bool { return s.col == col }); i >= 0 {
			width = line[i].w
		}
	}
	s := m.Shape(col)
	s.Width = max(leastWidth, min(width+by, max(m.w/2, leastWidth)))
	m.SetShape(col, s)
}

// reshape gives the columns their shapes.
func (m *Model) reshape() {
	m.cols = slices.Clone(m.given)
	for i := range m.cols {
		c, s := &m.cols[i], m.shapes[m.given[i].Title]
		c.Hidden = c.Hidden || s.Hidden && i > 0
		if s.Width > 0 {
			c.Min, c.Want = s.Width, s.Width
		}
	}
}
