package hunts

import (
	"context"
	"slices"
	"strings"
	"time"

	"coldtrail/loader"
)

// noOtherFindings tells whether the identity stands in other findings of the
// two days before.
var noOtherFindings = Check{
	Rule: "✓ no other finding of any hunt has an event of the identity in the 48 hours before; ! one has; ? the hunts did not run, or the dump reaches back less than 48 hours and holds none. Events that a hunt's window hides count, too",
	Answer: func(ctx context.Context, s Scene) (Answer, error) {
		const before = 2 * day
		if len(s.Finding.values(loader.Identity)) == 0 || s.Finding.First.IsZero() || s.Results == nil {
			return unknown("the record names no identity or no time, or the other hunts did not run")
		}
		from, to := s.Finding.First.Add(-before), s.Finding.First.Add(-1)
		found, hidden, names := 0, 0, distinct{}
		for _, r := range s.Results {
			for _, f := range r.Findings {
				if !f.First.After(to) && f.Last.After(from) && s.shares(f) && !s.same(f) && s.anyBy(f.Events, from, to) {
					found++
					names.add(r.Hunt.Title)
				}
			}
			if r.Window.Has(from) && r.Window.Has(to) {
				continue // it hides nothing of that time
			}
			for _, id := range within(s.Dataset, r.Matched, from, to) {
				if e := s.Dataset.At(id); !r.Window.Has(e.Time) && s.callers(e) {
					hidden++
					names.add(r.Hunt.Title)
				}
			}
		}
		switch {
		case found > 0 && hidden > 0:
			return look("%s of it in the 48 hours before, and %s that a window hides: %s", some(found, "other finding"), some(hidden, "event"), strings.Join(names.texts, "; "))
		case found > 0:
			return look("%s of it in the 48 hours before: %s", some(found, "other finding"), strings.Join(names.texts, "; "))
		case hidden > 0:
			return look("%s of it in the 48 hours before, which a window hides: %s", some(hidden, "event"), strings.Join(names.texts, "; "))
		case s.history() < before:
			return unknown("none in the %s that the dump reaches back", days(s.history()))
		}
		return holds("no other finding of it in the 48 hours before")
	},
}

// shares tells whether another finding is about one of the finding's
// identities, as every finding is that has an event of it.
func (s Scene) shares(f Finding) bool {
	return slices.ContainsFunc(f.Entities, func(e loader.Entity) bool {
		return e.Kind == loader.Identity && slices.Contains(s.Finding.Entities, e)
	})
}

// anyBy tells whether one of the finding's identities made one of the events
// in from < t ≤ to.
func (s Scene) anyBy(ids []loader.ID, from, to time.Time) bool {
	for _, id := range within(s.Dataset, ids, from, to) {
		if s.callers(s.Dataset.At(id)) {
			return true
		}
	}
	return false
}
