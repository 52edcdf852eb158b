package hunts

import (
	"strings"
	"testing"
)

func TestConsoleLogins(t *testing.T) {
	const role = "arn:aws:iam::111122223333:role/App"
	app := func(session string) caller {
		return exampleSession("App", session, "ASIAEXAMPLEAPP00001", "203.0.113.66")
	}
	identityRole := caller{`{"type":"AssumedRole","principalId":"111122223333:aws:ec2-instance:` + insB + `","arn":"arn:aws:sts::111122223333:assumed-role/aws:ec2-instance/` + insB + `"}`, "192.0.2.1", exampleBoto}
	const ok, no = `"responseElements":{"ConsoleLogin":"Success"}`, `"responseElements":{"ConsoleLogin":"Failure"}`
	portal := "Jersey/${project.version} (HttpUrlConnection 21)"
	for _, c := range []struct {
		name    string
		records []string
		want    []string
	}{
		{
			"both actions of an instance at one address are a row",
			[]string{app(insA).call("2024-08-01T10:00:00Z", signin, "GetSigninToken"), app(insA).call("2024-08-01T10:01:00Z", signin, "ConsoleLogin", ok)},
			[]string{insA + " | " + role + " | 203.0.113.66 | 2"},
		},
		{
			"addresses are apart",
			[]string{app(insA).call("2024-08-01T10:00:00Z", signin, "GetSigninToken"), app(insA).from("192.0.2.9").call("2024-08-01T10:01:00Z", signin, "GetSigninToken")},
			[]string{insA + " | " + role + " | 192.0.2.9 | 1", insA + " | " + role + " | 203.0.113.66 | 1"},
		},
		{"only begins with i-", []string{app("i-team").call("2024-08-01T10:00:00Z", signin, "ConsoleLogin", ok)},
			[]string{"i-team | " + role + " | 203.0.113.66 | 1 !likely false positive"}},
		{"too long for an instance", []string{app(insA+"0").call("2024-08-01T10:00:00Z", signin, "ConsoleLogin", ok)},
			[]string{insA + "0 | " + role + " | 203.0.113.66 | 1 !likely false positive"}},
		{"portal", []string{app("i-0abcdef12").with(portal).call("2024-08-01T10:00:00Z", signin, "GetSigninToken")},
			[]string{"i-0abcdef12 | " + role + " | 203.0.113.66 | 1 !likely false positive"}},
		{"portal, among others", []string{
			app(insA).with(portal).call("2024-08-01T10:00:00Z", signin, "GetSigninToken"), app(insA).call("2024-08-01T11:00:00Z", signin, "GetSigninToken")},
			[]string{insA + " | " + role + " | 203.0.113.66 | 2 !remark"}},
		{"instance identity role", []string{identityRole.call("2024-08-01T10:00:00Z", signin, "GetSigninToken")},
			[]string{insB + " | arn:aws:iam::111122223333:role/aws:ec2-instance | 192.0.2.1 | 1 !likely false positive"}},
		{"failed", []string{app(insA).call("2024-08-01T10:00:00Z", signin, "ConsoleLogin", no), app(insA).call("2024-08-01T10:00:00Z", signin, "GetSigninToken", `"errorCode":"AccessDenied"`)}, nil},
		{"an older one is in no window of its own", []string{app(insA).call("2023-08-01T10:00:00Z", signin, "ConsoleLogin", ok), bob.call("2024-08-01T10:00:00Z", ec2, "RunInstances")},
			[]string{insA + " | " + role + " | 203.0.113.66 | 1"}},
		{"another session, another user", []string{app("nightly-i-1").call("2024-08-01T10:00:00Z", signin, "ConsoleLogin", ok), bob.call("2024-08-01T10:00:00Z", signin, "ConsoleLogin", ok)}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := load(t, c.records...)
			r := run(t, d, ec2ConsoleLogin(), Options{})
			wantLines(t, r, c.want...)
			events := 0
			for _, f := range r.Findings {
				events += len(f.Events)
				if f.Severity != High {
					t.Errorf("severity %q", f.Severity)
				}
			}
			documented := run(t, d, ec2ConsoleLogin(), Options{Mode: Documented})
			if len(documented.Findings) != events {
				t.Errorf("%d alerts for %d events", len(documented.Findings), events)
			}
			for _, f := range documented.Findings {
				if e := d.At(f.Events[0]); strings.Join([]string{e.EventID, e.ARN, e.Address}, " | ") != lines(Result{Findings: []Finding{f}})[0] {
					t.Errorf("alert %q", f.Values)
				}
			}
		})
	}
}
