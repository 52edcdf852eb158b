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

// knownIdentities are identities by their form; those of one form have two places.
type knownIdentities [][2]knownIdentity

// knownIdentity is what was read of a userIdentity. It fills a line of the
// processor's cache.
type knownIdentity struct {
	parts    identityParts
	form     uint32
	number   uint32    // of the columns
	nowhere  *caller   // the columns, of one that names no account, with that of the last recipient
	entities [6]uint32 // each once
	many     uint8     // how many
}

// keyHere stands for the access key among the entities of an identity.
const keyHere = ^uint32(0)

// identityParts tell the bytes of a userIdentity: up to its access key, from
// there to the time at which its session began, and from there to its end. As in
// a cache of numbers, their hash tells them.
type identityParts struct {
	head, middle, tail uint16 // their lengths
	keyed, dated       bool   // there is a key behind head, a time before tail
	hash               uint64
}

const (
	beforeKey  = `"accessKeyId":"`
	beforeDate = `"creationDate":"`
	dateLength = len("2006-01-02T15:04:05Z")
)

// partsOf takes apart what looks like a userIdentity, at most maxMemoText long,
// and gives its access key.
func partsOf(text string, seed maphash.Seed) (p identityParts, key string) {
	last := text
	if i := strings.Index(text, beforeKey); i >= 0 {
		i += len(beforeKey)
		if n := wordLen(text[i:]); n > 0 && i+n < len(text) && text[i+n] == '"' {
			p.head, p.keyed = uint16(i), true
			last = text[i+n:]
		}
	}
	if i := strings.Index(last, beforeDate); i >= 0 {
		i += len(beforeDate)
		if end := i + dateLength; end < len(last) && last[end] == '"' {
			if _, ok := utcParts(last[i:end]); ok {
				p.middle, p.dated = uint16(i), true
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
	if p.keyed {
		if len(rest) < int(p.head) {
			return 0, "", 0, false
		}
		part(p.head)
		key = rest[:wordLen(rest)]
		rest = rest[len(key):]
	}
	if p.dated {
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
	return hash, key, len(text) - len(rest), key != "" || !p.keyed
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
	form := whoForm(p.s[start:])
	places := &d.memos.identities[int(form)&(len(d.memos.identities)-1)]
	for i := range places {
		known := &places[i]
		if known.form != form || !known.kept() {
			continue
		}
		if hash, text, n, ok := known.parts.of(p.s[start:], d.seed); ok && hash == known.parts.hash {
			p.i += n
			key = d.key(text)
			d.noteIdentity(known, key-1)
			return known, key, true
		}
	}
	m := d.mark()
	who, ok := d.identity()
	if !ok {
		return nil, 0, false
	}
	entities, plain := d.since(m)
	key = d.key(who.key)
	d.memos.identity = knownIdentity{form: form}
	known = &d.memos.identity
	columns := d.caller(who)
	known.number = d.callers.number(columns)
	if who.account == "" {
		known.nowhere = &columns
	}
	if plain && p.i-start <= maxMemoText {
		var keyed string
		known.parts, keyed = partsOf(p.s[start:p.i], d.seed)
		if keyed == who.key && known.keep(entities, key) {
			places[1], places[0] = places[0], *known
			known = &places[0]
		}
	}
	return known, key, true
}

// kept tells whether it is remembered.
func (k *knownIdentity) kept() bool { return k.parts.tail > 0 }

// keep takes the entities of an identity whose access key has that number as
// rows have it, and tells whether it can be remembered: only if its key is a key once.
func (k *knownIdentity) keep(entities []uint32, key uint32) bool {
	keys := 0
	for _, e := range entities {
		if e+1 == key {
			e = keyHere
			keys++
		}
		switch {
		case slices.Contains(k.entities[:k.many], e):
		case int(k.many) == len(k.entities):
			return false
		default:
			k.entities[k.many] = e
			k.many++
		}
	}
	return keys == 1 || key == 0
}

// noteIdentity notes the entities of an identity whose access key has that number.
func (d *decoder) noteIdentity(known *knownIdentity, key uint32) {
	for _, e := range known.entities[:known.many] {
		if e == keyHere {
			e = key
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
