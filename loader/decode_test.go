package loader

import (
	"slices"
	"testing"
	"time"
)

// onlyEvent loads a text of one record and gives its event.
func onlyEvent(t *testing.T, record string) Event {
	t.Helper()
	d := loadText(t, record)
	if d.Len() != 1 {
		t.Fatalf("%s gives %d events", record, d.Len())
	}
	return d.At(d.ID(0))
}

// some is a record of these fields and what every record has.
func some(fields string) string { return `{"eventSource":"s","eventName":"n",` + fields + "}" }

func TestColumns(t *testing.T) {
	got := onlyEvent(t, `{
		"eventVersion": "1.08",
		"userIdentity": {
			"type": "AssumedRole", "principalId": "AROAEXAMPLE:alice", "arn": "arn:aws:sts::111122223333:assumed-role/Admin/alice",
			"accountId": "111122223333", "accessKeyId": "ASIAEXAMPLE000000001", "invokedBy": "ssm.amazonaws.com",
			"sessionContext": {"sessionIssuer": {"type": "Role", "arn": "arn:aws:iam::111122223333:role/path/Admin", "userName": "Admin"}}
		},
		"eventTime": "2024-08-01T10:11:12Z", "eventSource": "ssm.amazonaws.com", "eventName": "StartSession",
		"awsRegion": "eu-west-1", "sourceIPAddress": "192.0.2.1", "userAgent": "aws-cli/2.0",
		"errorCode": "AccessDenied", "eventID": "0a0b0c0d-0000-4000-8000-000000000001", "eventType": "AwsApiCall", "recipientAccountId": "444455556666"
	}`)
	want := Event{
		Time:     time.Date(2024, 8, 1, 10, 11, 12, 0, time.UTC),
		Provider: "ssm.amazonaws.com", Action: "StartSession", EventID: "0a0b0c0d-0000-4000-8000-000000000001",
		Outcome: Failure, ErrorCode: "AccessDenied",
		IdentityType: "AssumedRole", ARN: "arn:aws:sts::111122223333:assumed-role/Admin/alice", PrincipalID: "AROAEXAMPLE:alice",
		UserName: "Admin", AccessKey: "ASIAEXAMPLE000000001", InvokedBy: "ssm.amazonaws.com",
		IssuerARN: "arn:aws:iam::111122223333:role/path/Admin",
		Account:   "111122223333", Region: "eu-west-1", Address: "192.0.2.1", UserAgent: "aws-cli/2.0", EventType: "AwsApiCall",
	}
	if got != want {
		t.Errorf("got %+v\nwant %+v", got, want)
	}
	if !got.Failed() {
		t.Error("a failure did not fail")
	}
}

func TestColumnsOfLittle(t *testing.T) {
	want := Event{Provider: "s", Action: "n", Outcome: Success}
	for _, record := range []string{
		`{"eventSource":"s","eventName":"n"}`,
		some(`"userIdentity":null,"eventTime":null,"eventID":null,"errorCode":null,"responseElements":null,"awsRegion":null`),
		some(`"userIdentity":{},"eventTime":"","eventID":"","errorCode":"","errorMessage":"","awsRegion":{},"userAgent":[]`),
		some(`"userIdentity":{"type":"","arn":"","principalId":null,"userName":{},"sessionContext":{"sessionIssuer":{}}}`),
		some(`"userIdentity":"alice","requestParameters":"{\"a\":1}"`),
		some(`"userIdentity":["alice"],"eventTime":17`),
	} {
		if got := onlyEvent(t, record); got != want {
			t.Errorf("%s: %+v", record, got)
		}
	}
}

