package hunts

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"coldtrail/loader"
)

// How the vendor trains and repeats its alert.
const (
	activation    = 14 * day // a dump must reach back so far before anything is called unusual
	training      = 30 * day // what is usual is what happened in this time before
	deduplication = 3 * day  // the same again within this time is the same row
)

// ssmSessionIdentity finds sessions that are unusual for who started them.
func ssmSessionIdentity() Hunt {
	return Hunt{
		ID:         "ssm_session_identity",
		Title:      "An identity started a session",
		Hypothesis: "An interactive session gives access to an instance, its data and its role. An identity that never did this, or does it from elsewhere and to other instances than ever before, may not be in its owner's hands.",
		Source: Source{
			Title:    "An identity started an AWS SSM session",
			Author:   "Palo Alto Networks, Cortex XDR",
			Version:  "2024-10-08",
			Licence:  "vendor documentation",
			Language: "analytics, formula not published",
			Schedule: "single events; activation 14 days, training 30 days, de-duplication 3 days",
		},
		Severity: Informational,
		Attack: []Technique{
			{"TA0008", "Lateral Movement", "T1021.008", "Remote Services: Direct Cloud VM Connections", ""},
		},
		Definition: "The vendor publishes no formula; this definition is ours. Informational: a successful StartSession. " +
			"Low, an unusual identity: it started no session in the 30 days before. " +
			"Medium, an unusual session: it did, but this one is new in at least two of target, source network (/24, /48), region, client (the user agent's product) and document. " +
			"The identity is the user, or the role with the session name, without it where a machine made the name. " +
			"Nothing is called unusual where the dump reaches back less than 14 days before the event. " +
			"The same identity and variation within 3 days of the first is one row.",

		Reads: []Call{{ssm, "StartSession"}},
		Complete: Reading{
			Words:   "Every successful StartSession, by identity and variation, compared with the identity's sessions of the 30 days before.",
			Columns: []string{"identity", "variation", "new", "usual", "baseline_days", "count"},
			Where:   where(of(ssm, "StartSession"), granted()),
			Rows:    sessionIdentities,
			Shrinks: true,
		},

		Notes: []Note{
			{
				Text:  "Look at the session itself: from which address, by whom, when, and for how long.",
				Check: usualAddress,
				Steps: []Step{addresses(), ask("the session from start to end", mentioning(loader.Session))},
			},
			{
				Text:  "Hold what the identity may do, and its roles, against what it should be able to do.",
				Check: policiesUnchanged,
				Steps: []Step{
					ask("policies changed on its role or user", onPolicies),
					ask("all by the identity", byIdentity),
				},
			},
			{
				Text:  "Follow what came after: what the identity went on to do, and what happened on the instance.",
				Check: nextDay,
				Steps: []Step{
					ask("all by the identity after the start", byIdentity, after),
					ask("all on the instance after the start", onTarget, after),
				},
			},
			{
				Text:  "What is new about it, and how much is known of what is usual? Few sessions before make everything new.",
				Ours:  true,
				Check: novelty,
				Steps: []Step{ask("all sessions of the identity and its role", startingSessions, byIdentityOrRole)},
			},
		},
		Examples: sessionIdentityExamples(),
	}
}

func sessionIdentities(ctx context.Context, d *loader.Dataset, in, all []loader.ID) ([]Finding, error) {
	judged := make(map[loader.ID]bool, len(in))
	for _, id := range in {
		judged[id] = true
	}
	var identities table[string, []start]
	for _, id := range all {
		s, err := startOf(ctx, d, id)
		if err != nil {
			return nil, err
		}
		starts := identities.row(s.identity)
		*starts = append(*starts, s)
	}
	var found []Finding
	for _, identity := range identities.keys {
		found = append(found, alertsOf(d, *identities.rows[identity], judged)...)
	}
	sortRows(found, 5)
	return found, nil
}

// alertsOf makes the rows of one identity from its starts in time order.
func alertsOf(d *loader.Dataset, starts []start, judged map[loader.ID]bool) []Finding {
	var rows []*alertRow
	last := map[variation]*alertRow{}
	p := profile{starts: starts}
	for _, s := range starts {
		p.before(s.at)
		if !judged[s.id] {
			continue
		}
		v := p.judge(s, d.Report().First)
		row := last[v.variation]
		if row == nil || !row.takes(s.at) {
			row = &alertRow{at: s.at, verdict: v}
			last[v.variation] = row
			rows = append(rows, row)
		}
		row.add(s, v)
	}
	found := make([]Finding, len(rows))
	for i, row := range rows {
		found[i] = row.finding(d, starts[0].identity)
	}
	return found
}

