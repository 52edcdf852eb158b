package needle

import (
	"bytes"
	"encoding/binary"
	"math/bits"
	"slices"
	"strings"
)

// Answer is what can be said without parsing.
type Answer uint8

// The answers to whether a value at a path holds.
const (
	Unknown Answer = iota // parsing tells
	No
	Yes
)

// Path leads from an object to the values of a key in it, of a key of a key's
// value, and so on. Arrays on the way, and at the end, are transparent. Where a
// key stands more than once in an object the first counts. A key that holds dots
// itself is several steps at once.
type Path struct {
	steps []string
	last  *Needle // the end of the last key
	first *Needle // the beginning of the first key; nil where its bytes do not tell a key from other text
}

// NewPath makes the path of one or more keys.
func NewPath(steps []string) *Path {
	p := &Path{steps: slices.Clone(steps), last: Key(steps[len(steps)-1])}
	if plain(steps[0]) {
		p.first = keyStart(steps[0])
	}
	return p
}

// plain tells whether a name has only letters and digits, as all of CloudTrail's
// have. Behind a quote that no backslash escapes such a name begins a string.
func plain(name string) bool {
	for _, c := range []byte(name) {
		if (c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z') {
			return false
		}
	}
	return name != ""
}

// Any tells whether a value at the path is one that holds. holds is asked for
// strings, numbers and truth values as texts; null, empty strings and objects are
// no values. Unknown is the answer where an escape or a number that is not whole
// stands in the way. The JSON must be a valid object.
func (p *Path) Any(json []byte, holds func(value []byte) bool) Answer {
	alone := len(p.steps) == 1 // the last key is the first: once to look for it is enough
	if !alone && !p.likely(json, holds) {
		return No
	}
	if a, ok := p.fromEnd(json, holds); ok {
		return a
	}
	if alone && !p.likely(json, holds) {
		return No
	}
	return find(skipBlanks(json), p.steps, holds)
}

// fromEnd answers where the first key is near the end of the JSON, where
// CloudTrail has many: what follows tells whether it is one of the outermost
// object, and what stands before it need not be followed. Where there is no such
// key it answers as well. ok is false where that does not tell.
func (p *Path) fromEnd(json []byte, holds func([]byte) bool) (a Answer, ok bool) {
	if p.first == nil || p.first.Escaped(json) {
		return Unknown, false
	}
	value, after := p.firstKey(json)
	if after == 0 && len(p.steps) == 1 {
		return No, true
	}
	if after < len(json)/2 || ends(value) != 1 {
		return Unknown, false
	}
	return find(value, p.steps[1:], holds), true
}

// firstKey gives the JSON from the value on of the first key, of whatever
// object, that is the first step, and where that begins; 0 where there is no such
// key, or before it one that may be several steps at once.
func (p *Path) firstKey(json []byte) (value []byte, after int) {
	for end := 0; ; {
		i := p.first.index(json[end:])
		if i < 0 {
			return nil, 0
		}
		i += end
		end = i + len(p.first.text)
		rest := json[end:]
		switch {
		case i > 0 && json[i-1] == '\\': // inside a string
			continue
		case at(rest) == '.' && len(p.steps) > 1:
			return nil, 0
		case at(rest) != '"': // a longer one
			continue
		}
		if rest = skipBlanks(rest[1:]); at(rest) == ':' {
			rest = skipBlanks(rest[1:])
			return rest, len(json) - len(rest)
		}
	}
}

// ends is how many objects and arrays that were open before it end in the JSON.
func ends(json []byte) (n int) {
	for i := 0; i < len(json); i++ {
		switch json[i] {
		case '"':
			i += stringLength(json[i:]) - 1
		case '{', '[':
			n--
		case '}', ']':
			n++
		}
	}
	return n
}

// likely tells whether any value of a key that ends as the last one may hold,
// wherever it stands: that is quickly known.
func (p *Path) likely(json []byte, holds func(value []byte) bool) bool {
	if p.last.Escaped(json) {
		return true
	}
	for {
		i := p.last.index(json)
		if i < 0 {
			return false
		}
		json = skipBlanks(json[i+len(p.last.text):])
		if at(json) != ':' {
			continue // the end of a string that is no key
		}
		json = skipBlanks(json[1:])
		switch at(json) {
		case '[':
			return true
		case '{':
		default:
			if scalar(json, holds) != No {
				return true
			}
		}
	}
}

