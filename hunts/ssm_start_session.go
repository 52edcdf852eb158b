package hunts

import (
	"context"
	"fmt"

	"coldtrail/loader"
)

// ssmStartSession finds remote sessions to instances.
func ssmStartSession() Hunt {
	keys := []string{"target_instance", fieldARN, "aws.cloudtrail.user_identity.type", "event.outcome", "user_instance_counts"}
	return Hunt{
		ID:    "ssm_start_session",
		Title: "Remote sessions to instances",
		Hypothesis: "Whoever may call StartSession gets a shell on an instance without SSH, RDP or an open port, because many images bring the agent along. " +
			"Repeated starts towards one instance may be an intruder who tries to get in.",
		Source: Source{
			Title:    "SSM Start Remote Session to EC2 Instance",
			Author:   "Elastic",
			ID:       "f9eae44e-5e4d-11ef-878f-f661ea17fbce",
			Licence:  "Elastic License v2",
			Language: "ES|QL",
		},
		Attack: []Technique{
			{"TA0008", "Lateral Movement", "T1021.007", "Remote Services: Cloud Services", "from the hunt's own file: its page lost the link"},
		},
		Lookback: 7 * day,

		Reads: []Call{{ssm, "StartSession"}, {ec2, "RunInstances"}},
		Complete: Reading{
			Words: "Every StartSession, granted or refused, counted by the instance that it names, by identity, its type and the outcome. " +
				"Document, ports and reason are collected, and so is when each session ended.",
			Columns: append(keys, "documents", "ports", "reasons", "sessions", "sessions_ended", "session_seconds"),
			Where:   of(ssm, "StartSession"),
			Rows:    startedSessions,
		},
		Documented: Reading{
			Words: "The same events, but the instance is whatever stands behind the first = of the flattened request, " +
				"so that a request with more than a target is counted under a wrong one.",
			Columns: keys,
			Where:   of(ssm, "StartSession"),
			Rows:    documentedSessions,
		},

		Notes: []Note{
			{
				Text:  "Which instance was reached? See what else is known of it: its launch, its own calls, other sessions and commands.",
				Check: instanceKnown,
				Steps: []Step{ask("all that mentions the instance", onTarget)},
			},
			{
				Text:  "Who asked, and what may they do? Go through the identity's calls, and see whether its permissions were changed shortly before.",
				Check: policiesUnchanged,
				Steps: []Step{
					ask("policies changed on its role or user", onPolicies),
					ask("all by the identity", byIdentity),
				},
			},
			{
				Text:  "Did it succeed? Refused starts show somebody who tries what they may do, most of all when a granted one follows.",
				Check: failedFirst,
				Steps: []Step{
					ask("refused starts by the identity", startingSessions, byIdentity, having("event.outcome", loader.Failure)),
					ask("refused starts towards the instance", startingSessions, onTarget, having("event.outcome", loader.Failure)),
				},
			},
			{
				Text:  "Was the instance launched just before? A session to one that has been running for long needs a closer look.",
				Check: recentLaunch,
				Steps: []Step{ask("its launch", launching)},
			},
			{
				Text:  "An IAM user may be a person at work. A role session points to one instance that reaches for another: see which one called, and who else uses the role like this.",
				Check: identityKind,
				Steps: []Step{
					ask("sessions started by the same role", startingSessions, byRole),
					callerPage("the instance that called"),
				},
			},
			{
				Text:  "How long was somebody there? A session's start, resumption and end share its id.",
				Ours:  true,
				Check: sessionsEnded,
				Steps: []Step{ask("the sessions from start to end", mentioning(loader.Session))},
			},
		},
		Examples: startSessionExamples(),
	}
}

// startingSessions is for all StartSession calls.
var startingSessions = calling(ssm, "StartSession")

// sessionKey is what the hunt counts by; the empty text is absent.
type sessionKey struct{ target, arn, identityType, outcome string }

