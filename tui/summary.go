package tui

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"coldtrail/hunts"
	"coldtrail/loader"
)

// summary is what the events that mention an entity say about it.
type summary struct {
	total       int
	first, last time.Time
	perDay      []int
	life        []tally   // what began, changed or ended it, in time order, repeats folded
	target      []tally   // what was done to it, by action
	actor       []tally   // what it did, by action
	who         []tally   // who acted on it
	from        []tally   // the addresses that was done from
	outcomes    []tally   // how that ended: success, or the error
	runs        []tally   // all of it in time order, repeats folded
	moreRuns    int       // how many of those are left out
	findings    []Subject // the findings that are about it
	objects     []hunts.Object
}

// tally counts the events that share a value.
type tally struct {
	value       string
	ids         []loader.ID
	failed      int
	first, last time.Time
}

// lifeCalls are the calls that begin, change or end what is called so, by kind.
// Addresses and accounts have none.
var lifeCalls = map[loader.Kind][]string{
	loader.Instance: {"RunInstances", "StartInstances", "StopInstances", "RebootInstances", "TerminateInstances"},
	loader.Identity: {
		"CreateUser", "DeleteUser", "CreateLoginProfile", "UpdateLoginProfile", "DeleteLoginProfile", "CreateAccessKey", "DeleteAccessKey",
		"AttachUserPolicy", "DetachUserPolicy", "PutUserPolicy", "DeleteUserPolicy", "AddUserToGroup",
		"AssumeRole", "AssumeRoleWithSAML", "AssumeRoleWithWebIdentity", "GetFederationToken",
	},
	loader.Role: {
		"CreateRole", "DeleteRole", "UpdateRole", "UpdateAssumeRolePolicy", "PutRolePolicy", "DeleteRolePolicy", "AttachRolePolicy", "DetachRolePolicy",
		"AddRoleToInstanceProfile", "RemoveRoleFromInstanceProfile",
	},
	loader.AccessKey: {
		"CreateAccessKey", "UpdateAccessKey", "DeleteAccessKey",
		"AssumeRole", "AssumeRoleWithSAML", "AssumeRoleWithWebIdentity", "GetFederationToken", "GetSessionToken", "GetSigninToken",
	},
	loader.Session: {"StartSession", "ResumeSession", "TerminateSession"},
	loader.Command: {"SendCommand", "CancelCommand"},
}

// livesBy tells whether an event began, changed or ended an entity. What it did
// itself is no such thing, but for an instance that ends itself.
func livesBy(entity loader.Entity, e loader.Event) bool {
	if entity.Kind == loader.Instance && e.Provider != "ec2.amazonaws.com" || entity.Kind != loader.Instance && acted(entity, e) {
		return false
	}
	return slices.Contains(lifeCalls[entity.Kind], e.Action)
}

// summarise reads the events of an entity, for a page with times of a zone. It
// stops early when ctx ends.
func summarise(ctx context.Context, d *loader.Dataset, zone *time.Location, results []hunts.Result, entity loader.Entity) summary {
	ids := d.Events(entity)
	s := summary{total: len(ids), perDay: days(ctx, d, zone, ids)}
	var target, actor, who, from, outcomes tallies
	var before loader.Event
	for i, id := range ids {
		if i%checkEvery == 0 && ctx.Err() != nil {
			return s
		}
		ev := d.At(id)
		s.first, s.last = widen(s.first, s.last, ev.Time)
		if livesBy(entity, ev) {
			s.lived(d, ev)
		}
		if acted(entity, ev) {
			actor.add(ev.Action, ev)
		} else {
			target.add(ev.Action, ev)
		}
		who.add(cmp.Or(ev.ARN, ev.InvokedBy, ev.PrincipalID), ev)
		from.add(ev.Address, ev)
		outcomes.add(cmp.Or(ev.ErrorCode, ev.Outcome), ev)
		s.run(before, ev, i > 0)
		before = ev
	}
	s.outcomes = outcomes.sorted()
	s.target, s.actor, s.who, s.from = target.sorted(), actor.sorted(), who.sorted(), from.sorted()
	var err error
	if s.objects, err = (hunts.Scene{Dataset: d, Zone: zone}).LineageOf(ctx, entity); err != nil {
		s.objects = failedLineage(err)
	}
	for _, r := range results {
		for _, f := range r.Findings {
			if slices.Contains(f.Entities, entity) {
				s.findings = append(s.findings, Subject{r, f})
			}
		}
	}
	return s
}

// lived takes an event into the life: into its last row where it only repeats the
// event there, as when EC2 takes on an instance's role every few hours.
func (s *summary) lived(d *loader.Dataset, e loader.Event) {
	n := len(s.life)
	if n == 0 || !repeats(d.At(s.life[n-1].ids[0]), e) {
		s.life = append(s.life, tally{value: e.ARN})
		n++
	}
	s.life[n-1].take(e)
}

// mostRuns is how many rows of a timeline a page has; whoever wants more opens
// the events.
const mostRuns = 300

// run takes an event into the timeline: into its last row where it only repeats
// the event before.
func (s *summary) run(before, e loader.Event, follows bool) {
	switch n := len(s.runs); {
	case follows && repeats(before, e) && s.moreRuns == 0:
		s.runs[n-1].take(e)
	case follows && repeats(before, e):
	case n == mostRuns:
		s.moreRuns++
	default:
		s.runs = append(s.runs, tally{value: cmp.Or(e.ARN, e.InvokedBy, e.PrincipalID)})
		s.runs[n].take(e)
	}
}

// acted tells whether the entity is the one that made the call.
func acted(entity loader.Entity, e loader.Event) bool {
	switch entity.Kind {
	case loader.Instance:
		return loader.SessionName(e.ARN) == entity.Value || strings.HasSuffix(e.PrincipalID, ":"+entity.Value)
	case loader.Identity:
		return e.ARN == entity.Value
	case loader.Role:
		return loader.RoleOf(e.ARN) == entity.Value
	case loader.AccessKey:
		return e.AccessKey == entity.Value
	case loader.Address:
		return e.Address == entity.Value
	case loader.Account:
		return e.Account == entity.Value
	}
	return false
}

// widen takes a time into the span from first to last; zero times are none.
func widen(first, last, t time.Time) (time.Time, time.Time) {
	if t.IsZero() {
		return first, last
	}
	if first.IsZero() || t.Before(first) {
		first = t
	}
	if t.After(last) {
		last = t
	}
	return first, last
}

// tallies counts by value.
type tallies struct {
	list []tally
	at   map[string]int
}

func (t *tallies) add(value string, e loader.Event) {
	if value == "" {
		value = "none named"
	}
	if t.at == nil {
		t.at = map[string]int{}
	}
	i, known := t.at[value]
	if !known {
		i = len(t.list)
		t.at[value] = i
		t.list = append(t.list, tally{value: value})
	}
	t.list[i].take(e)
}

// take counts one more event.
func (l *tally) take(e loader.Event) {
	l.ids = append(l.ids, e.ID)
	if e.Failed() {
		l.failed++
	}
	l.first, l.last = widen(l.first, l.last, e.Time)
}

// sorted gives the tallies, the most events first, then the earlier.
func (t *tallies) sorted() []tally {
	slices.SortStableFunc(t.list, func(a, b tally) int { return cmp.Compare(len(b.ids), len(a.ids)) })
	return t.list
}
