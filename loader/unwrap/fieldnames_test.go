package unwrap

import (
	"strings"
	"testing"
)

func TestLookUp(t *testing.T) {
	tests := map[string]string{
		"eventName":               "eventName",
		"eventname":               "eventName",
		"EVENT_NAME":              "eventName",
		"Event name":              "eventName",
		"\ufeffEvent name":        "eventName",
		"Read-only":               "readOnly",
		"@timestamp":              "eventTime",
		"TimeGenerated [UTC]":     "eventTime",
		"UserIdentityArn":         "userIdentity.arn",
		"useridentity.arn":        "userIdentity.arn",
		"user_identity_arn":       "userIdentity.arn",
		"sourceIpAddress":         "sourceIPAddress",
		"requestParameters.a-b.C": "requestParameters.a-b.C",
		"responseelements.x":      "responseElements.x",
		"user_agent.original":     "userAgent",
		"aws.cloudtrail.user_identity.session_context.session_issuer.arn": "userIdentity.sessionContext.sessionIssuer.arn",
		"aws.cloudtrail.user_identity.session_context.mfa_authenticated":  "userIdentity.sessionContext.attributes.mfaAuthenticated",
		"aws.cloudtrail.flattened.request_parameters.instanceIds":         "requestParameters.instanceIds",
		"unmapped.requestParameters.name":                                 "requestParameters.name",
		"api.service.name":                                                "eventSource",
		"event.type":                                                      "",
		"aws.cloudtrail":                                                  "",
		"aws.cloudtrail.":                                                 "",
		"userIdentity.nothing":                                            "",
		"":                                                                "",
		".":                                                               "",
		strings.Repeat("eventName", 100):                                  "",
	}
	for name, want := range tests {
		got, ok := lookUp(name)
		if path := strings.Join(got.path, "."); path != want || ok != (want != "") {
			t.Errorf("%q: got %q, %v, want %q", name, path, ok, want)
		}
	}
}

// Every name of the tables stands for the field that its table says.
func TestFieldNames(t *testing.T) {
	for _, f := range recordFields {
		if got, ok := lookUp(f.path); !ok || strings.Join(got.path, ".") != f.path || got.lossy || got.rank != 0 {
			t.Errorf("%s: got %+v, %v", f.path, got, ok)
		}
		if parent := f.path[:max(strings.LastIndex(f.path, "."), 0)]; parent != "" && targets[foldName(parent)].kind.isText() {
			t.Errorf("%s is inside of a text", f.path)
		}
	}
	for i, table := range [][]alias{otherNames, ecsNames, ocsfNames} {
		for _, a := range table {
			got, ok := targets[foldName(a.name)]
			if !ok || strings.Join(got.path, ".") != a.path || got.lossy != (i > 0) || got.rank <= len(prefixes) {
				t.Errorf("%s: got %+v, want %s", a.name, got, a.path)
			}
		}
	}
	for _, field := range essential {
		if placeOf(field) == len(recordFields) {
			t.Errorf("%s is no field", field)
		}
	}
}
