package dumptest

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"
)

// keysOf are the top-level keys of a JSON object, in order.
func keysOf(t *testing.T, text string) []string {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(text))
	if _, err := d.Token(); err != nil {
		t.Fatal(err)
	}
	var keys []string
	for d.More() {
		key, err := d.Token()
		if err != nil {
			t.Fatal(err)
		}
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			t.Fatal(err)
		}
		keys = append(keys, key.(string))
	}
	return keys
}

func TestRecordHasCloudTrailsKeyOrder(t *testing.T) {
	at := time.Date(2025, 10, 1, 12, 0, 0, 0, time.UTC)
	web := Actor{Identity: User{prod, "ada", "AIDA", "AKIA"}.Console("ASIA", at, true), Address: "192.0.2.1", Agent: `a "quoted\" agent`, Region: useast, Console: true, Endpoint: "vpce-1"}
	for _, c := range []struct {
		name   string
		record Record
		want   string
	}{
		{"a refused call from the console", StartSession(web, at, Session{Target: web1.ID}).Refused("AccessDenied", "no"),
			"eventVersion userIdentity eventTime eventSource eventName awsRegion sourceIPAddress userAgent errorCode errorMessage requestParameters responseElements " +
				"requestID eventID readOnly eventType managementEvent recipientAccountId vpcEndpointId eventCategory tlsDetails sessionCredentialFromConsole"},
		{"a sign-in has no request id and names no console", ConsoleLogin(web, at, true),
			"eventVersion userIdentity eventTime eventSource eventName awsRegion sourceIPAddress userAgent requestParameters responseElements additionalEventData " +
				"eventID readOnly eventType managementEvent recipientAccountId vpcEndpointId eventCategory tlsDetails"},
		{"a service's call has no TLS", AssumeRole(ForService("ec2.amazonaws.com", useast), at, appServer, web1.ID, "ASIA", "t"),
			"eventVersion userIdentity eventTime eventSource eventName awsRegion sourceIPAddress userAgent requestParameters responseElements " +
				"requestID eventID readOnly resources eventType managementEvent recipientAccountId eventCategory"},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := string(c.record.Append(nil))
			if got := strings.Join(keysOf(t, text), " "); got != c.want {
				t.Errorf("keys\n got %s\nwant %s", got, c.want)
			}
			var e event
			if err := json.Unmarshal([]byte(text), &e); err != nil {
				t.Fatal(err)
			}
			if e.UserAgent != c.record.Agent || !e.EventTime.Equal(at) {
				t.Errorf("read back agent %q, time %v", e.UserAgent, e.EventTime)
			}
		})
	}
}

func TestIdentityShapes(t *testing.T) {
	at := time.Date(2025, 10, 1, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name string
		id   Identity
		want string
	}{
		{"user", kenji.Identity(), "type principalId arn accountId accessKeyId userName"},
		{"user in the console", kenji.Console("ASIA", at, true), "type principalId arn accountId accessKeyId userName sessionContext"},
		{"role", opsAdmin.Session("ada", "ASIA", at), "type principalId arn accountId accessKeyId sessionContext"},
		{"service", Service("ec2.amazonaws.com"), "type invokedBy"},
	} {
		if got := keysOf(t, string(c.id.append(nil))); strings.Join(got, " ") != c.want {
			t.Errorf("%s: %v, want %s", c.name, got, c.want)
		}
	}
	if got := opsAdmin.Session("ada", "ASIA", at).PrincipalID; got != opsAdmin.ID+":ada" {
		t.Errorf("a session's principal is %s", got)
	}
}

func TestRecordKeepsItsIDs(t *testing.T) {
	at := time.Date(2025, 10, 1, 12, 0, 0, 0, time.UTC)
	r := TerminateSession(cli(kenji, officeKenji, useast), at, "kenji.mori-0123456789abcdef0")
	if a, b := r.Append(nil), r.Append([]byte("before")); string(a) != string(b[len("before"):]) {
		t.Errorf("the same record differs by where it is appended:\n%s\n%s", a, b)
	}
	later := r
	later.Time = at.Add(time.Second)
	if slices.Equal(r.Append(nil), later.Append(nil)) {
		t.Error("two records are the same")
	}
	r.EventID, r.RequestID = "e", "r"
	if text := string(r.Append(nil)); !strings.Contains(text, `"requestID":"r","eventID":"e"`) {
		t.Errorf("given ids are not kept: %s", text)
	}
}
