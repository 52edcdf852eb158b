package loader

import (
	"encoding/binary"
	"hash/maphash"
	"slices"
	"strings"
)

// This file remembers identities. Calls of a session carry the same
// userIdentity, and so do sessions of one kind but for the access key and the
// time at which they began: it is remembered as what stands around these two.

// knownIdentities are identities by their form; those of one form have four places.
type knownIdentities struct {
	forms  [][4]uint32
	places [][4]knownIdentity
}

func newIdentities(sets int) knownIdentities {
	return knownIdentities{make([][4]uint32, sets), make([][4]knownIdentity, sets)}
}

// knownIdentity is what was read of a userIdentity, and what came with it last: it
// mostly comes again, and is found without a look elsewhere. It fills two lines of
// the processor's cache that are fetched together.
type knownIdentity struct {
	parts    identityParts
	number   uint32    // of the columns
	key      uint32    // the last access key, as rows have it
	whole    uint64    // the hash of the bytes, as they were last
	nowhere  *caller   // the columns, of one that names no account, with that of the last recipient
	entities [6]uint32 // each once

	address knownText // the last sourceIPAddress
	report  knownReport
}

// keyHere stands for the access key among the entities of an identity.
const keyHere = ^uint32(0)

// identityParts tell the bytes of a userIdentity: up to its access key, from
// there to the time at which its session began, and from there to its end. As in
// a cache of numbers, their hash tells them.
type identityParts struct {
	hash               uint64
	head, middle, tail uint16 // their lengths: head is 0 where there is no key, middle where there is no time
	key                uint8  // the length of the last key
	many               uint8  // how many entities
}

const (
	beforeKey  = `"accessKeyId":"`
	beforeDate = `"creationDate":"`
	dateLength = len("2006-01-02T15:04:05Z")
	maxKeyText = 255
)

// partsOf takes apart what looks like a userIdentity, at most maxMemoText long,
// and gives its access key.
func partsOf(text string, seed maphash.Seed) (p identityParts, key string) {
	last := text
	if i := strings.Index(text, beforeKey); i >= 0 {
		i += len(beforeKey)
		if n := wordLen(text[i:]); n > 0 && n <= maxKeyText && i+n < len(text) && text[i+n] == '"' {
			p.head, p.key = uint16(i), uint8(n)
			last = text[i+n:]
		}
	}
	if i := strings.Index(last, beforeDate); i >= 0 {
		i += len(beforeDate)
		if end := i + dateLength; end < len(last) && last[end] == '"' {
			if _, ok := utcParts(last[i:end]); ok {
				p.middle = uint16(i)
				last = last[end:]
			}
		}
	}
	p.tail = uint16(len(last))
	p.hash, key, _, _ = p.of(text, seed)
	return p, key
}

// of gives the hash of the parts that the text begins with if it has these
// lengths, the access key among them and how long they are.
func (p *identityParts) of(text string, seed maphash.Seed) (hash uint64, key string, length int, ok bool) {
	rest := text
	part := func(n uint16) {
		hash = hash*mix + maphash.String(seed, rest[:n])
		rest = rest[n:]
	}
	if p.head > 0 {
		if len(rest) < int(p.head) {
			return 0, "", 0, false
		}
		part(p.head)
		key = rest[:wordLen(rest)]
		rest = rest[len(key):]
	}
	if p.middle > 0 {
		if len(rest) < int(p.middle)+dateLength {
			return 0, "", 0, false
		}
		part(p.middle)
		if _, ok := utcParts(rest[:dateLength]); !ok {
			return 0, "", 0, false
		}
		rest = rest[dateLength:]
	}
	if len(rest) < int(p.tail) {
		return 0, "", 0, false
	}
	part(p.tail)
	return hash, key, len(text) - len(rest), p.head == 0 || key != "" && len(key) <= maxKeyText
}