func keyOf(e loader.Event, target string) sessionKey {
	return sessionKey{target, e.ARN, e.IdentityType, e.Outcome}
}

func (k sessionKey) values(count int) []Value {
	return []Value{Text(k.target), Text(k.arn), Text(k.identityType), Text(k.outcome), Number(count)}
}

func documentedSessions(ctx context.Context, d *loader.Dataset, in, _ []loader.ID) ([]Finding, error) {
	type row struct {
		events  []loader.ID
		targets distinct
	}
	var rows table[sessionKey, row]
	for _, id := range in {
		r, err := open(ctx, d, id)
		if err != nil {
			return nil, err
		}
		row := rows.row(keyOf(d.At(id), documentedTarget(r)))
		row.events = append(row.events, id)
		row.targets.add(scalar(r.request().Get("target")))
	}
	var found []Finding
	for _, key := range rows.keys {
		row := rows.rows[key]
		found = append(found, finding(d, row.events, row.targets.texts, key.values(len(row.events))...))
	}
	sortRows(found, 4)
	return found, nil
}

// documentedTarget is what the source's query takes for the instance: all that
// stands between the first = and the first } of the flattened request.
func documentedTarget(r record) string {
	keys, _ := loader.Dissect(r.flat("requestParameters"), "{%{}=%{target}}")
	return keys["target"]
}

func startedSessions(ctx context.Context, d *loader.Dataset, in, _ []loader.ID) ([]Finding, error) {
	var rows table[sessionKey, sessionRow]
	documented := map[sessionKey]int{}
	for _, id := range in {
		r, err := open(ctx, d, id)
		if err != nil {
			return nil, err
		}
		target := scalar(r.request().Get("target"))
		documented[keyOf(d.At(id), documentedTarget(r))]++
		rows.row(keyOf(d.At(id), target)).add(d, id, target, r)
	}
	var found []Finding
	for _, key := range rows.keys {
		row := rows.rows[key]
		values := append(key.values(len(row.events)),
			row.documents.value(), row.ports.value(), row.reasons.value(), List(row.sessions...), List(row.ended...), List(row.lasted...))
		f := finding(d, row.events, []string{key.target}, values...)
		if row.misread > 0 {
			f.mark(WrongKey, row.reason())
		}
		if others := documented[key] - (len(row.events) - row.misread); others > 0 {
			f.mark(WrongKey, fmt.Sprintf("the documented query counts %d here: with them %s of other rows, whose instance it does not read", documented[key], some(others, "event")))
		}
		found = append(found, f)
	}
	sortRows(found, 4)
	return found, nil
}

// sessionRow collects what a row of the complete reading shows beside its key.
type sessionRow struct {
	events                    []loader.ID
	documents, ports, reasons distinct
	sessions, ended, lasted   []string // parallel, one for each session
	misread                   int      // events that the documented query counts under another target
	misreadings               distinct // those targets
}

func (row *sessionRow) add(d *loader.Dataset, id loader.ID, target string, r record) {
	row.events = append(row.events, id)
	request := r.request()
	row.documents.add(scalar(request.Get("documentName")))
	row.reasons.add(scalar(request.Get("reason")))
	hosts := scalars(request.Get("parameters.host"))
	for i, port := range scalars(request.Get("parameters.portNumber")) {
		if i < len(hosts) {
			port = hosts[i] + ":" + port
		}
		row.ports.add(port)
	}
	if s, ok := sessionOf(d, id, r); ok {
		row.sessions = append(row.sessions, s.ID)
		row.ended = append(row.ended, s.End())
		row.lasted = append(row.lasted, s.Lasted())
	}
	if other := documentedTarget(r); other != target {
		row.misread++
		row.misreadings.add(other)
	}
}

