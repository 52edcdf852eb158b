package loader

import (
	"strings"
	"testing"

	"github.com/tidwall/gjson"
)

// Each rule for a field, on a record that follows it and on one at its edge.
// What every field gives of a full record and of an empty one is tested beside
// the table of fields.
func TestFieldRules(t *testing.T) {
	const login, signinToken = `{"eventSource":"signin.amazonaws.com","eventName":"ConsoleLogin",`, `{"eventSource":"signin.amazonaws.com","eventName":"GetSigninToken",`
	identity := func(members string) string { return some(`"userIdentity":{` + members + `}`) }
	const issuer = `"sessionContext":{"sessionIssuer":{"type":"Role","userName":"App","arn":"arn:aws:iam::1:role/App"}}`
	for _, c := range []struct {
		rule, record, field string
		want                []string
	}{
		{"provider verbatim", `{"eventSource":"SSM.amazonaws.com ","eventName":"n"}`, "event.provider", []string{"SSM.amazonaws.com "}},
		{"action verbatim", `{"eventSource":"s","eventName":"startSession"}`, "event.action", []string{"startSession"}},
		{"id verbatim", some(`"eventID":"0A0B0C0D-0000-4000-8000-00000000000A"`), "event.id", []string{"0A0B0C0D-0000-4000-8000-00000000000A"}},

		{"outcome without errors", some(`"responseElements":null`), "event.outcome", []string{"success"}},
		{"outcome with errorCode", some(`"errorCode":"AccessDenied"`), "event.outcome", []string{"failure"}},
		{"outcome with errorMessage", some(`"errorMessage":"no"`), "event.outcome", []string{"failure"}},
		{"outcome with empty errors", some(`"errorCode":"","errorMessage":null`), "event.outcome", []string{"success"}},
		{"outcome of a login", login + `"responseElements":{"ConsoleLogin":"Failure"}}`, "event.outcome", []string{"failure"}},
		{"answer of a login wins", login + `"errorMessage":"x","responseElements":{"ConsoleLogin":"Success"}}`, "event.outcome", []string{"success"}},
		{"login without an answer", login + `"errorMessage":"x","responseElements":null}`, "event.outcome", []string{"failure"}},
		{"answer of a token does not count", signinToken + `"responseElements":{"GetSigninToken":"Failure"}}`, "event.outcome", []string{"success"}},
		{"errors of a token count", signinToken + `"errorCode":"x","responseElements":{"GetSigninToken":"Success"}}`, "event.outcome", []string{"failure"}},

		{"id of a role session", identity(`"type":"AssumedRole","principalId":"AROA1:i-0abc","arn":"arn:aws:sts::1:assumed-role/App/i-0abc"`), "user.id", []string{"AROA1:i-0abc"}},
		{"id of a user", identity(`"type":"IAMUser","principalId":"AIDA1"`), "user.id", []string{"AIDA1"}},
		{"id of Identity Center", identity(`"type":"IdentityCenterUser","onBehalfOf":{"userId":"u-1"}`), "user.id", []string{"u-1"}},
		{"id of Identity Center with a principal", identity(`"type":"IdentityCenterUser","principalId":"p","onBehalfOf":{"userId":"u-1"}`), "user.id", []string{"p"}},
		{"no id of others behind somebody", identity(`"type":"AssumedRole","onBehalfOf":{"userId":"u-1"}`), "user.id", nil},

		{"name of a user", identity(`"type":"IAMUser","userName":"bob",` + issuer), "user.name", []string{"bob"}},
		{"name of a role session", identity(`"type":"AssumedRole","userName":"bob",` + issuer), "user.name", []string{"App"}},
		{"name of a federated user", identity(`"type":"FederatedUser",` + issuer), "user.name", []string{"App"}},
		{"no name of a session without an issuer", identity(`"type":"AssumedRole","userName":"bob"`), "user.name", nil},
		{"name of the session", identity(`"arn":"arn:aws:sts::1:assumed-role/path/App/bob"`), "user.changes.name", []string{"bob"}},
		{"no session of a user", identity(`"arn":"arn:aws:iam::1:user/bob"`), "user.changes.name", nil},

		{"account of the identity", some(`"userIdentity":{"accountId":"1"},"recipientAccountId":"2"`), "cloud.account.id", []string{"1"}},
		{"account of the recipient", some(`"userIdentity":{},"recipientAccountId":"2"`), "cloud.account.id", []string{"2"}},
		{"region", some(`"awsRegion":"eu-west-1"`), "cloud.region", []string{"eu-west-1"}},
		{"address of a service", some(`"sourceIPAddress":"AWS Internal"`), "source.address", []string{"AWS Internal"}},
		{"no address of a service", some(`"sourceIPAddress":"AWS Internal"`), "source.ip", nil},
		{"an address in IPv6", some(`"sourceIPAddress":"2001:db8::1"`), "source.ip", []string{"2001:db8::1"}},
		{"agent", some(`"userAgent":"[aws-cli/2]"`), "user_agent.original", []string{"[aws-cli/2]"}},

		{"identity", identity(`"type":"IAMUser","arn":"a","accessKeyId":"k","invokedBy":"x"`), "aws.cloudtrail.user_identity.arn", []string{"a"}},
		{"an empty ARN is none", identity(`"arn":""`), "aws.cloudtrail.user_identity.arn", nil},
		{"issuer", identity(issuer), "aws.cloudtrail.user_identity.session_context.session_issuer.arn", []string{"arn:aws:iam::1:role/App"}},
		{"second factor of a session", identity(`"sessionContext":{"attributes":{"mfaAuthenticated":"false"}}`), "aws.cloudtrail.user_identity.session_context.mfa_authenticated", []string{"false"}},
		{"straight booleans", some(`"readOnly":true`), "aws.cloudtrail.read_only", []string{"true"}},
		{"straight texts", some(`"sharedEventID":"x"`), "aws.cloudtrail.shared_event_id", []string{"x"}},
		{"arrays are transparent", some(`"requestParameters":{"targets":[{"values":["a"]},{"values":["b"]}]}`), "aws.cloudtrail.flattened.request_parameters.targets.values", []string{"a", "b"}},
		{"leaves are texts", some(`"responseElements":{"n":1.0}`), "aws.cloudtrail.flattened.response_elements.n", []string{"1"}},
		{"resources without repeats", some(`"resources":[{"ARN":"a"},{"ARN":"a"},{"ARN":"b"}]`), "aws.cloudtrail.resources.arn", []string{"a", "b"}},
		{"a console's credentials", some(`"sessionCredentialFromConsole":"true"`), "aws.cloudtrail.session_credential_from_console", []string{"true"}},
		{"no console's credentials", some(`"sessionCredentialFromConsole":"no"`), "aws.cloudtrail.session_credential_from_console", nil},
		{"a second factor of a login", login + `"additionalEventData":{"MFAUsed":"Yes"}}`, "aws.cloudtrail.console_login.additional_eventdata.mfa_used", []string{"true"}},
		{"no second factor of a login", login + `"additionalEventData":{"MFAUsed":"No"}}`, "aws.cloudtrail.console_login.additional_eventdata.mfa_used", []string{"false"}},
		{"of no login", signinToken + `"additionalEventData":{"MFAUsed":"No"}}`, "aws.cloudtrail.console_login.additional_eventdata.mfa_used", nil},
		{"host of a connection", some(`"tlsDetails":{"clientProvidedHostHeader":"h"}`), "tls.client.server_name", []string{"h"}},
		{"dataset", some(`"x":1`), "event.dataset", []string{"aws.cloudtrail"}},
		{"users", some(`"userIdentity":{"type":"IAMUser","userName":"a","principalId":"AIDA1"},"requestParameters":{"userName":"b","newUserName":"c"}`), "related.user", []string{"a", "b", "c", "AIDA1"}},
		{"addresses", some(`"sourceIPAddress":"192.0.2.1"`), "related.ip", []string{"192.0.2.1"}},
		{"a session", `{"eventSource":"ssm.amazonaws.com","eventName":"TerminateSession","requestParameters":{"sessionId":"bob-0aaaaaaaaaaaaaaaa"}}`, "related.entity", []string{"bob-0aaaaaaaaaaaaaaaa"}},
	} {
		t.Run(c.rule, func(t *testing.T) { checkValues(t, c.record, c.field, c.want) })
	}
}

