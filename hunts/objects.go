package hunts

import (
	"context"
	"fmt"
	"strings"
	"time"

	"coldtrail/loader"
)

// This file makes the objects, each of one kind.

// chain says who stands behind the caller of an event.
func (s Scene) chain(ctx context.Context, e loader.Event) (Object, error) {
	c, err := s.chainOf(ctx, e)
	o := Object{Kind: "chain", Name: who(e)}
	o.say("behind it", time.Time{}, "%s", c)
	for i, l := range c.links[:len(c.links)-1] {
		o.say("link", l.by.Time, "%s → %s: %s", l.who, c.links[i+1].who, l.how)
	}
	if c.broken != "" {
		o.say("broken", time.Time{}, "%s", c.broken)
	}
	return o, err
}

// session says what became of a Systems Manager session.
func (s Scene) session(ctx context.Context, id string) (Object, error) {
	o := Object{Kind: "session", Name: id}
	var began loader.Event
	for e := range s.mentioned(loader.Session, id, time.Time{}, time.Time{}).Events(ctx) {
		if e.Provider != ssm || e.Failed() {
			continue
		}
		switch e.Action {
		case "StartSession":
			began = e
			r, err := open(ctx, s.Dataset, e.ID)
			if err != nil {
				return o, err
			}
			target := scalar(r.request().Get("target"))
			o.say("started", e.Time, "by %s%s", who(e), joined(", to %s", target))
			refused, err := s.refusedBefore(ctx, e, target)
			if err != nil {
				return o, err
			}
			if refused > 0 {
				o.say("before", time.Time{}, "%s of the same identity to the instance, or without one, in the 24 hours before", some(refused, "refused start"))
			}
		case "ResumeSession":
			o.say("resumed", e.Time, "by %s", who(e))
		case "TerminateSession":
			length := "an unknown time"
			if !began.Time.IsZero() {
				length = lengthOf(began.Time, e.Time)
			}
			o.say("ended", e.Time, "by %s, after %s", who(e), length)
		}
	}
	if !began.Time.IsZero() && o.Facts[len(o.Facts)-1].Label != "ended" {
		o.say("ended", time.Time{}, "not in this dump")
	}
	return o, nil
}

func lengthOf(from, to time.Time) string { return length(to.Sub(from)) }

// refusedBefore counts the refused starts that came before a granted one.
func (s Scene) refusedBefore(ctx context.Context, e loader.Event, target string) (int, error) {
	n := 0
	refused := s.some("refused starts by "+e.ARN, func() loader.Selection {
		return s.Dataset.Calling(ssm, "StartSession").Where(func(try loader.Event) bool { return try.ARN == e.ARN && try.Failed() })
	}).Within(e.Time.Add(-day), e.Time)
	for _, id := range refused.IDs() {
		r, err := open(ctx, s.Dataset, id)
		if err != nil {
			return 0, err
		}
		if aimed := scalar(r.request().Get("target")); aimed == "" || aimed == target {
			n++
		}
	}
	return n, nil
}

// command says what became of a command.
func (s Scene) command(ctx context.Context, id string) (Object, error) {
	o := Object{Kind: "command", Name: id}
	var asked distinct
	for e := range s.mentioned(loader.Command, id, time.Time{}, time.Time{}).Events(ctx) {
		switch {
		case invokes(e) && !e.Failed():
			asked.add(who(e))
		case sends(e):
			r, err := open(ctx, s.Dataset, e.ID)
			if err != nil {
				return o, err
			}
			c, err := commandOf(ctx, s.Dataset, r)
			if err != nil {
				return o, err
			}
			o.say("sent", e.Time, "by %s%s", who(e), joined(", document %s", c.document))
			if len(c.named) > 0 {
				o.say("aimed at", time.Time{}, "%s", strings.Join(c.named, ", "))
			} else if c.selector != "" {
				o.say("aimed at", time.Time{}, "%s", c.selector)
			}
		}
	}
	if len(o.Facts) == 0 {
		return o, nil
	}
	ids, err := reached(ctx, s.Dataset, id)
	if err != nil {
		return o, err
	}
	if len(ids) > 0 {
		o.say("reached", time.Time{}, "at least %s: results were asked for", strings.Join(ids, ", "))
	}
	if len(asked.texts) == 0 {
		o.say("outcome", time.Time{}, "granted; nobody asked for a result")
	} else {
		o.say("outcome", time.Time{}, "granted; results asked for by %s", strings.Join(asked.texts, ", "))
	}
	return o, nil
}

// instance says how an instance lived.
func (s Scene) instance(ctx context.Context, id string) (Object, error) {
	o := Object{Kind: "instance", Name: id}
	l, err := s.life(ctx, id)
	if err != nil || l.seen == 0 {
		return o, err
	}
	if l.launched {
		o.say("launched", l.launch.Time, "by %s%s", who(l.launch), joined(", image %s", l.image)+joined(", %s", l.size)+joined(", profile %s", roleName(l.profile)))
	} else {
		o.say("launched", time.Time{}, "not in this dump")
	}
	if l.role != "" {
		o.say("role", time.Time{}, "%s", roleName(l.role))
	}
	if l.host != "" || l.platform != "" {
		o.say("host", time.Time{}, "%s", strings.TrimSpace(l.host+" "+l.platform))
	}
	if len(l.addresses.texts) > 0 {
		o.say("addresses", time.Time{}, "%s", strings.Join(l.addresses.texts, ", "))
	}
	for _, e := range l.moves {
		o.say(strings.ToLower(strings.TrimSuffix(e.Action, "Instances")), e.Time, "by %s", who(e))
	}
	return o, nil
}

// joined puts a text into words, or leaves them out where there is none.
func joined(format, text string) string {
	if text == "" {
		return ""
	}
	return fmt.Sprintf(format, text)
}
