package loader

import (
	"encoding/binary"
	"slices"
	"strings"
)

// This file reads runs: fields that stand one behind the other, and come again
// as a whole. What is called, and where, stands between eventSource and
// sourceIPAddress, and what stands between userAgent and requestParameters is
// mostly the agent alone; what is behind eventType is the same for all calls of a
// service, up to the record's end.

// knownRun is what was read of a run.
type knownRun struct {
	text     string     // of its bytes, from its first value to the value behind it, or to the record's end
	next     *recordKey // of the value behind it, nil at the record's end
	fields   fieldsRead
	entities []uint32
}

// runFields are those that a run may have: what they say does not depend on
// where in the record they stand.
const runFields uint32 = 1<<fieldSource | 1<<fieldName | 1<<fieldType | 1<<fieldRegion | 1<<fieldAgent |
	1<<fieldCode | 1<<fieldMessage | 1<<fieldRecipient

// beginsRun tells whether a run begins with the value of the key.
func (k *recordKey) beginsRun() bool {
	return k.field == fieldSource || k.field == fieldAgent || k.field == fieldType
}

// run reads the run that begins with the value of that key. It gives the key
// behind it, unless the record ends.
func (d *decoder) run(key *recordKey, f *fieldsRead) (next *recordKey, more, ok bool) {
	p := &d.pass
	start := p.i
	place := &d.memos.runs[int(runForm(p.s[start:])+f.form())&(len(d.memos.runs)-1)]
	if known := *place; known != nil && known.begins(p.s[start:]) {
		p.i += len(known.text)
		if known.fields.has&(1<<fieldSource) != 0 {
			p.provider, p.sourced = known.fields.provider, true
		}
		d.noteAll(known.entities)
		return known.next, known.next != nil, f.add(&known.fields)
	}
	m := d.mark()
	run := fieldsRead{nanos: noTime}
	more = true
	for more && key.field != fieldAddress && key.field != fieldRequest {
		if !run.take(key.field) || !d.field(key, &run) {
			return nil, false, false
		}
		if key, more, ok = d.nextKey(key, false); !ok {
			return nil, false, false
		}
	}
	if entities, plain := d.since(m); plain && run.has&^runFields == 0 && p.i-start <= maxMemoText {
		*place = newRun(p.s[start:p.i], key, run, entities)
	}
	return key, more, f.add(&run)
}

// newRun makes a run to remember, of texts of its own.
func newRun(text string, next *recordKey, f fieldsRead, entities []uint32) *knownRun {
	for _, s := range []*string{&f.provider, &f.action, &f.kind, &f.code, &f.recipient} {
		*s = strings.Clone(*s)
	}
	return &knownRun{strings.Clone(text), next, f, slices.Clone(entities)}
}

// begins tells whether the text begins with the run, and a value behind it.
func (k *knownRun) begins(text string) bool {
	return strings.HasPrefix(text, k.text) && (k.next == nil || len(text) > len(k.text) && text[len(k.text)] > ' ')
}

// form is a number that tells what was read before a run.
func (f *fieldsRead) form() uint32 {
	if f.has&(1<<fieldSource) == 0 {
		return 0
	}
	return form(f.provider) + f.region*31
}

// runForm is a number that the beginnings of runs seldom share.
func runForm(text string) uint32 {
	sum := uint64(0)
	for text = text[:min(len(text), 72)]; len(text) >= 8; text = text[8:] {
		sum = (sum ^ binary.LittleEndian.Uint64([]byte(text[:8]))) * mix
		sum ^= sum >> 32
	}
	return uint32(sum)
}
