package loader

import (
	"hash/maphash"
	"slices"
)

// join makes the dataset of the parts. Its result depends on the parts alone,
// not on who read them when.
func (l *load) join() *Dataset {
	d := &Dataset{
		seed:     l.seed,
		sources:  l.sources,
		bounds:   l.bounds,
		texts:    l.texts.list,
		entities: l.names.list,
		index:    l.names.index,
		kept:     map[ID][]byte{},
		cache:    newTextCache(),
		cursors:  &cursors{},
	}
	total, refs := 0, 0
	for i := range l.parts {
		total += len(l.parts[i].rows)
		refs += len(l.parts[i].refs)
	}
	d.rows = make([]row, 0, total)
	d.refs = make([]uint32, 0, refs)
	for i := range l.parts {
		d.takePart(i, &l.parts[i])
	}
	slices.SortFunc(d.rows, func(a, b row) int { return a.before(&b) })
	d.dropRepeats()
	d.dropPartialRepeats()
	d.countSharedIDs()
	d.indexRecords()
	d.indexEntities()
	d.indexCalls()
	d.span()
	for _, f := range d.report.Files {
		d.report.Records.add(f.Records)
	}
	return d
}

// takePart moves the part of one file into the dataset and lets go of it.
func (d *Dataset) takePart(file int, p *part) {
	at := uint32(len(d.refs))
	for i := range p.rows {
		n := p.rows[i].mentions
		p.rows[i].mentionsAt = at
		at += n
	}
	d.rows = append(d.rows, p.rows...)
	d.refs = append(d.refs, p.refs...)
	for record, data := range p.kept {
		d.kept[ID{int32(file), record}] = data
	}
	d.leafAt = append(d.leafAt, uint32(len(d.report.Files)))
	d.report.Files = append(d.report.Files, p.files...)
	d.report.Problems = append(d.report.Problems, p.problems...)
	*p = part{}
}

// dropRepeats removes the events whose eventID and bytes are those of an
// earlier one. Repeats have the same time, so only events of one instant are
// compared; of several the one in the first file is kept.
func (d *Dataset) dropRepeats() {
	kept := d.rows[:0]
	type key struct {
		uuid [16]byte
		text uint32
		sum  uint64
	}
	seen := map[key]bool{}
	var instant int64
	for _, r := range d.rows {
		if r.nanos != instant {
			clear(seen)
			instant = r.nanos
		}
		k := key{r.uuid, r.cols[colEventID], r.sum}
		if (k.uuid != [16]byte{} || k.text != 0) && seen[k] {
			d.repeat(&r)
			continue
		}
		seen[k] = true
		kept = append(kept, r)
	}
	d.rows = slices.Clip(kept)
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
}

// dropPartialRepeats removes the partial copies of events that are there in
// full, or in another partial copy before.
func (d *Dataset) dropPartialRepeats() {
	type key struct {
		uuid [16]byte
		text uint32
	}
	have := map[key]bool{}
	for i := range d.rows {
		if r := &d.rows[i]; r.partial {
			have[key{r.uuid, r.cols[colEventID]}] = false
		}
	}
	delete(have, key{})
	if len(have) == 0 {
		return
	}
	for i := range d.rows {
		r := &d.rows[i]
		if _, wanted := have[key{r.uuid, r.cols[colEventID]}]; wanted && !r.partial {
			have[key{r.uuid, r.cols[colEventID]}] = true
		}
	}
	d.rows = slices.DeleteFunc(d.rows, func(r row) bool {
		k := key{r.uuid, r.cols[colEventID]}
		had, ok := have[k]
		if !ok || !r.partial {
			return false
		}
		have[k] = true
		if had {
			d.repeat(&r)
		}
		return had
	})
}

// countSharedIDs counts the events whose eventID another event has too, with
// other content: they are kept, and said.
func (d *Dataset) countSharedIDs() {
	type key struct {
		uuid [16]byte
		text uint32
	}
	sums := make([]uint64, 0, len(d.rows))
	for i := range d.rows {
		sums = append(sums, maphash.Comparable(d.seed, key{d.rows[i].uuid, d.rows[i].cols[colEventID]}))
	}
	slices.Sort(sums)
	twice := map[uint64]bool{}
	for i := 1; i < len(sums); i++ {
		if sums[i] == sums[i-1] {
			twice[sums[i]] = true
		}
	}
	if len(twice) == 0 {
		return
	}
	for i := range d.rows {
		r := &d.rows[i]
		k := key{r.uuid, r.cols[colEventID]}
		if k != (key{}) && twice[maphash.Comparable(d.seed, k)] {
			d.fileOf(r).Records.SharedID++
		}
	}
}

// indexRecords makes the way from an ID to its row: the rows of each file in
// the order of their records.
func (d *Dataset) indexRecords() {
	d.fileAt = make([]uint32, len(d.sources)+1)
	for i := range d.rows {
		d.fileAt[d.rows[i].file+1]++
	}
	for i := 1; i < len(d.fileAt); i++ {
		d.fileAt[i] += d.fileAt[i-1]
	}
	d.byRecord = make([]uint32, len(d.rows))
	next := slices.Clone(d.fileAt)
	for i := range d.rows {
		f := d.rows[i].file
		d.byRecord[next[f]] = uint32(i)
		next[f]++
	}
	for f := range d.sources {
		slices.SortFunc(d.byRecord[d.fileAt[f]:d.fileAt[f+1]], func(a, b uint32) int {
			return compare(d.rows[a].record, d.rows[b].record)
		})
	}
}

// indexEntities makes the postings: for each entity the rows that mention it,
// in time order.
func (d *Dataset) indexEntities() {
	d.postAt = make([]uint32, len(d.entities)+1)
	for i := range d.rows {
		for _, e := range d.mentions(&d.rows[i]) {
			d.postAt[e+1]++
		}
	}
	for i := 1; i < len(d.postAt); i++ {
		d.postAt[i] += d.postAt[i-1]
	}
	d.posts = make([]uint32, d.postAt[len(d.entities)])
	next := slices.Clone(d.postAt)
	for i := range d.rows {
		for _, e := range d.mentions(&d.rows[i]) {
			d.posts[next[e]] = uint32(i)
			next[e]++
		}
	}
}

// indexCalls makes the postings by provider and action.
func (d *Dataset) indexCalls() {
	d.calls = map[[2]uint32][]uint32{}
	for i := range d.rows {
		call := [2]uint32{d.rows[i].cols[colProvider], d.rows[i].cols[colAction]}
		d.calls[call] = append(d.calls[call], uint32(i))
	}
}

// span finds the first, the newest and the newest time but one.
func (d *Dataset) span() {
	timed := d.timed()
	if timed == 0 {
		return
	}
	d.report.First = d.rows[0].time()
	d.report.Last = d.rows[timed-1].time()
	if timed > 1 {
		d.report.Before = d.rows[timed-2].time()
	}
}
