package hunts

import (
	"context"
	"slices"
	"strings"
	"time"

	"coldtrail/loader"
)

// This file answers what notes ask about where the calls of a finding came from.

// usualAddress tells whether the identity came from the address before.
var usualAddress = Check{
	Rule: "✓ the same identity called from the address on an earlier day; ! it came with this finding; ? fewer than 7 days of history and not seen before",
	Answer: func(ctx context.Context, s Scene) (Answer, error) {
		addresses := s.addresses()
		if len(addresses) == 0 || len(s.Finding.values(loader.Identity)) == 0 || s.Finding.First.IsZero() {
			return unknown("the record names no address, no identity or no time")
		}
		for _, address := range addresses {
			first, n := s.seenFrom(address)
			switch {
			case n > 0 && address == addresses[len(addresses)-1]: // and so were all before it
				calls := some(n, "call")
				if n == enoughCalls {
					calls += " or more"
				}
				return holds("%s on earlier days from %s, first %s before", calls, address, length(s.Finding.First.Sub(first)))
			case n > 0:
			case s.history() < 7*day:
				return unknown("not from %s before, in a dump that reaches back %s", address, days(s.history()))
			default:
				return look("never from %s before, in %s; usually from %s", address, days(s.history()), s.usualAddresses(ctx))
			}
		}
		return Answer{}, nil // the last address was answered
	},
}

// enoughCalls say what is usual: no more are counted.
const enoughCalls = 1000

// addresses are those of the finding's events, each once.
func (s Scene) addresses() []string {
	var all distinct
	for _, id := range s.Finding.Events {
		all.add(s.Dataset.At(id).Address)
	}
	return all.texts
}

// seenFrom counts the calls of the finding's identities from an address on
// earlier days, up to enough of them, and gives the time of the first.
func (s Scene) seenFrom(address string) (first time.Time, n int) {
	for _, arn := range s.Finding.values(loader.Identity) {
		calls := s.byFrom(arn, address).Within(time.Time{}, s.midnight().Add(-1))
		if calls.Len() == 0 {
			continue
		}
		if t := calls.At(0).Time; first.IsZero() || t.Before(first) {
			first = t
		}
		n += calls.Len()
	}
	return first, min(n, enoughCalls)
}

// byFrom selects what an identity called from an address.
func (s Scene) byFrom(arn, address string) loader.Selection {
	return s.some("by "+arn+" from "+address, func() loader.Selection {
		calls := s.Dataset.Mentioning(loader.Entity{Kind: loader.Identity, Value: arn})
		if from := s.Dataset.Mentioning(loader.Entity{Kind: loader.Address, Value: address}); from.Len() > 0 { // not where it is a service's name
			calls = calls.And(from)
		}
		return calls.From(address).Where(func(e loader.Event) bool { return e.ARN == arn })
	})
}

// usualAddresses names where the identity came from on earlier days.
func (s Scene) usualAddresses(ctx context.Context) string {
	var t tally
	for _, arn := range s.Finding.values(loader.Identity) {
		for e := range s.mentioned(loader.Identity, arn, time.Time{}, s.midnight().Add(-1)).Events(ctx) {
			if t.total == enoughCalls {
				break
			}
			if e.ARN == arn {
				t.add(e.Address)
			}
		}
	}
	if t.total == 0 {
		return "nowhere: it did not call on earlier days"
	}
	var names []string
	for address := range t.counts {
		names = append(names, address)
	}
	slices.SortFunc(names, func(a, b string) int {
		if t.counts[a] != t.counts[b] {
			return t.counts[b] - t.counts[a]
		}
		return strings.Compare(a, b)
	})
	const most = 3
	if more := len(names) - most; more > 0 {
		return strings.Join(names[:most], ", ") + " and " + some(more, "other")
	}
	return strings.Join(names, ", ")
}

// asInstance tells whether the instance's own calls come from the address.
var asInstance = Check{
	Rule: "✓ the instance's own calls came from the address; ! from others only; ? no own calls seen. Own calls are its agent's, or, where it has none, those of more than a day before, because whoever took the credentials tries them first",
	Answer: func(ctx context.Context, s Scene) (Answer, error) {
		caller, ok := callerOf(s.Finding)
		if !ok {
			return unknown("the session's name is no instance")
		}
		own, err := s.ownAddresses(ctx, caller)
		if err != nil {
			return Answer{}, err
		}
		if len(own) == 0 {
			return unknown("no call of %s's own in this dump", caller.Value)
		}
		for _, address := range s.addresses() {
			if !slices.Contains(own, address) {
				words := address
				if r, ok := s.published(address); ok {
					words += " (" + r + ")"
				}
				return look("from %s, while the instance calls from %s", words, strings.Join(own[:min(len(own), 3)], ", "))
			}
		}
		return holds("from %s, where the instance's own calls come from", strings.Join(s.addresses(), ", "))
	},
}

// ownAddresses are those that an instance calls from by itself.
func (s Scene) ownAddresses(ctx context.Context, instance loader.Entity) ([]string, error) {
	l, err := s.life(ctx, instance.Value)
	if err != nil || l.reports.Len() > 0 {
		return l.addresses.texts, err
	}
	var own distinct // l is shared
	own.add(l.addresses.texts...)
	calls := s.mentioned(loader.Instance, instance.Value, time.Time{}, s.Finding.First.Add(-day)).
		Where(func(e loader.Event) bool { return loader.SessionName(e.ARN) == instance.Value })
	for e := range calls.Events(ctx) {
		own.add(e.Address)
	}
	return own.texts, nil
}
