package loader

import (
	"hash/maphash"
	"strings"
)

// maxQuick bounds the nesting that one pass follows.
const maxQuick = 64

// value reads any value, and looks at the strings and numbers in it. An element
// of an array goes by the array's key.
func (d *decoder) value(key string, depth int) bool {
	p := &d.pass
	switch c := p.b[p.i]; c {
	case '"':
		text, escaped, ok := p.text()
		if !ok {
			return false
		}
		if escaped {
			text = unescaped(text)
		}
		d.leaf(key, text)
		return true
	case '{':
		p.i++
		return depth < maxQuick && d.object(depth+1)
	case '[':
		p.i++
		return depth < maxQuick && d.array(key, depth+1)
	case 't':
		return p.word("true")
	case 'f':
		return p.word("false")
	case 'n':
		return p.word("null")
	default:
		number, ok := p.number()
		if ok {
			d.number(key, number)
		}
		return ok
	}
}

func (d *decoder) object(depth int) bool {
	for first := true; ; first = false {
		key, more, ok := d.pass.key(first)
		if !ok || !more {
			return ok
		}
		if !d.value(key, depth) {
			return false
		}
	}
}

func (d *decoder) array(key string, depth int) bool {
	p := &d.pass
	for first := true; ; first = false {
		c := p.space()
		if c == ']' {
			p.i++
			return true
		}
		if !first {
			if c != ',' {
				return false
			}
			p.i++
			if p.space() == ']' {
				return false
			}
		}
		if p.unended || !d.value(key, depth) {
			return false
		}
	}
}

// number reads a number as JSON has it.
func (p *onePass) number() (string, bool) {
	b, i := p.b, p.i
	digits := func() bool {
		from := i
		for i < len(b) && b[i] >= '0' && b[i] <= '9' {
			i++
		}
		return i > from
	}
	at := func(chars string) bool {
		if i < len(b) && strings.IndexByte(chars, b[i]) >= 0 {
			i++
			return true
		}
		return false
	}
	at("-")
	ok := at("0") || digits()
	if ok && at(".") {
		ok = digits()
	}
	if ok && at("eE") {
		at("+-")
		ok = digits()
	}
	if i == len(b) {
		p.unended = true
		return "", false
	}
	number := p.s[p.i:i]
	p.i = i
	return number, ok
}

// plainLeaf reads a column's string, or null, and looks at it.
func (d *decoder) plainLeaf(key string) (string, bool) {
	s, ok := d.pass.plain()
	if ok {
		d.leaf(key, s)
	}
	return s, ok
}

// column reads the string, or null, of a column that few texts fill, and whose
// key says nothing about what is in them. It gives the text and its number.
func (d *decoder) column(key string) (string, uint32, bool) {
	return d.columnLike(key, &knownText{})
}

// columnLike does so where the text is mostly the one that is given: that becomes
// the one which was read.
func (d *decoder) columnLike(key string, last *knownText) (string, uint32, bool) {
	s, ok := d.pass.plain()
	if !ok || s == "" {
		return "", 0, ok
	}
	hash := maphash.String(d.seed, s)
	if !last.is(hash) {
		known := d.memos.columns.place(hash)
		if !known.is(hash) {
			return s, d.newColumn(key, s, hash, known), true
		}
		*last = *known
	}
	d.noteAll(last.found())
	return s, last.number, true
}

// newColumn numbers the text of a column, and remembers it with the entities in it.
func (d *decoder) newColumn(key, s string, hash uint64, at *knownText) uint32 {
	m := d.mark()
	d.leaf(key, s)
	entities, _ := d.since(m)
	number := d.numberer.texts.number(s)
	at.keep(hash, number, entities)
	return number
}
