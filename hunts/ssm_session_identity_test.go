package hunts

import (
	"fmt"
	"strings"
	"testing"

	"coldtrail/loader"
)

// began is the oldest event of a dump: what comes 14 days later is judged.
var began = exampleUser("root", "192.0.2.1").call("2024-07-01T00:00:00Z", ec2, "DescribeInstances")

func onA(by caller, at string) string { return starting(by, at, `{"target":"`+insA+`"}`, "") }
func onB(by caller, at string) string { return starting(by, at, `{"target":"`+insB+`"}`, "") }

func TestSessionIdentityVariations(t *testing.T) {
	far := bob.from("203.0.113.66")
	for _, c := range []struct {
		name    string
		records []string
		want    []string
	}{
		{
			"13 days and a bit are too short a baseline", []string{began, onA(bob, "2024-07-14T23:59:59Z")},
			[]string{bobARN + " | session | - | - | 13 | 1 !baseline"},
		},
		{
			"14 days are enough: an identity without a session is unusual", []string{began, onA(bob, "2024-07-15T00:00:00Z")},
			[]string{bobARN + " | unusual identity | - | - | 14 | 1"},
		},
		{
			"a session 30 days before is no longer known", []string{began, onA(bob, "2024-07-02T10:00:00Z"), onA(bob, "2024-08-01T10:00:00Z")},
			[]string{bobARN + " | unusual identity | - | - | 30 | 1", bobARN + " | session | - | - | 1 | 1 !baseline"},
		},
		{
			"a session just under 30 days before is", []string{began, onA(bob, "2024-07-02T10:00:01Z"), onA(bob, "2024-08-01T10:00:00Z")},
			[]string{bobARN + " | session | - | - | 30 | 1", bobARN + " | session | - | - | 1 | 1 !baseline"},
		},
		{
			"one thing new is not unusual", []string{began, onA(bob, "2024-07-10T10:00:00Z"), onB(bob, "2024-07-20T10:00:00Z")},
			[]string{bobARN + " | session | target=" + insB + " | target=" + insA + " | 19 | 1", bobARN + " | session | - | - | 9 | 1 !baseline"},
		},
		{
			"two things new are", []string{began, onA(bob, "2024-07-10T10:00:00Z"), onB(far, "2024-07-20T10:00:00Z")},
			[]string{bobARN + " | unusual session | target=" + insB + ", network=203.0.113.0/24 | target=" + insA + ", network=198.51.100.0/24 | 19 | 1",
				bobARN + " | session | - | - | 9 | 1 !baseline"},
		},
		{
			"region, client and document are compared too", []string{
				began, onA(bob, "2024-07-10T10:00:00Z"),
				strings.Replace(starting(bob.with("Boto3/1.34"), "2024-07-20T10:00:00Z", `{"target":"`+insA+`","documentName":"D"}`, ""), "us-east-1", "eu-west-1", 1)},
			[]string{bobARN + " | unusual session | region=eu-west-1, client=Boto3, document=D | region=us-east-1, client=aws-cli, document=the default | 19 | 1",
				bobARN + " | session | - | - | 9 | 1 !baseline"},
		},
		{
			"the same network is not new", []string{
				began, onA(bob, "2024-07-10T10:00:00Z"), onB(bob.from("198.51.100.99"), "2024-07-20T10:00:00Z")},
			[]string{bobARN + " | session | target=" + insB + " | target=" + insA + " | 19 | 1", bobARN + " | session | - | - | 9 | 1 !baseline"},
		},
		{
			"the same again within three days of the first is one row", []string{
				began, onA(bob, "2024-07-10T10:00:00Z"), onA(bob, "2024-07-12T10:00:00Z"), onA(bob, "2024-07-13T10:00:00Z"), onA(bob, "2024-07-13T10:00:01Z")},
			[]string{bobARN + " | session | - | - | 9 | 3 !baseline", bobARN + " | session | - | - | 12 | 1 !baseline"},
		},
		{
			"identities are apart", []string{began, onA(bob, "2024-07-20T10:00:00Z"), onA(exampleUser("eve", "192.0.2.2"), "2024-07-20T11:00:00Z")},
			[]string{"arn:aws:iam::111122223333:user/eve | unusual identity | - | - | 19 | 1", bobARN + " | unusual identity | - | - | 19 | 1"},
		},
		{
			"without a time nothing is compared", []string{began, onA(bob, "2024-07-02T10:00:00Z"), onA(bob, "redacted"), onA(bob, "")},
			[]string{bobARN + " | session | - | - | - | 2 !baseline", bobARN + " | session | - | - | 1 | 1 !baseline"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := load(t, c.records...)
			r := run(t, d, ssmSessionIdentity(), Options{})
			wantLines(t, r, c.want...)
			for i, f := range r.Findings {
				want := map[string]Severity{"session": Informational, "unusual identity": Low, "unusual session": Medium}[f.Values[1].String()]
				if f.Severity != want {
					t.Errorf("row %d has severity %q", i, f.Severity)
				}
			}
		})
	}
}

