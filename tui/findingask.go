package tui

import (
	"context"

	"coldtrail/loader"
	"coldtrail/loader/kql"
	"coldtrail/loader/safe"
	"coldtrail/tui/filter"
)

// This file is how findings are asked for: by their columns, and by what is
// none of them in the events behind.

// Columns is the number of columns, with those behind the hunt's own.
func (l findingRows) Columns() int { return len(l.columns()) }

// Fields are the hunt's columns, and those of events.
func (l findingRows) Fields() []string {
	return append(append([]string(nil), l.result.Columns...), eventRows{}.Fields()...)
}

// Ask gives the texts of a cell; that of a number is asked for as well.
func (l findingRows) Ask(row, col int) []asked {
	n, extra := l.extra(col)
	f := l.result.Findings[row]
	switch {
	case extra && n == colSeverity:
		return []asked{{"severity", f.Severity.String()}}
	case extra:
		return nil
	case f.Values[col].Absent():
		return []asked{{l.result.Columns[col], ""}}
	}
	texts := f.Values[col].Texts()
	if texts == nil {
		texts = []string{f.Values[col].String()}
	}
	cells := make([]asked, len(texts))
	for i, text := range texts {
		cells[i] = asked{l.result.Columns[col], text}
	}
	return cells
}

// own tells whether a query asks for columns and words alone.
func (l findingRows) own(q kql.Query) bool {
	names := map[string]bool{"": true, "severity": true}
	for _, name := range l.result.Columns {
		names[name] = true
	}
	for _, name := range q.FieldNames() {
		if !names[name] {
			return false
		}
	}
	return true
}

// Search gives the findings whose cells match, or, where the query asks for
// what is no column, those with an event that does.
func (l findingRows) Search(ctx context.Context, d *loader.Dataset, q kql.Query, j *job) ([]int, error) {
	if l.own(q) {
		return matchRows(ctx, l, q)
	}
	matches := map[loader.ID]bool{}
	err := d.Search(ctx, q, func(ids []loader.ID) {
		for _, id := range ids {
			matches[id] = true
		}
	}, j.read)
	rows := []int{}
	for row, f := range l.result.Findings {
		for _, id := range f.Events {
			if matches[id] {
				rows = append(rows, row)
				break
			}
		}
	}
	return rows, err
}

// Group lists the events of the findings of a group.
func (l findingRows) Group(stack filter.Stack, a asked) Screen {
	rows, err := matchRows(context.Background(), l, a.query())
	if err != nil {
		return nil
	}
	var ids []loader.ID
	for _, row := range rows {
		ids = append(ids, l.result.Findings[row].Events...)
	}
	l.dump.InOrder(ids)
	return newThese(l.env, safe.CellCut(l.dump.ShortARN(a.value), 40), ids)
}
