package filter

import (
	"slices"

	"coldtrail/loader/kql"
)

// Chip is one condition of the analyst.
type Chip struct {
	Query kql.Query
	Off   bool
}

// Stack is the chips of a table, in the order in which they came. It is a
// value: what changes it gives another. The zero Stack lets everything through.
type Stack struct {
	chips []Chip // never changed in place
	off   bool   // all are off, whatever they are on their own
}

// Of gives the stack that asks what q asks: a chip for each part of it, and one
// for all that is about time.
func Of(q kql.Query) Stack {
	var s Stack
	var window []kql.Query
	for _, part := range q.Parts() {
		if IsWindow(part) {
			window = append(window, part)
			continue
		}
		s = s.With(part)
	}
	if window != nil {
		s = s.With(kql.And(window...))
	}
	return s
}

// IsWindow tells whether a query is about time alone.
func IsWindow(q kql.Query) bool {
	_, _, bounded := q.Window()
	names := q.FieldNames()
	return bounded && len(names) == 1 && names[0] == kql.TimeField
}

// Chips gives the chips. They must not be changed.
func (s Stack) Chips() []Chip { return s.chips }

// Len is the number of chips.
func (s Stack) Len() int { return len(s.chips) }

// AllOff tells whether the whole stack is switched off.
func (s Stack) AllOff() bool { return s.off && len(s.chips) > 0 }

// Query is what all chips that are on ask for.
func (s Stack) Query() kql.Query {
	var on []kql.Query
	for _, c := range s.chips {
		if !c.Off && !s.off {
			on = append(on, c.Query)
		}
	}
	return kql.And(on...)
}

// Equal tells whether two stacks have the same chips, on and off.
func (s Stack) Equal(o Stack) bool {
	return s.off == o.off && slices.EqualFunc(s.chips, o.chips, func(a, b Chip) bool {
		return a.Off == b.Off && a.Query.Equal(b.Query)
	})
}

// With adds a condition and switches the stack on. One that is there already is
// switched on; one whose contrary is there takes its place, and so does a window
// that of another window. Everything is no condition.
func (s Stack) With(q kql.Query) Stack {
	if q.All() {
		return s
	}
	chip := Chip{Query: q}
	if i := s.rival(q); i >= 0 {
		return s.set(i, chip)
	}
	return Stack{chips: append(slices.Clone(s.chips), chip)}
}

// rival is the chip that q takes the place of, -1 where there is none.
func (s Stack) rival(q kql.Query) int {
	not := kql.Not(q)
	return slices.IndexFunc(s.chips, func(c Chip) bool {
		return c.Query.Equal(q) || c.Query.Equal(not) || IsWindow(q) && IsWindow(c.Query)
	})
}

// set gives the stack, switched on, with another chip at i.
func (s Stack) set(i int, c Chip) Stack {
	chips := slices.Clone(s.chips)
	chips[i] = c
	return Stack{chips: chips}
}

// Toggle switches the chip at i on or off.
func (s Stack) Toggle(i int) Stack {
	c := s.chips[i]
	c.Off = !c.Off
	return s.set(i, c)
}

// Replace gives the chip at i another condition; everything drops it.
func (s Stack) Replace(i int, q kql.Query) Stack {
	if q.All() {
		return s.Drop(i)
	}
	return s.set(i, Chip{Query: q})
}

// Drop takes the chip at i away.
func (s Stack) Drop(i int) Stack {
	return Stack{chips: slices.Delete(slices.Clone(s.chips), i, i+1), off: s.off}
}

// ToggleAll switches the whole stack off, or on again as it was.
func (s Stack) ToggleAll() Stack { return Stack{chips: s.chips, off: !s.off} }
