package unwrap

import (
	"strings"
	"testing"

	"github.com/tidwall/gjson"
)

// The record startSession as other forms have it.
const (
	// sentinel is the row of Microsoft Sentinel.
	sentinel = `{"TenantId":"t","SourceSystem":"AWS","TimeGenerated":"2024-08-01T09:10:11Z","AwsEventId":"aaaaaaaa-0000-4000-8000-000000000002","EventVersion":"1.08","EventSource":"ssm.amazonaws.com","EventTypeName":"AwsApiCall","EventName":"StartSession","UserIdentityType":"AssumedRole","UserIdentityPrincipalid":"AROAEXAMPLEEXAMPLE01:eve,x=1@example.com","UserIdentityArn":"arn:aws:sts::111122223333:assumed-role/ops/eve,x=1@example.com","UserIdentityAccountId":"111122223333","UserIdentityInvokedBy":"","UserIdentityAccessKeyId":"ASIAEXAMPLEEXAMPLE01","UserIdentityUserName":"","SessionMfaAuthenticated":false,"SessionCreationDate":"2024-08-01T08:00:00Z","SessionIssuerType":"Role","SessionIssuerPrincipalId":"AROAEXAMPLEEXAMPLE01","SessionIssuerArn":"arn:aws:iam::111122223333:role/ops","SessionIssuerAccountId":"111122223333","SessionIssuerUserName":"ops","AWSRegion":"eu-central-1","SourceIpAddress":"198.51.100.7","UserAgent":"aws-cli/2.15 <ä>","ErrorCode":"","ErrorMessage":"","RequestParameters":"{\"target\":\"i-0123456789abcdef0\",\"reason\":\"ticket 1, {a=b}\"}","ResponseElements":"{\"sessionId\":\"eve-0123456789abcdef0\"}","AdditionalEventData":"","AwsRequestId":"","AwsRequestId_":"aaaaaaaa-0000-4000-8000-000000000001","Resources":"[{\"accountId\":\"111122223333\",\"type\":\"AWS::EC2::Instance\",\"ARN\":\"arn:aws:ec2:eu-central-1:111122223333:instance/i-0123456789abcdef0\"}]","APIVersion":"","ReadOnly":false,"RecipientAccountId":"111122223333","ServiceEventDetails":"","SharedEventId":"","VpcEndpointId":"","ManagementEvent":true,"OperationName":"StartSession","Category":"Management","EC2RoleDelivery":"","TlsVersion":"TLSv1.3","CipherSuite":"TLS_AES_128_GCM_SHA256","ClientProvidedHostHeader":"ssm.eu-central-1.amazonaws.com","SessionCredentialFromConsole":"true","Type":"AWSCloudTrail"}`

	// rowIdentity is userIdentity as a query engine prints it.
	rowIdentity = `{type=AssumedRole, principalid=AROAEXAMPLEEXAMPLE01:eve,x=1@example.com, arn=arn:aws:sts::111122223333:assumed-role/ops/eve,x=1@example.com, accountid=111122223333, accesskeyid=ASIAEXAMPLEEXAMPLE01, username=null, sessioncontext={attributes={creationdate=2024-08-01T08:00:00Z, mfaauthenticated=false}, sessionissuer={type=Role, principalid=AROAEXAMPLEEXAMPLE01, arn=arn:aws:iam::111122223333:role/ops, accountid=111122223333, username=ops}, webidfederationdata=null, sourceidentity=null, ec2roledelivery=null, ec2issuedinvpc=null}, invokedby=null, identityprovider=null, somethingnew=null}`

	// lake is a row of CloudTrail Lake.
	lake = `[{"eventVersion":"1.08"},{"userIdentity":"` + rowIdentity + `"},{"eventTime":"2024-08-01T09:10:11Z"},{"eventSource":"ssm.amazonaws.com"},{"eventName":"StartSession"},{"awsRegion":"eu-central-1"},{"sourceIPAddress":"198.51.100.7"},{"userAgent":"aws-cli/2.15 <ä>"},{"errorCode":""},{"requestParameters":"{target=i-0123456789abcdef0, reason=ticket 1, {a=b}}"},{"responseElements":"{sessionId=eve-0123456789abcdef0}"},{"requestID":"aaaaaaaa-0000-4000-8000-000000000001"},{"eventID":"aaaaaaaa-0000-4000-8000-000000000002"},{"readOnly":"false"},{"resources":"[{accountid=111122223333, type=AWS::EC2::Instance, arn=arn:aws:ec2:eu-central-1:111122223333:instance/i-0123456789abcdef0, arnprefix=null}]"},{"eventType":"AwsApiCall"},{"managementEvent":"true"},{"recipientAccountId":"111122223333"},{"eventCategory":"Management"},{"tlsDetails":"{tlsversion=TLSv1.3, ciphersuite=TLS_AES_128_GCM_SHA256, clientprovidedhostheader=ssm.eu-central-1.amazonaws.com}"},{"sessioncredentialfromconsole":"true"}]`

	// ecs is a document of Elastic's integration.
	ecs = `{"@timestamp":"2024-08-01T09:10:11Z","data_stream":{"dataset":"aws.cloudtrail"},"event":{"id":"aaaaaaaa-0000-4000-8000-000000000002","provider":"ssm.amazonaws.com","action":"StartSession","type":["info"],"category":["network"],"outcome":"success"},"user":{"id":"AROAEXAMPLEEXAMPLE01:eve,x=1@example.com","name":"ops","changes":{"name":"eve"}},"cloud":{"region":"eu-central-1","account":{"id":"111122223333"},"provider":"aws"},"source":{"ip":"198.51.100.7","address":"198.51.100.7","geo":{"country_name":"X"}},"user_agent":{"original":"aws-cli/2.15 <ä>","name":"aws-cli"},"tls":{"version":"TLSv1.3","cipher":"TLS_AES_128_GCM_SHA256","client":{"server_name":"ssm.eu-central-1.amazonaws.com"}},"aws":{"cloudtrail":{"event_version":"1.08","event_type":"AwsApiCall","event_category":"Management","management_event":true,"read_only":false,"recipient_account_id":"111122223333","request_id":"aaaaaaaa-0000-4000-8000-000000000001","session_credential_from_console":"true","user_identity":{"type":"AssumedRole","arn":"arn:aws:sts::111122223333:assumed-role/ops/eve,x=1@example.com","access_key_id":"ASIAEXAMPLEEXAMPLE01","session_context":{"mfa_authenticated":"false","creation_date":"2024-08-01T08:00:00Z","session_issuer":{"type":"Role","principal_id":"AROAEXAMPLEEXAMPLE01","arn":"arn:aws:iam::111122223333:role/ops","account_id":"111122223333"}}},"request_parameters":"{reason=ticket 1, {a=b}, target=i-0123456789abcdef0}","response_elements":"{sessionId=eve-0123456789abcdef0}","flattened":{"request_parameters":{"target":"i-0123456789abcdef0","reason":"ticket 1, {a=b}"}},"resources":[{"account_id":"111122223333","type":"AWS::EC2::Instance","arn":"arn:aws:ec2:eu-central-1:111122223333:instance/i-0123456789abcdef0"}]}}}`

	// ocsf is the event of Security Lake.
	ocsf = `{"class_uid":6003,"class_name":"API Activity","metadata":{"product":{"version":"1.08","name":"CloudTrail","vendor_name":"AWS"},"uid":"aaaaaaaa-0000-4000-8000-000000000002","version":"1.1.0"},"time":1722503411000,"cloud":{"region":"eu-central-1","provider":"AWS"},"api":{"operation":"StartSession","service":{"name":"ssm.amazonaws.com"},"request":{"uid":"aaaaaaaa-0000-4000-8000-000000000001","data":"{\"target\":\"i-0123456789abcdef0\",\"reason\":\"ticket 1, {a=b}\"}"},"response":{"data":"{\"sessionId\":\"eve-0123456789abcdef0\"}","error":null}},"actor":{"user":{"type":"AssumedRole","uid_alt":"AROAEXAMPLEEXAMPLE01:eve,x=1@example.com","uid":"arn:aws:sts::111122223333:assumed-role/ops/eve,x=1@example.com","account":{"uid":"111122223333"},"credential_uid":"ASIAEXAMPLEEXAMPLE01"},"session":{"created_time":1722499200000,"is_mfa":false,"issuer":"arn:aws:iam::111122223333:role/ops"}},"http_request":{"user_agent":"aws-cli/2.15 <ä>"},"src_endpoint":{"ip":"198.51.100.7"},"resources":[{"uid":"arn:aws:ec2:eu-central-1:111122223333:instance/i-0123456789abcdef0","type":"AWS::EC2::Instance","account":{"uid":"111122223333"}}],"status":"Success","unmapped":{"eventType":"AwsApiCall","managementEvent":"true","readOnly":"false","recipientAccountId":"111122223333","eventCategory":"Management","tlsDetails.tlsVersion":"TLSv1.3","tlsDetails.cipherSuite":"TLS_AES_128_GCM_SHA256","tlsDetails.clientProvidedHostHeader":"ssm.eu-central-1.amazonaws.com","sessionCredentialFromConsole":"true","userIdentity.sessionContext.sessionIssuer.type":"Role","userIdentity.sessionContext.sessionIssuer.principalId":"AROAEXAMPLEEXAMPLE01","userIdentity.sessionContext.sessionIssuer.accountId":"111122223333","userIdentity.sessionContext.sessionIssuer.userName":"ops"}}`
)

