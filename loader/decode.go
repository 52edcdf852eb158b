package loader

import (
	"bufio"
	"hash/maphash"
	"slices"
	"strings"

	"coldtrail/loader/bundle"
	"coldtrail/loader/unwrap"
	"github.com/tidwall/gjson"
)

// decoder makes rows of records: their columns, and the entities that they
// mention. Each worker has its own. There are two ways through a record that
// give the same: one pass over the bytes (onepass.go) for the records as
// CloudTrail writes them, and gjson for everything else.
type decoder struct {
	numberer
	seed  maphash.Seed
	pass  onePass
	memos memos
	clock clock
	// recordKeys are the keys that records were seen to have; noKey stands before
	// the first.
	recordKeys map[string]*recordKey
	noKey      recordKey

	// Of the record in hand:
	found []uint32        // the entities of a text in it
	notes []uint32        // its entities as they were noted
	seen  []uint32        // its entities, each once, in the order in which it mentions them
	many  map[uint32]bool // these again, where they are many

	// Of the source in hand:
	block    []row   // that is being filled
	cut      int     // how many of its rows are a part's, or complete
	complete [][]row // rows of the source in other blocks
	lists    listWriter

	keep      func(provider, action string) bool
	callInfos []callInfo // by the number of the call

	// What is used again for one text after the other:
	window  []byte
	buffers bundle.Buffers
	peeked  *bufio.Reader
	keys    []string
}

// columnTexts are the columns of a record as its fields have them, before they
// are numbered.
type columnTexts struct {
	provider, action, kind string
	nanos                  int64
	eventID                string
	end                    endTexts
	region, address, agent string
	recipient              string
}

// endTexts are the columns of how a call ended, and of what a few tell beside.
type endTexts struct {
	failed         bool   // an error field was there
	answer         string // what a ConsoleLogin answered
	code           string // an error's
	mfa            string // whether a ConsoleLogin had a second factor
	host, platform string // that an agent reported
}

// identity is what the columns hold of userIdentity. account is empty where it
// names none.
type identity struct{ kind, arn, principal, name, key, invokedBy, issuer, account, delivery string }

// remembered is how many values, and texts, a worker that loads remembers: a
// power of two, as for all who do.
const remembered = 16384

// newDecoder makes a decoder that numbers into the tables, and remembers so many
// values and texts. keep is asked once a call.
func newDecoder(seed maphash.Seed, t *tables, remembered int, keep func(provider, action string) bool) *decoder {
	return &decoder{
		numberer:   newNumberer(t, remembered),
		seed:       seed,
		memos:      newMemos(remembered),
		recordKeys: map[string]*recordKey{},
		many:       map[uint32]bool{},
		keep:       keep,
		lists:      listWriter{all: &t.lists},
	}
}

// decode reads a valid record; its place is the caller's to fill in. spaced
// tells whether there may be white space between its tokens.
func (d *decoder) decode(data []byte, spaced bool) row {
	root := gjson.ParseBytes(data)
	texts, of := textsOf(root)
	d.begin()
	d.mentions(root.Raw, texts.provider)
	r := d.row(&texts)
	if of.account == "" { // the one that received the record stands in for it
		of.account = texts.recipient
	}
	r.caller, r.key = d.callers.number(d.caller(of)), d.key(of.key)
	d.finish(&r, data, spaced)
	return r
}

// begin forgets the entities of the record before.
func (d *decoder) begin() { d.notes, d.seen = d.notes[:0], d.seen[:0] }

// finish fills in what comes of the record as a whole.
func (d *decoder) finish(r *row, data []byte, spaced bool) {
	r.length = uint32(len(data))
	if r.sum = maphash.Bytes(d.seed, data); spaced {
		r.sum = compactSum(d.seed, data)
	}
}

