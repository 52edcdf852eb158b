package tui

import (
	"cmp"
	"context"
	"slices"

	"coldtrail/hunts"
	"coldtrail/loader"
	"coldtrail/loader/safe"
	"coldtrail/tui/ink"
	"coldtrail/tui/table"
)

// huntList is the results of the hunts as rows, with what is counted over
// them: once, when there are new results.
type huntList struct {
	*env
	results []hunts.Result
	perDay  [][]int // of each result, the matched events by day of the dump
	busiest []busy
	width   int // of the sparklines; 0 is the least
}

// sparkWidth is how wide the sparklines are on a screen of w cells.
func sparkWidth(w int) int {
	if w < 110 {
		return leastDays
	}
	return 40
}

// leastDays is the cells of the narrower ones: cut, they would lack the last days.
const leastDays = 20

func (l huntList) daysWidth() int { return max(l.width, leastDays) }

// busy is an entity with the findings that are about it.
type busy struct {
	entity      loader.Entity
	rows, hunts int
}

// newHuntList counts over the results of the hunts in a dataset. Commands call
// it; it stops early when ctx ends.
func newHuntList(ctx context.Context, e *env, d *loader.Dataset, results []hunts.Result) huntList {
	l := huntList{env: e, results: results, busiest: busiest(results)}
	for _, r := range results {
		l.perDay = append(l.perDay, days(ctx, d, e.zone, r.Matched))
	}
	return l
}

// busiest gives the entities of the findings, those of the most hunts first,
// then those of the most rows.
func busiest(results []hunts.Result) []busy {
	var all []busy
	at := map[loader.Entity]int{}
	for _, r := range results {
		inHunt := map[loader.Entity]bool{}
		for _, f := range r.Findings {
			for _, e := range f.Entities {
				i, known := at[e]
				if !known {
					i = len(all)
					at[e] = i
					all = append(all, busy{entity: e})
				}
				all[i].rows++
				if !inHunt[e] {
					inHunt[e] = true
					all[i].hunts++
				}
			}
		}
	}
	slices.SortStableFunc(all, func(a, b busy) int {
		return cmp.Or(cmp.Compare(b.hunts, a.hunts), cmp.Compare(b.rows, a.rows))
	})
	return all
}

func (l huntList) Len() int { return len(l.results) }

func (l huntList) Cell(row, col int) safe.Text {
	r := l.results[row]
	switch col {
	case huntSeverity:
		word, _ := l.severity(r.Hunt.Severity)
		return word
	case huntTitle:
		return safe.Cell(r.Hunt.Title)
	case huntDays:
		if row >= len(l.perDay) {
			return safe.Text{} // it is not counted yet
		}
		return l.spark(l.perDay[row], l.daysWidth())
	}
	if r.Err != nil {
		return safe.Lit("failed")
	}
	rows, hits := r.Rises(l.options)
	return l.upTo(col == huntInDump || col == huntHits && hits || col == huntRows && rows, safe.Int(l.number(row, col)))
}

// Find finds the same hunt.
func (l huntList) Find(earlier listRows, row int) int {
	id := earlier.(huntList).results[row].Hunt.ID
	return slices.IndexFunc(l.results, func(r hunts.Result) bool { return r.Hunt.ID == id })
}

func (l huntList) number(row, col int) int {
	switch r := l.results[row]; col {
	case huntSeverity:
		return int(r.Hunt.Severity)
	case huntRows:
		return len(r.Findings)
	case huntHits:
		return r.InWindow
	default:
		return len(r.Matched)
	}
}

func (l huntList) Value(row, col int) safe.Text { return l.Cell(row, col) }

// Keys sorts by the title or a number.
func (l huntList) Keys(_ *loader.Dataset, col int) func(row int) table.Key {
	return func(row int) table.Key {
		if col == huntTitle {
			return table.Key{Text: l.results[row].Hunt.Title}
		}
		return table.Key{Number: int64(l.number(row, col))}
	}
}

// Style colours the severities and the sparklines.
func (l huntList) Style(row, col int) ink.Style {
	switch col {
	case huntSeverity:
		_, style := l.severity(l.results[row].Hunt.Severity)
		return style
	case huntDays:
		return l.Spark
	}
	return l.Text
}
