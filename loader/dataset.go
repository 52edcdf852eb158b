package loader

import (
	"cmp"
	"hash/maphash"
	"slices"
	"sort"
	"strings"
	"sync"

	"coldtrail/loader/bundle"
)

// Dataset is the events of a dump in time order, with the index of their
// entities. It never changes; any goroutine may ask it anything at any time.
type Dataset struct {
	columns
	seed     maphash.Seed
	sources  []source
	bounds   bundle.Bounds
	tables   *tables   // of the load: only what this dataset counts of them is looked at
	rows     [][][]row // source → its rows in blocks, by record
	order    []*row    // in time order, then by file and record
	repeats  []ID      // of the rows that are not in order, by file and record
	lists    listBlocks
	byEntity index      // by the numbers of entities
	byCall   index      // by the numbers of calls
	kinds    []likeness // of events that are alike
	kindOf   []uint32   // position → the number of its kind
	perKind  sync.Pool  // of numbers by kind, all 0, to count with
	leafAt   []uint32   // source → where its texts begin in Report.Files
	kept     map[ID][]byte
	cache    *textCache
	cursors  *cursors
	report   Report

	namesakes  namesakes
	workers    int        // that searches and VerifyDigests may use
	digestKeys DigestKeys // nil when signatures are not checked
}

// Len is the number of events.
func (d *Dataset) Len() int { return len(d.order) }

// ID is the event at a position in time order, 0 ≤ i < Len().
func (d *Dataset) ID(i int) ID { return d.order[i].id() }

// All gives every event in time order, those without a time last.
func (d *Dataset) All() []ID {
	ids := make([]ID, len(d.order))
	for i, r := range d.order {
		ids[i] = r.id()
	}
	return ids
}

// At gives the columns of an event; a zero Event for an ID of no event.
func (d *Dataset) At(id ID) Event {
	if r := d.row(id); r != nil {
		return d.event(r)
	}
	return Event{}
}

// Has tells whether the ID is that of an event of the dataset.
func (d *Dataset) Has(id ID) bool { return d.row(id) != nil }

// Place gives where the event's record is; a zero Place for an ID of no event.
func (d *Dataset) Place(id ID) Place {
	r := d.row(id)
	if r == nil {
		return Place{}
	}
	f := d.fileOf(r)
	return Place{File: f.Path, Record: int(r.record - f.first), Offset: r.offset, Length: int(r.length), Inside: r.inner > 0}
}

// Report says what was read of the dump. It must not be changed.
func (d *Dataset) Report() *Report { return &d.report }

// Entities gives the entities that the event's record mentions, by kind, those
// of a kind in the order in which the record mentions them.
func (d *Dataset) Entities(id ID) []Entity {
	r := d.row(id)
	if r == nil {
		return nil
	}
	var list []Entity
	for _, n := range d.mentions(r) {
		list = append(list, d.entities[n])
	}
	slices.SortStableFunc(list, func(a, b Entity) int { return int(a.Kind) - int(b.Kind) })
	return list
}

// Events gives the events whose records mention the entity, in time order.
func (d *Dataset) Events(e Entity) []ID { return d.ids(d.posting(e)) }

// Count is the number of events whose records mention the entity.
func (d *Dataset) Count(e Entity) int { return len(d.posting(e)) }

// EntitiesOf gives every entity of a kind that an event mentions, sorted by value.
func (d *Dataset) EntitiesOf(k Kind) []Entity {
	var list []Entity
	for n, e := range d.entities {
		if e.Kind == k && len(d.byEntity.of(n)) > 0 {
			list = append(list, e)
		}
	}
	slices.SortFunc(list, func(a, b Entity) int { return strings.Compare(a.Value, b.Value) })
	return list
}

// Calls gives the events of a provider and action, in time order.
func (d *Dataset) Calls(provider, action string) []ID { return d.Calling(provider, action).IDs() }

// ids turns row numbers into IDs.
func (d *Dataset) ids(rows []uint32) []ID {
	if len(rows) == 0 {
		return nil
	}
	list := make([]ID, len(rows))
	for i, n := range rows {
		list[i] = d.at(n).id()
	}
	return list
}

// InOrder sorts events of the dataset by time, as All gives them.
func (d *Dataset) InOrder(ids []ID) {
	slices.SortFunc(ids, func(a, b ID) int { return d.row(a).before(d.row(b)) })
}

func (d *Dataset) row(id ID) *row {
	if id.File < 0 || int(id.File) >= len(d.rows) {
		return nil
	}
	r := rowAmong(d.rows[id.File], id.Record)
	if r == nil || len(d.repeats) == 0 {
		return r
	}
	if _, repeat := slices.BinarySearchFunc(d.repeats, id, compareIDs); repeat {
		return nil
	}
	return r
}

// rowAmong finds the row of a record in the blocks of a source. Most sources
// have one or two: it is tried first where it is if all records are events, so
// that no other row has to be looked at.
func rowAmong(blocks [][]row, record int32) *row {
	const few = 4
	if i := int(record); i >= 0 && len(blocks) <= few {
		for _, rows := range blocks {
			if i < len(rows) {
				if rows[i].record == record {
					return &rows[i]
				}
				break
			}
			i -= len(rows)
		}
	}
	n := sort.Search(len(blocks), func(i int) bool { return blocks[i][len(blocks[i])-1].record >= record })
	if n == len(blocks) {
		return nil
	}
	return rowIn(blocks[n], record)
}

// rowIn finds the row of a record. Few records are no events, so it is mostly
// as far behind the first as its number says.
func rowIn(rows []row, record int32) *row {
	if i := int(record - rows[0].record); i >= 0 && i < len(rows) && rows[i].record == record {
		return &rows[i]
	}
	i, found := slices.BinarySearchFunc(rows, record, func(r row, record int32) int { return compare(r.record, record) })
	if !found {
		return nil
	}
	return &rows[i]
}

func compareIDs(a, b ID) int { return cmp.Or(compare(a.File, b.File), compare(a.Record, b.Record)) }

// at gives the row at a position in time order.
func (d *Dataset) at(position uint32) *row { return d.order[position] }

// fileOf is the report of the text that holds the row's record.
func (d *Dataset) fileOf(r *row) *FileReport {
	return &d.report.Files[d.leafAt[r.file]+r.leaf]
}

func (d *Dataset) mentions(r *row) []uint32 {
	return d.lists.list(r.mentions)
}

func (d *Dataset) posting(e Entity) []uint32 {
	n, ok := d.entityNumber(e)
	if !ok {
		return nil
	}
	return d.byEntity.of(int(n))
}

// entityNumber is the number of an entity; false for one that this dataset does not know.
func (d *Dataset) entityNumber(e Entity) (n uint32, ok bool) {
	n, ok = d.tables.entities.find(e)
	return n, ok && int(n) < len(d.entities)
}

// timed is the number of events that have a time; they are the first ones.
func (d *Dataset) timed() int {
	return sort.Search(len(d.order), func(i int) bool { return d.order[i].nanos == noTime })
}
