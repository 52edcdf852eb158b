package kql

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// fieldText is a field name as it is written. In it * is always a wildcard.
func fieldText(field string) string {
	if isBare(strings.ReplaceAll(field, "*", "x")) {
		return field
	}
	return quoted(field)
}

func literalText(text string) string {
	if isBare(text) {
		return text
	}
	return quoted(text)
}

func valueText(v Value) string {
	if text, ok := v.Literal(); ok {
		return literalText(text)
	}
	parts := make([]string, len(v.parts))
	for i, part := range v.parts {
		parts[i] = escaped(part)
	}
	return strings.Join(parts, "*")
}

// isBare says whether text reads the same without quotes.
func isBare(text string) bool {
	if text == "" || text[0] == '!' || keywordAt(text) != "" {
		return false
	}
	return strings.IndexFunc(text, func(r rune) bool { return !isPlain(r) }) < 0
}

// isPlain says whether r has no meaning of its own and can be seen.
func isPlain(r rune) bool {
	return !strings.ContainsRune(special, r) && !unicode.IsSpace(r) && unicode.IsGraphic(r)
}

func quoted(text string) string {
	var b strings.Builder
	b.WriteByte('"')
	for text != "" {
		r, n := utf8.DecodeRuneInString(text)
		switch {
		case r == '"' || r == '\\':
			b.WriteString(`\` + text[:n])
		case unicode.IsGraphic(r):
			b.WriteString(text[:n])
		default:
			writeUnicode(&b, r)
		}
		text = text[n:]
	}
	b.WriteByte('"')
	return b.String()
}

// escaped is text as part of a pattern, which cannot stand in quotes, for
// there its * would be a star. Blanks would end it in a filter bar, and a
// leading ! would negate it.
func escaped(text string) string {
	var b strings.Builder
	for text != "" {
		r, n := utf8.DecodeRuneInString(text)
		switch {
		case strings.ContainsRune(special, r):
			b.WriteString(`\` + text[:n])
		case r != '!' && isPlain(r):
			b.WriteString(text[:n])
		default:
			writeUnicode(&b, r)
		}
		text = text[n:]
	}
	return b.String()
}

func writeUnicode(b *strings.Builder, r rune) {
	for _, unit := range utf16.Encode([]rune{r}) {
		fmt.Fprintf(b, `\u%04x`, unit)
	}
}
