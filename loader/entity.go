package loader

import (
	"net/netip"
	"strings"
)

// Kind says what sort of thing an Entity is.
type Kind uint8

// The kinds of entities, in the order in which screens list them.
const (
	Instance  Kind = iota // i-… or mi-… (a managed instance outside EC2)
	Identity              // the ARN of a user, a role session or a federated user
	Role                  // arn:aws:iam::ACCOUNT:role/NAME, without the role's path
	AccessKey             // AKIA…, ASIA…
	Address               // an IPv4 or IPv6 address, as it was written
	Session               // a Systems Manager session id
	Command               // a Systems Manager command id
	Account               // an account id
	kinds
)

// Kinds lists every kind in the order in which screens show them.
func Kinds() []Kind {
	all := make([]Kind, kinds)
	for i := range all {
		all[i] = Kind(i)
	}
	return all
}

// String names the kind in lower case: "instance", "access key".
func (k Kind) String() string {
	if k < kinds {
		return [kinds]string{"instance", "identity", "role", "access key", "address", "session", "command", "account"}[k]
	}
	return "entity"
}

// Entity is a thing that records mention and an analyst follows. It is
// comparable; two entities are the same when kind and value are.
type Entity struct {
	Kind  Kind
	Value string
}

// Short is a form for narrow places: an ARN without its first parts, so that
// what tells two apart remains ("EC2-App/i-0abc", "user/carol").
func (e Entity) Short() string { return ShortARN(e.Value) }

// ShortARN cuts an ARN down to the part that tells it from others: "user/carol",
// "Role/session" for a role session, "role/Name". Any other text is returned as it is.
func ShortARN(s string) string {
	arn, ok := parseARN(s)
	if !ok {
		return s
	}
	return strings.TrimPrefix(arn.resource, "assumed-role/")
}

// SessionName is the last part of a role session's or federated user's ARN
// ("i-0abc" of …:assumed-role/App/i-0abc), or "" for any other text.
func SessionName(s string) string {
	arn, ok := parseARN(s)
	if !ok || arn.service != "sts" {
		return ""
	}
	return arn.resource[strings.LastIndexByte(arn.resource, '/')+1:]
}

// RoleOf is the role behind the ARN of a role or of a role session, written as
// the Role entity is: without a path. It is "" for any other text.
func RoleOf(s string) string {
	arn, ok := parseARN(s)
	if !ok {
		return ""
	}
	kind, name, _ := strings.Cut(arn.resource, "/")
	switch {
	case arn.service == "sts" && kind == "assumed-role":
		name, _, _ = strings.Cut(name, "/")
	case arn.service == "iam" && kind == "role":
		name = name[strings.LastIndexByte(name, '/')+1:]
	default:
		return ""
	}
	if name == "" {
		return ""
	}
	return "arn:" + arn.partition + ":iam::" + arn.account + ":role/" + name
}

// EntityOf tells what a text names, by its shape alone: an instance, ARN,
// access key, address, session, command or account id as an analyst pastes it.
func EntityOf(s string) (Entity, bool) {
	switch {
	case IsInstance(s):
		return Entity{Instance, s}, true
	case strings.HasPrefix(s, "arn:"):
		return entityOfARN(s)
	case isAccessKey(s):
		return Entity{AccessKey, s}, true
	case isAddress(s):
		return Entity{Address, s}, true
	case isUUID(s):
		return Entity{Command, s}, true
	case isSessionID(s):
		return Entity{Session, s}, true
	case isAccount(s):
		return Entity{Account, s}, true
	}
	return Entity{}, false
}

func entityOfARN(s string) (Entity, bool) {
	arn, ok := parseARN(s)
	if !ok {
		return Entity{}, false
	}
	kind, _, _ := strings.Cut(arn.resource, "/")
	switch {
	case arn.service == "iam" && kind == "role":
		role := RoleOf(s)
		return Entity{Role, role}, role != ""
	case arn.service == "iam" && (kind == "user" || kind == "root"),
		arn.service == "sts" && (kind == "assumed-role" || kind == "federated-user"):
		return Entity{Identity, s}, true
	}
	return Entity{}, false
}

type arn struct{ partition, service, account, resource string }

// parseARN splits arn:partition:service:region:account:resource.
func parseARN(s string) (arn, bool) {
	rest, ok := strings.CutPrefix(s, "arn:")
	if !ok {
		return arn{}, false
	}
	var a arn
	a.partition, rest, _ = strings.Cut(rest, ":")
	a.service, rest, _ = strings.Cut(rest, ":")
	_, rest, _ = strings.Cut(rest, ":") // the region
	a.account, a.resource, _ = strings.Cut(rest, ":")
	return a, a.resource != "" // a text that is cut off has none
}

// IsInstance tells whether the whole text is an instance id: i- or mi- and 8
// to 17 letters or digits (anonymised ids are not hexadecimal).
func IsInstance(s string) bool {
	before, rest, ok := strings.Cut(s, "i-")
	if !ok || before != "" && before != "m" {
		return false
	}
	return len(rest) >= 8 && len(rest) <= 17 && wordLen(rest) == len(rest)
}

func isAccessKey(s string) bool {
	return len(s) >= 16 && len(s) <= 32 && (strings.HasPrefix(s, "AKIA") || strings.HasPrefix(s, "ASIA")) && wordLen(s) == len(s)
}

// isAddress also takes dotted quads with leading zeros or parts over 255:
// redacted dumps hold them, and they are followed like any other.
func isAddress(s string) bool {
	if len(s) < 3 || len(s) > 45 {
		return false
	}
	colons := false
	for i := range len(s) { // most texts are told by their first letters
		switch c := s[i]; {
		case c == ':':
			colons = true
		case c != '.' && nibble(c) > 15 && (c < 'A' || c > 'F'):
			return false
		}
	}
	if colons {
		a, err := netip.ParseAddr(s)
		return err == nil && a.Is6()
	}
	dots, digits := 0, 0
	for i := range len(s) {
		switch c := s[i]; {
		case c == '.' && digits > 0:
			dots, digits = dots+1, 0
		case c >= '0' && c <= '9' && digits < 3:
			digits++
		default:
			return false
		}
	}
	return dots == 3 && digits > 0
}

func isUUID(s string) bool {
	_, ok := parseUUID(s)
	return ok
}

// isSessionID takes <caller>-<17 or more letters or digits>, with a digit
// among the last part, so that no hyphenated word is taken for one.
func isSessionID(s string) bool {
	i := strings.LastIndexByte(s, '-')
	if i < 1 {
		return false
	}
	tail := s[i+1:]
	return len(tail) >= 17 && wordLen(tail) == len(tail) && strings.ContainsAny(tail, "0123456789")
}

func isAccount(s string) bool {
	if len(s) < 9 || len(s) > 13 {
		return false
	}
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

// wordLen is the number of ASCII letters and digits that s begins with.
func wordLen(s string) int {
	for i := 0; i < len(s); i++ {
		if !isWord(s[i]) {
			return i
		}
	}
	return len(s)
}

func isWord(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}
