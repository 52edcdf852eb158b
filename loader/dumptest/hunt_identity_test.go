package dumptest

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// session is a successful StartSession as hunt 4 looks at it.
type session struct {
	at       time.Time
	identity string
	traits   map[string]string
}

func sessions(t *testing.T, events []event) []session {
	madeUp := regexp.MustCompile(`^(botocore-session-.*|aws-go-sdk-.*|\d+)$`)
	var all []session
	for _, e := range events {
		if !isSSM(e, "StartSession") || e.failed() {
			continue
		}
		identity := e.UserIdentity.ARN
		if issuer := e.UserIdentity.SessionContext.SessionIssuer.ARN; issuer != "" {
			name := identity[strings.LastIndex(identity, "/")+1:]
			if identity = issuer; !madeUp.MatchString(name) {
				identity += "/" + name
			}
		}
		var request struct{ DocumentName string }
		read(t, e.RequestParameters, &request)
		product, _, _ := strings.Cut(e.UserAgent, "/")
		network := e.SourceIPAddress[:strings.LastIndexAny(e.SourceIPAddress, ".:")]
		all = append(all, session{e.EventTime, identity, map[string]string{
			"target": target(t, e), "network": network, "region": e.AWSRegion, "client": product, "document": request.DocumentName,
		}})
	}
	return all
}

// identityRows are hunt 4's rows: identity, variation, what is new, count.
func identityRows(t *testing.T, events []event) []string {
	all := sessions(t, events)
	first := map[string]time.Time{}
	counts, names := map[string]int{}, map[string]string{}
	for i, s := range all {
		variation, fresh := judge(s, all[:i], events[0].EventTime)
		key := s.identity + " | " + variation
		if s.at.Sub(first[key]) > 3*24*time.Hour {
			first[key] = s.at
			names[key+s.at.String()] = fmt.Sprintf("%s | %s | %s | %s", s.at.Format("01-02 15:04:05"), key, fresh, "%d")
		}
		counts[key+first[key].String()]++
	}
	var rows []string
	for key, name := range names {
		rows = append(rows, fmt.Sprintf(name, counts[key]))
	}
	slices.Sort(rows)
	return rows
}

// judge gives a session's variation and what is new about it.
func judge(s session, before []session, begin time.Time) (variation, fresh string) {
	known := false
	unseen := maps.Clone(s.traits)
	for _, b := range before {
		if b.identity != s.identity || s.at.Sub(b.at) > 30*24*time.Hour {
			continue
		}
		known = true
		maps.DeleteFunc(unseen, func(trait, value string) bool { return b.traits[trait] == value })
	}
	days := int(s.at.Sub(begin) / (24 * time.Hour))
	switch {
	case days < 14:
		return "informational", fmt.Sprintf("baseline %d of 14 days", days)
	case !known:
		return "low", "–"
	case len(unseen) >= 2:
		return "medium", strings.Join(slices.Sorted(maps.Keys(unseen)), ", ")
	}
	return "informational", "–"
}
