package loader

import (
	"strings"

	"coldtrail/loader/unwrap"
)

// This file reads the fields of a record in one pass.

// recordField is a field that a column is made of, or that is read in a way of
// its own.
type recordField uint8

const (
	otherField recordField = iota
	plainField             // says nothing of entities
	fieldSource
	fieldName
	fieldTime
	fieldID
	fieldType
	fieldIdentity
	fieldRegion
	fieldAddress
	fieldAgent
	fieldCode
	fieldMessage
	fieldRecipient
	fieldRequest
	fieldResponse
	fieldAdditional
)

var recordFields = map[string]recordField{
	"eventVersion": plainField, "requestID": plainField, "eventCategory": plainField,
	"eventSource": fieldSource, "eventName": fieldName, "eventTime": fieldTime, "eventID": fieldID, "eventType": fieldType,
	"userIdentity": fieldIdentity, "awsRegion": fieldRegion, "sourceIPAddress": fieldAddress, "userAgent": fieldAgent,
	"errorCode": fieldCode, "errorMessage": fieldMessage, "recipientAccountId": fieldRecipient,
	"requestParameters": fieldRequest, "responseElements": fieldResponse, "additionalEventData": fieldAdditional,
}

// recordKey is a key of records, and the two that came behind it last.
type recordKey struct {
	name    string
	written string // as it is written behind another field, without white space
	field   recordField
	next    [2]*recordKey
}

// maxKeys bounds the keys that are remembered; CloudTrail has some 30.
const maxKeys = 256

// nextKey reads the next key of the record. Records of a file mostly have the
// same keys in the same order.
func (d *decoder) nextKey(before *recordKey, first bool) (key *recordKey, more, ok bool) {
	p := &d.pass
	for _, guess := range before.next {
		if guess == nil || !strings.HasPrefix(p.s[p.i:], guess.written) {
			continue
		}
		if i := p.i + len(guess.written); i < len(p.b) && p.b[i] > ' ' {
			p.i = i
			return guess, true, true
		}
	}
	name, more, ok := p.key(first)
	if !ok || !more {
		return nil, false, ok
	}
	key = d.recordKeys[name]
	if key == nil {
		name = strings.Clone(name)
		key = &recordKey{name: name, written: `,"` + name + `":`, field: recordFields[name]}
		if len(d.recordKeys) < maxKeys {
			d.recordKeys[name] = key
		}
	}
	if !first {
		before.next[0], before.next[1] = key, before.next[0]
	}
	return key, true, true
}

// fieldsRead is what was read of a record's fields.
type fieldsRead struct {
	has uint32 // the fields with a column, by their bits

	provider, action, kind   string
	eventID, code, recipient string

	nanos                int64
	failed, reported     bool   // an error field was there; the request was read as an agent's report
	response, additional int    // where these begin, 0 without
	host, platform       uint32 // that an agent reported, in numbers of texts

	who                         *knownIdentity
	region, address, agent, key uint32 // as rows have them
}

// take takes note of a field. Each that has a column may come once.
func (f *fieldsRead) take(field recordField) bool {
	if field <= plainField {
		return true
	}
	had := f.has & (1 << field)
	f.has |= 1 << field
	return had == 0
}

// add takes what was read elsewhere in the record.
func (f *fieldsRead) add(o *fieldsRead) bool {
	if f.has&o.has != 0 {
		return false
	}
	f.has |= o.has
	f.provider, f.action, f.kind = either(f.provider, o.provider), either(f.action, o.action), either(f.kind, o.kind)
	f.eventID, f.code, f.recipient = either(f.eventID, o.eventID), either(f.code, o.code), either(f.recipient, o.recipient)
	f.nanos = min(f.nanos, o.nanos)
	f.failed = f.failed || o.failed
	f.response, f.additional = f.response+o.response, f.additional+o.additional
	f.region, f.address, f.agent, f.key = f.region|o.region, f.address|o.address, f.agent|o.agent, f.key|o.key
	if o.who != nil {
		f.who = o.who
	}
	return true
}

// either is the one of two texts that is not empty.
func either(a, b string) string {
	if a == "" {
		return b
	}
	return a
}

// fields reads the fields of the record.
func (d *decoder) fields(f *fieldsRead) bool {
	p := &d.pass
	key := &d.noKey
	for first := true; ; first = false {
		var more, ok bool
		key, more, ok = d.nextKey(key, first)
		for ok && more && key.beginsRun() {
			key, more, ok = d.run(key, f)
		}
		if !ok {
			return false
		}
		if !more {
			break
		}
		if first && !recordKeys[key.name] {
			return false // an envelope, perhaps
		}
		if !f.take(key.field) || !d.field(key, f) {
			return false
		}
	}
	if reportsMachine(f.provider, f.action) && !f.reported && f.has&(1<<fieldRequest) != 0 {
		return false // the request came before the call's name
	}
	return f.provider != "" && f.action != "" && !strings.HasPrefix(f.provider, "aws:") && !p.unsure && f.kind != unwrap.Insight
}

// field reads the value of a field.
func (d *decoder) field(key *recordKey, f *fieldsRead) (ok bool) {
	p := &d.pass
	switch key.field {
	case plainField:
		_, ok = p.plain()
	case fieldSource:
		f.provider, ok = p.plain()
		p.provider, p.sourced = f.provider, true
	case fieldName:
		f.action, ok = p.plain()
	case fieldTime:
		var time string
		time, ok = p.plain()
		f.nanos = d.clock.read(time)
	case fieldID:
		f.eventID, ok = p.plain()
	case fieldType:
		f.kind, ok = p.plain()
	case fieldIdentity:
		f.who, f.key, ok = d.readIdentity()
	case fieldRegion:
		_, f.region, ok = d.column(key.name)
	case fieldAddress:
		if f.who != nil {
			_, f.address, ok = d.columnLike(key.name, &f.who.address)
		} else {
			_, f.address, ok = d.column(key.name)
		}
	case fieldAgent:
		_, f.agent, ok = d.column(key.name)
	case fieldCode:
		f.code, _, ok = d.column(key.name)
		f.failed = f.failed || f.code != ""
	case fieldMessage:
		var message string
		message, ok = d.plainLeaf(key.name)
		f.failed = f.failed || message != ""
	case fieldRecipient:
		f.recipient, ok = d.plainLeaf(key.name)
	case fieldRequest:
		if reportsMachine(f.provider, f.action) {
			return d.report(f)
		}
		ok = d.value(key.name, 0)
	case fieldResponse:
		f.response = p.i
		ok = d.value(key.name, 0)
	case fieldAdditional:
		f.additional = p.i
		ok = d.value(key.name, 0)
	default:
		ok = d.value(key.name, 0)
	}
	return ok
}
