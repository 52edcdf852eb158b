package hunts

import (
	"context"
	"net/netip"
	"strings"
	"time"

	"coldtrail/loader"
)

// This file answers what notes ask about addresses and the log does not tell:
// where they are, and whether they are AWS's.

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
	for _, arn := range s.Finding.values(loader.Identity) {
		for e := range s.by(arn, time.Time{}, s.midnight().Add(-1)).Events(ctx) {
			if asked[e.Address] {
				continue
			}
			asked[e.Address] = true
			if ip, err := netip.ParseAddr(e.Address); err == nil && s.Origin.Place(ip).Country == country {
				return true
			}
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
