package hunts

import (
	"cmp"
	"context"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"time"

	"coldtrail/loader"
)

// start is a session start with what it is compared by.
type start struct {
	id       loader.ID
	at       time.Time
	identity string
	traits   [traits]string // "" where the record does not tell
}

// The traits of a session start.
const (
	traitTarget = iota
	traitNetwork
	traitRegion
	traitClient
	traitDocument
	traits
)

var traitNames = [traits]string{"target", "network", "region", "client", "document"}

func startOf(ctx context.Context, d *loader.Dataset, id loader.ID) (start, error) {
	r, err := open(ctx, d, id)
	if err != nil {
		return start{}, err
	}
	e, request := d.At(id), r.request()
	s := start{id: id, at: e.Time, identity: identityOf(e)}
	s.traits = [traits]string{
		traitTarget:   scalar(request.Get("target")),
		traitNetwork:  networkOf(e.Address),
		traitRegion:   e.Region,
		traitClient:   productOf(e.UserAgent),
		traitDocument: cmp.Or(scalar(request.Get("documentName")), "the default"),
	}
	return s, nil
}

// identityOf is who an event counts for over the weeks: a user's ARN; the
// ARN of a role with the session's name, or without it where a machine made
// the name, because then every session has another.
func identityOf(e loader.Event) string {
	role := cmp.Or(e.IssuerARN, loader.RoleOf(e.ARN))
	switch name := loader.SessionName(e.ARN); {
	case e.IdentityType != "AssumedRole" || role == "":
		return cmp.Or(e.ARN, e.PrincipalID)
	case name == "" || machineMade(name):
		return role
	default:
		return role + "/" + name
	}
}

// machineMade tells whether a library or a clock chose the name of a session.
func machineMade(name string) bool {
	return strings.HasPrefix(name, "botocore-session-") || strings.HasPrefix(name, "aws-go-sdk-") ||
		strings.Trim(name, "0123456789") == ""
}

// networkOf is the /24 or /48 around an address, or the text itself where it
// is no address.
func networkOf(address string) string {
	a, err := netip.ParseAddr(address)
	if err != nil {
		return address
	}
	a = a.Unmap().WithZone("")
	bits := 48
	if a.Is4() {
		bits = 24
	}
	p, _ := a.Prefix(bits) // fits both kinds of address
	return p.String()
}

// productOf is the product that a user agent names first: aws-cli of aws-cli/2.17.
func productOf(agent string) string {
	agent = strings.TrimLeft(agent, "[ ")
	if i := strings.IndexAny(agent, "/ "); i >= 0 {
		return agent[:i]
	}
	return agent
}

// profile slides over the starts of an identity, which are in time order, and
// knows what was usual in the training period before a time.
type profile struct {
	starts   []start
	from, to int // starts[from:to] are in the period
	seen     [traits]map[string]int
}

// before moves the period so that it ends before t. Times may not go back.
func (p *profile) before(t time.Time) {
	for ; p.to < len(p.starts) && p.starts[p.to].at.Before(t) && !p.starts[p.to].at.IsZero(); p.to++ {
		p.count(p.starts[p.to], 1)
	}
	for ; p.from < p.to && !p.starts[p.from].at.After(t.Add(-training)); p.from++ {
		p.count(p.starts[p.from], -1)
	}
}

func (p *profile) count(s start, by int) {
	for i, value := range s.traits {
		if p.seen[i] == nil {
			p.seen[i] = map[string]int{}
		}
		if p.seen[i][value] += by; p.seen[i][value] == 0 {
			delete(p.seen[i], value)
		}
	}
}

// judge compares a start with the period, in a dump that begins at first.
func (p *profile) judge(s start, first time.Time) verdict {
	if s.at.IsZero() || s.at.Sub(first) < activation {
		return verdict{days: max(0, int(s.at.Sub(first)/day)), short: true}
	}
	v := verdict{days: int(min(s.at.Sub(first), training) / day)}
	if p.from == p.to {
		v.variation = unusualIdentity
		return v
	}
	for i, value := range s.traits {
		if value == "" || p.seen[i][value] > 0 {
			continue
		}
		v.fresh = append(v.fresh, traitNames[i]+"="+value)
		v.usual = append(v.usual, p.usual(i)...)
	}
	if len(v.fresh) >= 2 {
		v.variation = unusualSession
	}
	return v
}

// usual gives the most frequent values of a trait, three at most.
func (p *profile) usual(trait int) []string {
	type seen struct {
		value string
		times int
	}
	const most = 3
	var top []seen // the most frequent so far
	values := 0
	for value, times := range p.seen[trait] {
		if value == "" {
			continue
		}
		values++
		top = append(top, seen{value, times})
		slices.SortFunc(top, func(a, b seen) int { return cmp.Or(cmp.Compare(b.times, a.times), cmp.Compare(a.value, b.value)) })
		top = top[:min(most, len(top))]
	}
	var shown []string
	for _, s := range top {
		shown = append(shown, traitNames[trait]+"="+s.value)
	}
	if more := values - most; more > 0 {
		shown = append(shown, fmt.Sprintf("%s: %d more", traitNames[trait], more))
	}
	return shown
}