// length is that of all parts together; 0 where there are none.
func (p *identityParts) length() int {
	n := int(p.head) + int(p.key) + int(p.middle) + int(p.tail)
	if p.middle > 0 {
		n += dateLength
	}
	return n
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
// one again, whatever made them look so, and with another key or date too. It
// gives the access key's number as rows have it. What is known of the identity
// stands until the next one is read.
func (d *decoder) readIdentity() (known *knownIdentity, key uint32, ok bool) {
	p := &d.pass
	start := p.i
	all := &d.memos.identities
	form := whoForm(p.s[start:])
	set := int(form) & (len(all.forms) - 1)
	for i, f := range all.forms[set] {
		if f != form {
			continue
		}
		known := &all.places[set][i]
		n, ok := known.same(p.s[start:], d.seed)
		if !ok {
			n, ok = d.another(known, p.s[start:])
		}
		if ok {
			p.i += n
			d.noteIdentity(known)
			return known, known.key, true
		}
	}
	m := d.mark()
	who, ok := d.identity()
	if !ok {
		return nil, 0, false
	}
	entities, plain := d.since(m)
	known = &d.memos.identity
	*known = knownIdentity{}
	known.key = d.key(who.key)
	columns := d.caller(who)
	known.number = d.callers.number(columns)
	if who.account == "" {
		known.nowhere = &columns
	}
	if plain && p.i-start <= maxMemoText {
		var keyed string
		known.parts, keyed = partsOf(p.s[start:p.i], d.seed)
		known.whole = maphash.String(d.seed, p.s[start:p.i])
		if keyed == who.key && known.keep(entities) {
			known = all.add(set, form, known)
		}
	}
	return known, known.key, true
}

// add gives an identity the first place of its set; the one that came first of
// all there is forgotten.
func (k *knownIdentities) add(set int, form uint32, known *knownIdentity) *knownIdentity {
	forms, places := &k.forms[set], &k.places[set]
	copy(forms[1:], forms[:])
	copy(places[1:], places[:])
	forms[0], places[0] = form, *known
	return &places[0]
}

// same tells whether the text begins with the identity, in its bytes of the last
// time, and how long they are.
func (k *knownIdentity) same(text string, seed maphash.Seed) (length int, ok bool) {
	n := k.parts.length()
	return n, n > 0 && n <= len(text) && maphash.String(seed, text[:n]) == k.whole
}

// another tells whether the text begins with the identity, with another key or
// another time, and how long it is.
func (d *decoder) another(known *knownIdentity, text string) (length int, ok bool) {
	hash, key, n, ok := known.parts.of(text, d.seed)
	if !ok || !known.kept() || hash != known.parts.hash {
		return 0, false
	}
	known.key, known.parts.key = d.key(key), uint8(len(key))
	known.whole = maphash.String(d.seed, text[:n])
	return n, true
}

// kept tells whether it is remembered.
func (k *knownIdentity) kept() bool { return k.parts.tail > 0 }

// keep takes the entities of an identity, and tells whether it can be remembered:
// only if its key is a key once.
func (k *knownIdentity) keep(entities []uint32) bool {
	keys, many := 0, 0
	for _, e := range entities {
		if e+1 == k.key {
			e = keyHere
			keys++
		}
		switch {
		case slices.Contains(k.entities[:many], e):
		case many == len(k.entities):
			return false
		default:
			k.entities[many] = e
			many++
		}
	}
	k.parts.many = uint8(many)
	return keys == 1 || k.key == 0
}

// noteIdentity notes the entities of an identity.
func (d *decoder) noteIdentity(known *knownIdentity) {
	for _, e := range known.entities[:known.parts.many] {
		if e == keyHere {
			e = known.key - 1
		}
		d.noteOne(e)
	}
}

// knownCaller gives the number of an identity's columns; a record without
// userIdentity has none. The account that received the record stands in for one
// that the identity does not name.
func (d *decoder) knownCaller(known *knownIdentity, recipient string) uint32 {
	if known == nil {
		return d.callers.number(caller{account: d.texts.number(recipient)})
	}
	if columns := known.nowhere; columns != nil {
		if account := d.texts.number(recipient); account != columns.account {
			columns.account = account
			known.number = d.callers.number(*columns)
		}
	}
	return known.number
}
