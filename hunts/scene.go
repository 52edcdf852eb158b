package hunts

import (
	"context"
	"iter"
	"slices"
	"sort"
	"time"

	"coldtrail/loader"
)

// at renders a time in the scene's zone.
func (s Scene) at(t time.Time) string {
	if t.IsZero() {
		return "at an unknown time"
	}
	zone := s.Zone
	if zone == nil {
		zone = time.UTC
	}
	return t.In(zone).Format(time.DateTime)
}

// history is how far the dump reaches back before the finding.
func (s Scene) history() time.Duration {
	first := s.Dataset.Report().First
	if s.Finding.First.IsZero() || first.IsZero() {
		return 0
	}
	return s.Finding.First.Sub(first)
}

// midnight begins the day, in UTC, of the finding's first event.
func (s Scene) midnight() time.Time { return s.Finding.First.UTC().Truncate(day) }

// within cuts events in time order down to those of from < t ≤ to. A zero time
// leaves its end open; events without a time are in no window.
func within(d *loader.Dataset, ids []loader.ID, from, to time.Time) []loader.ID {
	timed := sort.Search(len(ids), func(i int) bool { return d.At(ids[i]).Time.IsZero() })
	ids = ids[:timed]
	after := func(t time.Time) int {
		return sort.Search(len(ids), func(i int) bool { return d.At(ids[i]).Time.After(t) })
	}
	lo, hi := 0, len(ids)
	if !from.IsZero() {
		lo = after(from)
	}
	if !to.IsZero() {
		hi = after(to)
	}
	return ids[lo:max(lo, hi)]
}

// each gives the events with these ids, until ctx ends.
func each(ctx context.Context, d *loader.Dataset, ids []loader.ID) iter.Seq[loader.Event] {
	return func(yield func(loader.Event) bool) {
		for i, id := range ids {
			if i%1024 == 1023 && ctx.Err() != nil || !yield(d.At(id)) {
				return
			}
		}
	}
}

// mentioned selects the events of from < t ≤ to that mention an entity.
func (s Scene) mentioned(kind loader.Kind, value string, from, to time.Time) loader.Selection {
	return s.Dataset.Mentioning(loader.Entity{Kind: kind, Value: value}).Within(from, to)
}

// by selects what an identity called in from < t ≤ to.
func (s Scene) by(arn string, from, to time.Time) loader.Selection {
	return s.mentioned(loader.Identity, arn, from, to).Where(func(e loader.Event) bool { return e.ARN == arn })
}

// calls selects one kind of call by the finding's identities.
func (s Scene) calls(provider, action string) loader.Selection {
	calls := s.Dataset.Calling(provider, action)
	if identities := s.Finding.values(loader.Identity); len(identities) == 1 {
		calls = calls.And(s.Dataset.Mentioning(loader.Entity{Kind: loader.Identity, Value: identities[0]}))
	}
	return calls.Where(s.callers)
}

// find gives the events, in time order, that fit the parts of a step; ok is
// false where a part does not apply to the finding.
func (s Scene) find(ctx context.Context, parts ...part) (ids []loader.ID, ok bool, err error) {
	q, ok := all(parts...)(s.Dataset, s.Finding)
	if !ok {
		return nil, false, nil
	}
	err = s.Dataset.Find(ctx, q, func(some []loader.ID) { ids = append(ids, some...) })
	if err != nil {
		return nil, true, err
	}
	s.Dataset.InOrder(ids)
	return ids, true, nil
}

// agents are the clients that the finding's events name, each once.
func (s Scene) agents() []string {
	var all distinct
	for _, id := range s.Finding.Events {
		all.add(s.Dataset.At(id).UserAgent)
	}
	return all.texts
}

// own tells whether an event is one of the finding's.
func (s Scene) own(id loader.ID) bool { return slices.Contains(s.Finding.Events, id) }
