package needle

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"
)

// fold is how a needle is looked for whatever the case.
type fold struct {
	rare  []byte   // the forms in which the rarest byte of the text may stand
	ascii *Needle  // a part of the text to look for first, where the whole is not ASCII; nil where it has none
	odd   []string // runes beyond ASCII that become a letter of the text
	slow  bool     // the text is not ASCII: case is a matter of runes
}

// Folded makes the needle of a text whatever its case: In tells whether the
// JSON in lower case holds the text in lower case, as strings.ToLower makes it.
func Folded(text string) *Needle {
	text = strings.ToLower(text)
	n := &Needle{text: text, fold: &fold{}}
	n.hide(text)
	if part := longestASCII(text); part != text {
		n.fold.slow = true
		if part != "" {
			n.fold.ascii = Folded(part)
		}
		return n
	}
	n.rare = rarest(text, func(c byte) int {
		if upper(c) == c {
			return int(common[c])
		}
		return int(common[c]) + int(common[upper(c)]) + 1
	})
	if text != "" {
		c := text[n.rare]
		if n.fold.rare = []byte{c}; upper(c) != c {
			n.fold.rare = append(n.fold.rare, upper(c))
		}
	}
	for letter, odd := range map[byte]string{'k': "\u212a", 'i': "\u0130"} { // TestFoldedRunes finds no other
		if strings.IndexByte(text, letter) >= 0 {
			n.fold.odd = append(n.fold.odd, odd)
		}
	}
	return n
}

func (f *fold) in(n *Needle, json []byte) bool {
	if f.slow {
		if f.ascii != nil && !f.ascii.In(json) || isASCII(json) {
			return false
		}
		return f.runes(n, json)
	}
	if n.text == "" {
		return true
	}
	for _, c := range f.rare {
		if f.find(n, json, c) {
			return true
		}
	}
	for _, odd := range f.odd {
		if bytes.Contains(json, []byte(odd)) {
			return f.runes(n, json)
		}
	}
	return false
}

// find looks for the text at each place where its rarest byte stands as c.
func (f *fold) find(n *Needle, json []byte, c byte) bool {
	last := len(json) - len(n.text) + n.rare
	for i := n.rare; i <= last; i++ {
		skip := bytes.IndexByte(json[i:last+1], c)
		if skip < 0 {
			return false
		}
		i += skip
		if same(json[i-n.rare:], n.text) {
			return true
		}
	}
	return false
}

// same tells whether the bytes begin with the text, but for the case.
func same(json []byte, text string) bool {
	json = json[:len(text)]
	for i, c := range json {
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		if c != text[i] {
			return false
		}
	}
	return true
}

// runes looks for the text where the case of runes beyond ASCII counts.
func (f *fold) runes(n *Needle, json []byte) bool {
	return strings.Contains(strings.ToLower(string(json)), n.text)
}

func upper(c byte) byte {
	if 'a' <= c && c <= 'z' {
		return c - ('a' - 'A')
	}
	return c
}

func isASCII(json []byte) bool {
	for _, c := range json {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// longestASCII is the longest part of a text that is ASCII alone.
func longestASCII(text string) string {
	best := ""
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return r > unicode.MaxASCII }) {
		if len(part) > len(best) {
			best = part
		}
	}
	return best
}
