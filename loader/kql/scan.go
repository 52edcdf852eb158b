package kql

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

const (
	signs   = `():<>"{}`      // what ends an unquoted text
	special = signs + `\*`    // what has a meaning outside quotes
	blanks  = " \t\r\n\u00a0" // what Kibana takes for one
)

// scanner reads words, quoted texts and signs. It works on bytes, so that a
// text that is not UTF-8 comes through unchanged.
type scanner struct {
	text    string
	pos     int
	lenient bool // a blank ends an unquoted text, and a value may hold a colon
}

func (s *scanner) rest() string { return s.text[s.pos:] }
func (s *scanner) end() bool    { return s.pos == len(s.text) }

func (s *scanner) at(sign string) bool { return strings.HasPrefix(s.rest(), sign) }

func (s *scanner) take(sign string) bool {
	if !s.at(sign) {
		return false
	}
	s.pos += len(sign)
	return true
}

func (s *scanner) skipBlanks() { s.pos += blankLen(s.rest()) }

// takeKeyword takes word, which is and, or, not in lower case.
func (s *scanner) takeKeyword(word string) bool {
	if keywordAt(s.rest()) != word {
		return false
	}
	s.pos += len(word)
	return true
}

// keywordAt is the keyword that text begins with, in lower case, if any. A
// keyword ends at a blank, a parenthesis, a quote or the end.
func keywordAt(text string) string {
	word := keywordPrefix(text)
	after := text[len(word):]
	if after == "" || blankLen(after) > 0 || strings.IndexByte(`()"`, after[0]) >= 0 {
		return word
	}
	return ""
}

func keywordPrefix(text string) string {
	for _, word := range []string{"and", "or", "not"} {
		if len(text) >= len(word) && strings.EqualFold(text[:len(word)], word) {
			return word
		}
	}
	return ""
}

func blankLen(text string) int { return len(text) - len(strings.TrimLeft(text, blanks)) }

// fail is the error at the byte pos of the text.
func (s *scanner) fail(pos int, format string, args ...any) error {
	return &SyntaxError{Column: utf8.RuneCountInString(s.text[:pos]), Msg: fmt.Sprintf(format, args...)}
}

// bare is an unquoted text as it was read.
type bare struct {
	value  Value
	spaced bool // it holds blanks that were not escaped
}

// unquoted reads up to one of stops, a keyword or the end, and in a lenient
// text up to a blank. It reads nothing where nothing unquoted stands.
func (s *scanner) unquoted(stops string) (bare, error) {
	var out bare
	var part strings.Builder
	for !s.end() {
		c := s.text[s.pos]
		gap := blankLen(s.rest())
		switch {
		case c == '\\':
			text, err := s.escape()
			if err != nil {
				return bare{}, err
			}
			part.WriteString(text)
			continue
		case c == '*':
			if len(out.value.parts) == 0 || part.Len() > 0 {
				out.value.parts = append(out.value.parts, part.String())
				part.Reset()
			}
		case gap > 0:
			next := s.text[s.pos+gap:]
			if s.lenient || next == "" || strings.IndexByte(stops, next[0]) >= 0 || keywordAt(next) != "" {
				return out.close(&part), nil
			}
			part.WriteString(s.text[s.pos : s.pos+gap])
			out.spaced = true
			s.pos += gap - 1
		case strings.IndexByte(stops, c) >= 0:
			return out.close(&part), nil
		default:
			part.WriteByte(c)
		}
		s.pos++
	}
	return out.close(&part), nil
}

func (b bare) close(last *strings.Builder) bare {
	b.value.parts = append(b.value.parts, last.String())
	return b
}
