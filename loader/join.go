package loader

import "slices"

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
	d.order = inOrder(d.rows, d.workers)
	d.dropRepeats()
	d.dropPartialRepeats()
	d.makeIndexes()
	return d
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
