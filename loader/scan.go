package loader

import (
	"errors"
	"fmt"
	"io"

	"coldtrail/loader/unwrap"
)

// This file is the splitter's reading of bytes: a window on the stream, and
// the scan that finds where a JSON value ends.

// Why the bytes at a place are no JSON value.
var (
	errNoObject   = errors.New("not a JSON object")
	errTooLong    = fmt.Errorf("longer than %d MiB", maxRecord>>20)
	errTooDeep    = fmt.Errorf("nested more than %d deep", unwrap.MaxDepth)
	errMismatch   = errors.New("brackets do not match")
	errRawNewline = errors.New("a line ends inside a string")
)

// drop forgets the bytes before pos when they are many, or all, so that the
// window stays small. Other indexes into buf are void after it.
func (s *splitter) drop() {
	if s.pos < cap(s.buf)/8*7 && s.pos < len(s.buf) {
		return
	}
	s.shift()
}

// shift forgets the bytes before pos. Other indexes into buf are void after it.
func (s *splitter) shift() {
	n := copy(s.buf, s.buf[s.pos:])
	s.buf = s.buf[:n]
	s.base += int64(s.pos)
	s.pos = 0
}

// fill reads more of the stream behind what is there, up to limit bytes from
// pos on, until the window is full: a record at its end is begun again.
func (s *splitter) fill() error {
	end := s.pos + s.limit
	if len(s.buf) >= end {
		return errTooLong
	}
	if s.ended != nil {
		return s.ended
	}
	if len(s.buf) == cap(s.buf) {
		grown := make([]byte, len(s.buf), 2*cap(s.buf))
		copy(grown, s.buf)
		s.buf = grown
	}
	start := len(s.buf)
	for s.ended == nil && len(s.buf) < min(end, cap(s.buf)) {
		var n int
		n, s.ended = s.in.Read(s.buf[len(s.buf):min(end, cap(s.buf))])
		s.buf = s.buf[:len(s.buf)+n]
	}
	if len(s.buf) > start {
		return nil
	}
	return s.ended
}

// at gives the byte at index i of buf, reading on where needed.
func (s *splitter) at(i int) (byte, error) {
	for i >= len(s.buf) {
		if err := s.fill(); err != nil {
			return 0, err
		}
	}
	return s.buf[i], nil
}

// peek skips white space and gives the byte at pos without stepping over it.
func (s *splitter) peek() (byte, error) {
	for {
		s.drop()
		c, err := s.at(s.pos)
		if err != nil || !isSpace(c) {
			return c, err
		}
		s.pos++
	}
}

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\r' || c == '\t' }

// scanValue gives the index behind the value that starts at i: an object, an
// array, a string, or anything up to the next delimiter. Its error says why no
// value starts here, or how the stream ended inside it.
func (s *splitter) scanValue(i int) (int, error) {
	c, err := s.at(i)
	if err != nil {
		return i, err
	}
	switch c {
	case '{', '[':
		return s.scanNested(i)
	case '"':
		return s.scanString(i)
	}
	for j := i; ; j++ {
		c, err := s.at(j)
		if err == io.EOF || err == nil && (isSpace(c) || c == ',' || c == ']' || c == '}') {
			return j, nil
		}
		if err != nil {
			return j, err
		}
	}
}

func (s *splitter) scanNested(start int) (int, error) {
	var open [unwrap.MaxDepth]byte
	depth := 0
	for i := start; ; {
		if i >= len(s.buf) {
			if err := s.fill(); err != nil {
				return i, err
			}
		}
		switch c := s.buf[i]; c {
		case '"':
			end, err := s.scanString(i)
			if err != nil {
				return end, err
			}
			i = end
			continue
		case '{', '[':
			if depth == unwrap.MaxDepth {
				return i, errTooDeep
			}
			open[depth] = c + 2 // the bracket that closes it
			depth++
		case ' ', '\n', '\r', '\t':
			s.spaced = true
		case '}', ']':
			if open[depth-1] != c {
				return i, errMismatch
			}
			if depth--; depth == 0 {
				return i + 1, nil
			}
		}
		i++
	}
}

