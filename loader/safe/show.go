package safe

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxMarks is how many combining marks one base may carry; real scripts need
// no more, and a tower of them paints over the neighbouring rows.
const maxMarks = 2

// show returns s with everything that may not be drawn replaced; control
// names a C0 control character or DEL.
func show(s string, control func(rune) string) Text {
	var b strings.Builder
	b.Grow(len(s) + len(s)/4)
	hostile := false
	base, marks := false, 0 // whether the last rune can carry marks, and how many it does
	flush := func() {
		if marks > maxMarks {
			b.WriteString("‹+" + strconv.Itoa(marks-maxMarks) + " marks›")
			hostile = true
		}
		marks = 0
	}
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		raw := s[i : i+size]
		i += size
		if base && isMark(r) {
			if marks++; marks <= maxMarks {
				b.WriteString(raw)
			}
			continue
		}
		flush()
		if as := stand(r, raw, control); as != "" {
			b.WriteString(as)
			base, hostile = false, true
			continue
		}
		b.WriteString(raw)
		base = r != ' '
	}
	flush()
	return Text{s: b.String(), hostile: hostile}
}

// stand returns what stands for r, which was read from raw, or nothing when r
// may be drawn as it is. A mark that gets here has no base.
func stand(r rune, raw string, control func(rune) string) string {
	switch {
	case r == utf8.RuneError && len(raw) == 1:
		return fmt.Sprintf(`\x%02x`, raw[0])
	case r < ' ' || r == 0x7f:
		return control(r)
	case r < 0x7f:
		return ""
	case r < 0xa0:
		return fmt.Sprintf(`\u%04x`, r)
	case isMark(r) || !drawable(r):
		return fmt.Sprintf("‹U+%04X›", r)
	}
	return ""
}

// picture returns the control picture of a C0 control character or DEL.
func picture(r rune) string {
	if r == 0x7f {
		return "␡"
	}
	return string('␀' + r)
}

// jsonEscape returns the JSON escape of a C0 control character or DEL.
func jsonEscape(r rune) string {
	switch r {
	case '\b':
		return `\b`
	case '\t':
		return `\t`
	case '\n':
		return `\n`
	case '\f':
		return `\f`
	case '\r':
		return `\r`
	}
	return fmt.Sprintf(`\u%04x`, r)
}
