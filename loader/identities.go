package loader

import (
	"hash/maphash"
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
	// behindIdentity is what CloudTrail writes behind userIdentity.
	behindIdentity = `},"eventTime":"`
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
			if _, ok := utcSecond((*rest)[i:end]); ok {
				*rest, p.tail = (*rest)[:i], (*rest)[end:]
			}
		}
	}
	return p
}

func (p *identityParts) clone() identityParts {
	return identityParts{strings.Clone(p.head), strings.Clone(p.middle), strings.Clone(p.tail), strings.Clone(p.key)}
}

// around tells whether the parts are the same but for the access key.
func (p *identityParts) around(o *identityParts) bool {
	return p.head == o.head && p.middle == o.middle && p.tail == o.tail && (p.key == "") == (o.key == "")
}

// readIdentity reads the value of userIdentity. Bytes that were one before are
// one again, whatever made them look so, and with another key or date too.
func (d *decoder) readIdentity(r *row) (*knownIdentity, bool) {
	p := &d.pass
	start := p.i
	n := strings.Index(p.s[start:min(start+maxMemoText, len(p.s))], behindIdentity) + 1
	parts := partsOf(p.s[start : start+n])
	place := &d.memos.identities[maphash.String(d.seed, parts.head)&uint64(len(d.memos.identities)-1)]
	if known := *place; n > 0 && known != nil && known.parts.around(&parts) {
		p.i += n
		r.key = d.key(parts.key)
		d.noteIdentity(known, r.key-1)
		return known, true
	}
	m := d.mark()
	who, ok := d.identity()
	if !ok {
		return nil, false
	}
	entities, plain := d.since(m)
	r.key = d.key(who.key)
	known := &knownIdentity{account: strings.Clone(who.account), caller: d.caller(who)}
	if plain && p.i == start+n && who.key == parts.key {
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
