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
	n := narrower{d, uint32(lo), uint32(hi)}
	found, ok := n.narrow(q.Expr())
	if !ok {
		return candidates{lo: lo, n: hi - lo}
	}
	rows := found.union()
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

// narrower looks for the rows of lo ≤ row < hi that may match an expression.
type narrower struct {
	d      *Dataset
	lo, hi uint32
}

// postings are lists of rows, each in time order.
type postings struct {
	lists [][]uint32 // none of them empty
	n     int        // rows in all of them
}

// narrow gives rows of which the matches of the expression are a part; ok is
// false where no index helps. Of conditions that are joined by and the one with
// the fewest rows is enough: the others are decided for each of them.
func (n narrower) narrow(e kql.Expr) (found postings, ok bool) {
	switch e := e.(type) {
	case kql.AndExpr:
		for _, arg := range e.Args {
			if some, can := n.narrow(arg); can && (!ok || some.n < found.n) {
				found, ok = some, true
			}
		}
		return found, ok
	case kql.OrExpr:
		for _, arg := range e.Args {
			some, can := n.narrow(arg)
			if !can {
				return postings{}, false
			}
			found.lists = append(found.lists, some.lists...)
			found.n += some.n
		}
		return found, n.worth(found)
	case kql.TermExpr:
		if text, literal := e.Value.Literal(); literal {
			return n.term(e.Field, text)
		}
	}
	return postings{}, false
}

func (n narrower) term(field, text string) (found postings, ok bool) {
	d := n.d
	switch field {
	case RelatedEntity:
		for _, k := range Kinds() {
			n.add(&found, d.posting(Entity{k, text}))
		}
		return found, n.worth(found)
	case "event.action", "event.provider":
		for i, c := range d.calls {
			if field == "event.action" && d.texts[c.action] == text || field == "event.provider" && d.texts[c.provider] == text {
				n.add(&found, d.byCall.of(i))
			}
		}
		return found, n.worth(found)
	case "aws.cloudtrail.user_identity.arn":
		n.add(&found, d.posting(Entity{Identity, text}))
		return found, isIdentity(text)
	case "aws.cloudtrail.user_identity.access_key_id":
		n.add(&found, d.posting(Entity{AccessKey, text}))
		return found, isAccessKey(text)
	}
	return found, false
}

// add takes the rows of a list that are looked for.
func (n narrower) add(to *postings, list []uint32) {
	from, _ := slices.BinarySearch(list, n.lo)
	end, _ := slices.BinarySearch(list, n.hi)
	if from < end {
		to.lists = append(to.lists, list[from:end])
		to.n += end - from
	}
}

// worth tells whether looking at every row costs more than putting these in order.
func (n narrower) worth(p postings) bool {
	const few = 16 // rows for each that is put in order
	return len(p.lists) <= 1 || p.n <= int(n.hi-n.lo)/few
}

// union joins the lists into one, in time order.
func (p postings) union() []uint32 {
	switch len(p.lists) {
	case 0:
		return nil
	case 1:
		return p.lists[0]
	}
	rows := slices.Concat(p.lists...)
	slices.Sort(rows)
	return slices.Compact(rows)
}

// isIdentity tells whether every record with that ARN is indexed by it.
func isIdentity(text string) bool {
	e, ok := entityOfARN(text)
	return ok && e.Kind == Identity && isWholeARN(text) && !strings.Contains(text, "*")
}
