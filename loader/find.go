package loader

import (
	"bytes"
	"context"
	"fmt"
	"path"
	"slices"
	"sort"
	"strings"
	"time"

	"coldtrail/loader/kql"
	"github.com/tidwall/gjson"
)

// findBatch is how many events are looked at before found is called and the
// context is asked.
const findBatch = 1024

// Find is Search without progress.
func (d *Dataset) Find(ctx context.Context, q kql.Query, found func([]ID)) error {
	return d.Search(ctx, q, found, nil)
}

// Search calls found with the events that match the query, a batch after the
// other, each as soon as it is known. Batches come in time order where no record
// has to be read, and else in any, each in time order itself: InOrder puts the
// whole in order. Indexes narrow what is looked at, columns decide what they can,
// and records are read again only for what is left.
//
// progress, if not nil, is called some twenty times a second while records are
// read: done of total, in bytes of the texts that hold them. total stays the
// same, and done is total in the last call of a search that succeeds. Where no
// record has to be read it is not called.
//
// found and progress are called from the goroutine that called Search. It fails
// when ctx ends or a record that must be read cannot be.
func (d *Dataset) Search(ctx context.Context, q kql.Query, found func([]ID), progress func(done, total int64)) error {
	matches := q.Compile()
	doc := &eventDoc{ctx: ctx, d: d, names: map[string][]string{}}
	batch := make([]ID, 0, findBatch)
	for n, i := range d.candidates(q) {
		if n%findBatch == 0 && ctx.Err() != nil {
			return fmt.Errorf("looking for %s: %w", q, ctx.Err())
		}
		doc.set(d.at(i))
		if matches(doc) {
			batch = append(batch, doc.row.id())
		}
		if doc.err != nil {
			return fmt.Errorf("looking for %s: %w", q, doc.err)
		}
		if len(batch) == findBatch {
			found(batch)
			batch = make([]ID, 0, findBatch)
		}
	}
	if len(batch) > 0 {
		found(batch)
	}
	return nil
}

// candidates are the rows that may match the query, in time order.
func (d *Dataset) candidates(q kql.Query) []uint32 {
	lo, hi := 0, d.Len()
	if from, to, ok := q.Window(); ok {
		lo, hi = d.between(from, to)
	}
	rows, ok := d.narrow(q.Expr())
	if !ok {
		rows = make([]uint32, 0, hi-lo)
		for i := lo; i < hi; i++ {
			rows = append(rows, uint32(i))
		}
		return rows
	}
	from, _ := slices.BinarySearch(rows, uint32(lo))
	to, _ := slices.BinarySearch(rows, uint32(hi))
	return rows[from:max(from, to)]
}

// between gives the rows from ≤ time ≤ to as a range; a zero time is no bound.
// A query's window may exclude its ends: the query itself decides about them.
func (d *Dataset) between(from, to time.Time) (lo, hi int) {
	hi = d.timed()
	if !from.IsZero() {
		lo = sort.Search(hi, func(i int) bool { return !d.at(uint32(i)).time().Before(from) })
	}
	if !to.IsZero() {
		hi = sort.Search(hi, func(i int) bool { return d.at(uint32(i)).time().After(to) })
	}
	return lo, max(lo, hi)
}

// narrow gives rows, in time order, of which the matches of the expression
// are a part; ok is false where no index helps.
func (d *Dataset) narrow(e kql.Expr) (rows []uint32, ok bool) {
	switch e := e.(type) {
	case kql.AndExpr:
		for _, arg := range e.Args {
			if some, can := d.narrow(arg); can && (!ok || len(some) < len(rows)) {
				rows, ok = some, true
			}
		}
		return rows, ok
	case kql.OrExpr:
		for _, arg := range e.Args {
			some, can := d.narrow(arg)
			if !can {
				return nil, false
			}
			rows = append(rows, some...)
		}
		slices.Sort(rows)
		return slices.Compact(rows), true
	case kql.TermExpr:
		if text, literal := e.Value.Literal(); literal {
			return d.narrowTerm(e.Field, text)
		}
	}
	return nil, false
}

func (d *Dataset) narrowTerm(field, text string) (rows []uint32, ok bool) {
	switch field {
	case RelatedEntity:
		for _, k := range Kinds() {
			rows = append(rows, d.posting(Entity{k, text})...)
		}
	case "event.action", "event.provider":
		for n, c := range d.calls {
			if field == "event.action" && d.texts[c.action] == text || field == "event.provider" && d.texts[c.provider] == text {
				rows = append(rows, d.callPosts[d.callAt[n]:d.callAt[n+1]]...)
			}
		}
	case "aws.cloudtrail.user_identity.arn":
		return d.posting(Entity{Identity, text}), isIdentity(text)
	case "aws.cloudtrail.user_identity.access_key_id":
		return d.posting(Entity{AccessKey, text}), isAccessKey(text)
	default:
		return nil, false
	}
	slices.Sort(rows)
	return slices.Compact(rows), true
}

// isIdentity tells whether every record with that ARN is indexed by it.
func isIdentity(text string) bool {
	e, ok := entityOfARN(text)
	return ok && e.Kind == Identity && isWholeARN(text) && !strings.Contains(text, "*")
}

// eventDoc is what a query asks of one event. It is used for one event after
// the other.
type eventDoc struct {
	ctx   context.Context
	d     *Dataset
	row   *row
	event Event
	raw   []byte // nil until it is needed
	err   error  // why a record could not be read

	names map[string][]string // pattern → the field names that match it
}

func (e *eventDoc) set(r *row) {
	e.row, e.event, e.raw = r, e.d.event(r), nil
}

// Values answers from the columns or the index where it can.
func (e *eventDoc) Values(field string) []string {
	if field == RelatedEntity {
		var values []string
		for _, n := range e.d.mentions(e.row) {
			values = append(values, e.d.entities[n].Value)
		}
		return values
	}
	if v, ok := e.event.column(field); ok {
		return single(v)
	}
	return Values(e.record(), field)
}

// Time is @timestamp.
func (e *eventDoc) Time() (time.Time, bool) { return e.event.Time, !e.event.Time.IsZero() }

// Contains looks at the record's text, and at its strings without their escapes.
func (e *eventDoc) Contains(word string) bool {
	raw := e.record()
	if strings.Contains(strings.ToLower(string(raw)), word) {
		return true
	}
	return bytes.IndexByte(raw, '\\') >= 0 && leafContains(gjson.ParseBytes(raw), word)
}

func leafContains(v gjson.Result, word string) bool {
	found := false
	if v.Type == gjson.String {
		return strings.Contains(strings.ToLower(v.Str), word)
	}
	if v.Type == gjson.JSON {
		v.ForEach(func(key, inner gjson.Result) bool {
			found = leafContains(key, word) || leafContains(inner, word)
			return !found
		})
	}
	return found
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

func (e *eventDoc) record() []byte {
	if e.raw == nil && e.err == nil {
		e.raw, e.err = e.d.Record(e.ctx, e.row.id())
	}
	return e.raw
}
