package loader

import "sync"

// makeIndexes makes what is found by way of the order of events.
func (d *Dataset) makeIndexes() {
	var work sync.WaitGroup
	work.Go(func() {
		d.byEntity = d.newIndex(len(d.entities), func(i int, _ []uint32) []uint32 { return d.mentions(d.order[i]) })
	})
	work.Go(func() {
		d.kinds, d.kindOf = kindsOf(d.order)
		d.byCall = d.newIndex(len(d.calls), func(i int, one []uint32) []uint32 { return append(one, d.kinds[d.kindOf[i]].call) })
	})
	work.Go(func() {
		d.countSharedIDs()
		for i := range d.report.Files {
			d.report.Records.add(&d.report.Files[i].Records)
		}
	})
	work.Go(func() {
		d.span()
		d.report.Coverage = d.coverage()
	})
	work.Wait()
}

// index holds the positions in time order of the events that have a number, for
// each number, one behind the other.
type index struct {
	positions []uint32
	ends      []uint32 // of the positions of a number
}

// of gives the positions of the events that have that number.
func (x *index) of(n int) []uint32 {
	from := uint32(0)
	if n > 0 {
		from = x.ends[n-1]
	}
	return x.positions[from:x.ends[n]]
}

// newIndex makes the index of so many numbers: numbers gives those of a position,
// in the memory of one where it has none of its own. Each worker takes a stretch
// of time: it counts first, so that it knows where the positions of its events
// belong.
func (d *Dataset) newIndex(many int, numbers func(position int, one []uint32) []uint32) index {
	var stretches []stretch
	for _, r := range ranges(len(d.order), d.workers) {
		stretches = append(stretches, stretch{r[0], r[1], make([]uint32, many)})
	}
	each := func(do func(s stretch, position int, n uint32)) {
		together(stretches, func(s stretch) {
			one := make([]uint32, 0, 1)
			for i := s.from; i < s.to; i++ {
				for _, n := range numbers(i, one) {
					do(s, i, n)
				}
			}
		})
	}
	each(func(s stretch, _ int, n uint32) { s.next[n]++ })
	total := uint32(0)
	ends := make([]uint32, many)
	for n := range ends {
		for _, s := range stretches {
			total, s.next[n] = total+s.next[n], total
		}
		ends[n] = total
	}
	positions := make([]uint32, total)
	each(func(s stretch, position int, n uint32) {
		positions[s.next[n]] = uint32(position)
		s.next[n]++
	})
	return index{positions, ends}
}

// stretch is a part of the order of events that a worker puts into an index:
// next is where the next position of a number goes.
type stretch struct {
	from, to int
	next     []uint32
}
