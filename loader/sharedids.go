package loader

import "slices"

// countSharedIDs counts the events whose eventID another event has too, with
// other content: they are kept, and said. Few dumps have any: hashes tell first
// which may be such, so that only those are looked at in full.
func (d *Dataset) countSharedIDs() {
	hashes := newBoxes(len(d.order))
	d.eachEvent(func(r *row) {
		if k := r.eventKey(); k != (eventKey{}) {
			hashes.add(k.hash())
		}
	})
	shared := hashes.shared()
	if len(shared) == 0 {
		return
	}
	events := map[eventKey][]*row{}
	d.eachEvent(func(r *row) {
		if k := r.eventKey(); shared[k.hash()] {
			events[k] = append(events[k], r)
		}
	})
	for k, rows := range events {
		if len(rows) > 1 && k != (eventKey{}) {
			for _, r := range rows {
				d.fileOf(r).Records.SharedID++
			}
		}
	}
}

// eachEvent calls do with the row of every event, by file and record, which is
// how they lie in memory.
func (d *Dataset) eachEvent(do func(*row)) {
	repeats := d.repeats
	eachRow(d.rows, func(r *row) {
		if len(repeats) > 0 && repeats[0] == r.id() {
			repeats = repeats[1:]
			return
		}
		do(r)
	})
}

// boxes hold hashes by their first bits. What is done to one box after the
// other stays in the processor's cache.
type boxes [1 << boxBits][]uint64

const boxBits = 8

// newBoxes makes boxes for about n hashes.
func newBoxes(n int) *boxes {
	b := new(boxes)
	for i := range b {
		b[i] = make([]uint64, 0, n>>boxBits+n>>(boxBits+3)) // seldom are they that uneven
	}
	return b
}

func (b *boxes) add(hash uint64) {
	box := &b[hash>>(64-boxBits)]
	*box = append(*box, hash)
}

// shared gives the hashes that are there more than once.
func (b *boxes) shared() map[uint64]bool {
	most := 0
	for _, box := range b {
		most = max(most, len(box))
	}
	shared := map[uint64]bool{}
	once, twice := newBits(most), newBits(most)
	var maybe []uint64
	for _, box := range b {
		clear(once.words)
		clear(twice.words)
		for _, h := range box {
			if once.set(h << boxBits) {
				twice.set(h << boxBits)
			}
		}
		maybe = maybe[:0]
		for _, h := range box {
			if twice.has(h << boxBits) {
				maybe = append(maybe, h)
			}
		}
		slices.Sort(maybe)
		for i := 1; i < len(maybe); i++ {
			if maybe[i] == maybe[i-1] {
				shared[maybe[i]] = true
			}
		}
	}
	return shared
}