// The documented results of real requests: what the two queries of the hunts
// take out of the flattened record, "" where the row is lost.
func TestDocumentedResults(t *testing.T) {
	const (
		session  = "{%{target_key}=%{target_instance}}"
		document = "%{}documentName=%{document_name},%{}"
		response = "%{}instanceIds=[%{instance_id}],%{}"
		hidden   = `"parameters":"HIDDEN_DUE_TO_SECURITY_REASONS"`
	)
	command := func(members string) string {
		return `{"command":{"commandId":"c","documentName":"AWS-RunShellScript",` + members + `"interactive":false,"parameters":{},"status":"Pending","targetCount":1}}`
	}
	for _, c := range []struct {
		row, json, pattern, key string
		flat                    string // part of the flattened text
		want                    string
	}{
		{"target only", `{"target":"i-0aaa"}`, session, "target_instance", "{target=i-0aaa}", "i-0aaa"},
		{"with a document", `{"target":"i-0aaa","documentName":"SSM-sudo"}`, session, "target_instance", "{documentName=SSM-sudo, target=i-0aaa}", "SSM-sudo, target=i-0aaa"},
		{"port forwarding", `{"target":"i-0aaa","documentName":"AWS-StartPortForwardingSession","parameters":{"portNumber":["22"],"localPortNumber":["2222"]}}`, session, "target_instance",
			"parameters={localPortNumber=[2222], portNumber=[22]}, target=i-0aaa}", "AWS-StartPortForwardingSession, parameters={localPortNumber=[2222], portNumber=[22]"},
		{"with a reason", `{"target":"i-0aaa","reason":"ticket 1"}`, session, "target_instance", "{reason=ticket 1, target=i-0aaa}", "ticket 1, target=i-0aaa"},
		{"denied, request null", `null`, session, "target_instance", "", ""},

		{"one id, request", `{"documentName":"AWS-RunShellScript","instanceIds":["i-1"],"interactive":false,` + hidden + `}`, document, "document_name",
			"{instanceIds=[i-1], interactive=false, documentName=AWS-RunShellScript, parameters=HIDDEN_DUE_TO_SECURITY_REASONS}", "AWS-RunShellScript"},
		{"one id, response", command(`"instanceIds":["i-1"],`), response, "instance_id", "instanceIds=[i-1], ", "i-1"},
		{"two ids in the response", command(`"instanceIds":["i-1","i-2"],`), response, "instance_id", "instanceIds=[i-1, i-2], ", "i-1, i-2"},
		{"by tag", command(`"instanceIds":[],"targets":[{"key":"tag:Env","values":["prod"]}],`), response, "instance_id", "targets=[{values=[prod], key=tag:Env}]", ""},
		{"to all", command(`"instanceIds":["*"],`), response, "instance_id", "instanceIds=[*], ", "*"},
		{"refused, response null", `null`, response, "instance_id", "", ""},
		{"document given as an ARN", `{"documentName":"arn:aws:ssm:us-east-1::document/AWS-RunShellScript","instanceIds":["i-1"],` + hidden + `}`, document, "document_name",
			"documentName=arn:aws:ssm:us-east-1::document/AWS-RunShellScript, ", "arn:aws:ssm:us-east-1::document/AWS-RunShellScript"},
	} {
		t.Run(c.row, func(t *testing.T) {
			flat := Flatten(gjson.Parse(c.json))
			if !strings.Contains(flat, c.flat) || (c.flat == "") != (flat == "") {
				t.Errorf("flattened %s, want %s", flat, c.flat)
			}
			keys, ok := Dissect(flat, c.pattern)
			if keys[c.key] != c.want || ok != (c.want != "") {
				t.Errorf("%q, %v, want %q", keys[c.key], ok, c.want)
			}
		})
	}
}
