package hunts

import (
	"cmp"
	"context"

	"coldtrail/loader"
	"coldtrail/loader/kql"
)

// Condition is one of those that an event has to meet for a reading to look at
// it. Exactly one of Query and Holds is set, and those with a Query come first.
type Condition struct {
	Words string // "" where the query says it
	Query kql.Query
	Holds func(context.Context, *loader.Dataset, loader.ID) (bool, error) // for what a query cannot ask
}

// String is the condition in words.
func (c Condition) String() string { return cmp.Or(c.Words, c.Query.String()) }

// is is the condition that a field has one of these values.
func is(field string, values ...string) Condition { return Condition{Query: kql.Is(field, values...)} }

// granted is the condition that a call was not refused.
func granted() Condition { return is("event.outcome", loader.Success) }

// of are the conditions that an event is one of these calls of a provider.
func of(provider string, actions ...string) []Condition {
	return []Condition{is("event.provider", provider), is("event.action", actions...)}
}

// where are the conditions with more behind them.
func where(first []Condition, more ...Condition) []Condition {
	return append(first[:len(first):len(first)], more...)
}

// Stage is what is left of the events after a condition.
type Stage struct {
	Words string
	Left  int
}

// Funnel says of a reading how many events are left after each of its
// conditions, the window and the making of rows, in this order.
type Funnel struct {
	Stages []Stage
	Last   int         // the index of the stage that left nothing; -1 where there is none
	Near   []loader.ID // what was left before it, in time order; nil where that is the whole dump
}

// matching gives every event of the dump that meets all conditions, in time order.
func matching(ctx context.Context, d *loader.Dataset, conditions []Condition) ([]loader.ID, error) {
	var queries []kql.Query
	for len(queries) < len(conditions) && conditions[len(queries)].Holds == nil {
		queries = append(queries, conditions[len(queries)].Query)
	}
	var ids []loader.ID
	if err := d.Find(ctx, kql.And(queries...), func(some []loader.ID) { ids = append(ids, some...) }); err != nil {
		return nil, err
	}
	d.InOrder(ids)
	for _, c := range conditions[len(queries):] {
		var err error
		if ids, err = c.filter(ctx, d, ids); err != nil {
			return nil, err
		}
	}
	return ids, ctx.Err()
}

func (c Condition) filter(ctx context.Context, d *loader.Dataset, ids []loader.ID) ([]loader.ID, error) {
	var left []loader.ID
	for _, id := range ids {
		ok, err := c.Holds(ctx, d, id)
		if err != nil {
			return nil, err
		}
		if ok {
			left = append(left, id)
		}
	}
	return left, ctx.Err()
}

// Funnel explains a result, most of all one without findings. It looks at the
// dump again for every condition.
func (r Result) Funnel(ctx context.Context, d *loader.Dataset) (Funnel, error) {
	f := Funnel{Last: -1}
	reading := r.Hunt.Reading(r.Mode)
	f.add("events in the dump", nil, d.Len())
	for i, c := range reading.Where {
		left, err := matching(ctx, d, reading.Where[:i+1])
		if err != nil {
			return Funnel{}, err
		}
		f.add(c.String(), left, len(left))
	}
	if !r.Window.Whole() {
		var in []loader.ID
		for _, id := range r.Matched {
			if r.Window.Has(d.At(id).Time) {
				in = append(in, id)
			}
		}
		f.add("in the window", in, len(in))
	}
	if reading.Keeps != "" {
		kept := map[loader.ID]bool{}
		for _, finding := range r.Findings {
			for _, id := range finding.Events {
				kept[id] = true
			}
		}
		f.add(reading.Keeps, nil, len(kept))
	}
	return f, nil
}

// add puts a stage on, and keeps what it had left as long as that is something.
func (f *Funnel) add(words string, ids []loader.ID, left int) {
	if left == 0 && f.Last < 0 {
		f.Last = len(f.Stages)
	}
	if f.Last < 0 {
		f.Near = ids
	}
	f.Stages = append(f.Stages, Stage{words, left})
}