// scanString gives the index behind the string that starts at i.
func (s *splitter) scanString(start int) (int, error) {
	for i := start + 1; ; i++ {
		for i >= len(s.buf) { // an escape at the window's end may skip a byte that is not there yet
			if err := s.fill(); err != nil {
				return i, err
			}
		}
		switch s.buf[i] {
		case '"':
			return i + 1, nil
		case '\\':
			i++
		case '\n':
			return i, errRawNewline
		}
	}
}

// scanEnvelope looks whether the object that starts at i is an envelope: one
// of its keys holds records. It gives the index behind the opening bracket of
// what that key holds, and what is entered there; 0 for no envelope. It looks
// at the first keys only: a record is told from an envelope by how it begins,
// not by reading it twice.
func (s *splitter) scanEnvelope(i int) (int, byte) {
	const far = 4 << 10
	for start := i; i-start < far; {
		i++
		key, end, err := s.scanKey(i)
		if err != nil {
			return i, 0
		}
		c, err := s.at(end)
		if err != nil || recordKeys[string(key)] {
			return i, 0
		}
		if inner := envelopes[string(key)].enters(c); inner != 0 {
			s.enveloped = s.enveloped || string(key) == ownKey
			return end + 1, inner
		}
		if i, err = s.scanValue(end); err != nil {
			return i, 0
		}
		if i, err = s.skipSpace(i); err != nil || s.buf[i] != ',' {
			return i, 0
		}
	}
	return i, 0
}

// envelopes are the keys that hold records, each with what it holds.
var envelopes = map[string]contents{
	ownKey:   list, // CloudTrail's own delivery, Insights, the console's JSON
	"Events": list, // lookup-events
	"events": list, // filter-log-events, get-log-events
	// a log subscription, and what Firehose makes of it
	"logEvents": list,
	"results":   list,         // Splunk's export
	"hits":      listOrObject, // {"hits":{"hits":[…]}}, a search's answer
	"Messages":  list,         // a queue's messages

	"QueryResultRows": rows, // CloudTrail Lake
}

// ownKey is the key of CloudTrail's own files. It alone shows that a file is
// CloudTrail's, also when it holds no record.
const ownKey = "Records"

// contents is what a key of an envelope holds.
type contents uint8

const (
	list         contents = iota + 1 // an array of values
	rows                             // an array of arrays, each a value
	listOrObject                     // an array of values, or an object that is an envelope again
)

// enters gives what is entered at the bracket c, as the splitter's stack knows
// it; 0 where nothing is.
func (e contents) enters(c byte) byte {
	switch {
	case c == '[' && e == rows:
		return 'r'
	case c == '[' && e != 0, c == '{' && e == listOrObject:
		return c
	}
	return 0
}

// recordKeys are keys that only a record begins with.
var recordKeys = map[string]bool{"eventVersion": true, "eventSource": true, "userIdentity": true, "awsRegion": true, "eventTime": true}

// scanKey reads a key and its colon from i on, white space between them; it
// gives the index of the value.
func (s *splitter) scanKey(i int) (key []byte, end int, err error) {
	if i, err = s.skipSpace(i); err != nil {
		return nil, i, err
	}
	if s.buf[i] != '"' {
		return nil, i, errNoObject
	}
	if end, err = s.scanString(i); err != nil {
		return nil, i, err
	}
	key = s.buf[i+1 : end-1]
	if end, err = s.skipSpace(end); err != nil {
		return nil, end, err
	}
	if s.buf[end] != ':' {
		return nil, end, errNoObject
	}
	end, err = s.skipSpace(end + 1)
	return key, end, err
}

// skipSpace gives the index of the first byte from i on that is not white space.
func (s *splitter) skipSpace(i int) (int, error) {
	for {
		c, err := s.at(i)
		if err != nil || !isSpace(c) {
			return i, err
		}
		i++
	}
}
