// Package needle finds texts in JSON without parsing it. A search through
// millions of records asks it first: a record whose bytes do not hold what the
// query needs is no match, and need not be parsed.
//
// A text may stand in JSON as it is, or behind escapes. In finds the first;
// Escaped tells whether there are escapes that could hide the second. Where
// neither does, no string of the JSON holds the text.
//
// needle.go looks for a text, fold.go for one in any case, path.go for the values
// at a path of keys.
package needle

import (
	"bytes"
	"strings"
)

// Needle is a text that is looked for. Any goroutine may use it.
type Needle struct {
	text   string
	rare   int       // index in text of the byte that is rarest in records
	fold   *fold     // nil where the case counts
	hiders [256]bool // what behind a backslash may stand for a byte of the text
}

// Exact makes the needle of a text as it stands. The empty text is everywhere.
func Exact(text string) *Needle {
	n := &Needle{text: text}
	n.rare = rarest(text, func(c byte) int { return int(common[c]) })
	n.hide(text)
	return n
}

// Key makes the needle of an object's key that is name, or ends with it.
func Key(name string) *Needle {
	n := Exact(name + `"`)
	n.hiders = [256]bool{}
	n.hide(name)
	return n
}

// keyStart makes the needle of an object's key that is name, or begins with it.
func keyStart(name string) *Needle {
	n := Exact(`"` + name)
	n.hiders = [256]bool{}
	n.hide(name)
	return n
}

// hide notes the escapes behind which a text may stand.
func (n *Needle) hide(text string) {
	n.hiders['u'] = text != ""
	for sign, letter := range map[byte]byte{'"': '"', '\\': '\\', '/': '/', '\b': 'b', '\f': 'f', '\n': 'n', '\r': 'r', '\t': 't'} {
		if strings.IndexByte(text, sign) >= 0 {
			n.hiders[letter] = true
		}
	}
}

// In tells whether the text stands in the JSON as it is: in a string, across
// several values, anywhere.
func (n *Needle) In(json []byte) bool {
	if n.fold != nil {
		return n.fold.in(n, json)
	}
	return n.index(json) >= 0
}

// Escaped tells whether the JSON has escapes that may stand for a part of the text.
func (n *Needle) Escaped(json []byte) bool {
	for {
		i := bytes.IndexByte(json, '\\')
		if i < 0 || i+1 == len(json) {
			return false
		}
		if n.hiders[json[i+1]] {
			return true
		}
		json = json[i+2:]
	}
}

// index gives where the text stands first, or -1.
func (n *Needle) index(json []byte) int {
	if n.text == "" {
		return 0
	}
	last := len(json) - len(n.text) + n.rare // where the rare byte may stand last
	for i := n.rare; i <= last; i++ {
		skip := bytes.IndexByte(json[i:last+1], n.text[n.rare])
		if skip < 0 {
			return -1
		}
		i += skip
		if at := i - n.rare; string(json[at:at+len(n.text)]) == n.text {
			return at
		}
	}
	return -1
}

// rarest gives the index of the byte of a text that costs least to look for.
func rarest(text string, cost func(byte) int) int {
	best := 0
	for i := range len(text) {
		if cost(text[i]) < cost(text[best]) {
			best = i
		}
	}
	return best
}

// common says how often a byte stands in 1,000 bytes of CloudTrail, as measured
// over a delivery tree of it, and at least 1.
var common = func() (often [256]uint8) {
	for i := range often {
		often[i] = 1
	}
	for times, signs := range map[uint8]string{
		97: `"`, 78: "e", 42: ":at", 35: "sn12r", 25: "o3,cidm", 19: "0l-u", 14: ".A", 11: "pI54", 9: "fywvS6", 7: "/8gb79",
		6: "RDT{}", 5: "C PM", 4: "NhEOHx", 3: "LVzZ_BFWGYKq", 2: "UkQJX",
	} {
		for i := range len(signs) {
			often[signs[i]] = times
		}
	}
	return often
}()
