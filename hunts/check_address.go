package hunts

import (
	"context"
	"net/netip"
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
			first, n := s.seenFrom(ctx, address)
			switch {
			case n > 0 && address == addresses[len(addresses)-1]: // and so were all before it
				return holds("%s on earlier days from %s, first %s before", some(n, "call"), address, length(s.Finding.First.Sub(first)))
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

// addresses are those of the finding's events, each once.
func (s Scene) addresses() []string {
	var all distinct
	for _, id := range s.Finding.Events {
		all.add(s.Dataset.At(id).Address)
	}
	return all.texts
}

// seenFrom counts the calls of the finding's identities from an address on
// earlier days, and gives the first. It walks the shorter of the two indexes.
func (s Scene) seenFrom(ctx context.Context, address string) (first time.Time, n int) {
	before := s.midnight().Add(-1)
	count := func(e loader.Event) {
		if n++; n == 1 {
			first = e.Time
		}
	}
	identities := s.Finding.values(loader.Identity)
	place := loader.Entity{Kind: loader.Address, Value: address}
	at := s.Dataset.Count(place)
	for _, arn := range identities {
		if at > 0 && at < s.Dataset.Count(loader.Entity{Kind: loader.Identity, Value: arn}) {
			for e := range s.mentioned(ctx, place, time.Time{}, before) {
				if e.Address == address && slices.Contains(identities, e.ARN) {
					count(e)
				}
			}
			return first, n
		}
	}
	for e := range s.by(ctx, time.Time{}, before) {
		if e.Address == address {
			count(e)
		}
	}
	return first, n
}

// usualAddresses names where the identity came from on earlier days.
func (s Scene) usualAddresses(ctx context.Context) string {
	const enough = 1000 // calls say what is usual
	var t tally
	for e := range s.by(ctx, time.Time{}, s.midnight().Add(-1)) {
		if t.add(e.Address); t.total == enough {
			break
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

// country tells where in the world the address is, and whether the identity
// called from there before.
var country = Check{
	Rule: "✓ the identity called from the same country on an earlier day; ! it did not; ? no --mmdb was given, or it does not know the address",
	Answer: func(ctx context.Context, s Scene) (Answer, error) {
		if !s.Origin.Places() {
			return unknown("the log does not tell: --mmdb FILE with a MaxMind country or ASN database answers it")
		}
		for _, address := range s.addresses() {
			ip, err := netip.ParseAddr(address)
			if err != nil {
				continue
			}
			place := s.Origin.Place(ip)
			if place.Empty() {
				continue
			}
			if place.Country == "" {
				return unknown("%s is of %s; no database here knows its country", address, place)
			}
			if s.calledFrom(ctx, place.Country) {
				return holds("%s is in %s, as on earlier days", address, place)
			}
			return look("%s is in %s, from where it did not call on earlier days", address, place)
		}
		return unknown("the databases do not know %s", strings.Join(s.addresses(), ", "))
	},
}

// calledFrom tells whether the finding's identities called from a country on
// an earlier day.
func (s Scene) calledFrom(ctx context.Context, country string) bool {
	asked := map[string]bool{}
	for e := range s.by(ctx, time.Time{}, s.midnight().Add(-1)) {
		if asked[e.Address] {
			continue
		}
		asked[e.Address] = true
		if ip, err := netip.ParseAddr(e.Address); err == nil && s.Origin.Place(ip).Country == country {
			return true
		}
	}
	return false
}

// ofInstance tells whether the address is that of an instance of one's own.
var ofInstance = Check{
	Rule: "✓ a launch or an agent's report of this dump names the address, or --ip-ranges tells that it is not AWS's; ! it is inside AWS's ranges and no instance of this dump has it; ? no instance has it, and no --ip-ranges was given",
	Answer: func(ctx context.Context, s Scene) (Answer, error) {
		if len(s.addresses()) == 0 {
			return unknown("the record names no address")
		}
		ids, ok, err := s.find(ctx, reportingAddress, succeeding)
		if err != nil {
			return Answer{}, err
		}
		if ok && len(ids) > 0 {
			e := s.Dataset.At(ids[len(ids)-1])
			return holds("an instance of this dump: %s name %s, last %s by %s", some(len(ids), "event"), s.addresses()[0], e.Action, who(e))
		}
		return s.inRanges()
	},
}

// inRanges holds the finding's addresses against AWS's published ranges.
func (s Scene) inRanges() (Answer, error) {
	if !s.Origin.Ranges() {
		return unknown("no instance of this dump has %s; --ip-ranges FILE with AWS's published ranges tells more", strings.Join(s.addresses(), ", "))
	}
	for _, address := range s.addresses() {
		ip, err := netip.ParseAddr(address)
		if err != nil {
			continue
		}
		if r, ok := s.Origin.Range(ip); ok {
			return look("%s is AWS's: %s; no instance of this dump has it", address, r)
		}
	}
	return holds("%s is in none of AWS's published ranges: no EC2 address", strings.Join(s.addresses(), ", "))
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

// published is the range of AWS that an address is in, in words.
func (s Scene) published(address string) (string, bool) {
	ip, err := netip.ParseAddr(address)
	if err != nil || !s.Origin.Ranges() {
		return "", false
	}
	if r, ok := s.Origin.Range(ip); ok {
		return r.String(), true
	}
	return "outside of AWS", true
}

// ownAddresses are those that an instance calls from by itself.
func (s Scene) ownAddresses(ctx context.Context, instance loader.Entity) ([]string, error) {
	l, err := s.life(ctx, instance.Value)
	if err != nil || l.reports > 0 {
		return l.addresses.texts, err
	}
	var own distinct // l is shared
	own.add(l.addresses.texts...)
	for e := range s.mentioned(ctx, instance, time.Time{}, s.Finding.First.Add(-day)) {
		if loader.SessionName(e.ARN) == instance.Value {
			own.add(e.Address)
		}
	}
	return own.texts, nil
}
