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

// earlier tells whether an event is of a day before the finding's first.
func (s Scene) earlier(e loader.Event) bool {
	return !e.Time.IsZero() && e.Time.Before(s.midnight())
}

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

// mentioned gives the events of from < t ≤ to that mention an entity.
func (s Scene) mentioned(ctx context.Context, e loader.Entity, from, to time.Time) iter.Seq[loader.Event] {
	return each(ctx, s.Dataset, within(s.Dataset, s.Dataset.Events(e), from, to))
}

// by gives what the finding's identities called in from < t ≤ to.
func (s Scene) by(ctx context.Context, from, to time.Time) iter.Seq[loader.Event] {
	return func(yield func(loader.Event) bool) {
		for _, arn := range s.Finding.values(loader.Identity) {
			for e := range s.mentioned(ctx, loader.Entity{Kind: loader.Identity, Value: arn}, from, to) {
				if e.ARN == arn && !yield(e) {
					return
				}
			}
		}
	}
}

// calls gives one kind of call by the finding's identities, from whichever
// index has less to look through.
func (s Scene) calls(ctx context.Context, provider, action string) iter.Seq[loader.Event] {
	identities := s.Finding.values(loader.Identity)
	count := 0
	for _, arn := range identities {
		count += s.Dataset.Count(loader.Entity{Kind: loader.Identity, Value: arn})
	}
	all := s.Dataset.Calls(provider, action)
	return func(yield func(loader.Event) bool) {
		if len(all) < count || len(identities) > 1 { // in time order also where there are several
			for e := range each(ctx, s.Dataset, all) {
				if slices.Contains(identities, e.ARN) && !yield(e) {
					return
				}
			}
			return
		}
		for e := range s.by(ctx, time.Time{}, time.Time{}) {
			if e.Provider == provider && e.Action == action && !yield(e) {
				return
			}
		}
	}
}

// byRoles gives what any session of the finding's roles called in from < t ≤ to.
func (s Scene) byRoles(ctx context.Context, from, to time.Time) iter.Seq[loader.Event] {
	return func(yield func(loader.Event) bool) {
		for _, role := range s.Finding.values(loader.Role) {
			for e := range s.mentioned(ctx, loader.Entity{Kind: loader.Role, Value: role}, from, to) {
				if roleOf(e) == role && !yield(e) {
					return
				}
			}
		}
	}
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

// own tells whether an event is one of the finding's.
func (s Scene) own(id loader.ID) bool { return slices.Contains(s.Finding.Events, id) }
