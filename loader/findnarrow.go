package loader

import (
	"slices"
	"sort"
	"strings"
	"time"

	"coldtrail/loader/kql"
)

// This file narrows a search by what is indexed: time, entities and calls.

// candidates are rows that may match a query, in time order.
type candidates struct {
	list []uint32 // where an index gave them
	lo   int      // else all from lo on
	n    int
}

// at gives the i-th candidate, 0 ≤ i < n.
func (c candidates) at(i int) uint32 {
	if c.list != nil {
		return c.list[i]
	}
	return uint32(c.lo + i)
}

func (d *Dataset) candidates(q kql.Query) candidates {
	lo, hi := 0, d.Len()
	if from, to, ok := q.Window(); ok {
		lo, hi = d.between(from, to)
	}
	rows, ok := d.narrow(q.Expr())
	if !ok {
		return candidates{lo: lo, n: hi - lo}
	}
	from, _ := slices.BinarySearch(rows, uint32(lo))
	to, _ := slices.BinarySearch(rows, uint32(hi))
	rows = rows[from:max(from, to)]
	return candidates{list: rows, n: len(rows)}
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

// narrow gives rows, in time order, of which the matches of the expression are
// a part; ok is false where no index helps. Of conditions that are joined by and
// the one with the fewest rows is enough: the others are decided for each of them.
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
		lists := make([][]uint32, len(e.Args))
		for i, arg := range e.Args {
			if lists[i], ok = d.narrow(arg); !ok {
				return nil, false
			}
		}
		return d.union(lists)
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
		var lists [][]uint32
		for _, k := range Kinds() {
			lists = append(lists, d.posting(Entity{k, text}))
		}
		return d.union(lists)
	case "event.action", "event.provider":
		var lists [][]uint32
		for n, c := range d.calls {
			if field == "event.action" && d.texts[c.action] == text || field == "event.provider" && d.texts[c.provider] == text {
				lists = append(lists, d.callPosts[d.callAt[n]:d.callAt[n+1]])
			}
		}
		return d.union(lists)
	case "aws.cloudtrail.user_identity.arn":
		return d.posting(Entity{Identity, text}), isIdentity(text)
	case "aws.cloudtrail.user_identity.access_key_id":
		return d.posting(Entity{AccessKey, text}), isAccessKey(text)
	}
	return nil, false
}

// union joins lists of rows. It declines where looking at every row costs less
// than putting them in order.
func (d *Dataset) union(lists [][]uint32) (rows []uint32, ok bool) {
	total := 0
	for _, list := range lists {
		if total += len(list); len(list) == total {
			rows = list // the only one so far
		}
	}
	if len(rows) == total {
		return rows, true
	}
	const few = 16 // rows of the dataset for each that is put in order
	if total > d.Len()/few {
		return nil, false
	}
	rows = slices.Concat(lists...)
	slices.Sort(rows)
	return slices.Compact(rows), true
}

// isIdentity tells whether every record with that ARN is indexed by it.
func isIdentity(text string) bool {
	e, ok := entityOfARN(text)
	return ok && e.Kind == Identity && isWholeARN(text) && !strings.Contains(text, "*")
}
