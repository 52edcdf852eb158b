package loader

import (
	"math"
	"time"

	"coldtrail/loader/kql"
)

// This file holds the tests that need no record.

// facet is a part of a row that is numbered as a whole.
type facet uint8

const (
	ofCaller facet = iota
	ofCall
	ofEnd
	ofRegion
	ofAddress
	ofAgent
	ofKey
	ofEventID // where it is no UUID
)

// number is the number of a part of the row; rows with the same number have the
// same there.
func (r *row) number(f facet) uint32 {
	switch f {
	case ofCaller:
		return r.caller
	case ofCall:
		return r.call
	case ofEnd:
		return r.end
	case ofRegion:
		return r.region
	case ofAddress:
		return r.address
	case ofAgent:
		return r.agent
	case ofKey:
		return r.key
	}
	return r.textID()
}

// numbers is how many numbers a part may have.
func (c *columns) numbers(f facet) int {
	switch f {
	case ofCaller:
		return len(c.callers)
	case ofCall:
		return len(c.calls)
	case ofEnd:
		return len(c.ends)
	case ofKey:
		return len(c.entities) + 1
	}
	return len(c.texts)
}

// byFacet tests what depends on one part of the row, once for each number of it.
type byFacet struct {
	*sieve
	of    facet
	holds kql.Predicate
	known []decision // by the number
}

func (s *sieve) byFacet(of facet, e kql.Expr) *byFacet {
	return &byFacet{sieve: s, of: of, holds: kql.Of(e).Compile()}
}

func (t *byFacet) decide(r *row, _ []byte) decision {
	if t.known == nil {
		t.known = make([]decision, t.d.numbers(t.of))
	}
	n := r.number(t.of)
	if t.known[n] == open {
		t.columns.set(r, nil)
		t.known[n] = decided(t.holds(t.columns))
	}
	return t.known[n]
}

// oneFacet tells whether all the fields depend on one part of the row.
func oneFacet(names []string) (of facet, ok bool) {
	for i, name := range names {
		f := fields[name]
		if !f.held || i > 0 && f.of != of {
			return of, false
		}
		of = f.of
	}
	return of, len(names) > 0
}

// byTime tests the time: rows after from and not after to, in nanoseconds.
type byTime struct{ from, to int64 }

func (s *sieve) byTime(e kql.Expr) test {
	if or, ok := e.(kql.OrExpr); ok {
		return anyOf(s.tests(or.Args))
	}
	t := byTime{math.MinInt64, noTime - 1}
	if _, ok := e.(kql.ExistsExpr); ok {
		return t
	}
	from, to, ok := kql.Of(e).Window()
	if !ok {
		return settled(no) // its value is no time
	}
	if !from.IsZero() {
		t.from = nanosOf(from)
	}
	if !to.IsZero() {
		t.to = nanosOf(to)
	}
	return t
}

func (t byTime) decide(r *row, _ []byte) decision {
	return decided(r.nanos > t.from && r.nanos <= t.to)
}

// nanosOf is a time as rows have it. Times that they cannot have are beyond all
// that they have.
func nanosOf(t time.Time) int64 {
	switch {
	case t.Year() < 1900:
		return math.MinInt64
	case t.Year() > 2261:
		return noTime - 1
	}
	return t.UnixNano()
}

// idField is the field of the eventID.
const idField = "event.id"

// byEventID tests the eventID, which is its own in almost every event.
type byEventID struct {
	uuids map[[16]byte]bool
	other *byFacet // for an eventID that is no UUID
}

func (s *sieve) byEventID(e kql.Expr) test {
	texts, ok := literals(e)
	if !ok {
		return byEvent{s, kql.Of(e).Compile()}
	}
	t := byEventID{map[[16]byte]bool{}, s.byFacet(ofEventID, e)}
	for _, text := range texts {
		if uuid, ok := parseUUID(text); ok {
			t.uuids[uuid] = true
		}
	}
	return t
}

func (t byEventID) decide(r *row, _ []byte) decision {
	if !r.odd && r.id16 != [16]byte{} {
		return decided(t.uuids[r.id16])
	}
	return t.other.decide(r, nil)
}

// byEvent tests the columns of each event anew.
type byEvent struct {
	*sieve
	holds kql.Predicate
}

func (t byEvent) decide(r *row, _ []byte) decision {
	t.columns.set(r, nil)
	return decided(t.holds(t.columns))
}

// literals are the values that a term, or terms joined by or, ask for; ok is
// false where e is anything else, or a value is a pattern.
func literals(e kql.Expr) (texts []string, ok bool) {
	terms := []kql.Expr{e}
	if or, ok := e.(kql.OrExpr); ok {
		terms = or.Args
	}
	for _, arg := range terms {
		term, ok := arg.(kql.TermExpr)
		if !ok {
			return nil, false
		}
		text, ok := term.Value.Literal()
		if !ok {
			return nil, false
		}
		texts = append(texts, text)
	}
	return texts, true
}
