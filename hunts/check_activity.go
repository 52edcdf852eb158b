package hunts

import (
	"context"
	"fmt"
	"slices"
	"time"

	"coldtrail/loader"
)

// This file answers what notes ask about what was done before and after.

// lastDay tells what the identity changed in the day before.
var lastDay = Check{
	Rule: "✓ the identity only read in the 24 hours before, or called nothing; ! it changed something; ? the record names no identity or no time. Calls that begin with Get, List, Describe and the like only read",
	Answer: func(ctx context.Context, s Scene) (Answer, error) {
		if s.Finding.First.IsZero() || len(s.Finding.values(loader.Identity)) == 0 {
			return unknown("the record names no identity or no time")
		}
		var did activity
		for _, arn := range s.Finding.values(loader.Identity) {
			did.add(ctx, s, s.by(arn, s.Finding.First.Add(-day), s.Finding.First))
		}
		return did.answer("in the 24 hours before")
	},
}

// roleDay tells what any session of the role changed in the day before.
var roleDay = Check{
	Rule: "✓ the role's sessions only read in the 24 hours before, or called nothing; ! they changed something; ? the record names no role or no time",
	Answer: func(ctx context.Context, s Scene) (Answer, error) {
		if s.Finding.First.IsZero() || len(s.Finding.values(loader.Role)) == 0 {
			return unknown("the record names no role or no time")
		}
		var did activity
		for _, role := range s.Finding.values(loader.Role) {
			did.add(ctx, s, s.byRole(role).Within(s.Finding.First.Add(-day), s.Finding.First))
		}
		return did.answer("in the 24 hours before, by the role's sessions")
	},
}

// nextDay tells what came after: by the identity, and on the instance.
var nextDay = Check{
	Rule: "✓ in the 24 hours after the first event, the identity only read and nobody else but services changed anything on the instance; ! somebody did; ? the record has no time",
	Answer: func(ctx context.Context, s Scene) (Answer, error) {
		if s.Finding.First.IsZero() {
			return unknown("the record has no time")
		}
		from, to := s.Finding.First, s.Finding.First.Add(day)
		var did activity
		for _, arn := range s.Finding.values(loader.Identity) {
			did.add(ctx, s, s.by(arn, from, to))
		}
		var on activity
		for _, target := range s.Finding.targets() {
			on.add(ctx, s, s.mentioned(loader.Instance, target, from, to).Where(func(e loader.Event) bool {
				return !s.callers(e) && e.IdentityType != "AWSService"
			}))
		}
		a, err := did.answer("in the 24 hours after, by the identity")
		if on.changed.total > 0 {
			a.Sign = Look
			a.Text += fmt.Sprintf("; on the instance by others %s", on.changed.top(3))
		}
		return a, err
	},
}

// callers tells whether one of the finding's identities made a call.
func (s Scene) callers(e loader.Event) bool {
	return slices.Contains(s.Finding.Entities, loader.Entity{Kind: loader.Identity, Value: e.ARN})
}

// activity is calls apart from the finding's own, those that change apart
// from those that read.
type activity struct {
	changed, read tally
	refused       int // of all
}

// byRole selects what the sessions of a role called.
func (s Scene) byRole(role string) loader.Selection {
	return s.some("by "+role, func() loader.Selection {
		return s.mentioned(loader.Role, role, time.Time{}, time.Time{}).Where(func(e loader.Event) bool { return roleOf(e) == role })
	})
}

// add adds calls.
func (a *activity) add(ctx context.Context, s Scene, calls loader.Selection) {
	for alike := range calls.Without(s.Finding.Events).Calls(ctx) {
		if alike.Event.Failed() {
			a.refused += alike.Count
		}
		if changing(alike.Event) {
			a.changed.addMany(alike.Event.Action, alike.Count)
		} else {
			a.read.addMany(alike.Event.Action, alike.Count)
		}
	}
}

func (a *activity) answer(when string) (Answer, error) {
	refused := ""
	if a.refused > 0 {
		refused = fmt.Sprintf("; %d refused", a.refused)
	}
	switch {
	case a.changed.total > 0:
		return look("%s: %s; and %s%s", when, a.changed.top(4), some(a.read.total, "read"), refused)
	case a.read.total > 0:
		return holds("%s: %s only%s", when, some(a.read.total, "read"), refused)
	}
	return holds("%s: nothing", when)
}
