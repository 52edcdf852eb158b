package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// stream writes one large JSON value in pieces, as Encode would write it whole:
// no more than a piece of it is in memory.
type stream struct {
	w     io.Writer
	depth int // of the objects and lists that are open
	err   error
}

func (s *stream) write(text []byte) {
	if s.err == nil {
		_, s.err = s.w.Write(text)
	}
}

func (s *stream) indent() string { return strings.Repeat("  ", s.depth) }

// value is the text of a value at the stream's depth.
func (s *stream) value(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent(s.indent(), "  ")
	if err := e.Encode(v); err != nil && s.err == nil {
		s.err = fmt.Errorf("encoding JSON: %w", err)
	}
	return Escape(bytes.TrimSuffix(b.Bytes(), []byte("\n")))
}

// members is the text of the members of a struct that has some, without the braces.
func (s *stream) members(v any) []byte {
	text := bytes.TrimPrefix(s.value(v), []byte("{"))
	return bytes.TrimSuffix(text, []byte("\n"+s.indent()+"}"))
}

// open begins an object with the members of a struct.
func (s *stream) open(v any) {
	s.write([]byte("{"))
	s.write(s.members(v))
	s.depth++
}

// more goes on with the members of another struct, if that has any.
func (s *stream) more(v any) {
	s.depth--
	if text := s.members(v); len(text) > 1 {
		s.write([]byte(","))
		s.write(text)
	}
	s.depth++
}

// close ends the object.
func (s *stream) close() {
	s.depth--
	s.write([]byte("\n" + s.indent() + "}"))
}

// list is a member of the object: n values, each of which write writes.
func (s *stream) list(key string, n int, write func(int)) {
	s.write([]byte(",\n" + s.indent() + `"` + key + `": [`))
	s.depth++
	for i := range n {
		if i > 0 {
			s.write([]byte(","))
		}
		s.write([]byte("\n" + s.indent()))
		write(i)
	}
	s.depth--
	if n > 0 {
		s.write([]byte("\n" + s.indent()))
	}
	s.write([]byte("]"))
}
