package kql

import "strings"

// condition reads a term, a comparison or a word.
func (p *parser) condition() (Expr, error) {
	start := p.pos
	text, err := p.literal(signs, "a condition")
	if err != nil {
		return nil, err
	}
	stop := p.pos
	p.skipBlanks()
	sign := p.pos
	op, isTerm := p.compareOp(), p.take(":")
	if op == "" && !isTerm {
		p.pos = stop
		return p.word(start, text.value)
	}
	if text.spaced {
		p.pos = sign
		return nil, p.unexpected("`and` or `or`")
	}
	field := strings.Join(text.value.parts, "*")
	p.skipBlanks()
	if op != "" {
		return p.comparison(field, op)
	}
	value := func() (Expr, error) { return p.term(field) }
	if p.at("(") {
		return p.group(value)
	}
	if p.at("!") || keywordAt(p.rest()) == "not" {
		return nil, p.fail(p.pos, "the negation goes before the field; a value that begins so needs quotes")
	}
	return value()
}

func (p *parser) compareOp() Op {
	for _, op := range []Op{AtMost, AtLeast, Less, Greater} {
		if p.take(string(op)) {
			return op
		}
	}
	return ""
}

// word is everything but the wildcards at its ends: they add nothing to a
// text that may stand anywhere in a record.
func (p *parser) word(start int, v Value) (Expr, error) {
	parts := v.parts
	if len(parts) > 1 && parts[0] == "" {
		parts = parts[1:]
	}
	if len(parts) > 1 && parts[len(parts)-1] == "" {
		parts = parts[:len(parts)-1]
	}
	if len(parts) > 1 {
		return nil, p.fail(start, "`*` inside a word needs a field, as in event.action:Get*Token")
	}
	return word(parts[0]), nil
}

func (p *parser) term(field string) (Expr, error) {
	start := p.pos
	text, err := p.value()
	if err != nil {
		return nil, err
	}
	return p.timely(start, field, term(field, text.value))
}

func (p *parser) comparison(field string, op Op) (Expr, error) {
	start := p.pos
	text, err := p.value()
	if err != nil {
		return nil, err
	}
	value, ok := text.value.Literal()
	if !ok {
		return nil, p.fail(start, "a comparison takes no `*`")
	}
	return p.timely(start, field, compare(field, op, value))
}

// timely refuses a condition on time whose value at start is none.
func (p *parser) timely(start int, field string, e Expr) (Expr, error) {
	if _, isExists := e.(ExistsExpr); isExists || field != TimeField {
		return e, nil
	}
	if _, err := windowOf(e); err != nil {
		return nil, p.fail(start, "%v", err)
	}
	return e, nil
}

// value reads a value; in a lenient text it may hold colons.
func (p *parser) value() (bare, error) {
	if p.lenient {
		return p.literal(strings.ReplaceAll(signs, ":", ""), "a value")
	}
	return p.literal(signs, "a value")
}

// literal reads a quoted text, or an unquoted one up to one of stops.
func (p *parser) literal(stops, want string) (bare, error) {
	if p.at(`"`) {
		text, err := p.quoted()
		return bare{value: literal(text)}, err
	}
	start := p.pos
	if word := keywordAt(p.rest()); word != "" {
		return bare{}, p.unexpected(want + " before `" + word + "`")
	}
	text, err := p.unquoted(stops)
	if err == nil && p.pos == start {
		err = p.unexpected(want)
	}
	return text, err
}
