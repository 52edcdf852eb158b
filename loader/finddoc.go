package loader

import (
	"path"
	"time"

	"coldtrail/loader/kql"
	"coldtrail/loader/needle"
	"github.com/tidwall/gjson"
)

// eventDoc is what a query asks of one event. It is used for one event after
// the other.
type eventDoc struct {
	d      *Dataset
	row    *row
	event  Event
	record []byte
	root   gjson.Result // of the record, once it is asked for

	names map[string][]string       // pattern → the field names that match it
	known map[string]field          // name → the field
	words map[string]*needle.Needle // word → its needle
}

func newEventDoc(d *Dataset) *eventDoc {
	return &eventDoc{d: d, names: map[string][]string{}, known: map[string]field{}, words: map[string]*needle.Needle{}}
}

// set takes the next event; record is nil where only columns are asked for.
func (e *eventDoc) set(r *row, record []byte) {
	e.row, e.event, e.record, e.root = r, e.d.event(r), record, gjson.Result{}
}

// Values answers from the columns or the index where it can.
func (e *eventDoc) Values(name string) []string {
	if name == RelatedEntity {
		var values []string
		for _, n := range e.d.mentions(e.row) {
			values = append(values, e.d.entities[n].Value)
		}
		return values
	}
	f, known := e.known[name]
	if !known {
		f = fieldOf(name)
		e.known[name] = f
	}
	if f.column != nil {
		return single(f.column(e.event))
	}
	if !e.root.Exists() {
		e.root = gjson.ParseBytes(e.record)
	}
	return f.record(e.root)
}

// Time is @timestamp.
func (e *eventDoc) Time() (time.Time, bool) { return e.event.Time, !e.event.Time.IsZero() }

// Contains looks at the record's text, and at its strings without their escapes.
func (e *eventDoc) Contains(word string) bool {
	n := e.words[word]
	if n == nil {
		n = needle.Folded(word)
		e.words[word] = n
	}
	return contains(e.record, n)
}

// Fields are the names of the table that match a pattern with *.
func (e *eventDoc) Fields(pattern string) []string {
	names, known := e.names[pattern]
	if known {
		return names
	}
	for _, name := range FieldNames() {
		if ok, err := path.Match(pattern, name); err == nil && ok && name != kql.TimeField {
			names = append(names, name)
		}
	}
	e.names[pattern] = names
	return names
}
