package loader

import (
	"encoding/binary"
	"math/bits"
	"strings"
	"unsafe"

	"github.com/tidwall/gjson"
)

// onePass reads one record in one pass over its bytes: that it is valid JSON,
// where it ends, its columns and the entities that it mentions. It takes the
// records that CloudTrail writes; for whatever it does not expect it says so,
// and the slower way decides. BenchmarkOnePass measures what it is worth.
type onePass struct {
	b       []byte // what is read: it may go on behind the record
	s       string // the same bytes as text
	i       int    // of the next byte
	spaced  bool   // white space was passed between tokens
	unended bool   // it broke off at the end of b

	provider string // once eventSource was read
	sourced  bool   // it was
	session  bool   // a sessionId was met
	unsure   bool   // one was met before eventSource, which says whether it is a session's
}

// verdict is what one pass over some bytes comes to.
type verdict uint8

const (
	whole   verdict = iota // they begin with a record
	unended                // they are what a record may begin with
	odd                    // anything else
)

// readRecord reads the record that b begins with. Its row has no place yet;
// its entities are in d.seen.
func (d *decoder) readRecord(b []byte) (row, int, verdict) {
	if len(b) == 0 {
		return row{}, 0, unended
	}
	// The text is what is read, for as long as it is read: what is kept of it is copied.
	d.pass = onePass{b: b, s: unsafe.String(&b[0], len(b)), i: 1}
	p := &d.pass
	d.begin()
	f := fieldsRead{nanos: noTime}
	ok := b[0] == '{' && d.fields(&f)
	switch {
	case p.unended:
		return row{}, 0, unended
	case !ok:
		return row{}, 0, odd
	}
	r := row{
		nanos:  f.nanos,
		caller: d.knownCaller(f.who, f.recipient),
		call:   d.call(f.provider, f.action, f.kind),
		end:    d.endOf(&f),
		region: f.region, address: f.address, agent: f.agent, key: f.key,
	}
	r.setEventID(f.eventID, d.texts.number)
	d.finish(&r, b[:p.i], p.spaced)
	return r, p.i, whole
}

// space passes over white space and gives the byte behind it, 0 where the bytes end.
func (p *onePass) space() byte {
	for p.i < len(p.b) {
		c := p.b[p.i]
		if c > ' ' {
			return c
		}
		if !isSpace(c) {
			return 1 // no token begins so
		}
		p.spaced = true
		p.i++
	}
	p.unended = true
	return 0
}

// key reads the next key of an object, and the colon behind it; more is false
// at the object's end, which is passed.
func (p *onePass) key(first bool) (key string, more, ok bool) {
	c := p.space()
	if c == '}' {
		p.i++
		return "", false, true
	}
	if !first {
		if c != ',' {
			return "", false, false
		}
		p.i++
		c = p.space()
	}
	if c != '"' {
		return "", false, false
	}
	key, escaped, ok := p.text()
	if !ok || escaped || p.space() != ':' {
		return "", false, false
	}
	p.i++
	p.space()
	return key, true, !p.unended
}

// text reads a string; where it has escapes they stand in it as they are.
func (p *onePass) text() (text string, escaped, ok bool) {
	b := p.b
	start := p.i + 1
	for i := start; ; {
		if i+16 <= len(b) {
			x, y := special(binary.LittleEndian.Uint64(b[i:])), special(binary.LittleEndian.Uint64(b[i+8:]))
			switch {
			case x != 0:
				i += bits.TrailingZeros64(x) >> 3
			case y != 0:
				i += 8 + bits.TrailingZeros64(y)>>3
			default:
				i += 16
				continue
			}
		} else {
			for i < len(b) && b[i] != '"' && b[i] != '\\' && b[i] >= ' ' {
				i++
			}
			if i == len(b) {
				p.unended = true
				return "", false, false
			}
		}
		switch b[i] {
		case '"':
			p.i = i + 1
			return p.s[start:i], escaped, true
		case '\\':
			n := escape(b[i:])
			if n <= 0 {
				p.unended = n == 0
				return "", false, false
			}
			escaped = true
			i += n
		default:
			return "", false, false
		}
	}
}

// special marks the bytes of x that are a quote, a backslash or a control
// character: the lowest mark is right, those above it may be false.
func special(x uint64) uint64 {
	low := x ^ ones*('"'^' ') // a quote is made the space, and a space what is no control character
	return ((low-ones*(' '+1))&^low | marks(x, '\\')) & (ones * highs)
}

// escape gives the length of the escape that b begins with: 0 where b ends in
// it, -1 where it is none.
func escape(b []byte) int {
	if len(b) < 2 {
		return 0
	}
	switch b[1] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return 2
	case 'u':
		for _, c := range b[2:min(6, len(b))] {
			if !(c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F') {
				return -1
			}
		}
		if len(b) < 6 {
			return 0
		}
		return 6
	}
	return -1
}

// plain reads a string, or null, which gives "".
func (p *onePass) plain() (string, bool) {
	if p.b[p.i] == 'n' {
		return "", p.word("null")
	}
	if p.b[p.i] != '"' {
		return "", false
	}
	s, escaped, ok := p.text()
	if escaped && ok {
		s = unescaped(s)
	}
	return s, ok
}

// unescaped is the text of a string that was read with its escapes.
func unescaped(s string) string { return gjson.Parse(`"` + s + `"`).Str }

// word passes over a literal.
func (p *onePass) word(w string) bool {
	if strings.HasPrefix(p.s[p.i:], w) {
		p.i += len(w)
		return true
	}
	p.unended = strings.HasPrefix(w, p.s[p.i:])
	return false
}
