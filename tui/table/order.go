package table

import (
	"cmp"
	"context"
	"slices"
)

// checkEvery is how many comparisons of a sort go by between two looks at its
// context.
const checkEvery = 4096

// Order returns the rows sorted by compare, equal ones in the order of the
// source, also when desc. When ctx is cancelled it returns the cause.
func Order(ctx context.Context, rows Rows, compare func(a, b int) int, desc bool) ([]int, error) {
	order := make([]int, rows.Len())
	for i := range order {
		order[i] = i
	}
	calls, stopped := 0, ctx.Err() != nil
	slices.SortFunc(order, func(a, b int) int {
		if calls++; calls%checkEvery == 0 && ctx.Err() != nil {
			stopped = true
		}
		if stopped {
			return 0 // the sort ends soon: to it all rows are equal
		}
		c := compare(a, b)
		if desc {
			c = -c
		}
		return cmp.Or(c, cmp.Compare(a, b))
	})
	if stopped {
		return nil, context.Cause(ctx)
	}
	return order, nil
}
