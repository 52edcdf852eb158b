package safe

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// Width returns the number of terminal cells that the text takes.
func (t Text) Width() int {
	if isPlain(t.s) {
		return len(t.s)
	}
	return ansi.StringWidth(t.s)
}

// Cut returns the text in at most w cells; when it is longer its tail is
// replaced by an ellipsis. Its cost follows w, not the length of the text.
func (t Text) Cut(w int) Text {
	if w <= 0 {
		return t.with("")
	}
	keep, used := 0, 0
	for i := 0; i < len(t.s); {
		n, cells := glyph(t.s[i:])
		used += cells
		if used > w {
			return t.with(t.s[:keep] + t.ellipsis())
		}
		i += n
		if used < w {
			keep = i
		}
	}
	return t
}

// CutHead returns the text in at most w cells; when it is longer its head is
// replaced by an ellipsis. It is for paths and ids, whose end tells more.
func (t Text) CutHead(w int) Text {
	if w <= 0 {
		return t.with("")
	}
	left := t.Width()
	if left <= w {
		return t
	}
	i := 0
	for left > w-1 {
		n, cells := glyph(t.s[i:])
		left -= cells
		i += n
	}
	return t.with(t.ellipsis() + t.s[i:])
}

// Fit returns the text in exactly w cells, cut or followed by blanks.
func (t Text) Fit(w int) Text {
	t = t.Cut(w)
	return t.with(t.s + blanks(w-t.Width()))
}

// FitRight returns the text in exactly w cells, cut or preceded by blanks. It
// is for numbers.
func (t Text) FitRight(w int) Text {
	t = t.Cut(w)
	return t.with(blanks(w-t.Width()) + t.s)
}

// ellipsis returns what stands for the part that was cut, in one cell.
func (t Text) ellipsis() string {
	if t.ascii {
		return "~"
	}
	return "…"
}

func blanks(n int) string { return strings.Repeat(" ", max(n, 0)) }

// glyph returns the bytes and the cells of what s begins with: one rune and
// the marks on it. s must not be empty.
func glyph(s string) (size, cells int) {
	if s[0] < 0x80 && (len(s) == 1 || s[1] < 0x80) {
		return 1, 1
	}
	cluster, cells := ansi.FirstGraphemeCluster(s, ansi.GraphemeWidth)
	return len(cluster), cells
}
