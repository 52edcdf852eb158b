package loader

import (
	"encoding/binary"
	"slices"
	"strings"
)

// This file remembers identities. Calls of a session carry the same
// userIdentity, and so do sessions of one kind but for the access key and the
// time at which they began: it is remembered as what stands around these two.

// knownIdentity is what was read of a userIdentity.
type knownIdentity struct {
	parts    identityParts // with the first access key
	account  string        // that it names
	entities []uint32      // keyHere stands for the access key

	caller    caller // with the last recipient
	recipient string
	number    uint32 // of the caller
	numbered  bool
}

// keyHere stands for the access key among the entities of an identity.
const keyHere = ^uint32(0)

// identityParts are the bytes of a userIdentity: up to its access key, from
// there to the time at which its session began, and from there to its end.
type identityParts struct{ head, middle, tail, key string }

const (
	beforeKey  = `"accessKeyId":"`
	beforeDate = `"creationDate":"`
	dateLength = len("2006-01-02T15:04:05Z")
)

// partsOf takes apart what looks like a userIdentity.
func partsOf(text string) identityParts {
	p := identityParts{head: text}
	if i := strings.Index(text, beforeKey); i >= 0 {
		i += len(beforeKey)
		if n := wordLen(text[i:]); n > 0 && i+n < len(text) && text[i+n] == '"' {
			p.head, p.key, p.middle = text[:i], text[i:i+n], text[i+n:]
		}
	}
	rest := &p.middle
	if p.key == "" {
		rest = &p.head
	}
	if i := strings.Index(*rest, beforeDate); i >= 0 {
		i += len(beforeDate)
		if end := i + dateLength; end < len(*rest) && (*rest)[end] == '"' {
			if _, ok := utcParts((*rest)[i:end]); ok {
				*rest, p.tail = (*rest)[:i], (*rest)[end:]
			}
		}
	}
	return p
}

func (p *identityParts) clone() identityParts {
	return identityParts{strings.Clone(p.head), strings.Clone(p.middle), strings.Clone(p.tail), strings.Clone(p.key)}
}

// around tells whether the text begins with these parts around another key and
// date, perhaps, and gives the key and the length of it all.
func (p *identityParts) around(text string) (key string, length int, ok bool) {
	rest, ok := strings.CutPrefix(text, p.head)
	if ok && p.key != "" {
		key = rest[:wordLen(rest)]
		rest, ok = strings.CutPrefix(rest[len(key):], p.middle)
		ok = ok && key != ""
	}
	if ok && p.tail != "" {
		if len(rest) < dateLength {
			return "", 0, false
		}
		if _, ok = utcParts(rest[:dateLength]); ok {
			rest, ok = strings.CutPrefix(rest[dateLength:], p.tail)
		}
	}
	return key, len(text) - len(rest), ok
}

// whoForm is a number that the beginnings of identities seldom share: it comes
// of where principals and the names of their sessions stand.
func whoForm(text string) uint32 {
	const begin, end = 32, 96
	text = text[:min(end, len(text))]
	if n := strings.IndexByte(text, '}'); n >= 0 { // what is behind a short one is not its own
		text = text[:n]
	}
	sum := uint64(len(text))
	for i := begin; i+8 <= len(text); i += 8 {
		sum = sum*31 + binary.LittleEndian.Uint64([]byte(text[i:i+8]))
	}
	return uint32(sum * mix >> 40)
}

// readIdentity reads the value of userIdentity. Bytes that were one before are
// one again, whatever made them look so, and with another key or date too.
func (d *decoder) readIdentity(r *row) (*knownIdentity, bool) {
	p := &d.pass
	start := p.i
	place := &d.memos.identities[int(whoForm(p.s[start:]))&(len(d.memos.identities)-1)]
	if known := *place; known != nil {
		if key, n, ok := known.parts.around(p.s[start:]); ok {
			p.i += n
			r.key = d.key(key)
			d.noteIdentity(known, r.key-1)
			return known, true
		}
	}
	m := d.mark()
	who, ok := d.identity()
	if !ok {
		return nil, false
	}
	entities, plain := d.since(m)
	r.key = d.key(who.key)
	known := &knownIdentity{account: strings.Clone(who.account), caller: d.caller(who)}
	if parts := partsOf(p.s[start:p.i]); plain && who.key == parts.key && len(parts.head) <= maxMemoText {
		known.parts = parts.clone()
		if known.keep(entities, r.key-1) {
			*place = known
		}
	}
	return known, true
}

// keep takes the entities of an identity, and tells whether it can be
// remembered: only if its key is a key once.
func (k *knownIdentity) keep(entities []uint32, key uint32) bool {
	k.entities = slices.Clone(entities)
	if k.parts.key == "" {
		return true
	}
	found := false
	for i, e := range k.entities {
		if e == key {
			if found {
				return false
			}
			k.entities[i], found = keyHere, true
		}
	}
	return found
}

// noteIdentity notes the entities of an identity whose access key has that number.
func (d *decoder) noteIdentity(known *knownIdentity, key uint32) {
	for _, e := range known.entities {
		if e == keyHere {
			e = key
		}
		d.noteOne(e)
	}
}

// knownCaller gives the number of an identity's columns; a record without
// userIdentity has none.
func (d *decoder) knownCaller(known *knownIdentity, recipient string) uint32 {
	if known == nil {
		return d.callers.number(caller{account: d.texts.number(recipient)})
	}
	if !known.numbered || known.recipient != recipient {
		if known.account == "" {
			known.caller.account = d.texts.number(recipient)
		}
		known.number = d.callers.number(known.caller)
		known.recipient, known.numbered = strings.Clone(recipient), true
	}
	return known.number
}
