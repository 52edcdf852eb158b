package hunts

import (
	"context"
	"fmt"

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
		for e := range s.by(ctx, s.Finding.First.Add(-day), s.Finding.First) {
			did.add(s, e)
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
		for e := range s.byRoles(ctx, s.Finding.First.Add(-day), s.Finding.First) {
			did.add(s, e)
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
		for e := range s.by(ctx, from, to) {
			did.add(s, e)
		}
		var on activity
		for _, target := range s.Finding.targets() {
			for e := range s.mentioned(ctx, loader.Entity{Kind: loader.Instance, Value: target}, from, to) {
				if !s.callers(e) && e.IdentityType != "AWSService" {
					on.add(s, e)
				}
			}
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
	for _, arn := range s.Finding.values(loader.Identity) {
		if arn == e.ARN {
			return true
		}
	}
	return false
}

// activity is calls apart from the finding's own, those that change apart
// from those that read.
type activity struct {
	changed, read tally
	refused       int // of all
}

func (a *activity) add(s Scene, e loader.Event) {
	if s.own(e.ID) {
		return
	}
	if e.Failed() {
		a.refused++
	}
	if changing(e) {
		a.changed.add(e.Action)
	} else {
		a.read.add(e.Action)
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
