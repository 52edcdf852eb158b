package kql

import "fmt"

// maxDepth is how many parentheses and negations a query may nest.
const maxDepth = 200

// SyntaxError says where and why a text is not a query.
type SyntaxError struct {
	Column int // in runes, from 0
	Msg    string
}

// Error names the column from 1, as people count.
func (e *SyntaxError) Error() string { return fmt.Sprintf("column %d: %s", e.Column+1, e.Msg) }

// Parse reads KQL in Kibana's grammar: unquoted values may hold blanks. In
// addition ! stands for not. A blank text asks for everything. The error is a
// [*SyntaxError].
func Parse(text string) (Query, error) { return parse(scanner{text: text}) }

// ParseLenient reads KQL as it is typed into a filter bar: blanks end an
// unquoted text and mean and, and an unquoted value may hold colons, as those
// of an ARN or an address. The error is a [*SyntaxError].
func ParseLenient(text string) (Query, error) { return parse(scanner{text: text, lenient: true}) }

func parse(s scanner) (Query, error) {
	p := parser{scanner: s}
	if p.skipBlanks(); p.end() {
		return Query{}, nil
	}
	e, err := p.any(p.condition)
	if err != nil {
		return Query{}, err
	}
	if !p.end() {
		return Query{}, p.unexpected("`and` or `or`")
	}
	return Query{e}, nil
}

// parser reads the operators. What they join is read by a leaf: a condition,
// or in field:(…) one of the field's values.
type parser struct {
	scanner
	depth int
	open  int // parentheses
}

type leaf func() (Expr, error)

func (p *parser) any(read leaf) (Expr, error) {
	var args []Expr
	for {
		arg, err := p.all(read)
		if err != nil {
			return nil, err
		}
		args = append(args, arg)
		if !p.takeKeyword("or") {
			return anyOf(args), nil
		}
	}
}

func (p *parser) all(read leaf) (Expr, error) {
	var args []Expr
	for {
		arg, err := p.one(read)
		if err != nil {
			return nil, err
		}
		args = append(args, arg)
		p.skipBlanks()
		if !p.takeKeyword("and") && !p.goesOn() {
			return allOf(args), nil
		}
	}
}

// goesOn says whether another condition follows that nothing joins: in a
// lenient text the blank means and.
func (p *parser) goesOn() bool {
	return p.lenient && !p.end() && !p.at(")") && keywordAt(p.rest()) != "or"
}

// one reads a leaf, negated or in parentheses.
func (p *parser) one(read leaf) (Expr, error) {
	p.skipBlanks()
	if p.depth++; p.depth > maxDepth+1 {
		return nil, p.fail(p.pos, "more than %d parentheses and negations in each other", maxDepth)
	}
	defer func() { p.depth-- }()
	switch {
	case p.takeKeyword("not") || p.take("!"):
		e, err := p.one(read)
		if err != nil {
			return nil, err
		}
		return negate(e), nil
	case p.at("("):
		return p.group(read)
	}
	return read()
}

// group reads what stands in parentheses.
func (p *parser) group(read leaf) (Expr, error) {
	start := p.pos
	p.pos++
	p.open++
	e, err := p.any(read)
	if err != nil {
		return nil, err
	}
	if p.end() {
		return nil, p.fail(start, "this parenthesis is never closed")
	}
	if !p.take(")") {
		return nil, p.unexpected("`and`, `or` or `)`")
	}
	p.open--
	return e, nil
}

// unexpected is the error for what stands here in place of what is wanted.
func (p *parser) unexpected(want string) error {
	switch {
	case p.end():
		return p.fail(p.pos, "%s is missing at the end", want)
	case p.at("{"), p.at("}"):
		return p.fail(p.pos, "nested queries in { } are not supported: name fields in full, as in a.b:c")
	case p.at(")") && p.open == 0:
		return p.fail(p.pos, "this parenthesis was never opened")
	case p.at(":"), p.at("<"), p.at(">"):
		return p.fail(p.pos, "%s expected before %q: a value that holds it needs quotes", want, p.rest()[:1])
	}
	return p.fail(p.pos, "%s expected here", want)
}
