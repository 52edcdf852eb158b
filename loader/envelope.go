package loader

import (
	"bytes"
	"errors"
	"io"

	"coldtrail/loader/unwrap"
)

// maxRecord is the longest record that is read, in bytes. CloudTrail itself
// stops at 1 MiB; what is longer is no record, and holding it would cost the
// memory of every other file.
const maxRecord = 16 << 20

// maxEnvelopes bounds the arrays and envelopes that are entered one in another.
const maxEnvelopes = 64

// errNotJSON says that a stream does not begin as JSON does: it is some other
// file, not a broken one.
var errNotJSON = errors.New("not JSON")

// errUnended says that the stream ended before a value did.
var errUnended = errors.New("its end was not found")

// value is one JSON value found where a record should be.
type value struct {
	data   []byte // valid until the next call of next; nil where its text is broken
	offset int64  // of its first byte in the stream
	spaced bool   // there is white space between its tokens
	err    error  // why it is no record
	taken  bool   // it is a record that take read
}

// splitter cuts a stream of JSON into the values that stand where records
// should: objects one after the other, the elements of an array, the elements
// of an envelope's array. It knows structure only (strings, brackets); whether
// an object is a record is asked from check. An object whose text is broken may
// have swallowed what follows it, so every object behind its first byte is tried
// until one is a record again: a bad record costs no other. Memory is bounded by
// limit, whatever the stream holds.
type splitter struct {
	in    io.Reader
	check func([]byte) error          // nil for a record, an unwrap.NotRecord for another valid object
	take  func([]byte) (int, verdict) // reads the record that bytes begin with, where it can; nil where nothing does
	limit int                         // how far from pos on is read: the longest value, in bytes
	ended error                       // the error that ended the stream; nil while there is more
	buf   []byte                      // the bytes from base on that are still needed
	base  int64                       // offset of buf[0] in the stream
	pos   int                         // index in buf of the next byte to look at

	stack     []byte // what was entered and not yet left: '[' an array, '{' an envelope, 'r' an array of rows
	lines     bool   // each line has something before its object, such as a time
	began     bool   // something other than white space was seen
	enveloped bool   // an envelope of CloudTrail's own was seen
	resync    bool   // something broke, and no record was found since
	open      bool   // the same, and the stream ended inside it
	spaced    bool   // white space was seen in the value in hand
}

// newSplitter makes a splitter. window is memory to use again; nil for none.
func newSplitter(in io.Reader, window []byte, check func([]byte) error) *splitter {
	if window == nil {
		window = make([]byte, 0, 64<<10)
	}
	return &splitter{in: in, check: check, limit: maxRecord, buf: window[:0]}
}

// next gives the next value. It returns io.EOF at the clean end of the stream,
// io.ErrUnexpectedEOF where the stream ends inside something, errNotJSON where
// it does not even begin like JSON, or the error of reading.
func (s *splitter) next() (value, error) {
	for {
		c, err := s.peek()
		if err != nil {
			return value{}, s.end(err)
		}
		if !s.began {
			if s.skipBOM() {
				continue
			}
			s.began = true
			if c != '{' && c != '[' && !s.lines {
				return value{}, errNotJSON
			}
		}
		var v value
		found := false
		switch {
		case c == '{', c == '[' && s.inRows():
			v, found = s.object()
		case s.lines && len(s.stack) == 0:
			v, found = s.prefix()
		case c == ',' || c == ']' || c == '}':
			s.leave(c)
		case c == '[' && len(s.stack) < maxEnvelopes:
			s.enter('[')
		case c == '"' && s.inEnvelope():
			v, found = s.member()
		default:
			v, found = s.junk(), true
		}
		if found {
			return v, nil
		}
	}
}

// end turns the end of the input into the stream's end: clean outside of
// everything, unexpected inside.
func (s *splitter) end(err error) error {
	if err == io.EOF && (len(s.stack) > 0 || s.open) {
		return io.ErrUnexpectedEOF
	}
	return err
}

func (s *splitter) enter(c byte) {
	s.stack = append(s.stack, c)
	s.pos++
}

// leave steps over a comma or a closing bracket between values.
func (s *splitter) leave(c byte) {
	s.pos++
	n := len(s.stack)
	if n > 0 && (c == ']' && s.stack[n-1] != '{' || c == '}' && s.stack[n-1] == '{') {
		s.stack = s.stack[:n-1]
	}
}

func (s *splitter) inEnvelope() bool {
	return len(s.stack) > 0 && s.stack[len(s.stack)-1] == '{'
}

// inRows tells whether the values here are arrays, each a row of fields.
func (s *splitter) inRows() bool {
	return len(s.stack) > 0 && s.stack[len(s.stack)-1] == 'r'
}

// prefix passes over what stands before the object of a line. A line without
// an object is a value that is none.
func (s *splitter) prefix() (v value, found bool) {
	v = value{offset: s.base + int64(s.pos), err: errNoObject}
	for {
		c, err := s.at(s.pos)
		if err != nil || c == '\n' {
			return v, true
		}
		if c == '{' {
			return value{}, false
		}
		s.pos++
	}
}

