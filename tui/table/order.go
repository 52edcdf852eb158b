package table

import (
	"cmp"
	"context"
	"slices"
	"strings"
)

// checkEvery is how many rows or comparisons of a sort go by between two looks
// at its context.
const checkEvery = 4096

// Key is what a row is sorted by: its number, then its text.
type Key struct {
	Number int64
	Text   string
}

// Compare orders keys, smaller first.
func (k Key) Compare(o Key) int {
	return cmp.Or(cmp.Compare(k.Number, o.Number), strings.Compare(k.Text, o.Text))
}

// By is one of the things that rows are sorted by.
type By struct {
	Key  func(row int) Key
	Desc bool
}

// Order returns n rows sorted by the first of by, those that are equal in it by
// the next, and those that are equal in all in the order of the source, also
// where By says Desc. Each key is asked for once. When ctx is cancelled it
// returns the cause.
func Order(ctx context.Context, n int, by ...By) ([]int, error) {
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	for _, b := range slices.Backward(by) {
		r, err := rank(ctx, n, b.Key)
		if err != nil {
			return nil, err
		}
		order = r.arrange(order, b.Desc)
	}
	return order, nil
}

// ranks are the rows' places among the keys that differ.
type ranks struct {
	of       []uint32 // by row
	distinct int
}

// arrange returns the rows of order by their ranks, equal ones as they stand
// there. It counts, so its time grows with the rows alone.
func (r ranks) arrange(order []int, desc bool) []int {
	place := func(row int) int {
		if desc {
			return r.distinct - 1 - int(r.of[row])
		}
		return int(r.of[row])
	}
	next := make([]int, r.distinct+1)
	for _, row := range order {
		next[place(row)+1]++
	}
	for i := range r.distinct {
		next[i+1] += next[i]
	}
	arranged := make([]int, len(order))
	for _, row := range order {
		p := place(row)
		arranged[next[p]] = row
		next[p]++
	}
	return arranged
}

// rank numbers the keys of the rows. Keys that come in order already, as times
// do, are numbered as they come.
func rank(ctx context.Context, n int, key func(row int) Key) (ranks, error) {
	r := ranks{of: make([]uint32, n)}
	var keys []Key        // that differ, in the order in which they came
	var at map[Key]uint32 // where they are in keys; nil while they come in order
	for row := range n {
		if row%checkEvery == 0 && ctx.Err() != nil {
			return ranks{}, context.Cause(ctx)
		}
		k := key(row)
		last := len(keys) - 1
		switch {
		case last >= 0 && k == keys[last]:
			r.of[row] = uint32(last)
			continue
		case at == nil && last >= 0 && k.Compare(keys[last]) < 0:
			at = make(map[Key]uint32, len(keys))
			for i, k := range keys {
				at[k] = uint32(i)
			}
		}
		i, known := at[k]
		if !known {
			i = uint32(len(keys))
			keys = append(keys, k)
			if at != nil {
				at[k] = i
			}
		}
		r.of[row] = i
	}
	r.distinct = len(keys)
	if at == nil {
		return r, nil
	}
	return r, r.sort(ctx, keys)
}

// sort renumbers the keys from the order in which they came to their own.
func (r ranks) sort(ctx context.Context, keys []Key) error {
	order := make([]uint32, len(keys))
	for i := range order {
		order[i] = uint32(i)
	}
	calls, stopped := 0, false
	slices.SortFunc(order, func(a, b uint32) int {
		if calls++; calls%checkEvery == 0 && ctx.Err() != nil {
			stopped = true
		}
		if stopped {
			return 0 // the sort ends soon: to it all keys are equal
		}
		return keys[a].Compare(keys[b])
	})
	if stopped {
		return context.Cause(ctx)
	}
	rank := make([]uint32, len(keys))
	for place, i := range order {
		rank[i] = uint32(place)
	}
	for row, i := range r.of {
		r.of[row] = rank[i]
	}
	return nil
}
