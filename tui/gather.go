package tui

import (
	"context"

	"coldtrail/hunts"
	"coldtrail/loader"
	"coldtrail/loader/kql"
	"coldtrail/loader/safe"
)

// This file is where lists of events have their events from.

// gather computes what a list shows of a dataset with the results of the hunts
// in it: the events, and the finding that they are behind, if any. Commands call
// it, again for every newer dataset.
type gather func(context.Context, *loader.Dataset, []hunts.Result) ([]loader.ID, *Subject, error)

func newEvents(e *env, title safe.Text, from gather) *events {
	return &events{list: newList(e, eventColumns(), eventRows{e, nil}), title: title, gather: from}
}

// newKnown lists events that are known already.
func newKnown(e *env, title safe.Text, ids []loader.ID, from gather) *events {
	s := newEvents(e, title, from)
	s.rows, s.seen = eventRows{e, ids}, e.dumps
	s.Set(s.rows, nil, 0)
	return s
}

// newBehind lists the events behind a finding.
func newBehind(e *env, title safe.Text, of Subject) *events {
	s := newKnown(e, title, of.Finding.Events, of.events)
	s.subject = &of
	return s
}

// events gathers the events of the finding as later results have it; where it is
// gone, those that it had.
func (s Subject) events(_ context.Context, _ *loader.Dataset, results []hunts.Result) ([]loader.ID, *Subject, error) {
	if now, ok := s.among(results); ok {
		s = now
	}
	return s.Finding.Events, &s, nil
}

// newQuery lists the events that match a query.
func newQuery(e *env, title safe.Text, q kql.Query) *events {
	s := newEvents(e, title, func(ctx context.Context, d *loader.Dataset, _ []hunts.Result) (ids []loader.ID, _ *Subject, err error) {
		err = d.Find(ctx, q, func(some []loader.ID) { ids = append(ids, some...) })
		d.InOrder(ids)
		return ids, nil, err
	})
	s.query = &q
	return s
}

// newTimeline lists all events, or those of the filter of the start.
func newTimeline(e *env, filter kql.Query) *events {
	if !filter.All() {
		return newQuery(e, safe.Sprintf("Events %s", safe.Cell(filter.String())), filter)
	}
	return newEvents(e, safe.Lit("All events"), func(_ context.Context, d *loader.Dataset, _ []hunts.Result) ([]loader.ID, *Subject, error) {
		return d.All(), nil, nil
	})
}
