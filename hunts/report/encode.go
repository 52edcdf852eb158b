package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"unicode/utf16"
	"unicode/utf8"

	"coldtrail/loader/safe"
)

// Encode writes a value as indented JSON that is safe on a terminal.
func Encode(w io.Writer, v any) error {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		return fmt.Errorf("encoding JSON: %w", err)
	}
	_, err := w.Write(Escape(b.Bytes()))
	return err
}

// Escape returns JSON text of the same value in which every character that a
// terminal could obey, hide or reorder is written as \uXXXX. The line ends
// and blanks between values stay.
func Escape(text []byte) []byte {
	var out []byte // text up to done, once something had to be escaped
	done := 0
	for i := 0; i < len(text); {
		if isPlain(text[i]) {
			i++
			continue
		}
		r, size := utf8.DecodeRune(text[i:])
		if raw := text[i : i+size]; safe.Cell(string(raw)).Hostile() {
			out = append(out, text[done:i]...)
			out = appendEscape(out, r)
			done = i + size
		}
		i += size
	}
	if done == 0 {
		return text
	}
	return append(out, text[done:]...)
}

// isPlain tells whether c is printable ASCII or white space of JSON; within a
// string the latter is an escape already.
func isPlain(c byte) bool {
	return c >= ' ' && c <= '~' || c == '\n' || c == '\r' || c == '\t'
}

func appendEscape(out []byte, r rune) []byte {
	if high, low := utf16.EncodeRune(r); high != utf8.RuneError {
		return fmt.Appendf(out, `\u%04x\u%04x`, high, low)
	}
	return fmt.Appendf(out, `\u%04x`, r)
}

// optional is a text that JSON gives as null when it is empty.
type optional string

// MarshalJSON writes the text or null.
func (o optional) MarshalJSON() ([]byte, error) {
	if o == "" {
		return []byte("null"), nil
	}
	return json.Marshal(string(o))
}
