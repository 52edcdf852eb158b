package ink

import (
	"strings"

	"coldtrail/loader/safe"
)

// Line is one line built of styled pieces. The zero value is empty and ready.
type Line struct {
	pieces []piece
	fill   Style
	width  int
}

type piece struct {
	style Style
	text  safe.Text
	width int
}

// Add appends t in the style s, and returns the line.
func (l *Line) Add(s Style, t safe.Text) *Line {
	if t.Empty() {
		return l
	}
	p := piece{s, t, t.Width()}
	l.pieces = append(l.pieces, p)
	l.width += p.width
	return l
}

// Pad appends blanks until the line is w cells wide, and returns the line.
func (l *Line) Pad(w int) *Line { return l.Add(l.fill, blanks(w-l.width)) }

// Fill sets the style of the blanks that Pad and Fit put in, and returns the
// line.
func (l *Line) Fill(s Style) *Line {
	l.fill = s
	return l
}

// Width returns the cells that the whole line takes.
func (l *Line) Width() int { return l.width }

// Fit draws the line in exactly w cells: cut, with an ellipsis in the style of
// the piece that is cut, or followed by blanks.
func (l *Line) Fit(w int) string {
	var b strings.Builder
	left := w
	for _, p := range l.pieces {
		t := p.text
		if l.width > w && p.width >= left {
			// A blank more, so that a piece that just fits is cut as well when
			// others follow: the ellipsis stands for them.
			t = t.Plus(blanks(1)).Cut(left)
		}
		b.WriteString(p.style.Draw(t))
		if left -= t.Width(); t.Width() < p.width || left <= 0 {
			break
		}
	}
	b.WriteString(l.fill.Draw(blanks(left)))
	return b.String()
}

// Ends draws left and right at the two ends of exactly w cells, with a blank
// or more between them. When space lacks left is cut, and right only when
// nothing of left remains.
func Ends(left, right *Line, w int) string {
	if right.width == 0 {
		return left.Fit(w)
	}
	room := w - right.width - 1
	if room < 1 || left.width == 0 {
		n := min(w, right.width)
		return left.fill.Draw(blanks(w-n)) + right.Fit(n)
	}
	return left.Fit(room) + left.fill.Draw(blanks(1)) + right.Fit(right.width)
}

// blanks returns n blanks; none when n is below 1.
func blanks(n int) safe.Text { return safe.Text{}.Fit(n) }