// textsOf reads the columns of a record with gjson.
func textsOf(root gjson.Result) (columnTexts, identity) {
	t := columnTexts{nanos: noTime}
	var who identity
	var request, response, additional gjson.Result
	root.ForEach(func(key, v gjson.Result) bool {
		switch key.Str {
		case "eventSource":
			t.provider = v.Str
		case "eventName":
			t.action = v.Str
		case "eventTime":
			t.nanos = timeOf(v.Str)
		case "eventID":
			t.eventID = v.Str
		case "errorCode":
			t.end.code = text(v)
			t.end.failed = t.end.failed || unwrap.Present(v)
		case "errorMessage":
			t.end.failed = t.end.failed || unwrap.Present(v)
		case "userIdentity":
			who = identityOf(v)
		case "requestParameters":
			request = v
		case "responseElements":
			response = v
		case "additionalEventData":
			additional = v
		case "recipientAccountId":
			t.recipient = text(v)
		case "awsRegion":
			t.region = text(v)
		case "sourceIPAddress":
			t.address = text(v)
		case "userAgent":
			t.agent = text(v)
		case "eventType":
			t.kind = v.Str
		}
		return true
	})
	t.end.answer, t.end.mfa = answer(t.action, response), consoleFlag(t.action, additional.Get("MFAUsed"))
	if reportsMachine(t.provider, t.action) {
		t.end.host, t.end.platform = machine(request)
	}
	return t, who
}

// identityOf reads userIdentity.
func identityOf(v gjson.Result) identity {
	var t whoTexts
	v.ForEach(func(key, v gjson.Result) bool {
		switch key.Str {
		case "type":
			t.kind = text(v)
		case "arn":
			t.arn = text(v)
		case "principalId":
			t.principal = text(v)
		case "userName":
			t.name = text(v)
		case "accountId":
			t.account = text(v)
		case "accessKeyId":
			t.key = text(v)
		case "invokedBy":
			t.invokedBy = text(v)
		case "onBehalfOf":
			t.behalf = text(v.Get("userId"))
		case "sessionContext":
			t.issuer = text(v.Get("sessionIssuer.arn"))
			t.issuerName = text(v.Get("sessionIssuer.userName"))
			t.delivery = text(v.Get("ec2RoleDelivery"))
		}
		return true
	})
	return t.columns()
}

// outcome is event.outcome: failure when an error field is present, but what a
// ConsoleLogin answered wins.
func outcome(answer string, failed bool) string {
	switch {
	case answer != "":
		return strings.ToLower(answer)
	case failed:
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

// rowBlock is how many rows are stored together.
const rowBlock = 2048

// addRow takes a row into the source in hand.
func (d *decoder) addRow(r row) {
	if len(d.block) == cap(d.block) {
		d.cutRows()
		d.block, d.cut = make([]row, 0, rowBlock), 0
	}
	d.block = append(d.block, r)
}

// cutRows moves the rows of the source in hand that are in the block to those
// that are complete.
func (d *decoder) cutRows() {
	if d.cut < len(d.block) {
		d.complete = append(d.complete, d.block[d.cut:len(d.block):len(d.block)])
		d.cut = len(d.block)
	}
}

// rowsSoFar gives the rows of the source in hand that there are.
func (d *decoder) rowsSoFar() [][]row {
	d.cutRows()
	return slices.Clone(d.complete)
}

// takeRows gives the rows of the source in hand, in the order of their records.
func (d *decoder) takeRows() [][]row {
	rows := d.rowsSoFar()
	d.complete = d.complete[:0]
	return rows
}

// callInfo is what a call means for its records.
type callInfo struct{ known, keep, insight bool }

// callOf tells what a call means, asking once.
func (d *decoder) callOf(n uint32) callInfo {
	for int(n) >= len(d.callInfos) {
		d.callInfos = append(d.callInfos, callInfo{})
	}
	info := &d.callInfos[n]
	if !info.known {
		c := d.calls.all.values()[n]
		texts := d.texts.all.values()
		*info = callInfo{true, d.keep(texts[c.provider], texts[c.action]), texts[c.kind] == unwrap.Insight}
	}
	return *info
}
