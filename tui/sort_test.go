package tui

import (
	"fmt"
	"testing"
)

// sortable is a screen with a list.
type sortable interface {
	Row() int
	Col() int
	Len() int
	Select(pos int)
}

func TestSortingKeepsTheRow(t *testing.T) {
	scenes := map[string][]string{
		"overview": nil, "timeline": {"2"}, "events": {"j", "enter", "enter"},
		"hunt 0": {"enter"}, "hunt 1": {"j", "enter"}, "hunt 2": {"j", "j", "enter"}, "hunt 3": {"j", "j", "j", "enter"}, "hunt 4": {"G", "enter"},
		"picker": {"P"},
	}
	for name, keys := range scenes {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := start(t, 200, 40)
			b.Press(keys...)
			s := b.app.top().screen.(sortable)
			s.Select(s.Len() / 2)
			for {
				row, col := s.Row(), s.Col()
				b.Press("s")
				b.ordered(t, col, row, true)
				b.Press("s")
				b.ordered(t, col, row, false)
				if b.Press("l"); s.Col() == col {
					break
				}
			}
		})
	}
}

// list gives the list of the screen on top.
func (b *bench) list() *list {
	switch s := b.app.top().screen.(type) {
	case *overview:
		return &s.list
	case *findings:
		return &s.list
	case *events:
		return &s.list
	case *picker:
		return &s.list
	case *entities:
		return &s.list
	case *values:
		return &s.list
	case *loadReport:
		return &s.list
	}
	return nil
}

// ordered checks that the rows are sorted by the column, and that the cursor is
// on the row.
func (b *bench) ordered(t *testing.T, col, row int, down bool) {
	t.Helper()
	l := b.list()
	if l.Row() != row {
		t.Errorf("sorting by column %d goes from row %d to %d", col, row, l.Row())
	}
	seen := map[int]bool{}
	key := l.rows.Keys(b.app.dump, col)
	for i, r := range l.order {
		seen[r] = true
		if i == 0 {
			continue
		}
		c := key(l.order[i-1]).Compare(key(r))
		if down && c < 0 || !down && c > 0 {
			t.Fatalf("column %d, down %v: rows %d and %d are out of order", col, down, l.order[i-1], r)
		}
	}
	if len(seen) != l.rows.Len() {
		t.Errorf("column %d: %d of %d rows are shown", col, len(seen), l.rows.Len())
	}
	sign := "▲"
	if down {
		sign = "▼"
	}
	if len(l.order) > 0 {
		b.Has(sign)
	}
}

func TestThenSort(t *testing.T) {
	b := start(t, 200, 40)
	b.Press("j", "j", "j", "enter", "l", "l", "s") // by type, the last letter first
	b.Press("l", "l", "S", "S")                    // then by count, the smallest first
	l := b.list()
	kind, count := l.rows.Keys(b.app.dump, 2), l.rows.Keys(b.app.dump, 4)
	for i := 1; i < len(l.order); i++ {
		before, here := l.order[i-1], l.order[i]
		if c := kind(before).Compare(kind(here)); c < 0 || c == 0 && count(before).Compare(count(here)) > 0 {
			t.Fatalf("row %d before row %d", before, here)
		}
	}
	if fmt.Sprint(l.of.sorts) != "[{2 true} {4 false}]" {
		t.Errorf("sorted by %v", l.of.sorts)
	}
	b.Has("TYPE▼ ", "N▲2")
}

func TestEnterOpensTheSortedRow(t *testing.T) {
	b := start(t, 120, 40)
	b.Press("2", "l", "l", "s", "g", "j", "j")
	id := b.list().Row()
	b.Press("enter").Has("3 of 2,086")
	if got := b.app.top().screen.(*record).id; got != b.app.dump.ID(id) {
		t.Errorf("the record is %v", got)
	}
	b.Press("K").Has("2 of 2,086").Press("esc").Has("of 2,086")
}
