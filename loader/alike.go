package loader

import (
	"context"
	"iter"
)

// Alike is events of a selection that are alike: one identity made the same call
// with the same end. All of them have the same Provider, Action, EventType,
// Outcome and ErrorCode, and the same columns of who called, but for AccessKey.
type Alike struct {
	Event       Event // what they share; its other columns are empty
	First, Last int   // their indexes in the selection
	Count       int
}

// likeness is what events share that are alike.
type likeness struct{ caller, call, end uint32 }

func (r *row) likeness() likeness { return likeness{r.caller, r.call, r.end} }

// shared are the columns that events share that are alike.
func (c *columns) shared(l likeness) Event {
	return c.event(&row{nanos: noTime, caller: l.caller, call: l.call, end: l.end})
}

// Alike counts events that are alike together, in the order of the first of
// each. It gives what it has when ctx ends.
func (s Selection) Alike(ctx context.Context) iter.Seq[Alike] {
	type many struct {
		of                 likeness
		first, last, count uint32
	}
	return func(yield func(Alike) bool) {
		var all []many
		known := map[likeness]int{} // its index in all
		for i, position := range s.rows {
			if i%findBatch == findBatch-1 && ctx.Err() != nil {
				break
			}
			like := s.d.at(position).likeness()
			n, ok := known[like]
			if !ok {
				n = len(all)
				known[like] = n
				all = append(all, many{of: like, first: uint32(i)})
			}
			all[n].last = uint32(i)
			all[n].count++
		}
		for _, m := range all {
			if !yield(Alike{s.d.shared(m.of), int(m.first), int(m.last), int(m.count)}) {
				return
			}
		}
	}
}

// Where selects the events that keep holds for. It is asked once for all that
// are alike, with what these share.
func (s Selection) Where(keep func(Event) bool) Selection {
	known := map[likeness]bool{}
	var rows []uint32
	for _, position := range s.rows {
		like := s.d.at(position).likeness()
		holds, ok := known[like]
		if !ok {
			holds = keep(s.d.shared(like))
			known[like] = holds
		}
		if holds {
			rows = append(rows, position)
		}
	}
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
