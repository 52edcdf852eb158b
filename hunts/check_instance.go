package hunts

import (
	"context"
	"strings"
	"time"

	"coldtrail/loader"
)

// This file answers what notes ask about the instances of a finding.

// instanceKnown tells whether an instance has a life in the dump beside the finding.
var instanceKnown = Check{
	Rule: "✓ other events mention the instance, too; ! nothing else does; ? the row names no instance",
	Answer: func(ctx context.Context, s Scene) (Answer, error) {
		targets := s.Finding.targets()
		if len(targets) == 0 {
			return unknown("the row names no instance")
		}
		l, err := s.life(ctx, targets[0])
		if err != nil {
			return Answer{}, err
		}
		var others tally
		for alike := range s.mentioned(loader.Instance, l.id, time.Time{}, time.Time{}).Without(s.Finding.Events).Calls(ctx) {
			others.addMany(alike.Event.Action, alike.Count)
		}
		if others.total == 0 {
			return look("%s: nothing else in this dump mentions it", l.name())
		}
		return holds("%s: %s beside these mention it, most of all %s", l.name(), some(others.total, "event"), others.top(3))
	},
}

// recentLaunch tells how long before the finding its instance was launched.
// The source worries about instances that were not just launched.
var recentLaunch = Check{
	Rule: "✓ launched at most 7 days before the session; ! launched longer ago, or no launch in a dump that reaches back 7 days; ? the dump reaches back less",
	Answer: func(ctx context.Context, s Scene) (Answer, error) {
		targets := s.Finding.targets()
		if len(targets) == 0 || s.Finding.First.IsZero() {
			return unknown("the row names no instance or no time")
		}
		l, err := s.life(ctx, targets[0])
		if err != nil {
			return Answer{}, err
		}
		return s.launchAnswer(l)
	},
}

func (s Scene) launchAnswer(l life) (Answer, error) {
	const recent = 7 * day
	before := s.Finding.First.Sub(l.launch.Time)
	switch {
	case l.launched && !l.launch.Time.IsZero() && before < 0:
		return look("launched only %s after the first session, %s", length(before), s.launcher(l))
	case l.launched && !l.launch.Time.IsZero() && before <= recent:
		return holds("launched %s before the first session, %s", length(before), s.launcher(l))
	case l.launched && !l.launch.Time.IsZero():
		return look("launched %s before the first session, %s", length(before), s.launcher(l))
	case s.history() >= recent:
		return look("no launch of %s in this dump, which reaches back %s", l.name(), days(s.history()))
	}
	return unknown("no launch of %s in this dump, which reaches back only %s", l.name(), days(s.history()))
}

// launcher says by whom an instance was launched.
func (s Scene) launcher(l life) string {
	for _, arn := range s.Finding.values(loader.Identity) {
		if arn == l.launch.ARN {
			return "by the same identity"
		}
	}
	return "by " + who(l.launch)
}

// isInstance tells whether the actor of a finding is an instance that the dump knows.
var isInstance = Check{
	Rule: "✓ the session's name is no instance's; ! an instance that this dump knows: its launch, its agent's reports, or EC2 taking on its role for it; ? it has the shape of one, and none of these is in the dump",
	Answer: func(ctx context.Context, s Scene) (Answer, error) {
		ids := s.Finding.values(loader.Instance)
		if len(ids) == 0 {
			return holds("the session's name is not the id of an instance")
		}
		l, err := s.life(ctx, ids[0])
		if err != nil {
			return Answer{}, err
		}
		if !l.launched && l.reports.Len() == 0 && l.given == 0 {
			return unknown("%s has the shape of an instance's id; no launch, no agent and no role given to it in this dump", l.id)
		}
		return look("an instance: %s", s.lifeWords(l))
	},
}

// lifeWords says in a few words what is known of an instance.
func (s Scene) lifeWords(l life) string {
	var words []string
	if l.launched {
		words = append(words, "launched "+s.at(l.launch.Time)+" by "+who(l.launch))
	} else {
		words = append(words, "no launch in this dump")
	}
	if l.role != "" {
		words = append(words, "role "+roleName(l.role))
	}
	if l.image != "" {
		words = append(words, "image "+l.image)
	}
	if l.host != "" {
		words = append(words, "host "+l.host)
	}
	return strings.Join(words, ", ")
}
