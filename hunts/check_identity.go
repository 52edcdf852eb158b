package hunts

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"coldtrail/loader"
)

// This file answers what notes ask about who made the calls of a finding.

// identityKind tells what sort of identity called.
var identityKind = Check{
	Rule: "✓ an IAM user; ! a role session whose name is an instance: one instance reaches for another; · any other identity",
	Answer: func(_ context.Context, s Scene) (Answer, error) {
		e := s.Dataset.At(s.Finding.Events[0])
		name := loader.SessionName(e.ARN)
		switch {
		case e.IdentityType == "IAMUser":
			return holds("an IAM user: %s", who(e))
		case e.IdentityType == "AssumedRole" && loader.IsInstance(name):
			return look("a session of %s with the name of instance %s", roleName(roleOf(e)), name)
		case e.IdentityType == "AssumedRole":
			return judge("a session of %s with the name %q: a person's or a program's", roleName(roleOf(e)), name)
		}
		return judge("neither a user nor a role session: %s, type %q", who(e), e.IdentityType)
	},
}

// roleName is the last part of a role's ARN.
func roleName(role string) string { return role[strings.LastIndexByte(role, '/')+1:] }

// policiesUnchanged tells whether what the identity may do, or who may be it,
// was changed in the week before.
var policiesUnchanged = Check{
	Rule: "✓ no policy or trust of its role or user was changed in the 7 days before; ! any was; ? the dump reaches back less than 7 days and holds no change, or the record names no role and no user",
	Answer: func(ctx context.Context, s Scene) (Answer, error) {
		const before = 7 * day
		ids, ok, err := s.changesOfPolicies(ctx, before)
		switch {
		case err != nil:
			return Answer{}, err
		case !ok:
			return unknown("the row names neither a role nor a user, or no time")
		case len(ids) > 0:
			last := s.Dataset.At(ids[len(ids)-1])
			return look("%s in the 7 days before, the last %s before, by %s: %s",
				some(len(ids), "change"), length(s.Finding.First.Sub(last.Time)), who(last), actions(s.Dataset, ids).top(3))
		case s.history() < before:
			return unknown("no change in the %s that the dump reaches back", days(s.history()))
		}
		return holds("no policy or trust of %s was changed in the 7 days before", s.subjects())
	},
}

// changesOfPolicies gives the changes of what the finding's roles and users may
// do in a length of time up to its first event; false where it does not apply.
// Mostly there are none of anybody's, which the index of calls tells.
func (s Scene) changesOfPolicies(ctx context.Context, before time.Duration) ([]loader.ID, bool, error) {
	parts := []part{onPolicies, succeeding, upTo(before)}
	if _, ok := all(parts...)(s.Dataset, s.Finding); !ok {
		return nil, false, nil
	}
	from, to := s.Finding.First.Add(-before), s.Finding.First
	for _, action := range policyChanges {
		if s.Dataset.Calling(iam, action).Within(from, to).Len() > 0 {
			return s.find(ctx, parts...)
		}
	}
	return nil, true, ctx.Err()
}

// succeeding is for events that were granted.
var succeeding = having("event.outcome", loader.Success)

// subjects names the roles, or else the identities, that the finding is about.
func (s Scene) subjects() string {
	names := lastParts(s.Finding.values(loader.Role), ":role/")
	for _, arn := range s.Finding.values(loader.Identity) {
		if loader.RoleOf(arn) == "" {
			names = append(names, loader.ShortARN(arn))
		}
	}
	const most = 2
	if more := len(names) - most; more > 0 {
		return strings.Join(names[:most], ", ") + " and " + some(more, "other")
	}
	return strings.Join(names, ", ")
}

// sendsCommands tells whether sending commands is part of what the identity does.
var sendsCommands = Check{
	Rule: "✓ the identity had a command granted on an earlier day; ! it never had; ? fewer than 7 days of history and none of them",
	Answer: func(_ context.Context, s Scene) (Answer, error) {
		ids := s.Finding.values(loader.Identity)
		if len(ids) == 0 || s.Finding.First.IsZero() {
			return unknown("the record names no identity or no time")
		}
		earlier := s.some(s.key("sent"), func() loader.Selection { return s.calls(ssm, "SendCommand").Where(sends) }).
			Within(time.Time{}, s.midnight().Add(-1))
		switch n := earlier.Len(); {
		case n > 0:
			last := earlier.At(n - 1).Time
			return holds("%s had sent %s on earlier days, the last %s before", loader.ShortARN(ids[0]), some(n, "command"), length(s.Finding.First.Sub(last)))
		case s.history() < 7*day:
			return unknown("%s sent none before, in a dump that reaches back %s", loader.ShortARN(ids[0]), days(s.history()))
		}
		return look("%s never sent a command before, in %s", loader.ShortARN(ids[0]), days(s.history()))
	},
}

