package hunts

import (
	"encoding/json"
	"strconv"
	"strings"
)

// Value is one cell of a finding: absent, a text, a list of texts or a number.
// The zero Value is absent.
type Value struct {
	kind  valueKind
	texts []string
	n     int
}

type valueKind uint8

const (
	absent valueKind = iota
	text
	list
	number
)

// Text is a Value of one text; the empty text is absent.
func Text(s string) Value {
	if s == "" {
		return Value{}
	}
	return Value{kind: text, texts: []string{s}}
}

// List is a Value of several texts, in their order; no texts are absent.
func List(s ...string) Value {
	if len(s) == 0 {
		return Value{}
	}
	return Value{kind: list, texts: s}
}

// Number is a Value that counts.
func Number(n int) Value { return Value{kind: number, n: n} }

// Absent tells whether the value is missing, which is not the same as empty or 0.
func (v Value) Absent() bool { return v.kind == absent }

// Number gives the number, and whether the value is one.
func (v Value) Number() (int, bool) { return v.n, v.kind == number }

// Texts gives the text or texts; nil for a number or an absent value.
func (v Value) Texts() []string { return v.texts }

// String renders the value for a cell; lists are joined with ", ".
func (v Value) String() string {
	if v.kind == number {
		return strconv.Itoa(v.n)
	}
	return strings.Join(v.texts, ", ")
}

// MarshalJSON writes null, a string, an array of strings or a number.
func (v Value) MarshalJSON() ([]byte, error) {
	switch v.kind {
	case text:
		return json.Marshal(v.texts[0])
	case list:
		return json.Marshal(v.texts)
	case number:
		return json.Marshal(v.n)
	}
	return []byte("null"), nil
}