func TestTime(t *testing.T) {
	at := time.Date(2024, 8, 1, 10, 11, 12, 0, time.UTC)
	tests := map[string]time.Time{
		"2024-08-01T10:11:12Z":           at,
		"2024-08-01T10:11:12.345Z":       at.Add(345 * time.Millisecond),
		"2024-08-01 10:11:12":            at,
		"2024-08-01 10:11:12.000000001":  at.Add(1),
		"2024-08-01T10:11:12":            at,
		"2024-08-01T21:11:12+11:00":      at,
		"2024-08-01T05:11:12.5-05:00":    at.Add(500 * time.Millisecond),
		"1970-01-01T00:00:00Z":           time.Unix(0, 0).UTC(),
		"2261-12-31T23:59:59.999999999Z": time.Date(2261, 12, 31, 23, 59, 59, 999999999, time.UTC),

		"":                     {},
		"redacted":             {},
		"2024-08-01":           {},
		"2024-13-01T00:00:00Z": {},
		"1722506400000":        {},
		"1969-12-31T23:59:59Z": {},
		"2262-12-31T00:00:00Z": {},
		"9999-12-31T23:59:59Z": {},
	}
	for text, want := range tests {
		if got := onlyEvent(t, some(`"eventTime":"`+text+`"`)).Time; !got.Equal(want) || got.Location() != time.UTC {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}

func TestOutcome(t *testing.T) {
	const login, token = `"eventName":"ConsoleLogin",`, `"eventName":"GetSigninToken",`
	tests := map[string]string{
		`"errorCode":"AccessDenied"`:                                                       Failure,
		`"errorMessage":"no"`:                                                              Failure,
		`"errorCode":"x","errorMessage":"y"`:                                               Failure,
		`"responseElements":null`:                                                          Success,
		`"responseElements":{"ConsoleLogin":"Failure"}`:                                    Success,
		`"errorCode":null,"errorMessage":""`:                                               Success,
		login + `"responseElements":null`:                                                  Success,
		login + `"responseElements":null,"errorCode":"x"`:                                  Failure,
		login + `"responseElements":{"ConsoleLogin":"Success"}`:                            Success,
		login + `"responseElements":{"ConsoleLogin":"Failure"},"errorMessage":"no"`:        Failure,
		login + `"responseElements":{"ConsoleLogin":"Failure"}`:                            Failure,
		login + `"responseElements":{"ConsoleLogin":"Success"},"errorMessage":"no"`:        Success,
		login + `"responseElements":{"ConsoleLogin":"Pending"}`:                            "pending",
		login + `"responseElements":{"ConsoleLogin":""},"errorMessage":"no"`:               Failure,
		login + `"responseElements":{"ConsoleLogin":{"a":1}}`:                              Success,
		token + `"responseElements":{"GetSigninToken":"Failure"}`:                          Success,
		token + `"responseElements":{"GetSigninToken":"Success"},"errorCode":"x"`:          Failure,
		token + `"responseElements":{"ConsoleLogin":"Success"},"errorMessage":"no, again"`: Failure,
	}
	for fields, want := range tests {
		if got := onlyEvent(t, `{"eventSource":"signin.amazonaws.com","eventName":"x",`+fields+"}").Outcome; got != want {
			t.Errorf("%s: %s, want %s", fields, got, want)
		}
	}
}

// The odd shapes of userIdentity that real records have.
func TestIdentities(t *testing.T) {
	tests := map[string]struct {
		identity string
		want     Event // of which only what userIdentity says is compared
	}{
		"user":          {`{"type":"IAMUser","principalId":"AIDA1","arn":"arn:aws:iam::1:user/bob","userName":"bob"}`, Event{IdentityType: "IAMUser", PrincipalID: "AIDA1", ARN: "arn:aws:iam::1:user/bob", UserName: "bob", Account: "999"}},
		"no type":       {`{"principalId":"AIDA1","userName":"bob","accountId":"123456789"}`, Event{PrincipalID: "AIDA1", UserName: "bob", Account: "123456789"}},
		"service":       {`{"type":"AWSService","invokedBy":"ec2.amazonaws.com"}`, Event{IdentityType: "AWSService", InvokedBy: "ec2.amazonaws.com", Account: "999"}},
		"other account": {`{"type":"AWSAccount","principalId":"AIDA1:x","accountId":"1234567890123"}`, Event{IdentityType: "AWSAccount", PrincipalID: "AIDA1:x", Account: "1234567890123"}},
		"unknown":       {`{"type":"Unknown","accountId":"","principalId":"","arn":""}`, Event{IdentityType: "Unknown", Account: "999"}},
		"root":          {`{"type":"Root","userName":"alias","accountId":"1"}`, Event{IdentityType: "Root", UserName: "alias", Account: "1"}},
		"identity center": {
			`{"type":"IdentityCenterUser","onBehalfOf":{"userId":"u-1"},"accountId":"1"}`,
			Event{IdentityType: "IdentityCenterUser", PrincipalID: "u-1", Account: "1"},
		},
		"identity center with a principal": {
			`{"type":"IdentityCenterUser","principalId":"p-1","onBehalfOf":{"userId":"u-1"},"accountId":"1"}`,
			Event{IdentityType: "IdentityCenterUser", PrincipalID: "p-1", Account: "1"},
		},
		"on behalf of, another type": {`{"type":"AssumedRole","onBehalfOf":{"userId":"u-1"},"accountId":"1"}`, Event{IdentityType: "AssumedRole", Account: "1"}},
		"federated user": {
			`{"type":"FederatedUser","userName":"not this","sessionContext":{"sessionIssuer":{"userName":"bob","arn":"arn:aws:iam::1:user/bob"}},"accountId":"1"}`,
			Event{IdentityType: "FederatedUser", UserName: "bob", IssuerARN: "arn:aws:iam::1:user/bob", Account: "1"},
		},
		"a role's session without issuer": {`{"type":"AssumedRole","userName":"not this","sessionContext":{},"accountId":"1"}`, Event{IdentityType: "AssumedRole", Account: "1"}},
		"a user's session":                {`{"type":"IAMUser","userName":"bob","sessionContext":{"sessionIssuer":{"userName":"not this"}},"accountId":"1"}`, Event{IdentityType: "IAMUser", UserName: "bob", Account: "1"}},
		"numbers":                         {`{"accountId":111122223333,"principalId":17}`, Event{Account: "111122223333", PrincipalID: "17"}},
	}
	for name, test := range tests {
		test.want.Provider, test.want.Action, test.want.Outcome = "s", "n", Success
		if got := onlyEvent(t, some(`"recipientAccountId":"999","userIdentity":`+test.identity)); got != test.want {
			t.Errorf("%s:\n got %+v\nwant %+v", name, got, test.want)
		}
	}
}

func TestNoRecords(t *testing.T) {
	d := loadText(t, envelope(
		`{"eventName":"n"}`, `{"eventSource":"s"}`, `{"eventSource":1,"eventName":"n"}`, `{"eventSource":"s","eventName":null}`,
		`{"x":{"eventSource":"s","eventName":"n"}}`, `{}`,
	))
	if want := (RecordCounts{Read: 6, Unreadable: 6}); d.Report().Records != want {
		t.Errorf("%+v, want %+v", d.Report().Records, want)
	}
}

func TestOrder(t *testing.T) {
	untimed := some(`"eventTime":"redacted"`)
	d := loadText(t, lines(untimed, call(3), call(1, `"x":1`), untimed, call(1, `"x":2`), call(2)))
	var records []int32
	for i, id := range d.All() {
		if d.ID(i) != id {
			t.Errorf("ID(%d) is %v, All()[%d] is %v", i, d.ID(i), i, id)
		}
		records = append(records, id.Record)
	}
	if want := []int32{2, 4, 5, 1, 0, 3}; !slices.Equal(records, want) {
		t.Errorf("order %v, want %v", records, want)
	}
}

// A record may name nothing at all of what was called.
func TestNamelessCall(t *testing.T) {
	if e := onlyEvent(t, `{"eventSource":"","eventName":""}`); e.Provider != "" || e.Action != "" || e.Outcome != Success {
		t.Errorf("%+v", e)
	}
}
