package hunts

import (
	"context"
	"iter"
	"slices"
	"time"

	"coldtrail/loader"
)

// This file answers notes that ask whether the dump holds traces of something.

// untraced is a check that holds where nothing beside the finding's own events
// fits a step of the note, which asks by its identities alone. what says what
// was looked for: "credentials created".
func untraced(what string, parts ...part) Check {
	return noneOf(what, func(ctx context.Context, s Scene) (Answer, error) {
		return s.traces(ctx, s.key(what), what, parts...)
	})
}

// noneOf is a check that holds where nothing beside the finding's own events is found.
func noneOf(what string, answer func(context.Context, Scene) (Answer, error)) Check {
	return Check{
		Rule: "✓ the dump holds none beside the finding's own events: " + what + "; ! it holds any; ? the row names nobody to ask by",
		Answer: func(ctx context.Context, s Scene) (Answer, error) {
			if len(s.Finding.values(loader.Identity)) == 0 {
				return unknown("the row names no identity to ask by")
			}
			return answer(ctx, s)
		},
	}
}

// secondFactor tells of sign-ins without one, whoever made them.
var secondFactor = Check{
	Rule: "✓ the dump holds no console sign-in without a second factor; ! it holds any, by whomever",
	Answer: func(ctx context.Context, s Scene) (Answer, error) {
		const what = "console sign-ins without a second factor"
		return s.traces(ctx, what, what, withoutMFA...)
	},
}

// trail is what fits the parts of a step, with the answer to findings that none
// of it belongs to: mostly all.
type trail struct {
	ids    []loader.ID
	among  map[loader.ID]bool
	answer Answer
}

// traces answers with the events that fit the parts, but for the finding's own.
// key names what is asked: the parts ask by nothing but the finding's
// identities, or by nothing of it.
func (s Scene) traces(ctx context.Context, key, what string, parts ...part) (Answer, error) {
	t, err := s.memory().trails.get(key, func() (trail, error) {
		t := trail{among: map[loader.ID]bool{}}
		var err error
		if t.ids, _, err = s.find(ctx, parts...); err != nil {
			return t, err
		}
		for _, id := range t.ids {
			t.among[id] = true
		}
		if t.answer, err = s.tracesIn(what, each(ctx, s.Dataset, t.ids), nil); err != nil {
			return t, err
		}
		return t, ctx.Err()
	})
	own := slices.ContainsFunc(s.Finding.Events, func(id loader.ID) bool { return t.among[id] })
	if err != nil || !own {
		return t.answer, err
	}
	return s.tracesIn(what, each(ctx, s.Dataset, t.ids), s.Finding.Events)
}

// tracesIn answers with events that were found, but for some.
func (s Scene) tracesIn(what string, found iter.Seq[loader.Event], but []loader.ID) (Answer, error) {
	var t tally
	var first loader.Event
	for e := range found {
		if slices.Contains(but, e.ID) {
			continue
		}
		if t.add(e.Action); t.total == 1 {
			first = e
		}
	}
	if t.total == 0 {
		return holds("none: %s", what)
	}
	return look("%s: %s, first %s by %s", what, t.top(3), s.at(first.Time), who(first))
}

// triedKeys tells what led up to a sign-in with the credentials of an instance.
var triedKeys = Check{
	Rule: "✓ in the 24 hours before, the key or the session tried nothing; ! it called GetCallerIdentity or GetSessionToken; ? neither these nor the call that gave the key to the instance is in the dump",
	Answer: func(ctx context.Context, s Scene) (Answer, error) {
		if s.Finding.First.IsZero() {
			return unknown("the record has no time")
		}
		ids, _, err := s.find(ctx, calling(sts, "AssumeRole", "GetSessionToken", "GetCallerIdentity"), byOrOfKey, upTo(day))
		if err != nil {
			return Answer{}, err
		}
		tried, given := 0, loader.Event{}
		var last loader.Event
		for _, id := range ids {
			if e := s.Dataset.At(id); e.Action == "AssumeRole" {
				given = e
			} else {
				tried, last = tried+1, e
			}
		}
		switch {
		case tried > 0:
			return look("%s tried with the key or by the session, the last %s before, from %s: %s",
				some(tried, "call"), length(s.Finding.First.Sub(last.Time)), last.Address, last.Action)
		case given.Time.IsZero():
			return unknown("neither a trial of the key nor the call that gave it is in the 24 hours before")
		}
		return holds("nothing was tried; %s gave the key %s before", who(given), length(s.Finding.First.Sub(given.Time)))
	},
}

// delivery tells whether the instance still got its credentials without a token.
var delivery = Check{
	Rule: "✓ the events of the finding, and up to 8 calls of the session before, come with credentials from IMDSv2; ! one comes with those from IMDSv1; ? none tells",
	Answer: func(_ context.Context, s Scene) (Answer, error) {
		const enough = 8
		ids := append(s.lastBefore(enough), s.Finding.Events...)
		versions := map[string]int{}
		for _, id := range ids {
			versions[s.Dataset.At(id).Delivery]++
		}
		switch {
		case versions["1.0"] > 0:
			return look("%s of %d came with credentials from IMDSv1", some(versions["1.0"], "call"), len(ids))
		case versions["2.0"] > 0:
			return holds("%s of %d came with credentials from IMDSv2, none from IMDSv1", some(versions["2.0"], "call"), len(ids))
		}
		return unknown("none of %s tells how the credentials were given out", some(len(ids), "call"))
	},
}

// lastBefore gives at most so many of the last calls of the finding's
// identities before it.
func (s Scene) lastBefore(most int) []loader.ID {
	var ids []loader.ID
	for _, arn := range s.Finding.values(loader.Identity) {
		all := s.mentioned(loader.Identity, arn, time.Time{}, s.Finding.First)
		for i := all.Len() - 1; i >= 0; i-- {
			if len(ids) == most {
				return ids
			}
			if e := all.At(i); e.ARN == arn && !s.own(e.ID) {
				ids = append(ids, e.ID)
			}
		}
	}
	return ids
}