// reason says what the documented query makes of the misread events.
func (row *sessionRow) reason() string {
	which := "this"
	if row.misread < len(row.events) {
		which = fmt.Sprintf("%d of these %d", row.misread, len(row.events))
	}
	if len(row.misreadings.texts) == 0 {
		return fmt.Sprintf("the documented query counts %s without an instance: it reads no such request", which)
	}
	return fmt.Sprintf("the documented query counts %s under %q: the request says more than its target", which, row.misreadings.texts[0])
}

func startSessionExamples() []Example {
	const (
		target  = "i-0a1b2c3d4e5f60718"
		session = "i-0f9e8d7c6b5a43210-0c4e1d2b3a4f5e6d7"
	)
	admin := exampleUser("ines", "198.51.100.24")
	web := exampleSession("WebApp", "i-0f9e8d7c6b5a43210", "ASIAEXAMPLEWEB00001", "192.0.2.10")
	other := exampleSession("WebApp", "i-0c0ffee0c0ffee000", "ASIAEXAMPLEWEB00002", "192.0.2.11")
	return []Example{
		{
			Why: "An instance's role is refused a session to another instance, then gets one after its policy was changed.",
			Records: []string{
				admin.call("2024-08-01T08:00:00Z", ec2, "RunInstances", `"responseElements":{"instancesSet":{"items":[{"instanceId":"`+target+`","imageId":"ami-0abcdef1234567890"}]}}`),
				other.call("2024-08-01T09:00:00Z", ssm, "StartSession", `"requestParameters":{"target":"`+target+`"},"responseElements":{"sessionId":"i-0c0ffee0c0ffee000-0aa1bb2cc3dd4ee5f"}`),
				web.call("2024-08-01T10:00:00Z", ssm, "StartSession", `"errorCode":"AccessDeniedException","errorMessage":"not authorized to perform: ssm:StartSession on resource: arn:aws:ec2:us-east-1:111122223333:instance/`+target+`","requestParameters":{"target":"`+target+`"},"responseElements":null`),
				admin.call("2024-08-01T10:05:00Z", iam, "AttachRolePolicy", `"requestParameters":{"roleName":"WebApp","policyArn":"arn:aws:iam::aws:policy/AmazonSSMFullAccess"}`),
				web.call("2024-08-01T10:10:00Z", ssm, "StartSession", `"requestParameters":{"target":"`+target+`"},"responseElements":{"sessionId":"`+session+`"}`),
				web.call("2024-08-01T10:40:00Z", ssm, "TerminateSession", `"requestParameters":{"sessionId":"`+session+`"},"responseElements":{"sessionId":"`+session+`"}`),
			},
			Found: true,
		},
		{
			Why: "A user forwards a port: the documented query loses the instance.",
			Records: []string{
				admin.call("2024-08-01T10:00:00Z", ssm, "StartSession", `"requestParameters":{"target":"`+target+`","documentName":"AWS-StartPortForwardingSession","parameters":{"portNumber":["22"],"localPortNumber":["2222"]}},"responseElements":{"sessionId":"ines-0c4e1d2b3a4f5e6d7"}`),
			},
			Found: true,
		},
		{
			Why:     "A refused start without any request is a row of its own, without an instance.",
			Records: []string{admin.call("2024-08-01T10:00:00Z", ssm, "StartSession", exampleDenied)},
			Found:   true,
		},
		{
			Why:     "A session of Athena is no session to an instance.",
			Records: []string{admin.call("2024-08-01T10:00:00Z", "athena.amazonaws.com", "StartSession", `"requestParameters":{"workGroup":"primary"},"responseElements":{"sessionId":"d6c7a1b2-0000-4c1d-9e3f-1234567890ab"}`)},
		},
		{
			Why:     "A session that only ends here began elsewhere.",
			Records: []string{admin.call("2024-08-01T10:00:00Z", ssm, "TerminateSession", `"requestParameters":{"sessionId":"ines-0c4e1d2b3a4f5e6d7"}`)},
		},
	}
}
