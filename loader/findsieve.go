package loader

import (
	"strings"

	"coldtrail/loader/kql"
)

// This file decides a query for one event as cheaply as that can be done: by
// what is in memory, then by the bytes of its record, and only then by parsing
// the record.

// decision is what is known of a condition for one event.
type decision uint8

const (
	open decision = iota // not decided by what was at hand
	no
	yes
)

func decided(holds bool) decision {
	if holds {
		return yes
	}
	return no
}

// test is a condition of a query. It remembers what it decided, so each worker
// has its own.
type test interface {
	// decide takes nil for a record that was not read.
	decide(r *row, record []byte) decision
}

// sieve is a query prepared for one worker.
type sieve struct {
	d       *Dataset
	query   test
	matches kql.Predicate // the whole query, for what stays open
	doc     *eventDoc     // what matches asks
	columns *eventDoc     // what a condition on columns asks
}

func (d *Dataset) newSieve(q kql.Query) *sieve {
	s := &sieve{d: d, matches: q.Compile(), doc: newEventDoc(d), columns: newEventDoc(d)}
	s.query = s.test(q.Expr())
	return s
}

// inMemory decides for an event by what is held of it.
func (s *sieve) inMemory(r *row) decision { return s.query.decide(r, nil) }

// inRecord decides for an event with its record.
func (s *sieve) inRecord(r *row, record []byte) bool {
	if v := s.query.decide(r, record); v != open {
		return v == yes
	}
	s.doc.set(r, record)
	return s.matches(s.doc)
}

// test prepares an expression.
func (s *sieve) test(e kql.Expr) test {
	names := kql.Of(e).FieldNames()
	if of, ok := oneFacet(names); ok {
		return s.byFacet(of, e)
	}
	switch e := e.(type) {
	case kql.AndExpr:
		return allOf(s.tests(e.Args))
	case kql.OrExpr:
		if len(names) == 1 && names[0] != "" && allTerms(e.Args) {
			return s.field(names[0], e)
		}
		return anyOf(s.tests(e.Args))
	case kql.NotExpr:
		return opposite{s.test(e.Arg)}
	case kql.WordExpr:
		return newByWord(e.Text)
	case kql.TermExpr:
		return s.field(e.Field, e)
	case kql.CompareExpr:
		return s.field(e.Field, e)
	case kql.ExistsExpr:
		if e.Field == "*" {
			return settled(yes)
		}
		return s.field(e.Field, e)
	}
	return settled(yes)
}

func (s *sieve) tests(args []kql.Expr) []test {
	list := make([]test, len(args))
	for i, arg := range args {
		list[i] = s.test(arg)
	}
	return list
}

// field prepares what is asked of one field: a term, terms joined by or, a
// comparison, or whether it exists.
func (s *sieve) field(name string, e kql.Expr) test {
	switch {
	case name == kql.TimeField:
		return s.byTime(e)
	case name == RelatedEntity:
		return s.byEntity(e)
	case name == idField:
		return s.byEventID(e)
	case strings.Contains(name, "*"):
		return s.fields(name, e)
	}
	return newByField(name, e)
}

// fields prepares what is asked of any field whose name matches a pattern.
func (s *sieve) fields(pattern string, e kql.Expr) test {
	var args []kql.Expr
	for _, name := range s.columns.Fields(pattern) {
		switch e := e.(type) {
		case kql.OrExpr: // of terms, each of the pattern
			for _, arg := range e.Args {
				args = append(args, kql.TermExpr{Field: name, Value: arg.(kql.TermExpr).Value})
			}
		case kql.TermExpr:
			args = append(args, kql.TermExpr{Field: name, Value: e.Value})
		case kql.CompareExpr:
			args = append(args, kql.CompareExpr{Field: name, Op: e.Op, Value: e.Value})
		case kql.ExistsExpr:
			args = append(args, kql.ExistsExpr{Field: name})
		}
	}
	return anyOf(s.tests(args))
}

func allTerms(args []kql.Expr) bool {
	for _, arg := range args {
		if _, ok := arg.(kql.TermExpr); !ok {
			return false
		}
	}
	return true
}

// allOf is the tests that must all hold.
type allOf []test

func (t allOf) decide(r *row, record []byte) decision {
	v := yes
	for _, arg := range t {
		switch arg.decide(r, record) {
		case no:
			return no
		case open:
			v = open
		}
	}
	return v
}

// anyOf is the tests of which one must hold.
type anyOf []test

func (t anyOf) decide(r *row, record []byte) decision {
	v := no
	for _, arg := range t {
		switch arg.decide(r, record) {
		case yes:
			return yes
		case open:
			v = open
		}
	}
	return v
}

// opposite holds where its test does not.
type opposite struct{ test }

func (t opposite) decide(r *row, record []byte) decision {
	switch t.test.decide(r, record) {
	case yes:
		return no
	case no:
		return yes
	}
	return open
}

// settled is a test whose answer is known.
type settled decision

func (t settled) decide(*row, []byte) decision { return decision(t) }