// object reads the object at pos: an envelope is entered, anything else is a
// value, whole or broken. What follows a broken value is passed over in
// silence up to the next record: it was reported once.
func (s *splitter) object() (v value, found bool) {
	if v, found = s.record(); found {
		return v, true
	}
	start, offset := s.pos, s.base+int64(s.pos)
	if end, inner := s.scanEnvelope(start); inner != 0 && len(s.stack) < maxEnvelopes {
		if s.resync {
			s.stack = s.stack[:0] // an envelope does not begin among records: what it was in ended unseen
		}
		s.found(end)
		s.stack = append(s.stack, '{', inner)
		return value{}, false
	}
	s.spaced = false
	end, err := s.scanValue(start)
	if err == nil {
		err = s.check(s.buf[start:end])
	}
	if _, other := err.(unwrap.NotRecord); err == nil || other && !s.resync {
		s.found(end)
		return value{data: s.buf[start:end], offset: offset, spaced: s.spaced, err: err}, true
	}
	found = !s.resync
	return s.lose(start, err), found
}

// maxTaken bounds the records that are read in one pass: what is longer would be
// begun anew too often before its end is there.
const maxTaken = 256 << 10

// record reads the record at pos in one pass, if it is one that can be.
func (s *splitter) record() (v value, found bool) {
	for s.take != nil {
		length, is := s.take(s.buf[s.pos:])
		switch {
		case is == whole:
			v = value{data: s.buf[s.pos : s.pos+length], offset: s.base + int64(s.pos), taken: true}
			s.found(s.pos + length)
			return v, true
		case is == odd, len(s.buf)-s.pos > maxTaken:
			return value{}, false
		}
		if len(s.buf) == cap(s.buf) {
			s.shift()
		}
		if s.fill() != nil {
			return value{}, false
		}
	}
	return value{}, false
}

// found goes on behind an object, or in an envelope.
func (s *splitter) found(end int) {
	s.pos, s.resync, s.open = end, false, false
}

// junk passes over a value that stands where a record should and is no object.
func (s *splitter) junk() value {
	start, offset := s.pos, s.base+int64(s.pos)
	end, err := s.scanValue(start)
	if err != nil {
		return s.lose(start, err)
	}
	s.pos = end
	return value{offset: offset, err: errNoObject}
}

// member reads one key of an envelope and its value: an array of records is
// entered, any other value skipped. Where that breaks records may be lost: then
// what broke is a value.
func (s *splitter) member() (v value, found bool) {
	end, err := s.scanString(s.pos)
	if err != nil {
		return s.lose(s.pos, err), true
	}
	key := s.buf[s.pos+1 : end-1]
	if recordKeys[string(key)] {
		return s.lose(s.pos, errMismatch), true // of a record whose opening bracket is damaged
	}
	kind, own := envelopes[string(key)], string(key) == ownKey
	s.pos = end
	if c, err := s.peek(); err != nil || c != ':' {
		return value{}, false // the value, or the end, is met by next
	}
	s.pos++
	c, err := s.peek()
	if err != nil {
		return value{}, false
	}
	if inner := kind.enters(c); inner != 0 && len(s.stack) < maxEnvelopes {
		s.enter(inner)
		s.enveloped = s.enveloped || own
		return value{}, false
	}
	if end, err = s.scanValue(s.pos); err != nil {
		return s.lose(s.pos, err), true
	}
	s.pos = end
	return value{}, false
}

// lose gives up on the value that starts at index start of buf, for the reason
// err, and looks for the next object behind its first byte.
func (s *splitter) lose(start int, err error) value {
	v := value{offset: s.base + int64(start), err: err}
	if errors.Is(err, s.ended) {
		s.open = true
	}
	if err == io.EOF {
		v.err = errUnended
	}
	s.resync = true
	s.pos = start + 1
	s.seekObject()
	return v
}

// seekObject moves to the next text that looks like the start of an object
// with a key: { then white space then ". Without one it moves to the end of the
// stream, which the next peek meets.
func (s *splitter) seekObject() {
	for {
		s.drop()
		i := bytes.IndexByte(s.buf[s.pos:], '{')
		if i < 0 {
			s.pos = len(s.buf)
			if s.fill() != nil {
				return
			}
			continue
		}
		s.pos += i
		j := s.pos + 1
		c, err := s.at(j)
		for err == nil && isSpace(c) {
			j++
			c, err = s.at(j)
		}
		if err != nil || c == '"' {
			return // next meets the error
		}
		s.pos++
	}
}

func (s *splitter) skipBOM() bool {
	for i, b := range []byte{0xEF, 0xBB, 0xBF} {
		if c, err := s.at(s.pos + i); err != nil || c != b {
			return false
		}
	}
	s.pos += 3
	return true
}
