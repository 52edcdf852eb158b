package table

import (
	"slices"

	"coldtrail/loader/safe"
	"coldtrail/tui/ink"
)

// View draws the table in exactly w×h cells.
func (m *Model) View() string {
	p := m.picture()
	lines := make([]string, 0, m.h)
	if m.header() > 0 {
		lines = append(lines, m.head(p.spans[0]))
	}
	for i, texts := range p.texts {
		spans := p.spans
		if p.runs[i] {
			spans = runOn(spans, texts)
		}
		lines = append(lines, m.row(p.top+i, texts, spans)...)
	}
	return ink.Block(lines, m.w, m.h)
}

// head draws the header.
func (m *Model) head(spans []span) string {
	l := new(ink.Line).Fill(m.st.Header)
	for _, s := range spans {
		title := m.title(s.col)
		if sign := m.sortSign(s.col); title.Width() > s.w { // keep the sign
			title = m.g.Text(m.cols[s.col].Title).Cut(max(s.w-sign.Width(), 0)).Plus(sign)
		}
		l.Pad(s.x).Add(m.st.Header, fit(title, s.w, Column{Right: m.cols[s.col].Right}))
	}
	return l.Fit(m.w)
}

// row draws a row on as many lines as there are lists of spans.
func (m *Model) row(pos int, texts []safe.Text, spans [][]span) []string {
	base := m.st.Normal
	if pos == m.pos {
		base = m.st.Cursor.On(base)
	}
	lines := make([]string, len(spans))
	for i := range spans {
		l := new(ink.Line).Fill(base)
		m.gutter(l, i, pos, texts, base)
		for _, s := range spans[i] {
			l.Pad(s.x).Add(m.style(pos, s.col, texts[s.col]), fit(texts[s.col], s.w, m.cols[s.col]))
		}
		lines[i] = l.Fit(m.w)
	}
	return lines
}

// runOn returns the spans of a row whose first cell runs on over the empty cells
// to its right.
func runOn(spans [][]span, texts []safe.Text) [][]span {
	spans = slices.Clone(spans)
	line := spans[0]
	last := 0
	for last+1 < len(line) && texts[line[last+1].col].Empty() {
		last++
	}
	first := line[0]
	first.w = line[last].x + line[last].w - first.x
	spans[0] = append([]span{first}, line[last+1:]...)
	return spans
}

// gutter draws the signs before line i of a row.
func (m *Model) gutter(l *ink.Line, i, pos int, texts []safe.Text, base ink.Style) {
	if i == 0 {
		if pos == m.pos {
			l.Add(base, m.g.Cursor)
		}
		l.Pad(1)
		if marker, ok := m.rows.(Marker); ok {
			mark, style := marker.Mark(m.rowAt(pos))
			l.Add(style.On(base), m.g.Text(mark).Cut(1))
		}
		l.Pad(2)
	}
	if last := m.tall() - 1; i == last && slices.ContainsFunc(texts, safe.Text.Hostile) {
		l.Pad(wideGutter-1-last).Add(m.st.Hostile.On(base), m.g.Hostile)
	}
}

// style returns how a cell is drawn.
func (m *Model) style(pos, col int, text safe.Text) ink.Style {
	style := m.st.Normal
	if styler, ok := m.rows.(Styler); ok {
		style = styler.Style(m.rowAt(pos), col).On(style)
	}
	if text.Hostile() {
		style = m.st.Hostile.On(style)
	}
	if pos == m.pos {
		style = m.st.Cursor.On(style)
		if col == m.Col() {
			style = m.st.Cell.On(style)
		}
	}
	return style
}

// fit returns text in exactly w cells.
func fit(text safe.Text, w int, c Column) safe.Text {
	if c.HeadCut {
		text = text.CutHead(w)
	}
	if c.Right {
		return text.FitRight(w)
	}
	return text.Fit(w)
}
