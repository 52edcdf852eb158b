package hunts

import (
	"context"
	"strings"

	"coldtrail/loader"
)

// novelty says what is new about a session, beside what was usual: numbers
// for what the row names.
var novelty = Check{
	Rule: "✓ the identity opened sessions in the 30 days before, and at most one of target, network, region, client and document is new; ! more are, or it opened none; ? the dump reaches back less than 14 days, or the record has no time",
	Answer: func(ctx context.Context, s Scene) (Answer, error) {
		first, err := startOf(ctx, s.Dataset, s.Finding.Events[0])
		if err != nil {
			return Answer{}, err
		}
		p := profile{}
		if !first.at.IsZero() {
			if p.starts, err = s.starts(ctx, first.identity); err != nil {
				return Answer{}, err
			}
			p.before(first.at)
		}
		v := p.judge(first, s.Dataset.Report().First)
		switch {
		case v.short:
			return unknown("baseline %d of %d days: too short to call anything new", v.days, activation/day)
		case v.variation == unusualIdentity:
			return look("%s opened no session in the %d days before", loader.ShortARN(first.identity), v.days)
		}
		words := "new: " + orNothing(v.newTraits()) + " · usual: " + p.size()
		if v.variation == unusualSession {
			return look("%s", words)
		}
		return holds("%s", words)
	},
}

// starts gives the sessions that were opened by whoever counts for an identity,
// in time order.
func (s Scene) starts(ctx context.Context, identity string) ([]start, error) {
	return s.memory().starts.get(identity, func() ([]start, error) {
		var starts []start
		opened := s.Dataset.Calling(ssm, "StartSession").Where(func(e loader.Event) bool {
			return !e.Failed() && identityOf(e) == identity
		})
		for _, id := range opened.IDs() {
			one, err := startOf(ctx, s.Dataset, id)
			if err != nil {
				return nil, err
			}
			starts = append(starts, one)
		}
		return starts, nil
	})
}

// newTraits names the traits that are new: "target, network".
func (v verdict) newTraits() string {
	var names []string
	for _, fresh := range v.fresh {
		name, _, _ := strings.Cut(fresh, "=")
		names = append(names, name)
	}
	return strings.Join(names, ", ")
}

func orNothing(text string) string {
	if text == "" {
		return "nothing"
	}
	return text
}

// size says how many values of each trait the period holds: "3 targets, 2
// networks in 17 sessions".
func (p *profile) size() string {
	var words []string
	for i, name := range traitNames {
		n := len(p.seen[i])
		if _, absent := p.seen[i][""]; absent {
			n--
		}
		if n > 0 {
			words = append(words, some(n, name))
		}
	}
	return strings.Join(words, ", ") + " in " + some(p.to-p.from, "session")
}
