package tui

import (
	"context"
	"path"
	"slices"
	"strings"
	"time"

	"coldtrail/loader/kql"
	"coldtrail/tui/filter"
)

// This file is how cells become conditions, and how rows that are no events
// answer them.

// asked is what a cell says of its row, as a query asks for it. The empty value
// is the absence of one.
type asked struct{ field, value string }

func (a asked) query() kql.Query { return filter.Term(a.field, a.value) }

// asker is a row source that can be filtered.
type asker interface {
	Len() int
	// Ask gives what a query asks for to find what a cell shows: nothing for a
	// cell that no query can ask for.
	Ask(row, col int) []asked
	// Fields are the names that queries may use.
	Fields() []string
	// Columns is the number of columns.
	Columns() int
}

// rowDoc is what a query asks of a row that is no event.
type rowDoc struct {
	rows asker
	row  int
}

// Values are those of the cells that are about the field.
func (d rowDoc) Values(field string) []string {
	var values []string
	for col := range d.rows.Columns() {
		for _, a := range d.rows.Ask(d.row, col) {
			if a.field == field && a.value != "" {
				values = append(values, a.value)
			}
		}
	}
	return values
}

// Time is none: rows have a first and a last time.
func (d rowDoc) Time() (time.Time, bool) { return time.Time{}, false }

// Contains looks at all cells.
func (d rowDoc) Contains(word string) bool {
	for col := range d.rows.Columns() {
		for _, a := range d.rows.Ask(d.row, col) {
			if strings.Contains(strings.ToLower(a.value), word) {
				return true
			}
		}
	}
	return false
}

// Fields are the names that fit a pattern.
func (d rowDoc) Fields(pattern string) []string {
	return slices.DeleteFunc(d.rows.Fields(), func(name string) bool {
		ok, err := path.Match(pattern, name)
		return err != nil || !ok
	})
}

// matchRows gives the rows that match.
func matchRows(ctx context.Context, rows asker, q kql.Query) ([]int, error) {
	matches := q.Compile()
	found := []int{}
	for row := range rows.Len() {
		if row%1024 == 0 && ctx.Err() != nil {
			return found, ctx.Err()
		}
		if matches(rowDoc{rows, row}) {
			found = append(found, row)
		}
	}
	return found, nil
}
