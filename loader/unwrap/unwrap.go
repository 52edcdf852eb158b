package unwrap

import (
	"slices"
	"strings"

	"github.com/tidwall/gjson"
)

const (
	// maxUnwraps bounds the envelopes that are opened one in another.
	maxUnwraps = 16
	// maxUnescaped bounds the bytes of JSON strings that are opened inside one value.
	maxUnescaped = 64 << 20
)

// Records gives the records inside a JSON value that is no CloudTrail record
// itself; none where it holds none. lost counts the places where a record should
// be and none is, beside those. control is true for what an envelope says of
// itself, and for an empty one: that is no record, and none is missing.
func Records(data []byte) (records []Record, lost int, control bool) {
	if text := string(data); validJSON(text) {
		o := opener{left: maxUnescaped}
		o.open(gjson.Parse(text), 0)
		return o.records, o.lost, o.control && len(o.records) == 0 && o.lost == 0
	}
	return nil, 0, false
}

// opener opens envelopes and gathers the records in them.
type opener struct {
	records []Record
	lost    int  // items of a list of records that hold none
	control bool // a control message, or an empty list, was seen
	left    int  // the bytes of strings that may still be opened
}

// open takes the records out of a value, and tells whether it was one to open:
// it held records, or a control message.
func (o *opener) open(v gjson.Result, depth int) bool {
	if depth > maxUnwraps {
		return false
	}
	switch {
	case v.IsObject():
		return o.object(v, depth)
	case v.IsArray():
		return o.row(v) || o.list(v, depth)
	case v.Type == gjson.String:
		return o.text(v.Str, depth)
	}
	return false
}

// object opens an object: it is a record, or has records in it, or is one
// under other names.
func (o *opener) object(v gjson.Result, depth int) bool {
	k := keysOf(v)
	if k.record() {
		o.records = append(o.records, Record{Data: []byte(v.Raw)})
		return true
	}
	if k.control() {
		o.control = true
		return true
	}
	before, lost := len(o.records), o.lost
	opened := false
	for _, list := range k.lists {
		opened = o.list(list, depth) || opened
	}
	if opened {
		return true
	}
	slices.SortStableFunc(k.carriers, func(a, b carrier) int { return a.rank - b.rank })
	for _, c := range k.carriers {
		if o.open(c.value, depth+1) {
			return true
		}
	}
	o.records, o.lost = o.records[:before], lost
	return o.made(madeOf(v))
}

// list opens the items of a list. One without items says that there are no records.
func (o *opener) list(v gjson.Result, depth int) bool {
	opened, items := false, 0
	v.ForEach(func(_, item gjson.Result) bool {
		items++
		if o.open(item, depth+1) {
			opened = true
		} else {
			o.lost++
		}
		return true
	})
	if items == 0 {
		o.control = true
	}
	return opened || items == 0
}

// text opens the text of a string: JSON, perhaps behind a time or the name of
// a stream, perhaps several values run together.
func (o *opener) text(s string, depth int) bool {
	if o.left -= len(s); o.left < 0 {
		return false
	}
	s = strings.TrimSpace(s)
	if (strings.HasPrefix(s, "[") || strings.HasPrefix(s, `"`)) && validJSON(s) {
		return o.open(gjson.Parse(s), depth) // the object around the string was counted
	}
	start := strings.IndexByte(s, '{')
	return start >= 0 && o.values(s[start:], depth)
}

// values opens the objects that a text begins with, one behind the other.
func (o *opener) values(s string, depth int) bool {
	opened := false
	for strings.HasPrefix(s, "{") {
		length := jsonLength(s)
		if length < 0 || !gjson.Valid(s[:length]) {
			break
		}
		if o.open(gjson.Parse(s[:length]), depth) {
			opened = true
		} else {
			o.lost++
		}
		s = strings.TrimLeft(s[length:], " \t\r\n")
	}
	if opened && strings.HasPrefix(s, "{") {
		o.lost++
	}
	return opened
}

// row makes the record of a row of a query's result: an array of objects, each
// a column and its value.
func (o *opener) row(v gjson.Result) bool {
	m := &maker{}
	columns := 0
	v.ForEach(func(_, cell gjson.Result) bool {
		keys := 0
		cell.ForEach(func(name, value gjson.Result) bool {
			keys++
			m.add(name.String(), value)
			return keys == 1
		})
		if !cell.IsObject() || keys != 1 {
			columns = 0
			return false
		}
		columns++
		return true
	})
	return columns > 0 && o.made(m)
}

// made takes the record that was made, if it is one.
func (o *opener) made(m *maker) bool {
	r, err := m.record()
	if err != nil {
		return false
	}
	o.records = append(o.records, r)
	return true
}
