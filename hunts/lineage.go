package hunts

import (
	"context"
	"strconv"
	"time"

	"coldtrail/loader"
)

// session is a Systems Manager session as far as the dump tells: what joins
// its calls is the session id.
type session struct {
	ID      string
	Started time.Time // zero where the start has no time
	Ended   time.Time // of the first successful TerminateSession; zero where the dump holds none
	Resumed time.Time // of the last successful ResumeSession; zero where the dump holds none
}

// sessionOf is the session that a StartSession opened; false where it opened none.
func sessionOf(d *loader.Dataset, id loader.ID, r record) (session, bool) {
	s := session{ID: scalar(r.response().Get("sessionId")), Started: d.At(id).Time}
	if s.ID == "" {
		return s, false
	}
	for _, other := range d.Events(loader.Entity{Kind: loader.Session, Value: s.ID}) {
		e := d.At(other)
		if e.Provider != ssm || e.Failed() || e.Time.IsZero() || e.Time.Before(s.Started) {
			continue
		}
		switch e.Action {
		case "TerminateSession":
			if s.Ended.IsZero() {
				s.Ended = e.Time
			}
		case "ResumeSession":
			s.Resumed = e.Time
		}
	}
	return s, true
}

// End is when the session ended, in RFC 3339, or "?" where the dump does not tell.
func (s session) End() string {
	if s.Ended.IsZero() {
		return "?"
	}
	return s.Ended.Format(time.RFC3339)
}

// Lasted is how long the session ran in whole seconds: "90", "≥90" where only
// its being resumed tells, "?" where nothing does.
func (s session) Lasted() string {
	switch {
	case s.Started.IsZero():
		return "?"
	case !s.Ended.IsZero():
		return seconds(s.Ended.Sub(s.Started))
	case !s.Resumed.IsZero():
		return "≥" + seconds(s.Resumed.Sub(s.Started))
	}
	return "?"
}

func seconds(d time.Duration) string { return strconv.FormatInt(int64(d/time.Second), 10) }

// reached gives the instances that a command is known to have run on: those
// whose invocation was asked for, by anyone, with success. There may be more.
func reached(ctx context.Context, d *loader.Dataset, commandID string) ([]string, error) {
	if commandID == "" {
		return nil, nil
	}
	var ids distinct
	for _, id := range d.Events(loader.Entity{Kind: loader.Command, Value: commandID}) {
		e := d.At(id)
		if e.Provider != ssm || e.Failed() || e.Action != "GetCommandInvocation" && e.Action != "ListCommandInvocations" {
			continue
		}
		r, err := open(ctx, d, id)
		if err != nil {
			return nil, err
		}
		if asked := r.request(); scalar(asked.Get("commandId")) == commandID {
			ids.add(scalar(asked.Get("instanceId")))
		}
	}
	return ids.texts, nil
}

// issued gives the access keys that somebody had issued, and those that these
// had issued in turn: what an identity became.
func issued(d *loader.Dataset, by []loader.Entity) []string {
	var keys distinct
	next := by
	for len(next) > 0 {
		from := next[0]
		next = next[1:]
		issuing := d.Mentioning(from).Where(func(e loader.Event) bool { return !e.Failed() && issues(e) })
		for i := range issuing.Len() {
			e := issuing.At(i)
			if e.ARN != from.Value && e.AccessKey != from.Value {
				continue
			}
			for _, m := range d.Entities(e.ID) {
				if m.Kind == loader.AccessKey && m.Value != e.AccessKey && !keys.seen[m.Value] {
					keys.add(m.Value)
					next = append(next, m)
				}
			}
		}
	}
	return keys.texts
}

// issues tells whether a call hands out credentials.
func issues(e loader.Event) bool {
	switch e.Action {
	case "AssumeRole", "AssumeRoleWithSAML", "AssumeRoleWithWebIdentity", "GetFederationToken", "GetSessionToken":
		return e.Provider == sts
	case "GetSigninToken":
		return e.Provider == signin
	}
	return false
}
