package loader

import (
	"math/bits"
	"slices"
	"sync"
)

// inOrder gives all rows in time order, then by file and record. Rows are put
// into spans of time, in the order in which the files hold them; within a span
// they are mostly in order already. Each worker puts in a share of the files, and
// sorts a share of the spans.
func inOrder(sources [][][]row, workers int) []*row {
	shares := sharesOf(sources, workers)
	together(shares, (*share).look)
	first, last, total := int64(noTime), int64(0), 0
	for _, s := range shares {
		first, last, total = min(first, s.first), max(last, s.last), total+s.total
	}
	if total == 0 {
		return nil
	}
	length := uint64(max(last-first, 0))
	width := max(bits.Len64(length)-bits.Len(uint(total)), 0)
	spans := int(length>>width) + 2 // the last is of those without a time
	span := func(r *row) int {
		if r.nanos == noTime {
			return spans - 1
		}
		return int(uint64(r.nanos-first) >> width)
	}
	together(shares, func(s *share) {
		s.next = make([]uint32, spans)
		eachRow(s.sources, func(r *row) { s.next[span(r)]++ })
	})
	at := uint32(0)
	for i := range spans {
		for _, s := range shares {
			at, s.next[i] = at+s.next[i], at
		}
	}
	order := make([]*row, total)
	together(shares, func(s *share) {
		eachRow(s.sources, func(r *row) {
			next := &s.next[span(r)]
			order[*next] = r
			*next++
		})
	})
	ends := shares[len(shares)-1].next
	together(ranges(spans, workers), func(r [2]int) {
		from := uint32(0)
		if r[0] > 0 {
			from = ends[r[0]-1]
		}
		for _, to := range ends[r[0]:r[1]] {
			if s := order[from:to]; len(s) > 1 {
				slices.SortFunc(s, (*row).before)
			}
			from = to
		}
	})
	return order
}

// share is a share of the files: how many rows they have, their first and last
// time, and where the next of each span goes.
type share struct {
	sources     [][][]row
	total       int
	first, last int64
	next        []uint32
}

// sharesOf gives each worker a share of the files, in their order.
func sharesOf(sources [][][]row, workers int) []*share {
	var shares []*share
	for _, r := range ranges(len(sources), workers) {
		shares = append(shares, &share{sources: sources[r[0]:r[1]], first: noTime})
	}
	return shares
}

// look finds out about the rows of the share.
func (s *share) look() {
	eachRow(s.sources, func(r *row) {
		s.total++
		if r.nanos != noTime {
			s.first, s.last = min(s.first, r.nanos), max(s.last, r.nanos)
		}
	})
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

// maxRanges bounds the ranges that work on all events is divided into: each
// counts for itself.
const maxRanges = 8

// ranges divides 0 to n evenly among the workers: from, and to.
func ranges(n, workers int) [][2]int {
	all := make([][2]int, min(max(workers, 1), maxRanges))
	for i := range all {
		all[i] = [2]int{i * n / len(all), (i + 1) * n / len(all)}
	}
	return all
}

// together does the work of all at once.
func together[T any](all []T, do func(T)) {
	var work sync.WaitGroup
	for _, one := range all {
		work.Go(func() { do(one) })
	}
	work.Wait()
}
