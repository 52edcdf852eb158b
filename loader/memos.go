package loader

import (
	"slices"
	"strings"
)

// memos remember what was found in texts that come again and again: an
// identity comes with every call of a session, a role's ARN with every use of
// its key. What is remembered is what would be found: a text is compared whole.
type memos struct {
	identities []*knownIdentity // by the hash of their beginning
	columns    []knownText      // by form: texts of columns
	texts      []knownText      // by form: texts that hint at an id
	values     []knownText      // by form: JSON values
}

// maxMemoText bounds the bytes of a text that is remembered.
const maxMemoText = 2 << 10

func newMemos() memos {
	return memos{
		identities: make([]*knownIdentity, 16384),
		columns:    make([]knownText, 8192),
		texts:      make([]knownText, 16384),
		values:     make([]knownText, 32768),
	}
}

// knownText is a text, and the entities that were found in it.
type knownText struct {
	text     string
	met      uint32 // the form of the text that was here last and is not kept
	number   uint32 // of the text, in a column
	entities []uint32
}

// placeOf gives the place of a text among those that are known.
func placeOf(known []knownText, text string) *knownText {
	return &known[int(form(text))&(len(known)-1)]
}

// keep remembers the entities in a text.
func (k *knownText) keep(text string, entities []uint32) {
	if len(text) <= maxMemoText {
		k.text, k.entities = strings.Clone(text), slices.Clone(entities)
	}
}

// keepSecond remembers the entities in a text when it comes for the second time:
// most texts of its kind never do.
func (k *knownText) keepSecond(text string, entities []uint32) {
	if f := form(text); k.met != f {
		k.met = f
		return
	}
	k.keep(text, entities)
}

// knownValue reads a value that comes again and again, of a key that says
// nothing about what is in it. The value ends, mostly, where behind is met first:
// with the first so many bytes of it.
func (d *decoder) knownValue(key, behind string, own int) bool {
	p := &d.pass
	start := p.i
	if n := strings.Index(p.s[start:min(start+maxMemoText, len(p.s))], behind); n >= 0 {
		text := p.s[start : start+n+own]
		if known := placeOf(d.memos.values, text); known.text == text {
			p.i += len(text)
			d.noteAll(known.entities)
			return true
		}
	}
	m := d.mark()
	if !d.value(key, 0) {
		return false
	}
	if entities, plain := d.since(m); plain {
		text := p.s[start:p.i]
		placeOf(d.memos.values, text).keepSecond(text, entities)
	}
	return true
}

// mark is where the reading of a value began.
type mark struct {
	notes           int
	session, spaced bool
}

func (d *decoder) mark() mark {
	p := &d.pass
	m := mark{len(d.notes), p.session, p.spaced}
	p.session, p.spaced = false, false
	return m
}

// since gives the entities that were noted since the mark, and tells whether
// the same bytes always give the same.
func (d *decoder) since(m mark) (entities []uint32, plain bool) {
	p := &d.pass
	plain = !p.session && !p.spaced
	p.session, p.spaced = p.session || m.session, p.spaced || m.spaced
	return d.notes[m.notes:], plain
}
