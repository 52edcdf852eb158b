package safe

import (
	"strings"
	"unicode/utf8"
)

// Cell returns evidence as one line for tables, titles and messages. Control
// characters become control pictures (␛ ␊ ␡) or, for C1, \u009b; what is
// invisible, reorders the row or has no agreed width becomes ‹U+202E›; bytes
// that are not UTF-8 become \xff; of more than two marks on a base the rest
// becomes ‹+N marks›. Printable ASCII comes back as it is.
func Cell(s string) Text {
	if isPlain(s) {
		return Text{s: s}
	}
	return show(s, picture)
}

// JSON returns JSON source as one line: like Cell, but control characters
// become JSON escapes (\u001b, \n, \t), so that what is shown is JSON still.
func JSON(s string) Text {
	if isPlain(s) {
		return Text{s: s}
	}
	return show(s, jsonEscape)
}

// Multi returns evidence as its lines, each as Cell gives it; a line ends
// with \n or \r\n. The empty string is one empty line.
func Multi(s string) []Text {
	var lines []Text
	for {
		line, rest, more := strings.Cut(s, "\n")
		if more {
			line = strings.TrimSuffix(line, "\r")
		}
		lines = append(lines, Cell(line))
		if !more {
			return lines
		}
		s = rest
	}
}

// CellCut returns Cell(s).Cut(w) without reading more than the first 4×w
// runes of s, so that a value of a megabyte costs no more than its cell. What
// lies beyond them does not count for Hostile.
func CellCut(s string, w int) Text {
	if w <= 0 {
		return Text{}
	}
	head := s
	if w <= len(s)/4 {
		head = s[:runes(s, 4*w)]
	}
	t := Cell(head)
	if len(head) < len(s) {
		t.s += t.ellipsis()
	}
	return t.Cut(w)
}

// runes returns the length in bytes of the first n runes of s.
func runes(s string, n int) int {
	i := 0
	for ; n > 0 && i < len(s); n-- {
		_, size := utf8.DecodeRuneInString(s[i:])
		i += size
	}
	return i
}

// isPlain reports whether s is printable ASCII only.
func isPlain(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}
