package hunts

import (
	"strings"
	"testing"
	"time"

	"coldtrail/loader"
)

var bob = exampleUser("bob", "198.51.100.24")

const (
	bobARN = "arn:aws:iam::111122223333:user/bob"
	insA   = "i-0aaaaaaaaaaaaaaaa"
	insB   = "i-0bbbbbbbbbbbbbbbb"
)

// starting is a StartSession with a request and an optional session id.
func starting(by caller, at, request, session string) string {
	response := `null`
	if session != "" {
		response = `{"sessionId":"` + session + `"}`
	}
	return by.call(at, ssm, "StartSession", `"requestParameters":`+request, `"responseElements":`+response)
}

// What the flattened request makes of each request, and what it means.
func TestStartSessionReadings(t *testing.T) {
	const failed = `"errorCode":"AccessDenied","requestParameters":null,"responseElements":null`
	for _, c := range []struct {
		name, members        string
		documented, complete string // target and outcome, then the marks
	}{
		{"target only", `"requestParameters":{"target":"i-0aaa"}`, "i-0aaa | success", "i-0aaa | success"},
		{"document", `"requestParameters":{"documentName":"SSM-sudo","target":"i-0aaa"}`,
			"SSM-sudo, target=i-0aaa | success", "i-0aaa | success !wrong key"},
		{"port forwarding", `"requestParameters":{"target":"i-0aaa","documentName":"AWS-StartPortForwardingSession","parameters":{"localPortNumber":["2222"],"portNumber":["22"]}}`,
			"AWS-StartPortForwardingSession, parameters={localPortNumber=[2222], portNumber=[22] | success", "i-0aaa | success !wrong key"},
		{"reason", `"requestParameters":{"target":"i-0aaa","reason":"ticket 1"}`, "ticket 1, target=i-0aaa | success", "i-0aaa | success !wrong key"},
		{"denied, request null", failed, "- | failure", "- | failure"},
		{"request as JSON text", `"requestParameters":"{\"target\":\"i-0aaa\"}"`, "- | success", "i-0aaa | success !wrong key"},
		{"empty request", `"requestParameters":{}`, "- | success", "- | success"},
		{"hybrid", `"requestParameters":{"target":"mi-0123456789abcdef0"}`, "mi-0123456789abcdef0 | success", "mi-0123456789abcdef0 | success"},
		{"task", `"requestParameters":{"target":"ecs:cluster_task_runtime"}`, "ecs:cluster_task_runtime | success", "ecs:cluster_task_runtime | success"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := load(t, bob.call("2024-08-01T10:00:00Z", ssm, "StartSession", c.members))
			for mode, want := range map[Mode]string{Documented: c.documented, Complete: c.complete} {
				r := run(t, d, ssmStartSession(), Options{Mode: mode})
				line := lines(r)[0]
				line = strings.Replace(line, " | "+bobARN+" | IAMUser", "", 1)
				want, marks, _ := strings.Cut(want, " !")
				if len(r.Findings) != 1 || !strings.HasPrefix(line, want+" | 1") || (marks != "") != strings.HasSuffix(line, "!"+marks) {
					t.Errorf("%s: %q, want %q %s", mode, lines(r), want, marks)
				}
			}
		})
	}
}

func TestStartSessionCountsAndCollects(t *testing.T) {
	const one, two, three = "bob-0aaaaaaaaaaaaaaaa", "bob-0bbbbbbbbbbbbbbbb", "bob-0cccccccccccccccc"
	end := func(at, action, session, more string) string {
		return bob.call(at, ssm, action, `"requestParameters":{"sessionId":"`+session+`"}`+more)
	}
	d := load(t,
		starting(bob, "2024-08-01T10:00:00Z", `{"target":"`+insA+`"}`, one),
		starting(bob, "2024-08-01T11:00:00Z", `{"target":"`+insA+`","documentName":"D","reason":"r","parameters":{"host":["db"],"portNumber":["5432"]}}`, two),
		starting(bob, "2024-08-01T12:00:00Z", `{"target":"`+insA+`","documentName":"D","parameters":{"portNumber":["22"]}}`, three),
		starting(bob, "2024-08-01T13:00:00Z", `{"target":"`+insB+`"}`, ""),
		end("2024-08-01T10:01:00Z", "TerminateSession", one, `,"errorCode":"AccessDenied"`),
		end("2024-08-01T10:01:30Z", "TerminateSession", one, ""),
		end("2024-08-01T10:02:00Z", "TerminateSession", one, ""),
		end("2024-08-01T11:30:00Z", "ResumeSession", two, ""),
	)
	r := run(t, d, ssmStartSession(), Options{})
	wantLines(t, r,
		insA+" | "+bobARN+" | IAMUser | success | 3 | D | db:5432, 22 | r | "+one+", "+two+", "+three+" | 2024-08-01T10:01:30Z, ?, ? | 90, ≥1800, ? !wrong key",
		insB+" | "+bobARN+" | IAMUser | success | 1 | - | - | - | - | - | -")
	if got, want := r.Findings[0].Marks[0].Reason, `the documented query counts 2 of these 3 under "D, parameters={host=[db], portNumber=[5432]": the request says more than its target`; !strings.HasPrefix(got, want[:40]) {
		t.Errorf("reason %q", got)
	}
	about := r.Findings[0].Entities
	want := []loader.Entity{
		{Kind: loader.Instance, Value: insA}, {Kind: loader.Identity, Value: bobARN}, {Kind: loader.Address, Value: "198.51.100.24"},
		about[3], {Kind: loader.Session, Value: one}, {Kind: loader.Session, Value: two}, {Kind: loader.Session, Value: three},
	}
	if len(about) != len(want) || about[3].Kind != loader.AccessKey {
		t.Fatalf("about %v", about)
	}
	for i, e := range about {
		if e != want[i] {
			t.Errorf("entity %d is %v, want %v", i, e, want[i])
		}
	}
}

// A window is from < t ≤ to; what has no time is only in the whole dump.
func TestStartSessionWindow(t *testing.T) {
	target := func(n string) string { return `{"target":"i-0000000000000000` + n + `"}` }
	d := load(t,
		starting(bob, "2024-08-01T10:00:00Z", target("1"), ""), // 7 days before, to the second
		starting(bob, "2024-08-01T10:00:01Z", target("2"), ""),
		starting(bob, "redacted", target("3"), ""),
		starting(bob, "2024-08-08T10:00:00Z", target("4"), ""),
	)
	targets := func(o Options) string {
		var all []string
		for _, f := range run(t, d, ssmStartSession(), o).Findings {
			all = append(all, f.Values[0].String()[len("i-0000000000000000"):])
		}
		return strings.Join(all, " ")
	}
	for _, c := range []struct {
		o    Options
		want string
	}{
		{Options{}, "4 2"},
		{Options{Span: Whole}, "4 2 1 3"},
		{Options{Span: Span(day)}, "4"},
		{Options{Now: time.Date(2024, 8, 1, 10, 0, 0, 0, time.UTC)}, "1"},
		{Options{Now: time.Date(2024, 8, 1, 9, 59, 59, 0, time.UTC)}, ""},
		{Options{Now: time.Date(2024, 8, 1, 9, 0, 0, 0, time.UTC), Span: Whole}, "4 2 1 3"},
	} {
		if got := targets(c.o); got != c.want {
			t.Errorf("%+v: %q, want %q", c.o, got, c.want)
		}
	}
	if r := run(t, d, ssmStartSession(), Options{}); len(r.Matched) != 4 || r.InWindow != 2 {
		t.Errorf("%d matched, %d in the window", len(r.Matched), r.InWindow)
	}
}
