package tui

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"coldtrail/loader"
	"coldtrail/loader/safe"
)

// This file is which entity a value of a record leads to.

// entity is what a value names, as far as the dump's index knows it: the whole of
// it, else the one entity of the record that stands in it, as the session name
// does in a principalId.
func (s *record) entity(value string) (loader.Entity, bool) {
	if e, ok := loader.EntityOf(value); ok && s.dump.Count(e) > 0 {
		return e, true
	}
	const enough = 4 << 10 // bytes of a value that are looked through
	if len(value) > enough {
		return loader.Entity{}, false
	}
	var found []loader.Entity
	for _, e := range s.dump.Entities(s.id) {
		if e.Kind != loader.Account && standsIn(value, e.Value) {
			found = append(found, e)
		}
	}
	if len(found) != 1 {
		return loader.Entity{}, false
	}
	return found[0], true
}

// standsIn tells whether a text holds a name that is no part of a longer one.
func standsIn(text, name string) bool {
	inName := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("-_.", r) }
	for rest := text; ; {
		before, after, ok := strings.Cut(rest, name)
		if !ok {
			return false
		}
		last, _ := utf8.DecodeLastRuneInString(before)
		next, _ := utf8.DecodeRuneInString(after)
		if (before == "" || !inName(last)) && (after == "" || !inName(next)) {
			return true
		}
		rest = after
	}
}

// hint marks the values that are entities to pivot on.
func (s *record) hint(_, _, value string) safe.Text {
	if e, ok := s.entity(value); ok {
		return s.Link.Plus(safe.Cell(e.Kind.String()))
	}
	return safe.Text{}
}
