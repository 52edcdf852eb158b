package kql

import "strings"

// Constructors and parser make nodes only with the functions of this file, so
// that equal questions become equal trees and a printed tree parses to itself.
// Everything is nil, and nothing its negation: not *:*.

var nothing = NotExpr{ExistsExpr{"*"}}

func isNothing(e Expr) bool {
	not, ok := e.(NotExpr)
	return ok && not.Arg == nothing.Arg
}

// allOf joins without nesting and without what everything adds.
func allOf(args []Expr) Expr {
	var flat []Expr
	for _, arg := range args {
		switch e := arg.(type) {
		case nil:
		case AndExpr:
			flat = append(flat, e.Args...)
		default:
			if isNothing(e) {
				return nothing
			}
			flat = append(flat, e)
		}
	}
	switch len(flat) {
	case 0:
		return nil
	case 1:
		return flat[0]
	}
	return AndExpr{flat}
}

// anyOf joins without nesting and without what nothing adds.
func anyOf(args []Expr) Expr {
	var flat []Expr
	for _, arg := range args {
		switch e := arg.(type) {
		case nil:
			return nil
		case OrExpr:
			flat = append(flat, e.Args...)
		default:
			if !isNothing(e) {
				flat = append(flat, e)
			}
		}
	}
	switch len(flat) {
	case 0:
		return nothing
	case 1:
		return flat[0]
	}
	return OrExpr{flat}
}

func negate(e Expr) Expr {
	switch e := e.(type) {
	case nil:
		return nothing
	case NotExpr:
		if isNothing(e) {
			return nil
		}
		return e.Arg
	}
	return NotExpr{e}
}

func term(field string, value Value) Expr {
	if value.any() {
		return exists(field)
	}
	return TermExpr{fieldName(field), value}
}

func exists(field string) Expr {
	if field = fieldName(field); field == "*" {
		return nil
	}
	return ExistsExpr{field}
}

func compare(field string, op Op, value string) Expr {
	return CompareExpr{fieldName(field), op, value}
}

// fieldName takes several wildcards in a row for one.
func fieldName(field string) string { return strings.Join(wildcard(field).parts, "*") }

func word(text string) Expr {
	if text == "" {
		return nil
	}
	return WordExpr{text}
}
