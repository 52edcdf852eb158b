package safe

import "strings"

// Wrap returns the text as lines of at most w cells, broken at blanks, and
// within a word that is longer than a line. The blanks at a break are left
// out. The empty text is one empty line; w below 1 gives none.
func (t Text) Wrap(w int) []Text {
	if w < 1 {
		return nil
	}
	var lines []Text
	rest := t.s
	for {
		end, next := breakAt(rest, w)
		lines = append(lines, t.with(rest[:end]).Cut(w))
		if next == len(rest) {
			return lines
		}
		rest = rest[next:]
	}
}

// breakAt returns where the first line of s ends and where the next begins.
// Only a blank after a word is a place to break, so that an indent stays with
// the word that follows it.
func breakAt(s string, w int) (end, next int) {
	used, word := 0, false
	blank := -1
	for i := 0; i < len(s); {
		n, cells := glyph(s[i:])
		isBlank := s[i] == ' '
		if isBlank && word {
			blank = i
		}
		used += cells
		if used > w {
			switch {
			case blank >= 0:
				return len(strings.TrimRight(s[:blank], " ")), skipBlanks(s, blank)
			case i == 0: // one glyph wider than the line
				return n, n
			}
			return i, i
		}
		word = word || !isBlank
		i += n
	}
	return len(s), len(s)
}

func skipBlanks(s string, i int) int {
	return len(s) - len(strings.TrimLeft(s[i:], " "))
}
