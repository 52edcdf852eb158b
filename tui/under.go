package tui

import (
	"strings"

	"coldtrail/loader/safe"
	"coldtrail/tui/filter"
	"coldtrail/tui/ink"
)

// Named is a value with the name of the field that it is of.
type Named struct {
	Field string
	Value safe.Text
}

// fit returns "field = value" in at most w cells: where space lacks without the
// first parts of the field's name, unless it is a path in a record, and of an
// ARN, whose end tells more than its beginning, the end.
func (n Named) fit(w int, g ink.Glyphs) safe.Text {
	if n.Field == "" {
		return safe.Text{}
	}
	value := g.Text(n.Value)
	sign := g.Text(safe.Cell(n.Field)).Plus(safe.Lit(" = "))
	if path := strings.HasPrefix(n.Field, "."); !path && sign.Width()+value.Width() > w {
		sign = g.Text(safe.Cell(filter.ShortField(n.Field))).Plus(safe.Lit(" = "))
	}
	if strings.HasPrefix(value.String(), "arn:") {
		value = value.CutHead(max(w-sign.Width(), 1))
	}
	return sign.Plus(value).Cut(max(w, 0))
}
