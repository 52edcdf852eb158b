package loader

import "strings"

// This file finds the entities of a record: every string of it is looked at,
// by its key where the key tells, and by its shape where it does not. Ids are
// found inside longer strings too, because requests carry JSON as text.

// mentions looks at every string and number of a record.
func (d *decoder) mentions(record string) {
	everyLeaf(record, &d.keys, func(key, value string, number bool) {
		switch {
		case !number && value != "":
			d.mention(key, value)
		case number && strings.HasSuffix(key, "ccountId") && isAccount(value):
			d.note(Account, value)
		}
	})
}

// mention looks at one string of the record.
func (d *decoder) mention(key, s string) {
	switch key {
	case "accessKeyId":
		d.note(AccessKey, s)
		return
	case "sessionId":
		if strings.HasPrefix(d.provider, "ssm") {
			d.note(Session, s)
		}
	case "commandId":
		d.note(Command, s)
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
	case isWholeARN(s):
		d.arn(s)
		d.inside(s[len("arn:"):])
	default:
		d.inside(s)
	}
}

// isWholeARN tells whether the text is one ARN and nothing else. What divides
// words may then be a part of it: a session's name may hold a comma.
func isWholeARN(s string) bool {
	return strings.HasPrefix(s, "arn:") && !strings.ContainsAny(s, " \"'\\") && strings.Count(s, "arn:") == 1
}

// inside finds instance ids, access keys and ARNs anywhere in a text.
func (d *decoder) inside(s string) {
	if len(s) < len("i-")+8 { // the shortest of them
		return
	}
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
				d.note(Instance, id)
			}
		case strings.HasPrefix(rest, "AKIA") || strings.HasPrefix(rest, "ASIA"):
			if key := rest[:wordLen(rest)]; isAccessKey(key) {
				d.note(AccessKey, key)
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

// arn notes the identity or role that an ARN names, and the role behind the
// identity of a role session.
func (d *decoder) arn(s string) {
	if e, ok := entityOfARN(s); ok && !strings.Contains(s, "*") {
		d.note(e.Kind, e.Value)
		if role := RoleOf(s); e.Kind == Identity && role != "" {
			d.note(Role, role)
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

func (d *decoder) note(kind Kind, value string) {
	n := d.entities.number(Entity{kind, value})
	for int(n) >= len(d.seenAt) {
		d.seenAt = append(d.seenAt, 0)
	}
	if d.seenAt[n] != d.turn {
		d.seenAt[n] = d.turn
		d.seen = append(d.seen, n)
	}
}
