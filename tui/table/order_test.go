package table

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"coldtrail/tui/ink"
)

func TestOrder(t *testing.T) {
	keys := []int{3, 1, 2, 1, 3}
	byKey := func(a, b int) int { return keys[a] - keys[b] }
	for desc, want := range map[bool][]int{false: {1, 3, 2, 0, 4}, true: {0, 4, 2, 1, 3}} {
		got, err := Order(t.Context(), numbers(5), byKey, desc)
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("desc %v: got %v, %v, want %v", desc, got, err, want)
		}
	}
	if got, err := Order(t.Context(), &cells{}, byKey, false); err != nil || len(got) != 0 {
		t.Errorf("of no rows: got %v, %v", got, err)
	}
}

func TestOrderIsCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	calls := 0
	_, err := Order(ctx, numbers(50_000), func(a, b int) int {
		if calls++; calls == 10_000 {
			cancel()
		}
		return (a*7919)%50_021 - (b*7919)%50_021
	}, false)
	if !errors.Is(err, context.Canceled) || calls > 10_000+checkEvery {
		t.Errorf("got %v after %d calls", err, calls)
	}
	if _, err := Order(ctx, numbers(3), func(a, b int) int { return a - b }, false); !errors.Is(err, context.Canceled) {
		t.Errorf("when cancelled before: got %v", err)
	}
}

// line returns the line of the view that the cursor is on.
func line(m *Model) int {
	return slices.IndexFunc(strings.Split(m.View(), "\n"), func(s string) bool { return strings.Contains(s, "▶") })
}

func TestOrderKeepsTheCursor(t *testing.T) {
	m := New([]Column{{Min: 7}}, numbers(100), styles(), ink.Unicode())
	m.SetSize(20, 11)
	m.Select(40)
	m.Move(-3)
	was := line(m)
	backward := make([]int, 100)
	for i := range backward {
		backward[i] = 99 - i
	}
	m.SetOrder(backward)
	if m.Row() != 37 || m.Pos() != 62 || line(m) != was {
		t.Errorf("row %d at position %d on line %d, was on line %d", m.Row(), m.Pos(), line(m), was)
	}
	m.SetRows(numbers(200))
	m.SetOrder(append(backward, 150, 151))
	if m.Row() != 37 || line(m) != was {
		t.Errorf("more rows: row %d on line %d", m.Row(), line(m))
	}
	m.SetOrder([]int{5, 6, 7})
	if m.Row() != 7 || m.Len() != 3 {
		t.Errorf("a row that is gone: row %d of %d", m.Row(), m.Len())
	}
	m.SetOrder([]int{})
	if m.Row() != -1 || m.SelectRow(5) {
		t.Errorf("no rows: row %d", m.Row())
	}
	m.SetOrder(nil)
	if !m.SelectRow(99) || m.Row() != 99 || m.SelectRow(200) || m.SelectRow(-1) {
		t.Errorf("row %d", m.Row())
	}
	m.SetRows(numbers(50))
	if m.Row() != 49 {
		t.Errorf("less rows: row %d", m.Row())
	}
}