func TestSessionIdentitySaysWhatIsMissing(t *testing.T) {
	d := load(t, began, onA(bob, "2024-07-04T10:00:00Z"))
	f := run(t, d, ssmSessionIdentity(), Options{}).Findings[0]
	if want := (Mark{Baseline, "baseline 3 of 14 days"}); len(f.Marks) != 1 || f.Marks[0] != want {
		t.Errorf("marks %v, want %v", f.Marks, want)
	}
}

// The window selects what is judged; it does not cut what it is compared with.
func TestSessionIdentityWindowKeepsTheBaseline(t *testing.T) {
	d := load(t, began, onA(bob, "2024-07-10T10:00:00Z"), onA(bob, "2024-07-20T10:00:00Z"))
	r := run(t, d, ssmSessionIdentity(), Options{Span: Span(day)})
	wantLines(t, r, bobARN+" | session | - | - | 19 | 1")
	if r.InWindow != 1 || len(r.Matched) != 2 {
		t.Errorf("%d in the window of %d", r.InWindow, len(r.Matched))
	}
}

func TestIdentityOf(t *testing.T) {
	const issuer = "arn:aws:iam::1:role/path/App"
	role := func(session string) loader.Event {
		return loader.Event{IdentityType: "AssumedRole", ARN: "arn:aws:sts::1:assumed-role/App/" + session, IssuerARN: issuer}
	}
	for _, c := range []struct {
		e    loader.Event
		want string
	}{
		{loader.Event{IdentityType: "IAMUser", ARN: bobARN}, bobARN},
		{role("carol"), issuer + "/carol"},
		{role("i-0a1b2c3d4e5f60718"), issuer + "/i-0a1b2c3d4e5f60718"},
		{role("botocore-session-1722375070"), issuer},
		{role("aws-go-sdk-1722375070115152000"), issuer},
		{role("1722375070"), issuer},
		{role("1722375070x"), issuer + "/1722375070x"},
		{loader.Event{IdentityType: "AssumedRole", ARN: "arn:aws:sts::1:assumed-role/App/carol"}, "arn:aws:iam::1:role/App/carol"},
		{loader.Event{IdentityType: "AssumedRole", PrincipalID: "AROA:x"}, "AROA:x"},
		{loader.Event{}, ""},
	} {
		if got := identityOf(c.e); got != c.want {
			t.Errorf("identity of %+v is %q, want %q", c.e, got, c.want)
		}
	}
}

func TestNetworkAndProduct(t *testing.T) {
	for address, want := range map[string]string{
		"198.51.100.24": "198.51.100.0/24", "2001:db8:51:7::24": "2001:db8:51::/48", "::ffff:192.0.2.1": "192.0.2.0/24",
		"AWS Internal": "AWS Internal", "06.237.252.245": "06.237.252.245", "fe80::1%eth0": "fe80::/48", "": "",
	} {
		if got := networkOf(address); got != want {
			t.Errorf("network of %q is %q, want %q", address, got, want)
		}
	}
	for agent, want := range map[string]string{
		"aws-cli/2.17.20 md/x": "aws-cli", "[Boto3/1.34]": "Boto3", "Mozilla/5.0 (X11)": "Mozilla", "AWS Internal": "AWS", "ssm.amazonaws.com": "ssm.amazonaws.com", "": "",
	} {
		if got := productOf(agent); got != want {
			t.Errorf("product of %q is %q, want %q", agent, got, want)
		}
	}
}

// Most frequent first, and no more than three.
func TestProfileNamesFew(t *testing.T) {
	records := []string{began}
	for i, n := range []string{"1", "2", "2", "3", "4", "5"} {
		records = append(records, starting(bob, fmt.Sprintf("2024-07-1%dT10:00:00Z", i), `{"target":"i-0000000`+n+`"}`, ""))
	}
	d := load(t, append(records, onA(bob, "2024-07-20T10:00:00Z"))...)
	r := run(t, d, ssmSessionIdentity(), Options{Span: Span(day)})
	wantLines(t, r, bobARN+" | session | target="+insA+" | target=i-00000002, target=i-00000001, target=i-00000003, target: 2 more | 19 | 1")
}
