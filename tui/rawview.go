package tui

import (
	"unicode/utf8"

	"coldtrail/loader/safe"
	"coldtrail/tui/ink"
)

// rawView shows the bytes of a record as they are in the file, broken into
// lines where the file has line ends and where the screen ends. What could do
// something to the terminal is shown as JSON escapes.
type rawView struct {
	*env
	data  []byte
	w, h  int
	top   int
	lines []safe.Text // for the width w
}

func (v *rawView) setSize(w, h int) {
	if w != v.w {
		v.lines = nil
	}
	v.w, v.h = w, max(h, 1)
	v.Move(0)
}

// text gives the lines for the width, made once a width.
func (v *rawView) text() []safe.Text {
	if v.lines != nil || v.w < 3 {
		return v.lines
	}
	for _, line := range safe.Multi(string(v.data)) {
		v.lines = append(v.lines, chop(v.Glyphs.Text(line), v.w-2)...)
	}
	return v.lines
}

// chop cuts a text into pieces of w cells, wherever they end: bytes are not
// words.
func chop(t safe.Text, w int) []safe.Text {
	s := t.String()
	var pieces []safe.Text
	for len(s) > 0 {
		n, cells := 0, 0
		for n < len(s) {
			r, size := utf8.DecodeRuneInString(s[n:])
			wide := safe.Cell(string(r)).Width()
			if cells+wide > w {
				break
			}
			n, cells = n+size, cells+wide
		}
		if n == 0 {
			n = len(s)
		}
		pieces = append(pieces, safe.Cell(s[:n]))
		s = s[n:]
	}
	if pieces == nil {
		pieces = []safe.Text{{}}
	}
	return pieces
}

func (v *rawView) view() []string {
	text := v.text()
	var lines []string
	for _, t := range text[min(v.top, len(text)):min(v.top+v.h, len(text))] {
		lines = append(lines, new(ink.Line).Add(v.Text, safe.Lit(" ").Plus(t)).Fit(v.w))
	}
	return lines
}

// Move scrolls by lines.
func (v *rawView) Move(delta int) {
	v.top = max(min(v.top+delta, len(v.text())-v.h), 0)
}

// Page scrolls by windows.
func (v *rawView) Page(delta int) { v.Move(delta * v.h) }

// Half scrolls by half windows.
func (v *rawView) Half(delta int) { v.Move(delta * v.h / 2) }

// Top scrolls to the first line.
func (v *rawView) Top() { v.top = 0 }

// End scrolls to the last line.
func (v *rawView) End() { v.Move(len(v.text())) }
