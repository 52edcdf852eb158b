package loader

import (
	"hash/maphash"
	"slices"
	"strings"
)

// This file finds the entities of a record: every string of it is looked at,
// by its key where the key tells, and by its shape where it does not. Ids are
// found inside longer strings too, because requests carry JSON as text.

// mentions looks at every string and number of a record of the provider.
func (d *decoder) mentions(record, provider string) {
	d.pass = onePass{provider: provider, sourced: true}
	everyLeaf(record, &d.keys, func(key, value string, number bool) {
		if number {
			d.number(key, value)
		} else {
			d.leaf(key, value)
		}
	})
}

// number looks at one number of the record.
func (d *decoder) number(key, digits string) {
	if strings.HasSuffix(key, "ccountId") && isAccount(digits) {
		d.note(Account, digits)
	}
}

// leaf looks at one string of the record.
func (d *decoder) leaf(key, s string) {
	if s == "" {
		return
	}
	switch key {
	case "accessKeyId":
		d.note(AccessKey, s)
		return
	case "sessionId":
		p := &d.pass
		p.session, p.unsure = true, p.unsure || !p.sourced
		if strings.HasPrefix(p.provider, "ssm") {
			d.note(Session, s)
		}
	case "commandId":
		d.note(Command, s)
	case "sessionToken": // long, and says nothing
		return
	case "eventID", "requestID", "eventTime", "eventVersion", "eventSource", "eventName", "eventType", "eventCategory":
		return
	}
	switch {
	case strings.HasSuffix(key, "ccountId") && isAccount(s):
		d.note(Account, s)
	case isAddress(s):
		if !strings.HasSuffix(key, "ersion") { // 3.2.582.0 may be an agent's version
			d.note(Address, s)
		}
	case hintsAtID(s):
		d.noteAll(d.inText(s))
	}
}

// inText gives the entities in a text whose key does not tell what it is.
func (d *decoder) inText(s string) []uint32 {
	hash := maphash.String(d.seed, s)
	known := d.memos.texts.place(hash)
	if known.is(hash) {
		return known.found()
	}
	d.found = d.found[:0]
	if isWholeARN(s) {
		d.arn(s)
		d.inside(s[len("arn:"):])
	} else {
		d.inside(s)
	}
	known.keepSecond(hash, d.found)
	return d.found
}

// isWholeARN tells whether the text is one ARN and nothing else. What divides
// words may then be a part of it: a session's name may hold a comma.
func isWholeARN(s string) bool {
	return strings.HasPrefix(s, "arn:") && !strings.ContainsAny(s, " \"'\\") && strings.Count(s, "arn:") == 1
}

// inside finds instance ids, access keys and ARNs anywhere in a text.
func (d *decoder) inside(s string) {
	for i := 0; i+4 < len(s); i++ {
		switch s[i] {
		case 'i', 'm', 'A', 'a':
		default:
			continue
		}
		if i > 0 && (isWord(s[i-1]) || s[i] != 'a' && s[i-1] == '-') {
			continue
		}
		rest := s[i:]
		switch {
		case strings.HasPrefix(rest, "i-") || strings.HasPrefix(rest, "mi-"):
			dash := strings.IndexByte(rest, '-')
			if id := rest[:dash+1+wordLen(rest[dash+1:])]; IsInstance(id) && !continues(rest[len(id):]) {
				d.find(Instance, id)
			}
		case strings.HasPrefix(rest, "AKIA") || strings.HasPrefix(rest, "ASIA"):
			if key := rest[:wordLen(rest)]; isAccessKey(key) {
				d.find(AccessKey, key)
			}
		case strings.HasPrefix(rest, "arn:"):
			d.arn(rest[:arnLen(rest)])
		}
	}
}

// continues tells whether the text goes on so that what stands before it is
// only the beginning of a longer name.
func continues(rest string) bool {
	return len(rest) > 1 && (rest[0] == '-' || rest[0] == '_') && isWord(rest[1])
}

// arn finds the identity or role that an ARN names, and the role behind the
// identity of a role session.
func (d *decoder) arn(s string) {
	if e, ok := entityOfARN(s); ok && !strings.Contains(s, "*") {
		d.find(e.Kind, e.Value)
		if role := RoleOf(s); e.Kind == Identity && role != "" {
			d.find(Role, role)
		}
	}
}

// arnLen is how far an ARN inside a text reaches: up to what separates words.
func arnLen(s string) int {
	if i := strings.IndexAny(s, " \t\r\n\"'\\<>,;()[]{}|"); i >= 0 {
		return i
	}
	return len(s)
}

// find takes an entity of the text in hand.
func (d *decoder) find(kind Kind, value string) {
	d.found = append(d.found, d.entities.number(Entity{kind, value}))
}

// note takes an entity of the record.
func (d *decoder) note(kind Kind, value string) {
	d.noteOne(d.entities.number(Entity{kind, value}))
}

func (d *decoder) noteAll(entities []uint32) {
	for _, n := range entities {
		d.noteOne(n)
	}
}

// noteOne takes an entity of the record, unless the record has it already.
func (d *decoder) noteOne(n uint32) {
	d.notes = append(d.notes, n)
	if len(d.seen) >= fewSeen {
		d.noteMany(n)
	} else if !slices.Contains(d.seen, n) {
		d.seen = append(d.seen, n)
	}
}

// fewSeen is how many entities of a record are looked through one by one.
const fewSeen = 32

// noteMany takes an entity of a record that has many.
func (d *decoder) noteMany(n uint32) {
	if len(d.seen) == fewSeen {
		clear(d.many)
		for _, n := range d.seen {
			d.many[n] = true
		}
	}
	if !d.many[n] {
		d.many[n] = true
		d.seen = append(d.seen, n)
	}
}
