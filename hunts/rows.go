package hunts

import (
	"cmp"
	"slices"

	"coldtrail/loader"
)

// table collects rows by their key, in the order in which the keys first
// appear: what comes out depends on the events only.
type table[K comparable, R any] struct {
	keys []K
	rows map[K]*R
}

// row is the row of that key, new if need be.
func (t *table[K, R]) row(key K) *R {
	if r, ok := t.rows[key]; ok {
		return r
	}
	if t.rows == nil {
		t.rows = map[K]*R{}
	}
	r := new(R)
	t.keys, t.rows[key] = append(t.keys, key), r
	return r
}

// finding makes a row of events, which are in time order. targets are the
// instances that the row is about.
func finding(d *loader.Dataset, events []loader.ID, targets []string, values ...Value) Finding {
	f := Finding{Values: values, Events: events}
	for _, id := range events {
		t := d.At(id).Time
		if t.IsZero() {
			break // and so have all after it
		}
		if f.First.IsZero() {
			f.First = t
		}
		f.Last = t
	}
	f.Entities = about(d, events, targets)
	return f
}

// about lists what a row is about: the instances that it aims at, then who
// called, as what, from where and with which keys, the sessions and commands
// that came of it, and last the instances that called.
func about(d *loader.Dataset, events []loader.ID, targets []string) []loader.Entity {
	var all entities
	for _, target := range targets {
		if loader.IsInstance(target) {
			all.add(loader.Entity{Kind: loader.Instance, Value: target})
		}
	}
	var callers, roles, addresses, keys, made, instances entities
	for _, id := range events {
		e := d.At(id)
		for _, mentioned := range d.Entities(id) {
			switch kind, value := mentioned.Kind, mentioned.Value; {
			case kind == loader.Identity && value == e.ARN:
				callers.add(mentioned)
			case kind == loader.Role && value == roleOf(e):
				roles.add(mentioned)
			case kind == loader.Address && value == e.Address:
				addresses.add(mentioned)
			case kind == loader.AccessKey && value == e.AccessKey:
				keys.add(mentioned)
			case kind == loader.Session, kind == loader.Command:
				made.add(mentioned)
			case kind == loader.Instance && value == loader.SessionName(e.ARN):
				instances.add(mentioned)
			}
		}
	}
	for _, some := range []entities{callers, roles, addresses, keys, made, instances} {
		for _, e := range some.list {
			all.add(e)
		}
	}
	return all.list
}

// roleOf is the role behind an event, as entities are written; "" where it tells none.
func roleOf(e loader.Event) string {
	return cmp.Or(loader.RoleOf(e.ARN), loader.RoleOf(e.IssuerARN))
}

// entities is a list of entities without repeats.
type entities struct {
	list []loader.Entity
	seen map[loader.Entity]bool
}

func (s *entities) add(e loader.Entity) {
	if s.seen[e] {
		return
	}
	if s.seen == nil {
		s.seen = map[loader.Entity]bool{}
	}
	s.seen[e] = true
	s.list = append(s.list, e)
}

// sortRows puts findings in the order in which they are worth a look: likely
// false positives late and service noise last, the most severe first, then the highest count, then the newest.
// count is the column of the count, or -1.
func sortRows(found []Finding, count int) {
	slices.SortStableFunc(found, func(a, b Finding) int {
		return cmp.Or(
			cmp.Compare(a.rank(), b.rank()),
			cmp.Compare(b.Severity, a.Severity),
			cmp.Compare(b.number(count), a.number(count)),
			b.Last.Compare(a.Last),
			slices.CompareFunc(a.Values, b.Values, func(v, w Value) int { return cmp.Compare(v.String(), w.String()) }),
		)
	})
}

func (f Finding) rank() int {
	rank := 0
	for _, m := range f.Marks {
		switch m.Kind {
		case LikelyFP:
			rank = max(rank, 1)
		case Noise:
			rank = 2
		}
	}
	return rank
}

func (f Finding) number(column int) int {
	if column < 0 {
		return 0
	}
	n, _ := f.Values[column].Number()
	return n
}

func (f *Finding) mark(kind, reason string) {
	f.Marks = append(f.Marks, Mark{kind, reason})
}
