package loader

import (
	"context"
	"fmt"
	"slices"
	"time"

	"coldtrail/loader/kql"
)

// Seen is an entity with the events that mention it: how many, the first and the
// last. The times are zero where none of them has one.
type Seen struct {
	Entity      Entity
	Events      int
	First, Last time.Time
}

// SeenOf tells about every entity of a kind that an event mentions, sorted by value.
func (d *Dataset) SeenOf(k Kind) []Seen {
	list := d.EntitiesOf(k)
	seen := make([]Seen, len(list))
	for i, e := range list {
		seen[i] = d.Seen(e)
	}
	return seen
}

// Seen tells about one entity.
func (d *Dataset) Seen(e Entity) Seen {
	rows := d.posting(e) // in time order, those without a time last
	s := Seen{Entity: e, Events: len(rows)}
	for _, position := range slices.Backward(rows) {
		if t := d.at(position).time(); !t.IsZero() {
			s.First, s.Last = d.at(rows[0]).time(), t
			break
		}
	}
	return s
}

// Counted is a value of a field with the number of events that have it.
type Counted struct {
	Value  string
	Events int
}

// CountValues counts the values of a field that fit, over the whole dump, the
// most frequent first and no more than limit. It answers for the fields that
// columns hold and for RelatedEntity; for others, which records would have to be
// read for, it gives none. It fails when ctx ends.
func (d *Dataset) CountValues(ctx context.Context, field string, fits func(string) bool, limit int) ([]Counted, error) {
	var all []Counted
	if field == RelatedEntity {
		for _, k := range Kinds() {
			for _, e := range d.EntitiesOf(k) {
				if fits(e.Value) {
					all = append(all, Counted{e.Value, d.Count(e)})
				}
			}
		}
		return most(all, limit), ctx.Err()
	}
	counts := map[string]int{}
	for i := range d.Len() {
		if i%findBatch == 0 && ctx.Err() != nil {
			return nil, fmt.Errorf("counting the values of %s: %w", field, ctx.Err())
		}
		value, held := d.event(d.at(uint32(i))).column(field)
		if !held {
			return nil, nil
		}
		counts[value]++
	}
	for value, n := range counts {
		if value != "" && fits(value) {
			all = append(all, Counted{value, n})
		}
	}
	return most(all, limit), nil
}

// most gives the most frequent values, those of equal numbers by value.
func most(all []Counted, limit int) []Counted {
	slices.SortFunc(all, func(a, b Counted) int {
		if a.Events != b.Events {
			return b.Events - a.Events
		}
		if a.Value < b.Value {
			return -1
		}
		return 1
	})
	return all[:min(len(all), limit)]
}

// Among gives which of some events match the query, by their index in ids, in
// their order. It fails when ctx ends or a record that must be read cannot be.
func (d *Dataset) Among(ctx context.Context, q kql.Query, ids []ID) ([]int, error) {
	by := d.newSieve(q)
	found := make([]int, 0, len(ids))
	for i, id := range ids {
		if i%findBatch == 0 && ctx.Err() != nil {
			return found, fmt.Errorf("looking for %s: %w", q, ctx.Err())
		}
		r := d.row(id)
		if r == nil {
			continue
		}
		v := by.inMemory(r)
		if v == open {
			record, err := d.Record(ctx, id)
			if err != nil {
				return found, fmt.Errorf("looking for %s: %w", q, err)
			}
			v = decided(by.inRecord(r, record))
		}
		if v == yes {
			found = append(found, i)
		}
	}
	return found, nil
}
