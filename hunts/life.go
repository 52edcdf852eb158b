package hunts

import (
	"context"
	"slices"
	"strings"
	"time"

	"coldtrail/loader"

	"github.com/tidwall/gjson"
)

// life is what the dump tells of an instance.
type life struct {
	sighting
	id        string
	launch    loader.Event // the granted RunInstances that answered with it; a zero Time where the dump holds none
	launched  bool
	image     string
	size      string // instance type
	profile   string // ARN of the instance profile
	host      string // computer name, as its agent reported last
	platform  string
	addresses distinct // of the launch and of the agent's reports
}

// lifeCalls are the calls of EC2 that begin or end an instance's time, but
// for its launch.
var lifeCalls = []string{"StartInstances", "StopInstances", "RebootInstances", "TerminateInstances"}

// sighting is what the columns tell of an instance.
type sighting struct {
	seen     int    // events that mention it
	role     string // ARN of the role that it calls with
	given    int    // times that EC2 took on the instance's role for it
	moves    []loader.Event
	launches loader.Selection // granted; it may be mentioned for launching another
	reports  loader.Selection // of its agent
}

// sightingOf gathers what the columns tell of an instance.
func sightingOf(ctx context.Context, d *loader.Dataset, instance string) (sighting, error) {
	self := d.Mentioning(loader.Entity{Kind: loader.Instance, Value: instance})
	s := sighting{seen: self.Len()}
	lastOwn, moved, launched, reported := -1, false, false, false
	for alike := range self.Alike(ctx) {
		e := alike.Event
		if loader.SessionName(e.ARN) == instance && alike.Last > lastOwn {
			lastOwn, s.role = alike.Last, roleOf(e)
		}
		switch {
		case e.Failed():
		case moves(e):
			moved = true
		case launches(e):
			launched = true
		case e.Provider == sts && e.Action == "AssumeRole" && e.InvokedBy == ec2:
			s.given += alike.Count
		case reportsItself(e, instance):
			reported = true
		}
	}
	if moved {
		s.moves = slices.Collect(self.Where(moves).Events(ctx))
	}
	if launched {
		s.launches = self.Where(launches)
	}
	if reported {
		s.reports = self.Where(func(e loader.Event) bool { return reportsItself(e, instance) })
	}
	return s, ctx.Err()
}

// moves tells whether a granted call began or ended an instance's time, but
// for its launch.
func moves(e loader.Event) bool {
	return e.Provider == ec2 && slices.Contains(lifeCalls, e.Action) && !e.Failed()
}

// launches tells whether an event is a granted RunInstances.
func launches(e loader.Event) bool {
	return e.Provider == ec2 && e.Action == "RunInstances" && !e.Failed()
}

// life is what the dump tells of an instance. It opens its launch.
func (s Scene) life(ctx context.Context, instance string) (life, error) {
	return s.memory().lives.get(instance, func() (life, error) {
		seen, err := s.sighting(ctx, instance)
		if err != nil {
			return life{}, err
		}
		l := life{sighting: seen, id: instance}
		for e := range seen.launches.Events(ctx) {
			l.from(seen.reports.Within(time.Time{}, e.Time)) // addresses are in the order of time
			if err := l.launchedBy(ctx, s, e); err != nil {
				return l, err
			}
			if l.launched {
				break
			}
		}
		l.reported()
		return l, ctx.Err()
	})
}

// sighting is what the columns tell of an instance.
func (s Scene) sighting(ctx context.Context, instance string) (sighting, error) {
	return s.memory().sightings.get(instance, func() (sighting, error) { return sightingOf(ctx, s.Dataset, instance) })
}

// reported takes what the instance's agent reported: every address, and the
// host as it was named last.
func (l *life) reported() {
	n := l.reports.Len()
	if n == 0 {
		return
	}
	l.from(l.reports)
	last := l.reports.At(n - 1)
	l.host, l.platform = last.Host, last.Platform
}

// from takes the addresses of some of the agent's reports.
func (l *life) from(reports loader.Selection) {
	for _, m := range reports.Mentioned(loader.Address) {
		l.addresses.add(m.Value)
	}
}

// reportsItself tells whether an event is the report of an instance's agent.
func reportsItself(e loader.Event, instance string) bool {
	return e.Provider == ssm && e.Action == "UpdateInstanceInformation" &&
		!e.Failed() && (loader.SessionName(e.ARN) == instance || strings.HasSuffix(e.PrincipalID, ":"+instance))
}

// launchedBy takes a RunInstances for the launch if it answered with the instance:
// an instance that launches another is mentioned too.
func (l *life) launchedBy(ctx context.Context, s Scene, e loader.Event) error {
	r, err := open(ctx, s.Dataset, e.ID)
	if err != nil {
		return err
	}
	r.response().Get("instancesSet.items").ForEach(func(_, item gjson.Result) bool {
		if scalar(item.Get("instanceId")) != l.id {
			return true
		}
		l.launch, l.launched = e, true
		l.image, l.size, l.profile = scalar(item.Get("imageId")), scalar(item.Get("instanceType")), scalar(item.Get("iamInstanceProfile.arn"))
		l.addresses.add(scalar(item.Get("privateIpAddress")), scalar(item.Get("ipAddress")))
		return false
	})
	return nil
}

// name is the instance with the first part of its host's name, as far as that
// is known.
func (l life) name() string {
	host, _, _ := strings.Cut(l.host, ".")
	if host == "" {
		return l.id
	}
	return l.id + " (" + host + ")"
}
