package tui

import (
	"context"
	"sort"
	"time"

	"coldtrail/hunts"
	"coldtrail/loader"
	"coldtrail/loader/kql"
	"coldtrail/loader/safe"
	"coldtrail/tui/filter"
)

// This file is where lists of events have their events from.

// gather computes what a list shows of a dataset with the results of the hunts
// in it: the events, and the finding that they are behind, if any. Commands call
// it, again for every newer dataset.
type gather func(context.Context, *loader.Dataset, []hunts.Result) ([]loader.ID, *Subject, error)

func newEvents(e *env, title safe.Text, from gather) *events {
	s := &events{bars: histogram{env: e}, beside: beside{env: e}, list: newList(e, eventColumns(), eventRows{e, e.dump, nil}), title: title, gather: from}
	s.ready = false
	return s
}

// newKnown lists events that are known already.
func newKnown(e *env, title safe.Text, ids []loader.ID, from gather) *events {
	s := newEvents(e, title, from)
	s.seen = e.dumps
	s.put(arrangement{rows: eventRows{e, e.dump, ids}})
	return s
}

// newThese lists some events, whatever is read later.
func newThese(e *env, title safe.Text, ids []loader.ID) *events {
	return newKnown(e, title, ids, func(context.Context, *loader.Dataset, []hunts.Result) ([]loader.ID, *Subject, error) {
		return ids, nil, nil
	})
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

// newQuery lists the events of the dump that match a query, whose parts are
// the filters that the list begins with.
func newQuery(e *env, title safe.Text, q kql.Query) *events {
	s := newEvents(e, title, wholeDump)
	if e.allOf == e.dumps {
		s = newKnown(e, title, e.all, wholeDump)
	}
	s.whole = true
	s.begin(view{stack: filter.Of(q)})
	return s
}

// aim makes the list open with its cursor where the first of some events is, or
// would be: what a finding is about, not what came weeks before it.
func (s *events) aim(ids []loader.ID) {
	if len(ids) > 0 {
		s.anchor = s.rows.(eventRows).find(ids[0])
	}
}

// aimAt makes the list open with its cursor on the first event from a time on,
// and with the time since the one before it.
func (s *events) aimAt(t time.Time) {
	rows := s.rows.(eventRows)
	s.anchor = sort.Search(rows.Len(), func(i int) bool { at := rows.When(i); return at.IsZero() || !at.Before(t) })
	s.delta = true
	s.SetColumns(s.delta.columns())
}

// wholeDump gathers all events.
func wholeDump(_ context.Context, d *loader.Dataset, _ []hunts.Result) ([]loader.ID, *Subject, error) {
	return d.All(), nil, nil
}

// newTimeline lists all events; the filter of the start is its first.
func newTimeline(e *env, q kql.Query) *events { return newQuery(e, safe.Lit("All events"), q) }