// variation is one of the vendor's three alerts.
type variation uint8

const (
	base variation = iota
	unusualIdentity
	unusualSession
)

func (v variation) String() string {
	return [...]string{"session", "unusual identity", "unusual session"}[v]
}

func (v variation) severity() Severity { return [...]Severity{Informational, Low, Medium}[v] }

// verdict is what a start is, compared with those before.
type verdict struct {
	variation
	fresh, usual []string // "network=203.0.113.0/24"
	days         int      // that the dump reaches back before the event, 30 at most
	short        bool     // too few to judge
}

// alertRow is the starts of an identity that are one alert. What it says is
// the verdict on the first.
type alertRow struct {
	verdict
	at      time.Time
	events  []loader.ID
	targets distinct
	later   distinct // what is new in later starts only
}

// takes tells whether a start at that time is the same alert again. Starts
// without a time are an alert of their own.
func (row *alertRow) takes(at time.Time) bool {
	return row.at.IsZero() == at.IsZero() && at.Sub(row.at) <= deduplication
}

func (row *alertRow) add(s start, v verdict) {
	row.events = append(row.events, s.id)
	row.targets.add(s.traits[traitTarget])
	row.short = row.short || v.short
	for _, trait := range v.fresh {
		if !slices.Contains(row.fresh, trait) {
			row.later.add(trait)
		}
	}
}

func (row *alertRow) finding(d *loader.Dataset, identity string) Finding {
	days := Number(row.days)
	if row.at.IsZero() {
		days = Value{}
	}
	f := finding(d, row.events, row.targets.texts,
		Text(identity), Text(row.variation.String()), List(row.fresh...), List(row.usual...), days, Number(len(row.events)))
	f.Severity = row.severity()
	switch {
	case row.at.IsZero():
		f.mark(Baseline, "no time: nothing to compare with")
	case row.short:
		f.mark(Baseline, fmt.Sprintf("baseline %d of %d days", row.days, activation/day))
	}
	if len(row.later.texts) > 0 {
		f.mark(Remark, "new in later sessions of this row: "+strings.Join(row.later.texts, ", "))
	}
	return f
}

func sessionIdentityExamples() []Example {
	const (
		usual = "i-0a1b2c3d4e5f60718"
		other = "i-0f9e8d7c6b5a43210"
	)
	admin := exampleUser("ines", "198.51.100.24")
	night := admin.from("203.0.113.66").with(exampleBoto)
	newcomer := exampleUser("temp", "203.0.113.66")
	ssmStart := func(by caller, at, target, session string) string {
		return by.call(at, ssm, "StartSession", `"requestParameters":{"target":"`+target+`"},"responseElements":{"sessionId":"`+session+`"}`)
	}
	return []Example{
		{
			Why: "A user's session comes from another network and client than ever before, to another instance.",
			Records: []string{
				admin.call("2024-07-01T08:00:00Z", iam, "AttachUserPolicy", `"requestParameters":{"userName":"ines","policyArn":"arn:aws:iam::aws:policy/AmazonSSMFullAccess"}`),
				ssmStart(admin, "2024-07-10T09:00:00Z", usual, "ines-0c4e1d2b3a4f5e6d1"),
				ssmStart(admin, "2024-07-12T09:00:00Z", usual, "ines-0c4e1d2b3a4f5e6d2"),
				ssmStart(night, "2024-07-20T03:00:00Z", other, "ines-0c4e1d2b3a4f5e6d3"),
				night.call("2024-07-20T03:05:00Z", ssm, "SendCommand", `"requestParameters":{"documentName":"AWS-RunShellScript","instanceIds":["`+other+`"]}`),
				night.call("2024-07-20T03:30:00Z", ssm, "TerminateSession", `"requestParameters":{"sessionId":"ines-0c4e1d2b3a4f5e6d3"}`),
			},
			Found: true,
		},
		{
			Why: "An identity that the dump has known for weeks starts its first session.",
			Records: []string{
				newcomer.call("2024-07-01T08:00:00Z", sts, "GetCallerIdentity"),
				ssmStart(newcomer, "2024-07-20T03:00:00Z", usual, "temp-0c4e1d2b3a4f5e6d4"),
			},
			Found: true,
		},
		{
			Why:     "A refused start is no session.",
			Records: []string{admin.call("2024-07-20T09:00:00Z", ssm, "StartSession", exampleDenied)},
		},
	}
}
