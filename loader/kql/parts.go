package kql

// Parts are the queries that q joins by and, in order: q itself where it joins
// none, and nothing where q asks for everything.
func (q Query) Parts() []Query {
	switch e := q.expr.(type) {
	case nil:
		return nil
	case AndExpr:
		parts := make([]Query, len(e.Args))
		for i, arg := range e.Args {
			parts[i] = Query{arg}
		}
		return parts
	}
	return []Query{q}
}
