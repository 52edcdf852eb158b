package kql

// Expr is a node of a query: one of [AndExpr], [OrExpr], [NotExpr],
// [TermExpr], [ExistsExpr], [CompareExpr] and [WordExpr]. Nodes are shared
// between queries and must not be changed.
type Expr interface{ expr() }

// AndExpr holds where all of its two or more Args hold. None is an AndExpr.
type AndExpr struct{ Args []Expr }

// OrExpr holds where any of its two or more Args holds. None is an OrExpr.
type OrExpr struct{ Args []Expr }

// NotExpr holds where Arg does not, so also where Arg's field is missing. Arg
// is not a NotExpr.
type NotExpr struct{ Arg Expr }

// TermExpr holds where a value of Field is, or matches, Value. A Field with *
// stands for every field that matches it. On [TimeField] Value is a time.
type TermExpr struct {
	Field string
	Value Value
}

// ExistsExpr holds where Field, or a field that matches it, has a value. The
// Field * is there in every record.
type ExistsExpr struct{ Field string }

// CompareExpr holds where a value of Field stands in the order Op to Value: as
// numbers where both are, as time on [TimeField], else as text.
type CompareExpr struct {
	Field string
	Op    Op
	Value string
}

// WordExpr holds where the record contains Text, whatever the case of either.
type WordExpr struct{ Text string }

// Op is an order, as it is written.
type Op string

// The orders of a [CompareExpr].
const (
	Less    Op = "<"
	AtMost  Op = "<="
	Greater Op = ">"
	AtLeast Op = ">="
)

// TimeField is the field whose values are times.
const TimeField = "@timestamp"

func (AndExpr) expr()     {}
func (OrExpr) expr()      {}
func (NotExpr) expr()     {}
func (TermExpr) expr()    {}
func (ExistsExpr) expr()  {}
func (CompareExpr) expr() {}
func (WordExpr) expr()    {}
