package safe

import (
	"fmt"
	"strings"
)

// asciiForms holds what stands for the glyphs that the program itself draws.
var asciiForms = map[rune]string{
	'…': "...", '‹': "<", '›': ">", '«': "<<", '»': ">>",
	'‘': "'", '’': "'", '“': `"`, '”': `"`,
	'–': "-", '—': "--", '−': "-", '·': ".", '•': "*", '×': "x", '¶': "!", '≠': "!=", '≤': "<=", '≥': ">=",
	'▶': ">", '▸': ">", '◀': "<", '◂': "<", '▲': "^", '▴': "^", '▼': "v", '▾': "v",
	'→': "->", '←': "<-", '↑': "^", '↓': "v", '⏎': "Enter", '↵': "Enter",
	'●': "*", '○': "o", '■': "#", '□': "o", '◆': "*", '◇': "o", '★': "*", '☆': "o", '✓': "+", '✗': "x",
	'░': ".", '▒': ":", '▓': "%", '█': "#",
	'▁': "_", '▂': ".", '▃': "-", '▄': "=", '▅': "+", '▆': "*", '▇': "%",
	'═': "=", '╱': "/", '╲': `\`, '╳': "X",
	'\u00a0': " ",
}

// ASCII returns the text for a terminal that draws only ASCII: glyphs of ours
// become a likeness, control pictures ^[, all else \u{XXXX}. That can change
// the width, so ASCII comes first and Cut, Fit and Wrap after it; they then
// mark a cut with ~.
func (t Text) ASCII() Text {
	t.ascii = true
	if isPlain(t.s) {
		return t
	}
	var b strings.Builder
	for _, r := range t.s {
		b.WriteString(asciiForm(r))
	}
	return t.with(b.String())
}

func asciiForm(r rune) string {
	switch {
	case r < 0x80:
		return string(r)
	case r >= '␀' && r <= '␟':
		return "^" + string('@'+r-'␀')
	case r == '␡':
		return "^?"
	}
	if s, ok := asciiForms[r]; ok {
		return s
	}
	if r >= 0x2500 && r <= 0x257f {
		return boxForm(r)
	}
	return fmt.Sprintf(`\u{%04X}`, r)
}

// boxForm returns the likeness of a box drawing character.
func boxForm(r rune) string {
	switch {
	case strings.ContainsRune("─━┄┅┈┉╌╍╴╶╸╺╼╾", r):
		return "-"
	case strings.ContainsRune("│┃┆┇┊┋╎╏║╵╷╹╻╽╿", r):
		return "|"
	}
	return "+"
}