// sends tells whether an event is a granted SendCommand.
func sends(e loader.Event) bool { return e.Provider == ssm && e.Action == "SendCommand" && !e.Failed() }

// othersToo tells whether others do the same.
var othersToo = Check{
	Rule: "✓ two or more other identities had a command granted in the 30 days before; ! none or one; ? the record has no time. Calls of services themselves do not count",
	Answer: func(ctx context.Context, s Scene) (Answer, error) {
		if s.Finding.First.IsZero() {
			return unknown("the record has no time")
		}
		sent := s.Dataset.Calling(ssm, "SendCommand").Within(s.Finding.First.Add(-30*day), s.Finding.Last)
		const enough = 3 // more need not be counted
		var others distinct
		for e := range sent.Events(ctx) {
			if sends(e) && e.Address != ssm && !s.callers(e) {
				others.add(identityOf(e)) // in full: two accounts may have the same name
			}
			if len(others.texts) == enough {
				break
			}
		}
		switch n := len(others.texts); n {
		case 0:
			return look("nobody else sent commands in the 30 days before")
		case 1:
			return look("only one other, %s, sent commands in the 30 days before", s.nameBeside(others.texts[0]))
		case enough:
			return holds("%d or more others sent commands in the 30 days before, such as %s and %s", n, s.nameBeside(others.texts[0]), s.nameBeside(others.texts[1]))
		default:
			return holds("%d others sent commands in the 30 days before, such as %s and %s", n, s.nameBeside(others.texts[0]), s.nameBeside(others.texts[1]))
		}
	},
}

// roleUsual tells of an instance that called whether its role does so, and
// whether it stands in other findings.
var roleUsual = Check{
	Rule: "✓ sessions of the role sent commands on an earlier day, and the instance is in no other finding; ! one of the two is not so; ? fewer than 7 days of history; · the caller is no instance",
	Answer: func(ctx context.Context, s Scene) (Answer, error) {
		caller, ok := callerOf(s.Finding)
		if !ok {
			return judge("the caller is no instance")
		}
		roles := s.Finding.values(loader.Role)
		earlier := s.Dataset.Calling(ssm, "SendCommand").Within(time.Time{}, s.midnight().Add(-1)).
			Where(func(e loader.Event) bool { return sends(e) && slices.Contains(roles, roleOf(e)) }).Len()
		others := s.about(caller)
		words := fmt.Sprintf("%s sent %s on earlier days; %s is in %s", s.subjects(), some(earlier, "command"), caller.Value, some(others, "other finding"))
		switch {
		case earlier > 0 && others == 0:
			return holds("%s", words)
		case others == 0 && s.history() < 7*day:
			return unknown("%s; the dump reaches back %s", words, days(s.history()))
		}
		return look("%s", words)
	},
}

// callerOf is the instance whose role session called, where one did.
func callerOf(f Finding) (loader.Entity, bool) {
	for _, arn := range f.values(loader.Identity) {
		if e, ok := loader.EntityOf(loader.SessionName(arn)); ok && e.Kind == loader.Instance {
			return e, true
		}
	}
	return loader.Entity{}, false
}

// about counts the findings that are about an entity and rest on other events
// than this one.
func (s Scene) about(e loader.Entity) int {
	n := 0
	for _, r := range s.Results {
		for _, f := range r.Findings {
			if slices.Contains(f.Entities, e) && slices.ContainsFunc(f.Events, func(id loader.ID) bool { return !s.own(id) }) {
				n++
			}
		}
	}
	return n
}

// same tells whether a finding is the one that is asked about.
func (s Scene) same(f Finding) bool {
	return f.Hunt == s.Finding.Hunt && slices.Equal(f.Events, s.Finding.Events) &&
		slices.EqualFunc(f.Values, s.Finding.Values, func(a, b Value) bool { return a.String() == b.String() })
}

// accountRole says what an account does here; how much that matters is for
// people to say.
var accountRole = Check{
	Rule: "· always: what the identity calls is counted, its rank is for people to say",
	Answer: func(ctx context.Context, s Scene) (Answer, error) {
		return s.memory().answers.get(s.key("what it calls"), func() (Answer, error) {
			var services tally
			for _, arn := range s.Finding.values(loader.Identity) {
				for alike := range s.by(arn, time.Time{}, time.Time{}).Calls(ctx) {
					services.addMany(strings.TrimSuffix(alike.Event.Provider, ".amazonaws.com"), alike.Count)
				}
			}
			if services.total == 0 {
				return judge("the record names no identity")
			}
			return judge("%s: %s in this dump: %s", s.subjects(), some(services.total, "call"), services.top(3))
		})
	},
}

// nameBeside is the short form of an identity, or all of it where another of the
// dump has the same: a sentence names it in one word, which leads to its page.
func (s Scene) nameBeside(identity string) string {
	short := loader.ShortARN(identity)
	if s.Dataset.ShortARN(identity) != short {
		return identity
	}
	return short
}
