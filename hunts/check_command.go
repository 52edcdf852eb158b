package hunts

import (
	"context"
	"slices"
	"time"

	"coldtrail/loader"
)

// This file answers what notes ask about the commands of a finding.

// rareBeyond tells what a count of one means: whether scripts for the target
// are rare in the whole dump, too.
var rareBeyond = Check{
	Rule: "✓ other scripts were granted for the same target in the dump, outside the window; ! this is the only one, or none was ever granted; ? the dump reaches back less than 7 days and holds no other",
	Answer: func(ctx context.Context, s Scene) (Answer, error) {
		target := s.Finding.Values[0].String()
		others, granted := 0, 0
		for _, id := range sentTo(s.Dataset, target) {
			r, err := open(ctx, s.Dataset, id)
			if err != nil {
				return Answer{}, err
			}
			c, err := commandOf(ctx, s.Dataset, r)
			if err != nil {
				return Answer{}, err
			}
			if !runsScript(c.document) || !c.aimsAt(target) {
				continue
			}
			if granted++; !s.own(id) {
				others++
			}
		}
		switch {
		case others > 0:
			return holds("%s more for %s in the whole dump", some(others, "script"), target)
		case s.Dataset.At(s.Finding.Events[0]).Failed():
			return look("refused, and no script for %s was granted in this dump", target)
		case s.history() < 7*day:
			return unknown("the only one in a dump that reaches back %s", days(s.history()))
		}
		return look("the only script for %s in the whole dump", target)
	},
}

// sentTo gives the granted commands that may aim at a target of the complete
// reading: those that mention the instance, and those whose result on it was
// asked for.
func sentTo(d *loader.Dataset, target string) []loader.ID {
	sent := d.Calling(ssm, "SendCommand")
	about := d.Mentioning(loader.Entity{Kind: loader.Instance, Value: target})
	if about.Len() == 0 {
		return sent.Where(sends).IDs()
	}
	ids := sent.And(about).Where(sends).IDs()
	for _, command := range about.Where(invokes).Mentioned(loader.Command) {
		ids = append(ids, sent.And(d.Mentioning(command)).Where(sends).IDs()...)
	}
	d.InOrder(ids)
	return slices.Compact(ids)
}

// resultsAsked tells whether somebody asked what a command did.
var resultsAsked = Check{
	Rule: "✓ a result of the command was asked for, and given; ! nobody asked; ? the call was refused, or the record does not tell the command's id",
	Answer: func(ctx context.Context, s Scene) (Answer, error) {
		commands := s.Finding.values(loader.Command)
		if len(commands) == 0 {
			return unknown("refused, or without a command id: there is no result to ask for")
		}
		asked, results := 0, distinct{}
		var last loader.Event
		for _, command := range commands {
			n := 0
			for e := range s.mentioned(loader.Command, command, time.Time{}, time.Time{}).Events(ctx) {
				if invokes(e) && !e.Failed() {
					n, last = n+1, e
					results.add(who(e))
				}
			}
			if n > 0 {
				asked++
			}
		}
		if asked == 0 {
			return look("nobody asked for the result of %s: only the host can tell", some(len(commands), "command"))
		}
		return holds("results of %d of %s were asked for, last %s by %s; their text is on the host only",
			asked, some(len(commands), "command"), s.at(last.Time), who(last))
	},
}

// invokes tells whether a call asks for what a command did.
func invokes(e loader.Event) bool {
	return e.Provider == ssm && (e.Action == "GetCommandInvocation" || e.Action == "ListCommandInvocations")
}
