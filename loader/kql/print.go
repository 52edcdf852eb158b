package kql

import "strings"

// String prints the query, nothing for everything, in a form that both
// [Parse] and [ParseLenient] read back to an equal query. What needs no quotes
// has none, and alternatives for one field are written as field:(a or b).
func (q Query) String() string {
	var b strings.Builder
	write(&b, q.expr)
	return b.String()
}

func write(b *strings.Builder, e Expr) {
	switch e := e.(type) {
	case AndExpr:
		for i, arg := range e.Args {
			if i > 0 {
				b.WriteString(" and ")
			}
			writeTight(b, arg)
		}
	case OrExpr:
		writeOr(b, e)
	case NotExpr:
		b.WriteString("not ")
		writeTight(b, e.Arg)
	case TermExpr:
		b.WriteString(fieldText(e.Field) + ":" + valueText(e.Value))
	case ExistsExpr:
		b.WriteString(fieldText(e.Field) + ":*")
	case CompareExpr:
		b.WriteString(fieldText(e.Field) + " " + string(e.Op) + " " + literalText(e.Value))
	case WordExpr:
		b.WriteString(literalText(e.Text))
	}
}

// writeTight writes an argument of an operator that binds more tightly than or.
func writeTight(b *strings.Builder, e Expr) {
	loose := false
	switch e := e.(type) {
	case AndExpr:
		loose = true
	case OrExpr:
		loose = e.field() == ""
	}
	if !loose {
		write(b, e)
		return
	}
	b.WriteByte('(')
	write(b, e)
	b.WriteByte(')')
}

func writeOr(b *strings.Builder, e OrExpr) {
	field := e.field()
	if field != "" {
		b.WriteString(fieldText(field) + ":(")
	}
	for i, arg := range e.Args {
		if i > 0 {
			b.WriteString(" or ")
		}
		if field != "" {
			b.WriteString(valueText(arg.(TermExpr).Value))
		} else {
			write(b, arg)
		}
	}
	if field != "" {
		b.WriteByte(')')
	}
}

// field is the one that all alternatives are terms of, if there is one.
func (e OrExpr) field() string {
	first, ok := e.Args[0].(TermExpr)
	if !ok {
		return ""
	}
	for _, arg := range e.Args[1:] {
		if t, ok := arg.(TermExpr); !ok || t.Field != first.Field {
			return ""
		}
	}
	return first.Field
}
