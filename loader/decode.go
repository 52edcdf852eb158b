package loader

import (
	"bufio"
	"hash/maphash"
	"slices"
	"strings"

	"coldtrail/loader/unwrap"
	"github.com/tidwall/gjson"
)

// decoder makes rows of records: one pass over a record gives its columns and
// the entities that it mentions. Each worker has its own.
type decoder struct {
	seed     maphash.Seed
	texts    cache[string]
	entities cache[Entity]

	// Of the record in hand:
	provider, action, eventType string
	seen                        []uint32 // its entities, each once, in the order in which it mentions them

	// Of the source in hand:
	rows []row
	refs []uint32 // the entities of the rows, row after row

	// What is used again for one text after the other:
	window []byte
	peeked *bufio.Reader
	keys   []string

	turn   uint32   // counts the records
	seenAt []uint32 // entity number → the turn in which it was seen last
}

// exact takes what was gathered out of a slice that is used again and again,
// in no more memory than it needs; what is long is handed over as it is.
func exact[T any](gathered *[]T) []T {
	const long = 64 << 10
	taken := *gathered
	if len(taken) < long {
		taken = slices.Clone(taken)
		*gathered = (*gathered)[:0]
	} else {
		*gathered = nil
	}
	return taken
}

func newDecoder(seed maphash.Seed, texts *numbers[string], entities *numbers[Entity]) *decoder {
	return &decoder{
		seed:     seed,
		texts:    newCache(texts),
		entities: newCache(entities),
	}
}

// decode reads a valid record; its place is the caller's to fill in. spaced
// tells whether there may be white space between its tokens. The entities that
// it mentions are in d.seen until the next call.
func (d *decoder) decode(data []byte, spaced bool) row {
	root := gjson.ParseBytes(data)
	r := d.columns(root)
	r.length = uint32(len(data))
	if r.sum = maphash.Bytes(d.seed, data); spaced {
		r.sum = compactSum(d.seed, data)
	}
	d.mentions(root.Raw)
	return r
}

// columns reads the columns of a record.
func (d *decoder) columns(root gjson.Result) row {
	r := row{nanos: noTime}
	var identity, response gjson.Result
	var recipient string
	failed := false
	d.provider, d.action, d.eventType = "", "", ""
	d.turn, d.seen = d.turn+1, d.seen[:0]
	root.ForEach(func(key, v gjson.Result) bool {
		switch key.Str {
		case "eventSource":
			d.provider = v.Str
			r.cols[colProvider] = d.texts.number(v.Str)
		case "eventName":
			d.action = v.Str
			r.cols[colAction] = d.texts.number(v.Str)
		case "eventTime":
			if t, ok := unwrap.ParseTime(v.Str); ok {
				r.nanos = t.UnixNano()
			}
		case "eventID":
			d.eventID(&r, v.Str)
		case "errorCode":
			r.cols[colErrorCode] = d.texts.number(text(v))
			failed = failed || unwrap.Present(v)
		case "errorMessage":
			failed = failed || unwrap.Present(v)
		case "userIdentity":
			identity = v
		case "responseElements":
			response = v
		case "recipientAccountId":
			recipient = text(v)
		case "awsRegion":
			r.cols[colRegion] = d.texts.number(text(v))
		case "sourceIPAddress":
			r.cols[colAddress] = d.texts.number(text(v))
		case "userAgent":
			r.cols[colUserAgent] = d.texts.number(text(v))
		case "eventType":
			d.eventType = v.Str
			r.cols[colEventType] = d.texts.number(v.Str)
		}
		return true
	})
	d.identity(&r, identity, recipient)
	r.cols[colOutcome] = d.texts.number(outcome(d.action, failed, response))
	return r
}

func (d *decoder) eventID(r *row, id string) {
	if uuid, ok := parseUUID(id); ok && uuid != [16]byte{} {
		r.uuid = uuid
		return
	}
	r.cols[colEventID] = d.texts.number(id)
}

// identity reads the columns of userIdentity.
func (d *decoder) identity(r *row, v gjson.Result, recipient string) {
	var kind, name, issuerName, account, principal, behalf string
	v.ForEach(func(key, v gjson.Result) bool {
		switch key.Str {
		case "type":
			kind = text(v)
		case "arn":
			r.cols[colARN] = d.texts.number(text(v))
		case "principalId":
			principal = text(v)
		case "userName":
			name = text(v)
		case "accountId":
			account = text(v)
		case "accessKeyId":
			r.cols[colAccessKey] = d.texts.number(text(v))
		case "invokedBy":
			r.cols[colInvokedBy] = d.texts.number(text(v))
		case "onBehalfOf":
			behalf = text(v.Get("userId"))
		case "sessionContext":
			r.cols[colIssuerARN] = d.texts.number(text(v.Get("sessionIssuer.arn")))
			issuerName = text(v.Get("sessionIssuer.userName"))
		}
		return true
	})
	if kind == "AssumedRole" || kind == "FederatedUser" {
		name = issuerName
	}
	if principal == "" && kind == "IdentityCenterUser" {
		principal = behalf
	}
	if account == "" {
		account = recipient
	}
	r.cols[colIdentityType] = d.texts.number(kind)
	r.cols[colUserName] = d.texts.number(name)
	r.cols[colPrincipalID] = d.texts.number(principal)
	r.cols[colAccount] = d.texts.number(account)
}

// outcome is event.outcome: failure when an error field is present, but what a
// ConsoleLogin answered wins.
func outcome(action string, failed bool, response gjson.Result) string {
	if action == "ConsoleLogin" {
		if answer := text(response.Get("ConsoleLogin")); answer != "" {
			return strings.ToLower(answer)
		}
	}
	if failed {
		return Failure
	}
	return Success
}

// text is what a column holds of a value: nothing of an object or array.
func text(v gjson.Result) string {
	if v.Type == gjson.JSON {
		return ""
	}
	return v.String()
}

// compactSum hashes JSON without the white space between its tokens, so that
// the same record is the same whether it was pretty-printed or not.
func compactSum(seed maphash.Seed, data []byte) uint64 {
	var h maphash.Hash
	h.SetSeed(seed)
	from := 0
	inString := false
	for i := 0; i < len(data); i++ {
		switch c := data[i]; {
		case c == '"':
			inString = !inString
		case c == '\\':
			i++
		case !inString && isSpace(c):
			h.Write(data[from:i])
			from = i + 1
		}
	}
	h.Write(data[from:])
	return h.Sum64()
}
