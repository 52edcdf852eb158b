package hunts

import (
	"context"
	"fmt"
	"time"

	"coldtrail/loader"
)

// This file answers what notes ask about the sessions of a finding.

// failedFirst tells whether refused starts came before a granted one.
var failedFirst = Check{
	Rule: "✓ all starts of the identity towards the instance, or without one, succeeded, or all failed; ! refused ones were followed by a granted one; ? the record names no identity",
	Answer: func(ctx context.Context, s Scene) (Answer, error) {
		if len(s.Finding.values(loader.Identity)) == 0 {
			return unknown("the record names no identity")
		}
		openings, err := s.openings(ctx)
		if err != nil {
			return Answer{}, err
		}
		var a attempts
		target := s.target()
		for _, o := range openings {
			if o.target == "" || target == "" || o.target == target || s.own(o.id) {
				a.add(o)
			}
		}
		return a.answer(s)
	},
}

// opening is a StartSession, granted or refused.
type opening struct {
	id     loader.ID
	at     time.Time
	failed bool
	target string // "" where the record does not tell
}

// openings gives the starts of the finding's identities, in time order.
func (s Scene) openings(ctx context.Context) ([]opening, error) {
	return s.memory().openings.get(s.key("openings"), func() ([]opening, error) {
		var all []opening
		for e := range s.calls(ssm, "StartSession").Events(ctx) {
			r, err := open(ctx, s.Dataset, e.ID)
			if err != nil {
				return nil, err
			}
			o := opening{e.ID, e.Time, e.Failed(), scalar(r.request().Get("target"))}
			if o.failed && o.target == "" {
				o.target = refusedTarget(s.Dataset, e)
			}
			all = append(all, o)
		}
		return all, ctx.Err()
	})
}

// refusedTarget is the instance that the message of a refused call names: its
// request is often left out.
func refusedTarget(d *loader.Dataset, e loader.Event) string {
	for _, m := range d.Entities(e.ID) {
		if m.Kind == loader.Instance && m.Value != loader.SessionName(e.ARN) {
			return m.Value
		}
	}
	return ""
}

// target is the instance that the finding is about, "" where it names none.
func (s Scene) target() string {
	if targets := s.Finding.targets(); len(targets) > 0 {
		return targets[0]
	}
	return ""
}

// attempts are starts in time order.
type attempts struct {
	granted, refused   int
	firstNo, lastNo    time.Time
	firstYes           time.Time // the first granted one after a refused one
	before             int       // refused ones before it
	grantedAfterDenial int
}

func (a *attempts) add(o opening) {
	if o.failed {
		if a.refused == 0 {
			a.firstNo = o.at
		}
		a.refused, a.lastNo = a.refused+1, o.at
		return
	}
	if a.granted++; a.refused > 0 {
		if a.grantedAfterDenial++; a.firstYes.IsZero() {
			a.firstYes, a.before = o.at, a.refused
		}
	}
}

func (a *attempts) answer(s Scene) (Answer, error) {
	switch {
	case a.grantedAfterDenial > 0:
		return look("%s from %s, then %s granted, the first %s later",
			some(a.before, "refused start"), s.at(a.firstNo), fmt.Sprint(a.grantedAfterDenial), length(a.firstYes.Sub(a.firstNo)))
	case a.refused == 0:
		return holds("all succeeded: %s", some(a.granted, "granted start"))
	case a.granted == 0:
		return holds("all failed: %s", some(a.refused, "refused start"))
	}
	return holds("%s, and %s only later", some(a.granted, "granted start"), some(a.refused, "refused one"))
}

// sessionsEnded tells how long the sessions of a finding ran.
var sessionsEnded = Check{
	Rule: "✓ every session that was opened ends in the dump; ! one does not; ? no session was opened, or the record does not tell its id",
	Answer: func(ctx context.Context, s Scene) (Answer, error) {
		total, opened, open := time.Duration(0), 0, 0
		for _, id := range s.Finding.Events {
			session, ok, err := startedBy(ctx, s.Dataset, id)
			if err != nil {
				return Answer{}, err
			}
			if !ok {
				continue
			}
			if opened++; session.Ended.IsZero() {
				open++
			} else if !session.Started.IsZero() {
				total += session.Ended.Sub(session.Started)
			}
		}
		switch {
		case opened == 0:
			return unknown("no session was opened, or the record does not tell its id")
		case open == 0:
			return holds("%s, %s in all, every one ended", some(opened, "session"), length(total))
		}
		return look("%d of %s have no end in this dump; the others ran %s in all", open, some(opened, "session"), length(total))
	},
}

// startedBy is the session that a StartSession opened; false where it opened none.
func startedBy(ctx context.Context, d *loader.Dataset, id loader.ID) (session, bool, error) {
	if e := d.At(id); e.Provider != ssm || e.Action != "StartSession" {
		return session{}, false, nil
	}
	r, err := open(ctx, d, id)
	if err != nil {
		return session{}, false, err
	}
	started, ok := sessionOf(d, id, r)
	return started, ok, nil
}