func TestUnwrapMade(t *testing.T) {
	tolerant := strings.NewReplacer(`"eventTime"`, `"@timestamp"`, `"eventName"`, `"eventname"`, `"eventSource"`, `"event_source"`,
		`"userIdentity"`, `"user_identity"`, `"principalId"`, `"principal_id"`, `"sessionContext"`, `"sessioncontext"`, `"requestID"`, `"RequestId"`).Replace(startSession)
	tests := map[string]struct {
		text    string
		want    string
		partial bool
	}{
		"Sentinel":          {sentinel, startSession, false},
		"Lake":              {lake, startSession, false},
		"an answer of Lake": {`{"QueryStatus":"FINISHED","QueryResultRows":[` + lake + `]}`, startSession, false},
		"other case":        {tolerant, startSession, false},
		"Elastic":           {`{"_source":` + ecs + `}`, startSession, true},
		"Elastic, bare":     {ecs, startSession, true},
		"Elastic, dotted":   {dotted(t, ecs, false), startSession, true},
		"Kibana":            {`{"fields":` + dotted(t, ecs, true) + `}`, startSession, true},
		"Security Lake":     {ocsf, startSession, true},
		"lookup-events, no more": {
			`{"EventId":"1","EventName":"A","ReadOnly":"true","AccessKeyId":"AKIAEXAMPLEEXAMPLE01","EventTime":1722503411.5,"EventSource":"ssm.amazonaws.com","Username":"eve","Resources":[{"ResourceType":"AWS::EC2::Instance","ResourceName":"i-0123456789abcdef0"}]}`,
			`{"userIdentity":{"accessKeyId":"AKIAEXAMPLEEXAMPLE01","userName":"eve"},"eventTime":"2024-08-01T09:10:11.5Z","eventSource":"ssm.amazonaws.com","eventName":"A","eventID":"1","readOnly":true,"resources":[{"resourceType":"AWS::EC2::Instance","resourceName":"i-0123456789abcdef0"}]}`,
			true,
		},
		"Security Lake, a login that failed": {
			`{"class_uid":3002,"api":{"operation":"ConsoleLogin","service":{"name":"signin.amazonaws.com"}},"actor":{"user":{"type":"IAMUser","uid":"AIDAEXAMPLEEXAMPLE01","uuid":"arn:aws:iam::111122223333:user/alice","name":"alice"}},"status":"Failure","time":1722503412000,"unmapped":{"additionalEventData.MFAUsed":"No"}}`,
			`{"userIdentity":{"type":"IAMUser","principalId":"AIDAEXAMPLEEXAMPLE01","arn":"arn:aws:iam::111122223333:user/alice","userName":"alice"},"eventTime":"2024-08-01T09:10:12Z","eventSource":"signin.amazonaws.com","eventName":"ConsoleLogin","responseElements":{"ConsoleLogin":"Failure"},"additionalEventData":{"MFAUsed":"No"}}`,
			true,
		},
		"columns that a query picked": {
			`[{"eventTime":"2024-08-01 09:10:11.000"},{"arn":"arn:aws:iam::111122223333:user/eve"},{"eventsource":"ssm.amazonaws.com"},{"eventname":"A"},{"region":"eu-central-1"},{"count":"7"}]`,
			`{"userIdentity":{"arn":"arn:aws:iam::111122223333:user/eve"},"eventTime":"2024-08-01 09:10:11.000","eventSource":"ssm.amazonaws.com","eventName":"A","awsRegion":"eu-central-1"}`,
			true,
		},
		"text that is no JSON where an object should be": {
			`{"EventSource":"s.amazonaws.com","EventName":"A","RequestParameters":"{not a row","UserIdentity":"HIDDEN"}`,
			`{"userIdentity":"HIDDEN","eventSource":"s.amazonaws.com","eventName":"A","requestParameters":"{not a row"}`,
			true,
		},
		"a field and a part of it": {
			`{"EventSource":"s.amazonaws.com","EventName":"A","requestParameters.a":"1","requestParameters.b.c":"{}","requestParameters":{"a":{"d":2}},"responseElements.x":["1"]}`,
			`{"eventSource":"s.amazonaws.com","eventName":"A","requestParameters":{"a":{"d":2}},"responseElements":{"x":["1"]}}`,
			true,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			records, _, control := Records([]byte(test.text))
			if len(records) != 1 || control {
				t.Fatalf("got %q, control %v", textsOf(records), control)
			}
			checkMade(t, records[0], test.want)
			if records[0].Partial != test.partial {
				t.Errorf("partial %v, want %v", records[0].Partial, test.partial)
			}
		})
	}
}

// dotted writes the document with its keys joined by dots, each value in a
// list of its own where Kibana's fields are meant. Objects that the
// integration keeps whole, and lists of objects, stay what they are.
func dotted(t *testing.T, document string, listed bool) string {
	t.Helper()
	var b strings.Builder
	var write func(path string, v gjson.Result)
	write = func(path string, v gjson.Result) {
		if v.IsObject() && !strings.HasSuffix(path, "flattened.request_parameters") {
			v.ForEach(func(key, inner gjson.Result) bool {
				write(strings.TrimPrefix(path+"."+key.Str, "."), inner)
				return true
			})
			return
		}
		raw := v.Raw
		if listed && !v.IsArray() {
			raw = "[" + raw + "]"
		}
		b.WriteString(`,"` + path + `":` + raw)
	}
	write("", gjson.Parse(document))
	return "{" + b.String()[1:] + "}"
}
