package loader

import (
	"slices"
	"testing"
)

// full has a value for every field of the table.
const full = `{
	"eventVersion": "1.08",
	"userIdentity": {
		"type": "AssumedRole", "principalId": "AROA1:alice", "arn": "arn:aws:sts::111122223333:assumed-role/Admin/alice",
		"accountId": "111122223333", "accessKeyId": "ASIAEXAMPLE000000001", "invokedBy": "signin.amazonaws.com", "userName": "not.the.role",
		"sessionContext": {
			"sessionIssuer": {"type": "Role", "principalId": "AROA1", "arn": "arn:aws:iam::111122223333:role/path/Admin", "accountId": "444455556666", "userName": "Admin"},
			"attributes": {"creationDate": "2024-08-01T09:00:00Z", "mfaAuthenticated": "true"},
			"ec2RoleDelivery": "2.0"
		}
	},
	"eventTime": "2024-08-01T10:11:12Z", "eventSource": "signin.amazonaws.com", "eventName": "ConsoleLogin",
	"awsRegion": "eu-west-1", "sourceIPAddress": "192.0.2.1", "userAgent": "Mozilla/5.0",
	"errorCode": "code", "errorMessage": "message", "requestID": "request", "eventID": "0a0b0c0d-0000-4000-8000-000000000001",
	"eventType": "AwsConsoleSignIn", "eventCategory": "Management", "apiVersion": "2012-01-01", "managementEvent": true, "readOnly": false,
	"recipientAccountId": "777788889999", "vpcEndpointId": "vpce-1", "sharedEventID": "shared",
	"requestParameters": {"userName": "bob", "newUserName": "rob", "list": ["a", {"b": "c"}], "q": 1},
	"responseElements": {"ConsoleLogin": "Success"},
	"additionalEventData": {"MobileVersion": "No", "MFAUsed": "Yes", "LoginTo": "https://console.aws.amazon.com"},
	"serviceEventDetails": {"state": "x"},
	"resources": [{"ARN": "arn:aws:s3:::b", "accountId": "1", "type": "T"}, {"ARN": "arn:aws:s3:::b", "accountId": "2", "type": "T"}],
	"sessionCredentialFromConsole": "true",
	"tlsDetails": {"tlsVersion": "TLSv1.3", "cipherSuite": "AES", "clientProvidedHostHeader": "host"}
}`

