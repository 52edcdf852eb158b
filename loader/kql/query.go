package kql

import (
	"reflect"
	"slices"
)

// Query is a question to one record. The zero Query matches everything.
// Queries are immutable and may be shared between goroutines.
type Query struct {
	// expr is nil for everything, and otherwise in the form that allOf, anyOf
	// and negate give: the one that printing and parsing lead back to.
	expr Expr
}

// Of is the query whose root is e, an expression of another query; nil asks
// for everything.
func Of(e Expr) Query { return Query{e} }

// Expr is the query's root, nil for everything.
func (q Query) Expr() Expr { return q.expr }

// All says whether the query is the one that matches everything.
func (q Query) All() bool { return q.expr == nil }

// Equal says whether q and o ask the same in the same order.
func (q Query) Equal(o Query) bool { return reflect.DeepEqual(q.expr, o.expr) }

// FieldNames lists the fields that the query asks for, as they are written,
// sorted and without repeats. The empty name stands for words: they ask the
// whole record.
func (q Query) FieldNames() []string {
	names := fieldNames(nil, q.expr)
	slices.Sort(names)
	return slices.Compact(names)
}

func fieldNames(names []string, e Expr) []string {
	switch e := e.(type) {
	case AndExpr:
		for _, arg := range e.Args {
			names = fieldNames(names, arg)
		}
	case OrExpr:
		for _, arg := range e.Args {
			names = fieldNames(names, arg)
		}
	case NotExpr:
		return fieldNames(names, e.Arg)
	case TermExpr:
		return append(names, e.Field)
	case ExistsExpr:
		return append(names, e.Field)
	case CompareExpr:
		return append(names, e.Field)
	case WordExpr:
		return append(names, "")
	}
	return names
}
