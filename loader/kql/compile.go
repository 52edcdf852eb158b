package kql

import (
	"slices"
	"strings"
	"time"
)

// Doc is what a compiled query asks of one record.
type Doc interface {
	// Values are the values of a field, none where it is missing. A field
	// matches when any of them does. It is not asked for [TimeField].
	Values(field string) []string
	// Time is the record's [TimeField]; false where it has none.
	Time() (time.Time, bool)
	// Contains says whether the record contains word, whatever the record's
	// case, also inside JSON strings. The word is in lower case.
	Contains(word string) bool
	// Fields are the names of fields that match a pattern such as user.*; it
	// may be nil.
	Fields(pattern string) []string
}

// Predicate says whether a record matches. It may be shared between
// goroutines.
type Predicate func(Doc) bool

// Compile prepares the query to be put to many records.
func (q Query) Compile() Predicate { return compile(q.expr) }

func compile(e Expr) Predicate {
	switch e := e.(type) {
	case AndExpr:
		args := compileEach(e.Args)
		return func(d Doc) bool {
			return !slices.ContainsFunc(args, func(arg Predicate) bool { return !arg(d) })
		}
	case OrExpr:
		if p := compileSet(e); p != nil {
			return p
		}
		args := compileEach(e.Args)
		return func(d Doc) bool {
			return slices.ContainsFunc(args, func(arg Predicate) bool { return arg(d) })
		}
	case NotExpr:
		arg := compile(e.Arg)
		return func(d Doc) bool { return !arg(d) }
	case TermExpr:
		if e.Field == TimeField {
			return compileTime(e)
		}
		if text, ok := e.Value.Literal(); ok {
			return anyValue(e.Field, func(v string) bool { return v == text })
		}
		return anyValue(e.Field, e.Value.Match)
	case CompareExpr:
		if e.Field == TimeField {
			return compileTime(e)
		}
		return anyValue(e.Field, ordered(e.Op, e.Value))
	case ExistsExpr:
		return compileExists(e.Field)
	case WordExpr:
		text := strings.ToLower(e.Text)
		return func(d Doc) bool { return d.Contains(text) }
	}
	return func(Doc) bool { return true }
}

func compileEach(args []Expr) []Predicate {
	out := make([]Predicate, len(args))
	for i, arg := range args {
		out[i] = compile(arg)
	}
	return out
}

// compileSet looks a field up among its literal alternatives, of which a list
// of addresses may have thousands; nil where the alternatives are others.
func compileSet(e OrExpr) Predicate {
	field := e.field()
	if field == "" || field == TimeField {
		return nil
	}
	set := make(map[string]bool, len(e.Args))
	for _, arg := range e.Args {
		text, ok := arg.(TermExpr).Value.Literal()
		if !ok {
			return nil
		}
		set[text] = true
	}
	return anyValue(field, func(v string) bool { return set[v] })
}

// anyValue holds where a value of field, or of a field that matches it, does.
func anyValue(field string, holds func(string) bool) Predicate {
	if !strings.Contains(field, "*") {
		return func(d Doc) bool { return slices.ContainsFunc(d.Values(field), holds) }
	}
	return func(d Doc) bool {
		return slices.ContainsFunc(d.Fields(field), func(name string) bool {
			return slices.ContainsFunc(d.Values(name), holds)
		})
	}
}

func compileExists(field string) Predicate {
	switch field {
	case "*":
		return func(Doc) bool { return true }
	case TimeField:
		return func(d Doc) bool { _, ok := d.Time(); return ok }
	}
	return anyValue(field, func(string) bool { return true })
}

func compileTime(e Expr) Predicate {
	w, err := windowOf(e)
	if err != nil {
		return func(Doc) bool { return false }
	}
	return func(d Doc) bool {
		t, ok := d.Time()
		return ok && w.holds(t)
	}
}
