package origin

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/netip"
	"os"
	"strings"
)

// Range is one of AWS's published ranges.
type Range struct {
	Prefix  netip.Prefix
	Region  string
	Service string // AMAZON is the whole of AWS; EC2 and others are parts of it
}

// String is the range in words: "EC2 in eu-west-1, 203.0.113.0/24".
func (r Range) String() string { return fmt.Sprintf("%s in %s, %s", r.Service, r.Region, r.Prefix) }

// readRanges reads a file of the form that AWS publishes its ranges in.
func readRanges(path string) ([]Range, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var doc struct {
		IPv4 []struct {
			Prefix  string `json:"ip_prefix"`
			Region  string `json:"region"`
			Service string `json:"service"`
		} `json:"prefixes"`
		IPv6 []struct {
			Prefix  string `json:"ipv6_prefix"`
			Region  string `json:"region"`
			Service string `json:"service"`
		} `json:"ipv6_prefixes"`
	}
	if err := json.Unmarshal(data, &doc); err != nil {
		return nil, err
	}
	var all []Range
	add := func(prefix, region, service string) error {
		p, err := netip.ParsePrefix(prefix)
		if err != nil {
			return fmt.Errorf("range %q: %w", prefix, err)
		}
		all = append(all, Range{p.Masked(), region, service})
		return nil
	}
	for _, r := range doc.IPv4 {
		if err := add(r.Prefix, r.Region, r.Service); err != nil {
			return nil, err
		}
	}
	for _, r := range doc.IPv6 {
		if err := add(r.Prefix, r.Region, r.Service); err != nil {
			return nil, err
		}
	}
	if len(all) == 0 {
		return nil, errors.New("there is no range in it: is it ip-ranges.json?")
	}
	return all, nil
}

// Range is the narrowest of AWS's ranges that an address is in; of two of the
// same size the one that names a service rather than AMAZON, all of AWS.
func (b *Book) Range(ip netip.Addr) (Range, bool) {
	if b == nil {
		return Range{}, false
	}
	ip = ip.Unmap().WithZone("")
	var best Range
	for _, r := range b.ranges {
		if !r.Prefix.Contains(ip) {
			continue
		}
		if wider := r.Prefix.Bits() - best.Prefix.Bits(); wider > 0 || wider == 0 && strings.EqualFold(best.Service, "AMAZON") {
			best = r
		}
	}
	return best, best.Prefix.IsValid()
}
