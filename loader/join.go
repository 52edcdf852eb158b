package loader

import (
	"slices"
	"sync"
)

// join makes the dataset of the parts that there are. Its result depends on the
// parts alone, not on who read them when.
func (l *load) join() *Dataset {
	parts := make([]*part, len(l.parts))
	for i := range l.parts {
		parts[i] = l.parts[i].Load()
	}
	d := &Dataset{
		seed:    l.seed,
		sources: l.sources,
		bounds:  l.bounds,
		workers: l.Workers,
		tables:  l.tables,
		columns: l.tables.columns(),
		lists:   l.tables.lists.all(),
		rows:    make([][][]row, len(parts)),
		kept:    map[ID][]byte{},
		cache:   l.cache,
		cursors: &l.cursors,
	}
	d.digestKeys = l.DigestKeys
	d.report.Problems = slices.Clone(l.missed)
	for i, p := range parts {
		d.leafAt = append(d.leafAt, uint32(len(d.report.Files)))
		if p != nil {
			d.takePart(i, p)
		}
	}
	d.order = inOrder(d.rows)
	d.dropRepeats()
	d.dropPartialRepeats()
	d.index()
	return d
}

// index makes what is found by way of the order of events.
func (d *Dataset) index() {
	var work sync.WaitGroup
	work.Go(d.indexEntities)
	work.Go(d.indexCalls)
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

// takePart takes the part of one source into the dataset. What the part holds
// is shared, and not changed any more.
func (d *Dataset) takePart(source int, p *part) {
	d.rows[source] = p.rows
	for record, data := range p.kept {
		d.kept[ID{int32(source), record}] = data
	}
	d.report.Files = append(d.report.Files, p.files...)
	d.report.Problems = append(d.report.Problems, p.problems...)
}

// dropRepeats removes the events whose eventID and bytes are those of an
// earlier one. Repeats have the same time, so only events of one instant are
// compared; of several the one in the first file is kept.
func (d *Dataset) dropRepeats() {
	type key struct {
		eventKey
		sum uint64
	}
	kept := d.order[:0]
	seen := map[key]bool{}
	for from := 0; from < len(d.order); {
		to := from + 1
		for to < len(d.order) && d.order[to].nanos == d.order[from].nanos {
			to++
		}
		if to == from+1 {
			kept = append(kept, d.order[from])
			from = to
			continue
		}
		clear(seen)
		for _, r := range d.order[from:to] {
			k := key{r.eventKey(), r.sum}
			if k.eventKey != (eventKey{}) && seen[k] {
				d.repeat(r)
				continue
			}
			seen[k] = true
			kept = append(kept, r)
		}
		from = to
	}
	d.order = kept
	slices.SortFunc(d.repeats, compareIDs)
}

// repeat takes an event out of the counts of what was kept.
func (d *Dataset) repeat(r *row) {
	c := &d.fileOf(r).Records
	c.Kept--
	c.Repeats++
	if r.nanos == noTime {
		c.NoTime--
	}
	if r.partial {
		c.Partial--
	}
	delete(d.kept, r.id())
	d.repeats = append(d.repeats, r.id())
}

// dropPartialRepeats removes the partial copies of events that are there in
// full, or in another partial copy before.
func (d *Dataset) dropPartialRepeats() {
	have := map[eventKey]bool{}
	for _, r := range d.order {
		if r.partial {
			have[r.eventKey()] = false
		}
	}
	delete(have, eventKey{})
	if len(have) == 0 {
		return
	}
	for _, r := range d.order {
		if _, wanted := have[r.eventKey()]; wanted && !r.partial {
			have[r.eventKey()] = true
		}
	}
	d.order = slices.DeleteFunc(d.order, func(r *row) bool {
		k := r.eventKey()
		had, ok := have[k]
		if !ok || !r.partial {
			return false
		}
		have[k] = true
		if had {
			d.repeat(r)
		}
		return had
	})
	slices.SortFunc(d.repeats, compareIDs)
}

// countSharedIDs counts the events whose eventID another event has too, with
// other content: they are kept, and said. Bits of the eventIDs tell first which
// may be such, so that only those are looked at in full.
func (d *Dataset) countSharedIDs() {
	var again []uint64 // the hashes that seem to be there twice
	once := newBits(len(d.order))
	for _, r := range d.order {
		if k := r.eventKey(); k != (eventKey{}) {
			if h := k.hash(); once.set(h) {
				again = append(again, h)
			}
		}
	}
	twice := newBits(len(again))
	for _, h := range again {
		twice.set(h)
	}
	var rows []*row // that may share theirs
	events := map[eventKey]int{}
	for _, r := range d.order {
		if k := r.eventKey(); k != (eventKey{}) && twice.has(k.hash()) {
			rows = append(rows, r)
			events[k]++
		}
	}
	for _, r := range rows {
		if events[r.eventKey()] > 1 {
			d.fileOf(r).Records.SharedID++
		}
	}
}

// indexEntities makes the postings: for each entity the positions of the
// events that mention it, in time order.
func (d *Dataset) indexEntities() {
	d.postAt = make([]uint32, len(d.entities)+1)
	for _, r := range d.order {
		for _, e := range d.mentions(r) {
			d.postAt[e+1]++
		}
	}
	d.posts = d.fill(d.postAt, func(r *row) []uint32 { return d.mentions(r) })
}

// indexCalls makes the postings by provider and action.
func (d *Dataset) indexCalls() {
	d.callAt = make([]uint32, len(d.calls)+1)
	for _, r := range d.order {
		d.callAt[r.call+1]++
	}
	one := make([]uint32, 1)
	d.callPosts = d.fill(d.callAt, func(r *row) []uint32 { one[0] = r.call; return one })
}

// fill makes postings of how many each number has: at becomes where those of a
// number begin.
func (d *Dataset) fill(at []uint32, of func(*row) []uint32) []uint32 {
	for i := 1; i < len(at); i++ {
		at[i] += at[i-1]
	}
	posts := make([]uint32, at[len(at)-1])
	next := slices.Clone(at)
	for i, r := range d.order {
		for _, n := range of(r) {
			posts[next[n]] = uint32(i)
			next[n]++
		}
	}
	return posts
}

// span finds the first, the newest and the newest time but one.
func (d *Dataset) span() {
	timed := d.timed()
	if timed == 0 {
		return
	}
	d.report.First = d.order[0].time()
	d.report.Last = d.order[timed-1].time()
	if timed > 1 {
		d.report.Before = d.order[timed-2].time()
	}
}
