package loader

import (
	"slices"
	"strings"
)

// memos remember what was found in texts that come again and again: an
// identity comes with every call of a session, a role's ARN with every use of
// its key. What is remembered is what would be found: a text is compared whole.
type memos struct {
	identities map[string]*knownIdentity // by the bytes of userIdentity
	texts      []knownText               // by form
	columns    []knownText               // by form: texts of columns
	values     []knownText               // by form: JSON values
}

const (
	maxIdentities = 1 << 14 // then they begin anew
	maxMemoText   = 2 << 10 // bytes of a text that is remembered
)

// knownIdentity is what was read of a userIdentity.
type knownIdentity struct {
	identity identity
	entities []uint32
	// number is that of the columns with the recipient's account.
	number    uint32
	recipient string
	numbered  bool
}

// knownText is a text, and the entities that were found in it.
type knownText struct {
	text     string
	entities []uint32
}

func newMemos() memos {
	return memos{
		identities: map[string]*knownIdentity{},
		texts:      make([]knownText, 4096),
		columns:    make([]knownText, 1024),
		values:     make([]knownText, 1024),
	}
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

// behindIdentity is what CloudTrail writes behind userIdentity.
const behindIdentity = `},"eventTime":"`

// readIdentity reads the value of userIdentity. Bytes that were one before are
// one again, whatever made them look so.
func (d *decoder) readIdentity() (*knownIdentity, bool) {
	p := &d.pass
	start := p.i
	if n := strings.Index(p.s[start:min(start+maxMemoText, len(p.s))], behindIdentity); n >= 0 {
		if known := d.memos.identities[p.s[start:start+n+1]]; known != nil {
			p.i += n + 1
			d.noteAll(known.entities)
			return known, true
		}
	}
	m := d.mark()
	who, ok := d.identity()
	if !ok {
		return nil, false
	}
	entities, plain := d.since(m)
	known := &knownIdentity{identity: who.clone(), entities: slices.Clone(entities)}
	if text := p.s[start:p.i]; plain && len(text) <= maxMemoText {
		if len(d.memos.identities) == maxIdentities {
			clear(d.memos.identities)
		}
		d.memos.identities[strings.Clone(text)] = known
	}
	return known, true
}

// knownCaller gives the number of an identity's columns; a record without
// userIdentity has none.
func (d *decoder) knownCaller(known *knownIdentity, recipient string) uint32 {
	if known == nil {
		return d.caller(identity{}, recipient)
	}
	if !known.numbered || known.recipient != recipient {
		known.number = d.caller(known.identity, recipient)
		known.recipient, known.numbered = strings.Clone(recipient), true
	}
	return known.number
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
		placeOf(d.memos.values, text).keep(text, entities)
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
