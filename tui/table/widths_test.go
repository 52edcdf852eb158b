package table

import (
	"slices"
	"testing"
)

func TestWidths(t *testing.T) {
	mins := func(mins ...int) []Column {
		var cols []Column
		for _, m := range mins {
			cols = append(cols, Column{Min: m})
		}
		return cols
	}
	tests := map[string]struct {
		cols       []Column
		avail      int
		need, want []int
	}{
		"none":                        {nil, 10, nil, []int{}},
		"all that is needed":          {mins(4, 4), 30, []int{6, 9}, []int{6, 9}},
		"minimum when there is room":  {mins(10, 4), 30, []int{6, 9}, []int{10, 9}},
		"need before unused minimum":  {mins(10, 4), 17, []int{6, 9}, []int{6, 9}},
		"small wants first":           {mins(10, 10, 10), 64, []int{15, 99, 12}, []int{15, 33, 12}},
		"what is short is shared":     {mins(4, 4), 22, []int{50, 50}, []int{10, 10}},
		"minimums hold":               {mins(4, 12), 18, []int{50, 50}, []int{4, 12}},
		"action is not cut for ARNs":  {mins(19, 8, 12, 12), 120, []int{19, 15, 70, 90}, []int{19, 15, 40, 40}},
		"too narrow: scrolled":        {mins(10, 10), 12, []int{30, 4}, []int{6, 4}},
		"a column is at least a cell": {mins(0, 0), 1, []int{0, 5}, []int{1, 1}},
	}
	for name, tt := range tests {
		if got := widths(tt.cols, tt.avail, tt.need); !slices.Equal(got, tt.want) {
			t.Errorf("%s: got %v, want %v", name, got, tt.want)
		}
	}
}

func TestNoSlackWhileOneIsCut(t *testing.T) {
	cols := []Column{{Min: 19}, {Min: 8}, {Min: 12}, {Min: 3}}
	need := []int{19, 15, 60, 1}
	for avail := 48; avail < 200; avail++ {
		got := widths(cols, avail, need)
		sum, cut, slack := gap*3, false, false
		for i, w := range got {
			sum += w
			cut = cut || w < need[i]
			slack = slack || w > need[i]
		}
		if sum > avail || cut && (slack || sum < avail) {
			t.Errorf("in %d cells: got %v for %v", avail, got, need)
		}
	}
}

func TestPlan(t *testing.T) {
	cols := sessionColumns()
	some := []Column{{Min: 20}, {Min: 10, Drop: 1}, {Min: 10, Drop: 3}, {Min: 10, Drop: 3}, {Min: 10, Drop: 2}}
	tests := []struct {
		cols []Column
		w    int
		want [][]int
	}{
		{cols, 80, [][]int{{0, 1, 2, 3, 4, 5}}},
		{cols, 69, [][]int{{0, 1, 2, 3, 4, 5}}},
		{cols, 68, [][]int{{0, 1, 3, 4, 5}}},
		{cols, 60, [][]int{{0, 1, 3, 4, 5}}},
		{cols, 59, [][]int{{0, 1, 3, 4, 5}, {2}}},
		{cols, 50, [][]int{{0, 3, 4, 5}, {1, 2}}},
		{cols, 40, [][]int{{0, 4, 5}, {1, 2, 3}}},
		{cols, 20, [][]int{{0}, {1}}},
		{cols, 5, [][]int{{0, 1, 3, 4, 5}}},
		{some, 71, [][]int{{0, 1, 2, 3, 4}}},
		{some, 70, [][]int{{0, 1, 2, 4}}},
		{some, 50, [][]int{{0, 1, 4}}},
		{some, 40, [][]int{{0, 1}}},
		{some, 10, [][]int{{0}}},
		{nil, 10, [][]int{{}}},
	}
	for _, tt := range tests {
		got := plan(tt.cols, tt.w)
		if !slices.EqualFunc(got, tt.want, slices.Equal[[]int]) {
			t.Errorf("in %d cells: got %v, want %v", tt.w, got, tt.want)
		}
	}
}
