package report

import (
	"strings"

	"coldtrail/loader/safe"
)

// textTable is rows under named columns.
type textTable struct {
	head []safe.Text
	rows [][]safe.Text
	// What follows a row, parallel to rows: sentences, and a path that must stay whole.
	reasons [][]safe.Text
	places  []safe.Text
}

// maxColumn is from where on a cell is wrapped at its blanks.
const maxColumn = 48

// write draws the table with aligned columns, or, where that is wider than the
// line may be, each row as a block of names and values. No word, and so no id,
// is ever cut or broken.
func (t textTable) write(p *printer) {
	for i := range t.head {
		t.head[i] = p.text(t.head[i])
	}
	for _, row := range t.rows {
		for i := range row {
			row[i] = p.text(row[i])
		}
	}
	widths := t.widths()
	total := -2
	for _, w := range widths {
		total += w + 2
	}
	if p.Width > 0 && total+2 > p.Width {
		t.blocks(p)
		return
	}
	p.row(t.head, widths)
	for i, row := range t.rows {
		p.row(row, widths)
		t.below(p, i)
	}
}

// widths gives every column the width of its longest word at least, so that
// only lists and sentences wrap.
func (t textTable) widths() []int {
	widths := make([]int, len(t.head))
	for _, row := range append([][]safe.Text{t.head}, t.rows...) {
		for i, c := range row {
			widths[i] = max(widths[i], min(c.Width(), max(maxColumn, longestWord(c))))
		}
	}
	return widths
}

func longestWord(t safe.Text) int {
	longest := 0
	for _, word := range strings.Fields(t.String()) {
		longest = max(longest, safe.Cell(word).Width())
	}
	return longest
}

// row writes cells side by side, in as many lines as the highest needs.
func (p *printer) row(cells []safe.Text, widths []int) {
	lines := make([][]safe.Text, len(cells))
	height := 0
	for i, c := range cells {
		lines[i] = c.Wrap(widths[i])
		height = max(height, len(lines[i]))
	}
	for y := range height {
		var line, gap safe.Text
		for i, cell := range lines {
			if y < len(cell) && !cell[y].Empty() {
				line = line.Plus(gap, cell[y])
				gap = safe.Text{}.Fit(widths[i] - cell[y].Width() + 2)
				continue
			}
			gap = gap.Plus(safe.Text{}.Fit(widths[i] + 2))
		}
		p.line(safe.Lit("  "), line)
	}
}

// blocks writes each row as names and values, one a line.
func (t textTable) blocks(p *printer) {
	names := 0
	for _, h := range t.head {
		names = max(names, h.Width())
	}
	for i, row := range t.rows {
		if i > 0 {
			p.blank()
		}
		for j, c := range row {
			p.line(safe.Lit("  "), t.head[j].Fit(names+2), c)
		}
		t.below(p, i)
	}
}

// below writes what follows a row.
func (t textTable) below(p *printer, row int) {
	for _, reason := range t.reasons[row] {
		p.say(safe.Lit("      "), reason)
	}
	p.line(safe.Lit("      "), t.places[row])
}
