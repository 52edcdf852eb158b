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
	life        []loader.ID // launch, start, stop, terminate
	target      []tally     // what was done to it, by action
	actor       []tally     // what it did, by action
	who         []tally     // who acted on it
	from        []tally     // the addresses that was done from
	findings    []Subject   // the findings that are about it
	objects     []hunts.Object
}

// tally counts the events that share a value.
type tally struct {
	value       string
	ids         []loader.ID
	failed      int
	first, last time.Time
}

// lifeCalls are the calls of EC2 that begin or end an instance's time.
var lifeCalls = map[string]bool{
	"RunInstances": true, "StartInstances": true, "StopInstances": true, "RebootInstances": true, "TerminateInstances": true,
}

// summarise reads the events of an entity, for a page with times of a zone. It
// stops early when ctx ends.
func summarise(ctx context.Context, d *loader.Dataset, zone *time.Location, results []hunts.Result, entity loader.Entity) summary {
	ids := d.Events(entity)
	s := summary{total: len(ids), perDay: days(ctx, d, zone, ids)}
	var target, actor, who, from tallies
	for i, id := range ids {
		if i%checkEvery == 0 && ctx.Err() != nil {
			return s
		}
		ev := d.At(id)
		s.first, s.last = widen(s.first, s.last, ev.Time)
		if entity.Kind == loader.Instance && ev.Provider == "ec2.amazonaws.com" && lifeCalls[ev.Action] {
			s.life = append(s.life, id)
		}
		if acted(entity, ev) {
			actor.add(ev.Action, ev)
		} else {
			target.add(ev.Action, ev)
		}
		who.add(cmp.Or(ev.ARN, ev.InvokedBy, ev.PrincipalID), ev)
		from.add(ev.Address, ev)
	}
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
	l := &t.list[i]
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
