package loader

import (
	"strings"

	"coldtrail/loader/unwrap"
	"github.com/tidwall/gjson"
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
	fieldResources
	fieldTLS
)

var recordFields = map[string]recordField{
	"eventVersion": plainField, "requestID": plainField, "eventCategory": plainField,
	"eventSource": fieldSource, "eventName": fieldName, "eventTime": fieldTime, "eventID": fieldID, "eventType": fieldType,
	"userIdentity": fieldIdentity, "awsRegion": fieldRegion, "sourceIPAddress": fieldAddress, "userAgent": fieldAgent,
	"errorCode": fieldCode, "errorMessage": fieldMessage, "recipientAccountId": fieldRecipient,
	"requestParameters": fieldRequest, "responseElements": fieldResponse, "resources": fieldResources, "tlsDetails": fieldTLS,
}

// recordKey is a key of records, and the one that came behind it last.
type recordKey struct {
	name    string
	written string // as it is written behind another field, without white space
	field   recordField
	next    *recordKey
}

// maxKeys bounds the keys that are remembered; CloudTrail has some 30.
const maxKeys = 256

// nextKey reads the next key of the record. Records of a file mostly have the
// same keys in the same order.
func (d *decoder) nextKey(before *recordKey, first bool) (key *recordKey, more, ok bool) {
	p := &d.pass
	if guess := before.next; guess != nil && strings.HasPrefix(p.s[p.i:], guess.written) {
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
		before.next = key
	}
	return key, true, true
}

// fields reads the fields of the record, each column's at most once.
func (d *decoder) fields(t *columnTexts, r *row, who **knownIdentity) bool {
	p := &d.pass
	t.nanos = noTime
	var has uint32
	response := 0
	key := &d.noKey
	for first := true; ; first = false {
		var more, ok bool
		key, more, ok = d.nextKey(key, first)
		if !ok {
			return false
		}
		if !more {
			break
		}
		if first && !recordKeys[key.name] {
			return false // an envelope, perhaps
		}
		if key.field > plainField {
			if has&(1<<key.field) != 0 {
				return false
			}
			has |= 1 << key.field
		}
		if key.field == fieldResponse {
			response = p.i
		}
		if !d.field(key, t, r, who) {
			return false
		}
	}
	if t.provider == "" || t.action == "" || strings.HasPrefix(t.provider, "aws:") || p.unsure {
		return false
	}
	if t.action == "ConsoleLogin" && response > 0 {
		t.answer = answer(t.action, gjson.Parse(strings.Clone(p.s[response:p.i])))
	}
	return t.kind != unwrap.Insight
}

// field reads the value of a field.
func (d *decoder) field(key *recordKey, t *columnTexts, r *row, who **knownIdentity) (ok bool) {
	p := &d.pass
	switch key.field {
	case plainField:
		_, ok = p.plain()
	case fieldSource:
		t.provider, ok = p.plain()
		p.provider, p.sourced = t.provider, true
	case fieldName:
		t.action, ok = p.plain()
	case fieldTime:
		var time string
		time, ok = p.plain()
		t.nanos = d.clock.read(time)
	case fieldID:
		t.eventID, ok = p.plain()
	case fieldType:
		t.kind, ok = p.plain()
	case fieldIdentity:
		*who, ok = d.readIdentity(r)
	case fieldRegion:
		_, r.region, ok = d.column(key.name)
	case fieldAddress:
		_, r.address, ok = d.column(key.name)
	case fieldAgent:
		_, r.agent, ok = d.column(key.name)
	case fieldCode:
		t.code, _, ok = d.column(key.name)
		t.failed = t.failed || t.code != ""
	case fieldMessage:
		var message string
		message, ok = d.plainLeaf(key.name)
		t.failed = t.failed || message != ""
	case fieldRecipient:
		t.recipient, ok = d.plainLeaf(key.name)
	case fieldRequest:
		ok = d.knownValue(key.name, `},"responseElements":`, 1)
	case fieldResources:
		ok = d.knownValue(key.name, "}]", 2)
	case fieldTLS:
		ok = d.knownValue(key.name, "}", 1)
	default:
		ok = d.value(key.name, 0)
	}
	return ok
}
