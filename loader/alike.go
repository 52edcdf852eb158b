package loader

import (
	"context"
	"iter"
)

// Alike is events of a selection that are alike: one identity made the same call
// with the same end. All of them have the same columns of who called, but for
// AccessKey, of what, of how it ended, and of what a few calls tell.
type Alike struct {
	Event       Event // what they share; its other columns are empty
	First, Last int   // their indexes in the selection
	Count       int
}

// likeness is what events share that are alike. Each is numbered as a kind of
// events: a number for each position takes far less time to look at than rows,
// which lie all over the memory.
type likeness struct{ caller, call, end uint32 }

func (r *row) likeness() likeness { return likeness{r.caller, r.call, r.end} }

// bits are a number that kinds seldom share.
func (l likeness) bits() uint32 { return l.caller*31 + l.call*1021 + l.end*7919 }

// kindsOf gives the kinds of events that there are, and for each event the number
// of its own.
func kindsOf(order []*row) (kinds []likeness, of []uint32) {
	of = make([]uint32, len(order))
	known := map[likeness]uint32{}
	var lately [1 << 12]uint32 // the kinds that came last, by some of their bits
	for i, r := range order {
		like := r.likeness()
		last := &lately[like.bits()%uint32(len(lately))]
		if int(*last) >= len(kinds) || kinds[*last] != like {
			n, ok := known[like]
			if !ok {
				n = uint32(len(kinds))
				known[like] = n
				kinds = append(kinds, like)
			}
			*last = n
		}
		of[i] = *last
	}
	return kinds, of
}

// shared are the columns that events share that are alike.
func (c *columns) shared(l likeness) Event {
	return c.event(&row{nanos: noTime, caller: l.caller, call: l.call, end: l.end})
}

// Alike counts events that are alike together, in the order of the first of
// each. It gives what it has when ctx ends.
func (s Selection) Alike(ctx context.Context) iter.Seq[Alike] {
	return func(yield func(Alike) bool) {
		for _, m := range s.kinds(ctx) {
			if !yield(Alike{s.d.shared(s.d.kinds[m.kind]), int(m.first), int(m.last), int(m.count)}) {
				return
			}
		}
	}
}

// Calls counts events of the same call and with the same outcome and error
// together, whoever called: as Alike does, with no other columns than Provider,
// Action, EventType, Outcome and ErrorCode.
func (s Selection) Calls(ctx context.Context) iter.Seq[Alike] {
	type outcome struct{ call, outcome, code uint32 }
	return func(yield func(Alike) bool) {
		var all []many // kind is that of the first
		known := map[outcome]int{}
		for _, m := range s.kinds(ctx) {
			like := s.d.kinds[m.kind]
			end := &s.d.ends[like.end]
			key := outcome{like.call, end.outcome, end.code}
			n, ok := known[key]
			if !ok {
				known[key] = len(all)
				all = append(all, m)
				continue
			}
			all[n].last = max(all[n].last, m.last)
			all[n].count += m.count
		}
		for _, m := range all {
			like := s.d.kinds[m.kind]
			call, end := &s.d.calls[like.call], &s.d.ends[like.end]
			e := Event{
				Provider: s.d.texts[call.provider], Action: s.d.texts[call.action], EventType: s.d.texts[call.kind],
				Outcome: s.d.texts[end.outcome], ErrorCode: s.d.texts[end.code],
			}
			if !yield(Alike{e, int(m.first), int(m.last), int(m.count)}) {
				return
			}
		}
	}
}

// many is events of a kind: the indexes of the first and the last, and how many.
type many struct{ kind, first, last, count uint32 }

// kinds counts the events of each kind, in the order of the first of each.
func (s Selection) kinds(ctx context.Context) []many {
	var all []many
	at := s.d.forKinds() // the index in all, and 1
	for i, position := range s.rows {
		if i%findBatch == findBatch-1 && ctx.Err() != nil {
			break
		}
		kind := s.d.kindOf[position]
		if at[kind] == 0 {
			all = append(all, many{kind: kind, first: uint32(i)})
			at[kind] = uint32(len(all))
		}
		m := &all[at[kind]-1]
		m.last = uint32(i)
		m.count++
	}
	for _, m := range all {
		at[m.kind] = 0
	}
	s.d.perKind.Put(&at)
	return all
}

// forKinds gives a number for each kind, all 0. They go back into the pool as
// they came.
func (d *Dataset) forKinds() []uint32 {
	if some, ok := d.perKind.Get().(*[]uint32); ok {
		return *some
	}
	return make([]uint32, len(d.kinds))
}

// Where selects the events that keep holds for. It is asked once for all that
// are alike, with what these share.
func (s Selection) Where(keep func(Event) bool) Selection {
	const holds, fails = 1, 2
	known := s.d.forKinds()
	var rows, asked []uint32
	for _, position := range s.rows {
		kind := s.d.kindOf[position]
		if known[kind] == 0 {
			known[kind] = fails
			if keep(s.d.shared(s.d.kinds[kind])) {
				known[kind] = holds
			}
			asked = append(asked, kind)
		}
		if known[kind] == holds {
			rows = append(rows, position)
		}
	}
	for _, kind := range asked {
		known[kind] = 0
	}
	s.d.perKind.Put(&known)
	s.rows = rows
	return s
}

// From selects the events that came from an address, as source.address has it.
func (s Selection) From(address string) Selection {
	var rows []uint32
	for _, position := range s.rows {
		if s.d.texts[s.d.at(position).address] == address {
			rows = append(rows, position)
		}
	}
	s.rows = rows
	return s
}
