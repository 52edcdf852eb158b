package tui

import (
	"cmp"
	"context"
	"slices"
	"time"
)

// cellCount is what cells of a column say, with the rows that say it.
type cellCount struct {
	asked
	rows        int
	first, last time.Time // of rows that have a time
}

// countColumn counts what the cells of a column say, over the rows that at
// gives for 0 ≤ i < n; the most frequent first. It stops early when ctx ends.
func countColumn(ctx context.Context, rows asker, col, n int, at func(i int) int) []cellCount {
	var c cellCounts
	when := func(int) time.Time { return time.Time{} }
	if t, ok := rows.(timed); ok {
		when = t.When
	}
	for i := range n {
		if i%1024 == 0 && ctx.Err() != nil {
			return nil
		}
		row := at(i)
		for _, a := range rows.Ask(row, col) {
			c.add(a, when(row))
		}
	}
	return c.sorted()
}

// countRows counts the values of a field that fit in all cells of rows that
// are no events; of every field for "".
func countRows(ctx context.Context, rows asker, field string, fits func(string) bool) []cellCount {
	var c cellCounts
	for row := range rows.Len() {
		if row%1024 == 0 && ctx.Err() != nil {
			return nil
		}
		for col := range rows.Columns() {
			for _, a := range rows.Ask(row, col) {
				if (field == "" || a.field == field) && a.value != "" && fits(a.value) {
					c.add(a, time.Time{})
				}
			}
		}
	}
	return c.sorted()
}

// cellCounts counts by what is said.
type cellCounts struct {
	list []cellCount
	at   map[asked]int
}

func (c *cellCounts) add(a asked, t time.Time) {
	if c.at == nil {
		c.at = map[asked]int{}
	}
	i, known := c.at[a]
	if !known {
		i = len(c.list)
		c.at[a] = i
		c.list = append(c.list, cellCount{asked: a})
	}
	n := &c.list[i]
	n.rows++
	n.first, n.last = widen(n.first, n.last, t)
}

// sorted gives the counts, the most rows first, then by value.
func (c *cellCounts) sorted() []cellCount {
	slices.SortFunc(c.list, func(a, b cellCount) int {
		return cmp.Or(cmp.Compare(b.rows, a.rows), cmp.Compare(a.value, b.value), cmp.Compare(a.field, b.field))
	})
	return c.list
}
