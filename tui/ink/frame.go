package ink

import (
	"strings"

	"coldtrail/loader/safe"
)

// Frame is the border round a pane: of double lines, and with its title in
// bold, when the pane has the focus.
type Frame struct {
	Title   safe.Text // in the top border, at the left
	Foot    safe.Text // in the bottom border, at the right
	Focused bool
	Border  Style
	Text    Style // of title and foot
	Glyphs  Glyphs
}

// Inner returns the size of the body in a frame of w×h cells.
func Inner(w, h int) (int, int) { return max(w-2, 0), max(h-2, 0) }

// Draw returns body, cut or padded, in a frame of exactly w×h cells. Below 2×2
// there is no room for a frame, and it is blank.
func (f Frame) Draw(body string, w, h int) string {
	if w < 2 || h < 2 {
		return Block(nil, w, h)
	}
	b := f.Glyphs.single
	if f.Focused {
		b = f.Glyphs.double
	}
	side := f.Border.Draw(b.v)
	lines := make([]string, 0, h)
	lines = append(lines, f.top(b, w-2))
	for _, line := range fit(strings.Split(body, "\n"), w-2, h-2) {
		lines = append(lines, side+line+side)
	}
	return strings.Join(append(lines, f.bottom(b, w-2)), "\n")
}

// top draws the top border, with w cells between its corners.
func (f Frame) top(b border, w int) string {
	style := f.Text
	if f.Focused {
		style = style.Bold()
	}
	var l Line
	l.Add(f.Border, b.topLeft)
	if title := f.Glyphs.Text(f.Title).Cut(w - 4); !title.Empty() {
		l.Add(f.Border, b.h).Add(style, title).Add(f.Border, blanks(2))
	}
	l.Add(f.Border, repeat(b.h, w+1-l.width)).Add(f.Border, b.topRight)
	return l.Fit(w + 2)
}

// bottom draws the bottom border, with w cells between its corners.
func (f Frame) bottom(b border, w int) string {
	var l Line
	l.Add(f.Border, b.bottomLeft)
	if foot := f.Glyphs.Text(f.Foot).Cut(w - 4); !foot.Empty() {
		l.Add(f.Border, repeat(b.h, w-3-foot.Width()))
		l.Add(f.Border, blanks(1)).Add(f.Text, foot).Add(f.Border, blanks(1))
	}
	l.Add(f.Border, repeat(b.h, w+1-l.width)).Add(f.Border, b.bottomRight)
	return l.Fit(w + 2)
}

// Rule draws a horizontal line of exactly w cells, with foot at its right end.
func (g Glyphs) Rule(s Style, foot safe.Text, w int) string {
	if foot = g.Text(foot).Cut(w - 2); !foot.Empty() {
		foot = blanks(1).Plus(foot)
	}
	var l Line
	return l.Add(s, repeat(g.HLine, w-foot.Width())).Add(s, foot).Fit(w)
}

// repeat returns n times t.
func repeat(t safe.Text, n int) safe.Text {
	return safe.Cell(strings.Repeat(t.String(), max(n, 0)))
}
