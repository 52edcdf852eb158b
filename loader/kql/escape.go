package kql

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// escape reads a backslash and what it stands before outside quotes: a sign, a
// blank, a keyword, or the letter of a character that cannot be seen.
func (s *scanner) escape() (string, error) {
	after := s.text[s.pos+1:]
	if n := len(keywordPrefix(after)); n > 0 && !startsWord(after[n:]) {
		s.pos += 1 + n
		return after[:n], nil
	}
	if text, n := control(after); n > 0 {
		s.pos += 1 + n
		return text, nil
	}
	r, n := utf8.DecodeRuneInString(after)
	if n == 0 || !strings.ContainsRune(special+blanks+"!", r) {
		return "", s.fail(s.pos, "`\\` escapes nothing here: write `\\\\` for a backslash")
	}
	s.pos += 1 + n
	return after[:n], nil
}

// startsWord is true where a keyword goes on as another word: the \and of
// CORP\andrew is a forgotten backslash.
func startsWord(text string) bool {
	r, _ := utf8.DecodeRuneInString(text)
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

// quoted reads a text in quotes, in which only \\, \", \t, \r, \n and \uXXXX
// are escapes and every other backslash is one.
func (s *scanner) quoted() (string, error) {
	open := s.pos
	var b strings.Builder
	for s.pos++; !s.end(); s.pos++ {
		c := s.text[s.pos]
		after := s.text[s.pos+1:]
		switch {
		case c == '"':
			s.pos++
			return b.String(), nil
		case c != '\\':
			b.WriteByte(c)
		case after != "" && (after[0] == '\\' || after[0] == '"'):
			b.WriteByte(after[0])
			s.pos++
		default:
			text, n := control(after)
			if n == 0 {
				text = `\`
			}
			b.WriteString(text)
			s.pos += n
		}
	}
	return "", s.fail(open, "this quote is never closed")
}

// control reads what may follow a backslash in quotes and outside: t, r, n and
// uXXXX, and gives how many bytes that took, or 0.
func control(text string) (string, int) {
	if text == "" {
		return "", 0
	}
	switch text[0] {
	case 't':
		return "\t", 1
	case 'r':
		return "\r", 1
	case 'n':
		return "\n", 1
	}
	first, ok := unicodeUnit(text)
	if !ok {
		return "", 0
	}
	// Characters beyond 16 bits come as two units.
	if len(text) > 5 && text[5] == '\\' {
		if second, ok := unicodeUnit(text[6:]); ok {
			if r := utf16.DecodeRune(first, second); r != utf8.RuneError {
				return string(r), 11
			}
		}
	}
	return string(first), 5
}

func unicodeUnit(text string) (rune, bool) {
	if len(text) < 5 || text[0] != 'u' {
		return 0, false
	}
	unit, err := strconv.ParseUint(text[1:5], 16, 16)
	return rune(unit), err == nil
}
