package kql

import (
	"slices"
	"strings"
)

// Value is what a term asks of a field: a literal, or a pattern in which *
// stands for any text, also none. The zero Value is the empty literal.
type Value struct {
	// parts are the texts around the wildcards: one for a literal, and n+1
	// for a pattern with n of them. Only the first and the last may be empty.
	parts []string
}

func literal(text string) Value { return Value{parts: []string{text}} }

// wildcard reads every * of text as a wildcard, and several in a row as one.
func wildcard(text string) Value {
	var parts []string
	for i, part := range strings.Split(text, "*") {
		if i > 1 && parts[len(parts)-1] == "" {
			parts[len(parts)-1] = part
			continue
		}
		parts = append(parts, part)
	}
	return Value{parts: parts}
}

// Literal gives the text of a literal; ok is false for a pattern.
func (v Value) Literal() (text string, ok bool) {
	switch len(v.parts) {
	case 0:
		return "", true
	case 1:
		return v.parts[0], true
	}
	return "", false
}

// Parts gives the texts that every match holds, in their order: the literal, or
// what stands between the wildcards of a pattern. None is empty.
func (v Value) Parts() []string {
	return slices.DeleteFunc(slices.Clone(v.parts), func(part string) bool { return part == "" })
}

// Match says whether text is the literal, or fits the pattern.
func (v Value) Match(text string) bool {
	if want, ok := v.Literal(); ok {
		return text == want
	}
	first, last := v.parts[0], v.parts[len(v.parts)-1]
	if len(text) < len(first)+len(last) || !strings.HasPrefix(text, first) || !strings.HasSuffix(text, last) {
		return false
	}
	text = text[len(first) : len(text)-len(last)]
	for _, part := range v.parts[1 : len(v.parts)-1] {
		i := strings.Index(text, part)
		if i < 0 {
			return false
		}
		text = text[i+len(part):]
	}
	return true
}

// any says whether the pattern is a lone *.
func (v Value) any() bool {
	return len(v.parts) == 2 && v.parts[0] == "" && v.parts[1] == ""
}