var fullValues = map[string][]string{
	"@timestamp":          {"2024-08-01T10:11:12Z"},
	"event.provider":      {"signin.amazonaws.com"},
	"event.action":        {"ConsoleLogin"},
	"event.id":            {"0a0b0c0d-0000-4000-8000-000000000001"},
	"event.outcome":       {"success"},
	"event.dataset":       {"aws.cloudtrail"},
	"user.id":             {"AROA1:alice"},
	"user.name":           {"Admin"},
	"user.changes.name":   {"alice"},
	"cloud.account.id":    {"111122223333"},
	"cloud.region":        {"eu-west-1"},
	"source.address":      {"192.0.2.1"},
	"source.ip":           {"192.0.2.1"},
	"user_agent.original": {"Mozilla/5.0"},

	"aws.cloudtrail.user_identity.type":          {"AssumedRole"},
	"aws.cloudtrail.user_identity.arn":           {"arn:aws:sts::111122223333:assumed-role/Admin/alice"},
	"aws.cloudtrail.user_identity.access_key_id": {"ASIAEXAMPLE000000001"},
	"aws.cloudtrail.user_identity.invoked_by":    {"signin.amazonaws.com"},

	"aws.cloudtrail.user_identity.session_context.mfa_authenticated":           {"true"},
	"aws.cloudtrail.user_identity.session_context.creation_date":               {"2024-08-01T09:00:00Z"},
	"aws.cloudtrail.user_identity.session_context.session_issuer.type":         {"Role"},
	"aws.cloudtrail.user_identity.session_context.session_issuer.arn":          {"arn:aws:iam::111122223333:role/path/Admin"},
	"aws.cloudtrail.user_identity.session_context.session_issuer.principal_id": {"AROA1"},
	"aws.cloudtrail.user_identity.session_context.session_issuer.account_id":   {"444455556666"},

	"aws.cloudtrail.error_code":           {"code"},
	"aws.cloudtrail.error_message":        {"message"},
	"aws.cloudtrail.request_id":           {"request"},
	"aws.cloudtrail.event_type":           {"AwsConsoleSignIn"},
	"aws.cloudtrail.event_version":        {"1.08"},
	"aws.cloudtrail.event_category":       {"Management"},
	"aws.cloudtrail.api_version":          {"2012-01-01"},
	"aws.cloudtrail.management_event":     {"true"},
	"aws.cloudtrail.read_only":            {"false"},
	"aws.cloudtrail.recipient_account_id": {"777788889999"},
	"aws.cloudtrail.vpc_endpoint_id":      {"vpce-1"},
	"aws.cloudtrail.shared_event_id":      {"shared"},

	"aws.cloudtrail.request_parameters":    {"{q=1, newUserName=rob, userName=bob, list=[a, {b=c}]}"},
	"aws.cloudtrail.response_elements":     {"{ConsoleLogin=Success}"},
	"aws.cloudtrail.additional_eventdata":  {"{LoginTo=https://console.aws.amazon.com, MobileVersion=No, MFAUsed=Yes}"},
	"aws.cloudtrail.service_event_details": {"{state=x}"},

	"aws.cloudtrail.resources.arn":        {"arn:aws:s3:::b"},
	"aws.cloudtrail.resources.type":       {"T"},
	"aws.cloudtrail.resources.account_id": {"1", "2"},

	"aws.cloudtrail.session_credential_from_console": {"true"},

	"aws.cloudtrail.console_login.additional_eventdata.mobile_version": {"false"},
	"aws.cloudtrail.console_login.additional_eventdata.mfa_used":       {"true"},
	"aws.cloudtrail.console_login.additional_eventdata.login_to":       {"https://console.aws.amazon.com"},

	"tls.client.server_name": {"host"},
	"tls.version":            {"TLSv1.3"},
	"tls.cipher":             {"AES"},

	"related.user": {"not.the.role", "bob", "rob", "AROA1:alice", "Admin", "alice"},
	"related.ip":   {"192.0.2.1"},
	"userIdentity.sessionContext.ec2RoleDelivery": {"2.0"},
	"related.entity": {
		"arn:aws:sts::111122223333:assumed-role/Admin/alice", "arn:aws:iam::111122223333:role/Admin", "111122223333", "ASIAEXAMPLE000000001",
		"444455556666", "192.0.2.1", "777788889999",
	},
}

// checkValues fails where a field of a record has other values, read from the
// record alone or through a dataset.
func checkValues(t *testing.T, record, field string, want []string) {
	t.Helper()
	if got := Values([]byte(record), field); !slices.Equal(got, want) {
		t.Errorf("%s of %s: %q, want %q", field, record, got, want)
	}
	d := loadText(t, record)
	doc := newEventDoc(d)
	doc.set(d.at(0), []byte(record))
	if got := doc.Values(field); !slices.Equal(got, want) {
		t.Errorf("%s of %s in a dataset: %q, want %q", field, record, got, want)
	}
}

func TestValues(t *testing.T) {
	names := FieldNames()
	if !slices.IsSorted(names) || len(names) != len(fullValues) {
		t.Errorf("%d names for %d fields, or not sorted: %q", len(names), len(fullValues), names)
	}
	for _, name := range names {
		checkValues(t, full, name, fullValues[name])
	}
}

// Of a record that says nothing no field but these has a value.
func TestValuesOfNothing(t *testing.T) {
	has := map[string][]string{"event.provider": {"s"}, "event.action": {"n"}, "event.outcome": {"success"}, "event.dataset": {"aws.cloudtrail"}}
	empty := some(`"userIdentity":{"arn":"","sessionContext":{"attributes":[]}},"requestParameters":{"a":[{}]},"responseElements":null,"resources":[],"errorMessage":"","tlsDetails":{}`)
	for _, name := range FieldNames() {
		checkValues(t, `{"eventSource":"s","eventName":"n"}`, name, has[name])
		checkValues(t, empty, name, has[name])
	}
}

