package hunts

import (
	"slices"
	"testing"

	"coldtrail/loader"
)

func TestIssuedFollowsCredentialsAndStops(t *testing.T) {
	one := exampleSession("One", "x", "ASIAEXAMPLEONE00001", "192.0.2.1")
	two := exampleSession("Two", "x", "ASIAEXAMPLETWO00002", "192.0.2.1")
	assume := func(by caller, at, key, more string) string {
		return by.call(at, sts, "AssumeRole", `"responseElements":{"credentials":{"accessKeyId":"`+key+`"}}`+more)
	}
	d := load(t,
		assume(bob, "2024-08-01T10:00:00Z", "ASIAEXAMPLEONE00001", ""),
		assume(one, "2024-08-01T10:01:00Z", "ASIAEXAMPLETWO00002", ""),
		assume(two, "2024-08-01T10:02:00Z", "ASIAEXAMPLEONE00001", ""), // a loop
		assume(bob, "2024-08-01T10:03:00Z", "ASIAEXAMPLENOT00003", `,"errorCode":"AccessDenied"`),
		assume(exampleUser("eve", "192.0.2.2"), "2024-08-01T10:04:00Z", "ASIAEXAMPLEEVE00004", ""),
		bob.call("2024-08-01T10:05:00Z", iam, "CreateAccessKey", `"responseElements":{"accessKey":{"accessKeyId":"AKIAEXAMPLEKEY00005"}}`),
	)
	got := issued(d, []loader.Entity{{Kind: loader.Identity, Value: bobARN}})
	if want := []string{"ASIAEXAMPLEONE00001", "ASIAEXAMPLETWO00002"}; !slices.Equal(got, want) {
		t.Errorf("issued %q, want %q", got, want)
	}
}

func TestSessionsEndAfterTheyStart(t *testing.T) {
	const id = "bob-0aaaaaaaaaaaaaaaa"
	end := func(at, action string) string {
		return bob.call(at, ssm, action, `"requestParameters":{"sessionId":"`+id+`"}`)
	}
	for _, c := range []struct {
		name, start, end, lasted string
		others                   []string
	}{
		{"ended", "2024-08-01T10:00:00Z", "2024-08-01T10:01:30Z", "90", []string{end("2024-08-01T10:01:30Z", "TerminateSession"), end("2024-08-01T10:00:30Z", "ResumeSession")}},
		{"resumed only", "2024-08-01T10:00:00Z", "?", "≥60", []string{end("2024-08-01T10:00:30Z", "ResumeSession"), end("2024-08-01T10:01:00Z", "ResumeSession")}},
		{"ended before it started", "2024-08-01T10:00:00Z", "?", "?", []string{end("2024-08-01T09:00:00Z", "TerminateSession")}},
		{"start without a time", "redacted", "2024-08-01T09:00:00Z", "?", []string{end("2024-08-01T09:00:00Z", "TerminateSession")}},
		{"end without a time", "2024-08-01T10:00:00Z", "?", "?", []string{end("redacted", "TerminateSession")}},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := load(t, append(c.others, starting(bob, c.start, `{"target":"`+insA+`"}`, id))...)
			start := d.Calls(ssm, "StartSession")[0]
			r, err := open(t.Context(), d, start)
			if err != nil {
				t.Fatal(err)
			}
			s, ok := sessionOf(d, start, r)
			if !ok || s.ID != id || s.End() != c.end || s.Lasted() != c.lasted {
				t.Errorf("%+v: ends %s after %s", s, s.End(), s.Lasted())
			}
		})
	}
}
