package loader

import (
	"math/bits"
	"slices"
)

// inOrder gives all rows in time order, then by file and record. Rows are put
// into as many spans of time as there are rows, in the order in which the files
// hold them; within a span they are mostly in order already.
func inOrder(sources [][][]row) []*row {
	first, last, total := int64(noTime), int64(0), 0
	eachRow(sources, func(r *row) {
		total++
		if r.nanos != noTime {
			first, last = min(first, r.nanos), max(last, r.nanos)
		}
	})
	if total == 0 {
		return nil
	}
	width := max(bits.Len64(uint64(max(last-first, 0)))-bits.Len(uint(total)), 0)
	spans := int(uint64(max(last-first, 0))>>width) + 2 // the last is of those without a time
	span := func(r *row) int {
		if r.nanos == noTime {
			return spans - 1
		}
		return int(uint64(r.nanos-first) >> width)
	}
	at := make([]uint32, spans+1)
	eachRow(sources, func(r *row) { at[span(r)+1]++ })
	for i := 1; i < len(at); i++ {
		at[i] += at[i-1]
	}
	order := make([]*row, total)
	eachRow(sources, func(r *row) {
		s := span(r)
		order[at[s]] = r
		at[s]++
	})
	from := uint32(0)
	for _, to := range at[:spans] { // where the next span begins
		if s := order[from:to]; len(s) > 1 {
			slices.SortFunc(s, (*row).before)
		}
		from = to
	}
	return order
}

// eachRow calls do with every row, by file and record.
func eachRow(sources [][][]row, do func(*row)) {
	for _, blocks := range sources {
		for _, rows := range blocks {
			for i := range rows {
				do(&rows[i])
			}
		}
	}
}
