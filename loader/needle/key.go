package needle

import "bytes"

// Key is the needle of an object's key that is name, or ends with it.
type Key struct{ Needle }

// NewKey makes the needle of a key.
func NewKey(name string) *Key {
	k := &Key{*Exact(name + `"`)}
	k.hiders = [256]bool{}
	k.hide(name)
	return k
}

// AnyValue tells whether a value of the key may be one that holds. holds is
// asked for strings, whole numbers and truth values as texts; null, objects and
// empty strings are none, and what takes parsing (a list, a string with escapes,
// another number, a key that may be escaped) may be anything. The JSON must be
// valid.
func (k *Key) AnyValue(json []byte, holds func(value []byte) bool) bool {
	if k.Escaped(json) {
		return true
	}
	for {
		i := k.index(json)
		if i < 0 {
			return false
		}
		json = skipBlanks(json[i+len(k.text):])
		if len(json) == 0 || json[0] != ':' {
			continue // the end of a string that is no key
		}
		json = skipBlanks(json[1:])
		if value, plain := scalar(json); !plain || len(value) > 0 && holds(value) {
			return true
		}
	}
}

// scalar gives the text of the value that JSON begins with, empty where it is
// none; plain is false where that takes parsing.
func scalar(json []byte) (text []byte, plain bool) {
	if len(json) == 0 {
		return nil, true
	}
	switch c := json[0]; c {
	case '{', 'n':
		return nil, true
	case '[':
		return nil, false
	case '"':
		end := bytes.IndexByte(json[1:], '"')
		if end < 0 {
			return nil, false
		}
		text = json[1 : 1+end]
		return text, bytes.IndexByte(text, '\\') < 0
	case 't', 'f':
		end := bytes.IndexByte(json, 'e')
		return json[:end+1], true
	}
	end := 0
	for end < len(json) && (json[end] >= '0' && json[end] <= '9' || end == 0 && json[end] == '-') {
		end++
	}
	if end < len(json) && bytes.IndexByte([]byte(".eE"), json[end]) >= 0 {
		return nil, false
	}
	return json[:end], true
}

func skipBlanks(json []byte) []byte {
	for len(json) > 0 && (json[0] == ' ' || json[0] == '\t' || json[0] == '\n' || json[0] == '\r') {
		json = json[1:]
	}
	return json
}
