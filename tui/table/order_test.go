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
	first, second := []int64{3, 1, 2, 1, 3}, []string{"b", "b", "a", "a", "a"}
	number := func(row int) Key { return Key{Number: first[row]} }
	text := func(row int) Key { return Key{Text: second[row]} }
	tests := []struct {
		name string
		by   []By
		want []int
	}{
		{"nothing", nil, []int{0, 1, 2, 3, 4}},
		{"numbers", []By{{number, false}}, []int{1, 3, 2, 0, 4}},
		{"numbers, the largest first", []By{{number, true}}, []int{0, 4, 2, 1, 3}},
		{"texts", []By{{text, false}}, []int{2, 3, 4, 0, 1}},
		{"numbers, then texts", []By{{number, false}, {text, false}}, []int{3, 1, 2, 4, 0}},
		{"texts downwards, then numbers", []By{{text, true}, {number, false}}, []int{1, 0, 3, 2, 4}},
		{"what is in order", []By{{func(row int) Key { return Key{Number: int64(row / 2)} }, true}}, []int{4, 2, 3, 0, 1}},
	}
	for _, tt := range tests {
		if got, err := Order(t.Context(), 5, tt.by...); err != nil || !slices.Equal(got, tt.want) {
			t.Errorf("%s: got %v, %v, want %v", tt.name, got, err, tt.want)
		}
		if got, err := Order(t.Context(), 0, tt.by...); err != nil || len(got) != 0 {
			t.Errorf("%s of no rows: got %v, %v", tt.name, got, err)
		}
	}
}

// scattered is a key for each row, in no order.
func scattered(row int) Key { return Key{Number: int64((row * 7919) % 50_021)} }

func TestOrderAsksOnce(t *testing.T) {
	calls := 0
	order, err := Order(t.Context(), 50_000, By{Key: func(row int) Key {
		calls++
		return scattered(row)
	}})
	if err != nil || calls != 50_000 {
		t.Errorf("%d keys are asked for: %v", calls, err)
	}
	if !slices.IsSortedFunc(order, func(a, b int) int { return scattered(a).Compare(scattered(b)) }) {
		t.Error("the rows are out of order")
	}
}

func TestOrderIsCancelled(t *testing.T) {
	for _, after := range []int{0, 10_000, 49_999} { // before, while keys are asked for, while they are sorted
		ctx, cancel := context.WithCancel(t.Context())
		calls := 0
		if after == 0 {
			cancel()
		}
		_, err := Order(ctx, 50_000, By{Key: func(row int) Key {
			if calls++; calls == after {
				cancel()
			}
			return scattered(row)
		}})
		if !errors.Is(err, context.Canceled) || calls > after+checkEvery {
			t.Errorf("cancelled after %d: got %v after %d keys", after, err, calls)
		}
		cancel()
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
	m.Set(numbers(100), backward, 37)
	if m.Row() != 37 || m.Pos() != 62 || line(m) != was {
		t.Errorf("row %d at position %d on line %d, was on line %d", m.Row(), m.Pos(), line(m), was)
	}
	m.Set(numbers(200), append(backward, 150, 151), 37)
	if m.Row() != 37 || line(m) != was {
		t.Errorf("more rows: row %d on line %d", m.Row(), line(m))
	}
	m.Set(numbers(200), []int{5, 6, 7}, 37)
	if m.Row() != 7 || m.Len() != 3 {
		t.Errorf("a row that is gone: row %d of %d", m.Row(), m.Len())
	}
	m.Set(numbers(200), []int{}, 7)
	if m.Row() != -1 || m.SelectRow(5) {
		t.Errorf("no rows: row %d", m.Row())
	}
	m.Set(numbers(200), nil, -1)
	if !m.SelectRow(99) || m.Row() != 99 || m.SelectRow(200) || m.SelectRow(-1) {
		t.Errorf("row %d", m.Row())
	}
	m.Set(numbers(50), nil, 99)
	if m.Row() != 49 {
		t.Errorf("less rows: row %d", m.Row())
	}
}
