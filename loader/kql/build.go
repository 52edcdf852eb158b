package kql

import "time"

// Is asks that field has one of values, each taken literally; without values
// it matches nothing. A value for [TimeField] that is not a time matches nothing.
func Is(field string, values ...string) Query {
	args := make([]Expr, len(values))
	for i, value := range values {
		args[i] = term(field, literal(value))
	}
	return Query{anyOf(args)}
}

// Exists asks that field has a value.
func Exists(field string) Query { return Query{exists(field)} }

// Like asks that a value of field fits pattern, in which every * is a
// wildcard and everything else stands for itself.
func Like(field, pattern string) Query { return Query{term(field, wildcard(pattern))} }

// Word asks that the record contains text, whatever its case.
func Word(text string) Query { return Query{word(text)} }

// And asks for all of qs: for everything when there are none.
func And(qs ...Query) Query { return Query{allOf(exprs(qs))} }

// Or asks for any of qs: for nothing when there are none.
func Or(qs ...Query) Query { return Query{anyOf(exprs(qs))} }

// Not asks for what q does not match.
func Not(q Query) Query { return Query{negate(q.expr)} }

// Within asks for a time after from and not after to. A zero time leaves its
// end open; with both open, records without a time match too.
func Within(from, to time.Time) Query {
	var args []Expr
	if !from.IsZero() {
		args = append(args, compare(TimeField, Greater, formatTime(from)))
	}
	if !to.IsZero() {
		args = append(args, compare(TimeField, AtMost, formatTime(to)))
	}
	return Query{allOf(args)}
}

func exprs(qs []Query) []Expr {
	args := make([]Expr, len(qs))
	for i, q := range qs {
		args[i] = q.expr
	}
	return args
}
