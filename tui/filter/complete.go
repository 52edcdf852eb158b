package filter

import (
	"slices"
	"strings"
	"unicode/utf8"

	"coldtrail/loader/kql"
)

// Slot is the part of a typed filter that a completion would take the place of.
type Slot struct {
	From, To int    // in bytes
	Field    string // whose value it is; "" for the name of a field or a word
	Typed    string // what was typed of it, without its quote
}

// SlotAt finds what is being typed at a place of a text, in bytes.
func SlotAt(text string, at int) Slot {
	start, quoted := 0, false
	for i := 0; i < at; i++ {
		switch c := text[i]; {
		case c == '\\' && quoted:
			i++
		case c == '"':
			quoted = !quoted
		case !quoted && strings.IndexByte(" \t(){}<>!", c) >= 0:
			start = i + 1
		}
	}
	start = min(start, at)
	s := Slot{From: start, To: at, Typed: text[start:at]}
	if field, value, ok := strings.Cut(s.Typed, ":"); ok && !strings.HasPrefix(field, `"`) {
		s.Field, s.Typed = field, value
	}
	s.Typed = strings.TrimPrefix(s.Typed, `"`)
	return s
}

// Take puts an offer into the text in place of the slot, and gives the text
// and the place behind it, in runes.
func (s Slot) Take(text, offer string) (string, int) {
	before := text[:s.From] + offer
	return before + text[s.To:], utf8.RuneCountInString(before)
}

// Fields gives the names that hold what was typed, whatever its case: those that
// begin with it first, then the shorter ones.
func Fields(names []string, typed string) []string {
	typed = strings.ToLower(typed)
	var fit []string
	for _, name := range names {
		if strings.Contains(strings.ToLower(name), typed) {
			fit = append(fit, name)
		}
	}
	slices.SortStableFunc(fit, func(a, b string) int {
		if x, y := strings.HasPrefix(a, typed), strings.HasPrefix(b, typed); x != y {
			if x {
				return -1
			}
			return 1
		}
		return len(a) - len(b)
	})
	return fit
}

// Term writes a condition as it is typed: field:value, with quotes where it
// needs them; an empty value asks for what has none.
func Term(field, value string) kql.Query {
	if value == "" {
		return kql.Not(kql.Exists(field))
	}
	return kql.Is(field, value)
}