func TestValuesRules(t *testing.T) {
	const login = `{"eventSource":"s","eventName":"ConsoleLogin",`
	tests := []struct {
		record, field string
		want          []string
	}{
		{some(`"sourceIPAddress":"2001:db8::1"`), "source.ip", []string{"2001:db8::1"}},
		{some(`"sourceIPAddress":"ssm.amazonaws.com"`), "source.address", []string{"ssm.amazonaws.com"}},
		{some(`"sourceIPAddress":"ssm.amazonaws.com"`), "source.ip", nil},
		{some(`"sourceIPAddress":"AWS Internal"`), "related.ip", nil},
		{some(`"sourceIPAddress":"192.0.2.1, 192.0.2.2"`), "source.ip", nil},
		{some(`"sourceIPAddress":"192.000.002.001"`), "source.ip", nil},
		{some(`"userIdentity":{"arn":"arn:aws:iam::1:user/path/bob"}`), "user.changes.name", nil},
		{some(`"userIdentity":{"arn":"arn:aws:sts::1:federated-user/bob"}`), "user.changes.name", []string{"bob"}},
		{some(`"sessionCredentialFromConsole":true`), "aws.cloudtrail.session_credential_from_console", []string{"true"}},
		{some(`"sessionCredentialFromConsole":"false"`), "aws.cloudtrail.session_credential_from_console", nil},
		{some(`"additionalEventData":{"MFAUsed":"Yes"}`), "aws.cloudtrail.console_login.additional_eventdata.mfa_used", nil},
		{some(`"additionalEventData":{"LoginTo":"x"}`), "aws.cloudtrail.console_login.additional_eventdata.login_to", nil},
		{login + `"additionalEventData":{"MFAUsed":"No"}}`, "aws.cloudtrail.console_login.additional_eventdata.mfa_used", []string{"false"}},
		{login + `"additionalEventData":{"MFAUsed":"no"}}`, "aws.cloudtrail.console_login.additional_eventdata.mfa_used", []string{"true"}},
		{login + `"additionalEventData":{"MFAUsed":""}}`, "aws.cloudtrail.console_login.additional_eventdata.mfa_used", nil},
		{some(`"resources":[{"arn":"a"},{"ARN":"b"},{"ARN":"a"}]`), "aws.cloudtrail.resources.arn", []string{"b", "a"}},
		{some(`"readOnly":"true"`), "aws.cloudtrail.read_only", []string{"true"}},
		{some(`"eventTime":"2024-08-01 10:11:12.5"`), "@timestamp", []string{"2024-08-01T10:11:12.5Z"}},
		{some(`"requestParameters":"{\"a\":1}"`), "aws.cloudtrail.request_parameters", []string{`{"a":1}`}},

		{full, "aws.cloudtrail.flattened.request_parameters.userName", []string{"bob"}},
		{full, "aws.cloudtrail.flattened.request_parameters.list", []string{"a"}},
		{full, "aws.cloudtrail.flattened.request_parameters.list.b", []string{"c"}},
		{full, "aws.cloudtrail.flattened.request_parameters.q", []string{"1"}},
		{full, "aws.cloudtrail.flattened.request_parameters.q.x", nil},
		{full, "aws.cloudtrail.flattened.response_elements.ConsoleLogin", []string{"Success"}},
		{full, "aws.cloudtrail.flattened.additional_eventdata.MFAUsed", []string{"Yes"}},
		{full, "aws.cloudtrail.flattened.service_event_details.state", []string{"x"}},

		{full, "requestParameters.userName", []string{"bob"}},
		{full, "resources.accountId", []string{"1", "2"}},
		{full, "userIdentity.sessionContext.attributes.mfaAuthenticated", []string{"true"}},
		{full, "userIdentity", nil},
		{full, "managementEvent", []string{"true"}},
		{full, "no.such.field", nil},
		{full, "", nil},
		{some(`"a":[[{"b":[1,[2]]},{"b":3}],{"b":null},{"b":""}]`), "a.b", []string{"1", "2", "3"}},
		{some(`"tag:Name":"x","k.l":{"m.n":"y"}`), "tag:Name", []string{"x"}},
		{some(`"tag:Name":"x","k.l":{"m.n":"y"}`), "k.l.m.n", []string{"y"}},
		{some(`"k":{"\u0061":"\u0062"}`), "k.a", []string{"b"}},
		{some(`"n":1.50,"big":123456789012345678,"t":1722506400000`), "n", []string{"1.5"}},
		{some(`"n":1.50,"big":123456789012345678,"t":1722506400000`), "big", []string{"123456789012345678"}},
	}
	for _, test := range tests {
		checkValues(t, test.record, test.field, test.want)
	}
}