// find follows the steps into the value that the JSON begins with.
func find(json []byte, steps []string, holds func([]byte) bool) Answer {
	switch at(json) {
	case '[':
		for json = skipBlanks(json[1:]); len(json) > 0 && json[0] != ']'; json = next(json) {
			if a := find(json, steps, holds); a != No {
				return a
			}
		}
		return No
	case '{':
		if len(steps) == 0 {
			return No
		}
		for json = skipBlanks(json[1:]); at(json) == '"'; json = next(json) {
			end := stringLength(json)
			key := json[1:max(1, end-1)]
			if json = skipBlanks(json[end:]); at(json) != ':' {
				return Unknown
			}
			json = skipBlanks(json[1:])
			if bytes.IndexByte(key, '\\') >= 0 {
				return Unknown
			}
			if n := taken(key, steps); n > 0 {
				return find(json, steps[n:], holds)
			}
		}
		return No
	}
	if len(steps) > 0 {
		return No
	}
	return scalar(json, holds)
}

// taken is how many steps a key takes: none where it leads elsewhere.
func taken(key []byte, steps []string) int {
	if string(key) == steps[0] {
		return 1
	}
	n := 0
	if bytes.HasPrefix(key, []byte(steps[0])) {
		n = bytes.Count(key, []byte{'.'}) + 1
	}
	if n > 1 && n <= len(steps) && string(key) == strings.Join(steps[:n], ".") {
		return n
	}
	return 0
}

// scalar asks for the string, number or truth value that the JSON begins with.
func scalar(json []byte, holds func([]byte) bool) Answer {
	text := json[:length(json)]
	switch at(text) {
	case 0, 'n':
		return No
	case '"':
		text = text[1:max(1, len(text)-1)]
		if bytes.IndexByte(text, '\\') >= 0 {
			return Unknown
		}
	case 't', 'f':
	default:
		if bytes.ContainsAny(text, ".eE") {
			return Unknown
		}
	}
	if len(text) > 0 && holds(text) {
		return Yes
	}
	return No
}

// next goes behind the value that the JSON begins with, and the comma behind it.
func next(json []byte) []byte {
	json = skipBlanks(json[length(json):])
	if at(json) == ',' {
		json = skipBlanks(json[1:])
	}
	return json
}

// length is how long the value is that the JSON begins with.
func length(json []byte) int {
	switch at(json) {
	case '"':
		return stringLength(json)
	case '{', '[':
		return nestedLength(json)
	}
	for i, c := range json {
		if c == ',' || c == '}' || c == ']' || c <= ' ' {
			return i
		}
	}
	return len(json)
}

func nestedLength(json []byte) int {
	depth := 0
	for i := 0; i < len(json); {
		switch c := json[i]; {
		case c == '"':
			i += stringLength(json[i:])
			continue
		case c < '[': // most of what stands between strings
		case c == '{', c == '[':
			depth++
		case c == '}', c == ']':
			if depth--; depth == 0 {
				return i + 1
			}
		}
		i++
	}
	return len(json)
}

// stringLength is how long the string is that the JSON begins with, with its quotes.
func stringLength(json []byte) int {
	for i := 1; ; i++ {
		i += toQuote(json[i:])
		if i >= len(json) {
			return len(json)
		}
		back := i
		for json[back-1] == '\\' {
			back--
		}
		if (i-back)%2 == 0 { // no backslash before it, or as many as stand for themselves
			return i + 1
		}
	}
}

// toQuote is how far it is to the next quote, or to the end. Most strings are
// so short that calling bytes.IndexByte costs more than looking at eight bytes
// at a time does.
func toQuote(json []byte) int {
	const (
		ones   = 0x0101010101010101
		quotes = '"' * ones
	)
	i := 0
	for ; i+8 <= len(json); i += 8 {
		x := binary.LittleEndian.Uint64(json[i:]) ^ quotes
		if zero := (x - ones) &^ x & (ones << 7); zero != 0 {
			return i + bits.TrailingZeros64(zero)/8
		}
	}
	for i < len(json) && json[i] != '"' {
		i++
	}
	return i
}

// at is the first byte, 0 where there is none.
func at(json []byte) byte {
	if len(json) == 0 {
		return 0
	}
	return json[0]
}

func skipBlanks(json []byte) []byte {
	for len(json) > 0 && (json[0] == ' ' || json[0] == '\t' || json[0] == '\n' || json[0] == '\r') {
		json = json[1:]
	}
	return json
}
