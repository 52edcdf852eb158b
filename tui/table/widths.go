package table

import "slices"

const (
	gap        = 2  // blanks between two columns
	wideGutter = 3  // cursor, mark, hostile sign
	slimGutter = 2  // cursor, mark; below them a blank and the hostile sign
	narrow     = 60 // below it a row may take two lines
)

// plan returns the columns that are drawn in w cells for each line that a row
// takes: one line, or two when the columns that are never dropped do not fit a
// narrow table. It looks at minimums only, so that scrolling never changes it.
func plan(cols []Column, w int) [][]int {
	every := make([]int, 0, len(cols))
	for i, c := range cols {
		if !c.Hidden {
			every = append(every, i)
		}
	}
	kept := keep(cols, every, w-wideGutter, false)
	if w >= narrow || len(kept) < 3 || minimum(cols, kept) <= w-wideGutter {
		return [][]int{kept}
	}
	// The last of the columns that are never dropped stand on the first line,
	// at its end.
	never := slices.DeleteFunc(slices.Clone(every[1:]), func(i int) bool { return cols[i].Drop > 0 })
	tail := len(never)
	for tail > 0 && minimum(cols, never[tail-1:])+gap+least(cols[0]) <= w-slimGutter {
		tail--
	}
	rest := slices.DeleteFunc(slices.Clone(every[1:]), func(i int) bool { return slices.Contains(never[tail:], i) })
	second := keep(cols, rest, w-slimGutter-1, true)
	if len(second) == 0 {
		return [][]int{kept}
	}
	return [][]int{append([]int{0}, never[tail:]...), second}
}

// keep returns those of the columns idx whose minimums fit avail cells: it
// drops the largest Drop first, of equal ones the last. Column 0 always stays,
// and those that are never dropped do unless all may go.
func keep(cols []Column, idx []int, avail int, all bool) []int {
	kept := slices.Clone(idx)
	for minimum(cols, kept) > avail {
		drop := -1
		for k, i := range kept {
			may := i > 0 && (all || cols[i].Drop > 0)
			if may && (drop < 0 || cols[i].Drop >= cols[kept[drop]].Drop) {
				drop = k
			}
		}
		if drop < 0 {
			break
		}
		kept = slices.Delete(kept, drop, drop+1)
	}
	return kept
}

// minimum returns the cells that the columns idx take at least.
func minimum(cols []Column, idx []int) int {
	sum := gap * max(len(idx)-1, 0)
	for _, i := range idx {
		sum += least(cols[i])
	}
	return sum
}

func least(c Column) int { return max(c.Min, 1) }

// widths returns the cells of each column, at least one, when avail cells and
// the gaps between the columns are shared out and need is what each could use.
// First everyone gets its minimum or its need, whichever is less; then space
// goes to those that need more, the smallest wants met first; and only when
// nobody is cut any more, to minimums that are not needed. When even the
// minimums do not fit, the columns get what they need up to half of avail: the
// table is then scrolled sideways.
func widths(cols []Column, avail int, need []int) []int {
	w := make([]int, len(cols))
	left := avail - gap*max(len(cols)-1, 0)
	mins := make([]int, len(cols))
	for i, c := range cols {
		mins[i] = least(c)
		w[i] = max(1, min(mins[i], need[i]))
		left -= w[i]
	}
	if left < 0 {
		for i := range w {
			w[i] = max(1, min(need[i], avail/2))
		}
		return w
	}
	left = raise(w, need, left)
	raise(w, mins, left)
	return w
}

// raise shares out left cells evenly to the columns below their goal, and
// returns what remains.
func raise(w, goal []int, left int) int {
	for left > 0 {
		below := 0
		for i := range w {
			if w[i] < goal[i] {
				below++
			}
		}
		if below == 0 {
			break
		}
		share := max(1, left/below)
		for i := range w {
			add := max(0, min(share, goal[i]-w[i], left))
			w[i] += add
			left -= add
		}
	}
	return left
}
