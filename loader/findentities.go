package loader

import (
	"slices"

	"coldtrail/loader/kql"
)

// This file holds the tests of what a record mentions.

// byNumbers tests whether the record mentions one of some entities, by their numbers.
type byNumbers struct {
	d     *Dataset
	among []uint32
}

func (t byNumbers) decide(r *row, _ []byte) decision {
	if len(t.among) > 0 {
		for _, n := range t.d.mentions(r) {
			if slices.Contains(t.among, n) {
				return yes
			}
		}
	}
	return no
}

// byEntity tests the entities that the record mentions, each once.
type byEntity struct {
	d     *Dataset
	holds func(value string) bool
	known []decision // by the number of the entity
}

// fewNumbers is how many numbers are looked through for each that is mentioned.
const fewNumbers = 16

// byEntity prepares what is asked of the entities. What names a few in full is
// answered by their numbers.
func (s *sieve) byEntity(e kql.Expr) test {
	texts, ok := literals(e)
	t := byNumbers{d: s.d}
	for _, text := range texts {
		for _, k := range Kinds() {
			if n, ok := s.d.entityNumber(Entity{k, text}); ok {
				t.among = append(t.among, n)
			}
		}
	}
	if !ok || len(t.among) > fewNumbers {
		return &byEntity{d: s.d, holds: holdsValue(e)}
	}
	return t
}

func (t *byEntity) decide(r *row, _ []byte) decision {
	if t.known == nil {
		t.known = make([]decision, len(t.d.entities))
	}
	for _, n := range t.d.mentions(r) {
		if t.known[n] == open {
			t.known[n] = decided(t.holds(t.d.entities[n].Value))
		}
		if t.known[n] == yes {
			return yes
		}
	}
	return no
}
