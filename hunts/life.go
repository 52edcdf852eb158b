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
	id        string
	launch    loader.Event // the granted RunInstances that answered with it; a zero Time where the dump holds none
	launched  bool
	image     string
	size      string // instance type
	profile   string // ARN of the instance profile
	role      string // ARN of the role that it calls with
	host      string // computer name, as its agent reported last
	platform  string
	addresses distinct // of the launch and of the agent's reports
	reports   int      // of the agent
	given     int      // times that EC2 took on the instance's role for it
	moves     []loader.Event
	seen      int // events that mention it
}

// lifeCalls are the calls of EC2 that begin or end an instance's time, but
// for its launch.
var lifeCalls = []string{"StartInstances", "StopInstances", "RebootInstances", "TerminateInstances"}

// lifeOf gathers what the dump tells of an instance. It opens its launch and
// the last of its agent's reports.
func lifeOf(ctx context.Context, d *loader.Dataset, instance string) (life, error) {
	l := life{id: instance}
	self := d.Mentioning(loader.Entity{Kind: loader.Instance, Value: instance})
	l.seen = self.Len()
	if own := self.Where(func(e loader.Event) bool { return loader.SessionName(e.ARN) == instance }); own.Len() > 0 {
		l.role = roleOf(own.At(own.Len() - 1))
	}
	granted := func(is func(loader.Event) bool) loader.Selection {
		return self.Where(func(e loader.Event) bool { return !e.Failed() && is(e) })
	}
	moves := granted(func(e loader.Event) bool { return e.Provider == ec2 && slices.Contains(lifeCalls, e.Action) })
	l.moves = slices.Collect(moves.Events(ctx))
	l.given = granted(func(e loader.Event) bool { return e.Provider == sts && e.Action == "AssumeRole" && e.InvokedBy == ec2 }).Len()
	reports := granted(func(e loader.Event) bool { return reportsItself(e, instance) })
	launches := granted(func(e loader.Event) bool { return e.Provider == ec2 && e.Action == "RunInstances" })
	for e := range launches.Events(ctx) {
		l.from(reports.Within(time.Time{}, e.Time)) // addresses are in the order of time
		if err := l.launchedBy(ctx, d, e); err != nil {
			return l, err
		}
		if l.launched {
			break
		}
	}
	if err := l.reported(ctx, d, reports); err != nil {
		return l, err
	}
	return l, ctx.Err()
}

// reported takes what the instance's agent reported: every address, and the
// host as it was named last.
func (l *life) reported(ctx context.Context, d *loader.Dataset, reports loader.Selection) error {
	if l.reports = reports.Len(); l.reports == 0 {
		return nil
	}
	l.from(reports)
	r, err := open(ctx, d, reports.ID(l.reports-1))
	if err != nil {
		return err
	}
	l.host, l.platform = scalar(r.request().Get("computerName")), scalar(r.request().Get("platformName"))
	if l.platform == "" {
		l.platform = scalar(r.request().Get("platformType"))
	}
	return nil
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
		(loader.SessionName(e.ARN) == instance || strings.HasSuffix(e.PrincipalID, ":"+instance))
}

// launchedBy takes a RunInstances for the launch if it answered with the instance:
// an instance that launches another is mentioned too.
func (l *life) launchedBy(ctx context.Context, d *loader.Dataset, e loader.Event) error {
	r, err := open(ctx, d, e.ID)
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
