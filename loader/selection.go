package loader

import (
	"context"
	"iter"
	"slices"
	"sort"
	"time"
)

// Selection is events that the indexes of a dataset give, in time order, those
// without a time last. Making one costs next to nothing, however many events it
// holds; it never changes.
type Selection struct {
	d    *Dataset
	rows []uint32 // positions in time order
}

// Mentioning selects the events whose records mention the entity.
func (d *Dataset) Mentioning(e Entity) Selection { return Selection{d, d.posting(e)} }

// Calling selects the events of a provider and action.
func (d *Dataset) Calling(provider, action string) Selection {
	var p postings
	for n, c := range d.calls {
		if d.texts[c.provider] == provider && d.texts[c.action] == action && len(d.byCall.of(n)) > 0 {
			p.lists = append(p.lists, d.byCall.of(n))
		}
	}
	return Selection{d, p.union()}
}

// Len is the number of events.
func (s Selection) Len() int { return len(s.rows) }

// ID is the i-th event, 0 ≤ i < Len().
func (s Selection) ID(i int) ID { return s.d.at(s.rows[i]).id() }

// At gives the columns of the i-th event, 0 ≤ i < Len().
func (s Selection) At(i int) Event { return s.d.event(s.d.at(s.rows[i])) }

// IDs gives the events.
func (s Selection) IDs() []ID { return s.d.ids(s.rows) }

// Events gives the columns of the events until ctx ends.
func (s Selection) Events(ctx context.Context) iter.Seq[Event] {
	return func(yield func(Event) bool) {
		for i := range s.rows {
			if i%findBatch == findBatch-1 && ctx.Err() != nil || !yield(s.At(i)) {
				return
			}
		}
	}
}

// Within selects those of from < t ≤ to. A zero time leaves its end open;
// events without a time are in no window.
func (s Selection) Within(from, to time.Time) Selection {
	lo, hi := 0, s.until(noTime-1)
	if !from.IsZero() {
		lo = s.until(nanosOf(from))
	}
	if !to.IsZero() {
		hi = min(hi, s.until(nanosOf(to)))
	}
	s.rows = s.rows[min(lo, hi):hi]
	return s
}

// until is how many of the events are not after a time.
func (s Selection) until(nanos int64) int {
	return sort.Search(len(s.rows), func(i int) bool { return s.d.at(s.rows[i]).nanos > nanos })
}

// And selects those that are in another selection of the dataset, too.
func (s Selection) And(o Selection) Selection {
	few, many := s.rows, o.rows
	if len(many) < len(few) {
		few, many = many, few
	}
	var both []uint32
	for _, row := range few {
		many = many[gallop(many, row):]
		if len(many) == 0 {
			break
		}
		if many[0] == row {
			both = append(both, row)
		}
	}
	s.rows = both
	return s
}

// gallop is how many of the rows, which are sorted, are less than one. It takes
// longer the more they are, and not the more rows there are.
func gallop(rows []uint32, row uint32) int {
	step := 1
	for step < len(rows) && rows[step] < row {
		step *= 2
	}
	from := step / 2
	n, _ := slices.BinarySearch(rows[from:min(step+1, len(rows))], row)
	return from + n
}

// Without selects all but some events.
func (s Selection) Without(ids []ID) Selection {
	var out []int // indexes of those that are left out
	for _, id := range ids {
		r := s.d.row(id)
		if r == nil {
			continue
		}
		i := sort.Search(len(s.rows), func(i int) bool { return s.d.at(s.rows[i]).before(r) >= 0 })
		if i < len(s.rows) && s.d.at(s.rows[i]) == r {
			out = append(out, i)
		}
	}
	if len(out) == 0 {
		return s
	}
	slices.Sort(out)
	rows, from := make([]uint32, 0, len(s.rows)), 0
	for _, i := range out {
		rows = append(rows, s.rows[from:max(from, i)]...)
		from = i + 1
	}
	s.rows = append(rows, s.rows[from:]...)
	return s
}

// Mentioned gives the entities of a kind that the events mention, each once, in
// the order in which they come.
func (s Selection) Mentioned(kind Kind) []Entity {
	var list []Entity
	var before []uint32 // of the event before: mostly the same
	seen := map[uint32]bool{}
	for _, position := range s.rows {
		mentions := s.d.mentions(s.d.at(position))
		for i, n := range mentions {
			if i < len(before) && before[i] == n {
				continue
			}
			if e := &s.d.entities[n]; e.Kind == kind && !seen[n] {
				seen[n] = true
				list = append(list, *e)
			}
		}
		before = mentions
	}
	return list
}
