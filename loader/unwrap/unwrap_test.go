package unwrap

import (
	"bytes"
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/tidwall/gjson"
)

// startSession is a record with a value in every part that other forms have, in
// CloudTrail's order; unlike any text that has been through an encoder.
const startSession = `{"eventVersion":"1.08","userIdentity":{"type":"AssumedRole","principalId":"AROAEXAMPLEEXAMPLE01:eve,x=1@example.com","arn":"arn:aws:sts::111122223333:assumed-role/ops/eve,x=1@example.com","accountId":"111122223333","accessKeyId":"ASIAEXAMPLEEXAMPLE01","sessionContext":{"sessionIssuer":{"type":"Role","principalId":"AROAEXAMPLEEXAMPLE01","arn":"arn:aws:iam::111122223333:role/ops","accountId":"111122223333","userName":"ops"},"attributes":{"creationDate":"2024-08-01T08:00:00Z","mfaAuthenticated":"false"}}},"eventTime":"2024-08-01T09:10:11Z","eventSource":"ssm.amazonaws.com","eventName":"StartSession","awsRegion":"eu-central-1","sourceIPAddress":"198.51.100.7","userAgent":"aws-cli\/2.15 <\u00e4>","requestParameters":{"target":"i-0123456789abcdef0","reason":"ticket 1, {a=b}"},"responseElements":{"sessionId":"eve-0123456789abcdef0"},"requestID":"aaaaaaaa-0000-4000-8000-000000000001","eventID":"aaaaaaaa-0000-4000-8000-000000000002","readOnly":false,"resources":[{"accountId":"111122223333","type":"AWS::EC2::Instance","ARN":"arn:aws:ec2:eu-central-1:111122223333:instance/i-0123456789abcdef0"}],"eventType":"AwsApiCall","managementEvent":true,"recipientAccountId":"111122223333","eventCategory":"Management","tlsDetails":{"tlsVersion":"TLSv1.3","cipherSuite":"TLS_AES_128_GCM_SHA256","clientProvidedHostHeader":"ssm.eu-central-1.amazonaws.com"},"sessionCredentialFromConsole":"true"}`

// login is a failed ConsoleLogin.
const login = `{"eventVersion":"1.08","userIdentity":{"type":"IAMUser","principalId":"AIDAEXAMPLEEXAMPLE01","accountId":"111122223333","userName":"alice"},"eventTime":"2024-08-01T09:10:12Z","eventSource":"signin.amazonaws.com","eventName":"ConsoleLogin","awsRegion":"us-east-1","sourceIPAddress":"198.51.100.8","userAgent":"Mozilla/5.0","errorMessage":"Failed authentication","requestParameters":null,"responseElements":{"ConsoleLogin":"Failure"},"eventID":"aaaaaaaa-0000-4000-8000-000000000003","eventType":"AwsConsoleSignIn"}`

// recA is as little as a record can be.
const recA = `{"eventSource":"s","eventName":"A"}`

// quote writes a text as a JSON string in a way that quoted does not: slashes
// and angle brackets are escaped, too.
func quote(s string) string {
	b, err := json.Marshal(s)
	if err != nil {
		panic(err)
	}
	return strings.ReplaceAll(string(b), "/", `\/`)
}

func TestUnwrapExact(t *testing.T) {
	flow := `{"timestamp":1722503411000,"message":` + quote(startSession) + `,"ingestionTime":1722503412000}`
	subscription := `{"messageType":"DATA_MESSAGE","owner":"111122223333","logGroup":"trail","logStream":"s","subscriptionFilters":["f"],"logEvents":[{"id":"1","timestamp":1,"message":` + quote(startSession) + `},{"id":"2","timestamp":2,"message":` + quote(login) + `}]}`
	bridge := `{"version":"0","detail-type":"AWS API Call via CloudTrail","source":"aws.ssm","time":"2024-08-01T09:10:11Z","region":"eu-central-1","resources":[],"detail":` + startSession + `}`
	topic := `{"Type":"Notification","MessageId":"1","TopicArn":"arn:aws:sns:eu-central-1:111122223333:t","Message":` + quote(bridge) + `,"Timestamp":"2024-08-01T09:10:11Z"}`
	queue := `{"messageId":"1","receiptHandle":"h","body":` + quote(topic) + `,"eventSource":"aws:sqs","awsRegion":"eu-central-1"}`
	elastic := `{"_index":"logs","_id":"1","_source":{"event":{"action":"StartSession","original":` + quote(startSession) + `,"provider":"ssm.amazonaws.com"},"message":"StartSession by eve"}}`
	insights := `{"eventVersion":"1.07","eventType":"AwsCloudTrailInsight","insightDetails":{"state":"Start"}}`
	one, two := []string{startSession}, []string{startSession, login}
	tests := map[string]struct {
		text string
		want []string
	}{
		"an item of lookup-events":      {`{"EventId":"1","EventName":"StartSession","EventSource":"ssm.amazonaws.com","Username":"eve","Resources":[],"CloudTrailEvent":` + quote(startSession) + `}`, one},
		"an answer of lookup-events":    {`{"Events":[{"CloudTrailEvent":` + quote(startSession) + `},{"CloudTrailEvent":` + quote(login) + `}],"NextToken":"x"}`, two},
		"an item of filter-log-events":  {flow, one},
		"a message behind a time":       {`{"message":` + quote("2024-08-01T09:10:11.000Z "+startSession) + `}`, one},
		"a message behind a stream":     {`{"message":` + quote("2024-08-01T09:10:11+00:00 111122223333_CloudTrail_eu-central-1 "+startSession+"\n") + `}`, one},
		"a log subscription":            {subscription, two},
		"a message behind a level":      {`{"log":` + quote("[INFO] "+startSession+" (sent)") + `}`, one},
		"records run together":          {`{"message":` + quote(startSession+login) + `}`, two},
		"records on lines":              {`{"message":` + quote(startSession+"\n"+login+"\n") + `}`, two},
		"EventBridge":                   {bridge, one},
		"SNS around EventBridge":        {topic, one},
		"SQS around SNS":                {queue, one},
		"receive-message":               {`{"Messages":[{"MessageId":"1","Body":` + quote(topic) + `}]}`, one},
		"what a topic hands a function": {`{"Records":[{"EventSource":"aws:sns","Sns":{"Message":` + quote(bridge) + `}}]}`, one},
		"a delivered file in a string":  {`{"body":` + quote(`{"Records":[`+startSession+","+login+"]}") + `}`, two},
		"a list in a string":            {`{"message":` + quote("["+startSession+","+login+"]") + `}`, two},
		"a subscription in a queue":     {`{"body":` + quote(subscription) + `}`, two},
		"a hit of Elastic":              {elastic, one},
		"a search of Elastic":           {`{"took":1,"hits":{"total":{"value":1},"hits":[` + elastic + `]}}`, one},
		"a bare document of Elastic":    {`{"event.action":"StartSession","event.original":` + quote(startSession) + `}`, one},
		"fields of Kibana":              {`{"_index":"i","fields":{"event.original":` + quote(startSession) + `,"event.action":["StartSession"]}}`, one},
		"Splunk":                        {`{"preview":false,"offset":0,"lastrow":true,"result":{"_raw":` + quote(startSession) + `,"_time":"2024-08-01 09:10:11 UTC"}}`, one},
		"a search of Splunk":            {`{"preview":false,"messages":[],"fields":[{"name":"_raw"}],"results":[{"_raw":` + quote(startSession) + `},{"_raw":` + quote(login) + `}]}`, two},
		"Splunk's collector":            {`{"time":1722503411,"sourcetype":"aws:cloudtrail","event":` + startSession + `}`, one},
		"Sekoia":                        {`{"input":{"expectation":"x","message":` + quote(startSession) + `}}`, one},
		"Logstash":                      {`{"@timestamp":"2024-08-01T09:10:11Z","@version":"1","message":` + quote(startSession) + `}`, one},
		"Lake with the whole event":     {`[{"eventName":"StartSession"},{"eventJson":` + quote(startSession) + `}]`, one},
		"Panther":                       {`[` + recA[:len(recA)-1] + `,"p_log_type":"AWS.CloudTrail"}]`, []string{recA[:len(recA)-1] + `,"p_log_type":"AWS.CloudTrail"}`}},
		"Insights":                      {`{"detail":` + insights + `}`, []string{insights}},
		"the record itself":             {startSession, one},
		"a list of records":             {"[" + startSession + "," + login + "]", two},
		"a string in a string":          {`{"message":` + quote(quote(startSession)) + `}`, one},
		"what is good in a list":        {`{"Events":[{"CloudTrailEvent":` + quote(startSession) + `},{"CloudTrailEvent":"{"},7,{"CloudTrailEvent":` + quote(login) + `}]}`, two},
		"white space around":            {"{\r\n \"detail\" : " + startSession + "\r\n}", one},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			records, _, control := Records([]byte(test.text))
			if got := textsOf(records); !slices.Equal(got, test.want) || control {
				t.Errorf("control %v, got\n %q, want\n %q", control, got, test.want)
			}
			if slices.ContainsFunc(records, func(u Record) bool { return u.Partial }) {
				t.Error("a record is partial")
			}
		})
	}
}

func textsOf(records []Record) []string {
	var texts []string
	for _, u := range records {
		texts = append(texts, string(u.Data))
	}
	return texts
}

func TestUnwrapControl(t *testing.T) {
	health := `{"messageType":"CONTROL_MESSAGE","owner":"CloudwatchLogs","logGroup":"","logStream":"","subscriptionFilters":[],"logEvents":[{"id":"","timestamp":1722503411000,"message":"CWL CONTROL MESSAGE: Checking health of destination Firehose."}]}`
	for name, text := range map[string]string{
		"a subscription's health":       health,
		"the same in a queue":           `{"body":` + quote(health) + `}`,
		"a topic's subscription":        `{"Type":"SubscriptionConfirmation","Message":"You have chosen to subscribe to the topic."}`,
		"a search without a result":     `{"preview":false,"lastrow":true}`,
		"lookup-events without events":  `{"Events":[]}`,
		"a search of Elastic, no hits":  `{"hits":{"total":{"value":0},"hits":[]}}`,
		"filter-log-events, no message": `{"events":[],"searchedLogStreams":[]}`,
	} {
		t.Run(name, func(t *testing.T) {
			if records, _, control := Records([]byte(text)); len(records) > 0 || !control {
				t.Errorf("got %q, control %v", textsOf(records), control)
			}
		})
	}
	if records, _, control := Records([]byte("[" + health + "," + startSession + "]")); len(records) != 1 || control {
		t.Errorf("a health check beside a record: got %q, control %v", textsOf(records), control)
	}
}

func TestUnwrapNothing(t *testing.T) {
	for name, text := range map[string]string{
		"nothing":                    "",
		"no JSON":                    "{",
		"a number":                   "7",
		"an empty object":            "{}",
		"some object":                `{"a":{"eventName":"x"}}`,
		"a name without a source":    `{"detail":{"eventName":"x"}}`,
		"a source that is no string": `{"detail":{"eventName":"x","eventSource":7}}`,
		"a broken record":            `{"message":` + quote(startSession[:len(startSession)-1]) + `}`,
		"a finding of GuardDuty":     `{"detail-type":"GuardDuty Finding","detail":{"service":{"action":{"awsApiCallAction":{"api":"StartSession","serviceName":"ssm.amazonaws.com"}}}}}`,
		"ECS of something else":      `{"event":{"provider":"Microsoft-Windows-Security-Auditing","action":"logged-in"},"cloud":{"region":"eu"}}`,
		"OCSF of something else":     `{"class_uid":6003,"api":{"operation":"GetObject","service":{"name":"files"}},"cloud":{"region":"eu"}}`,
		"clicks":                     `{"event_name":"click","event_source":"web","region":"eu"}`,
		"a delivered file's name":    `{"Type":"Notification","Message":"{\"s3Bucket\":\"b\",\"s3ObjectKey\":[\"k\"]}"}`,
		"a list of nothing":          `{"events":[{"message":"START RequestId: 1"}]}`,
		"a row of a count":           `[{"eventName":"StartSession"},{"count":"7"}]`,
		"too many messages deep":     nested(startSession, 40),
		"too many brackets deep":     `{"message":` + quote(strings.Repeat("[", 1<<20)) + `}`,
	} {
		t.Run(name, func(t *testing.T) {
			if records, _, control := Records([]byte(text)); len(records) > 0 || control {
				t.Errorf("got %q, control %v", textsOf(records), control)
			}
		})
	}
}

// nested puts a record into that many messages, one in another.
func nested(record string, depth int) string {
	return strings.Repeat(`{"detail":`, depth) + record + strings.Repeat("}", depth)
}

func TestUnwrapDepth(t *testing.T) {
	text := recA
	for range 8 { // each doubles the backslashes of all before it
		text = `{"message":` + quote(text) + `}`
	}
	for name, text := range map[string]string{"objects": nested(recA, maxUnwraps), "strings": text} {
		if records, _, _ := Records([]byte(text)); len(records) != 1 || string(records[0].Data) != recA {
			t.Errorf("%s: got %q", name, textsOf(records))
		}
	}
}

func TestUnescapedIsBounded(t *testing.T) {
	large := strings.Repeat(" ", maxUnescaped/2)
	item := `{"message":"` + large + `{\"eventSource\":\"s\",\"eventName\":\"A\"}"}`
	if records, _, _ := Records([]byte(`{"events":[` + item + "," + item + "]}")); len(records) != 1 {
		t.Errorf("got %d records out of more text than is opened", len(records))
	}
}

// checkMade fails where a record that was made has other fields than the one
// it was made like, or has them in another order.
func checkMade(t *testing.T, u Record, want string) {
	t.Helper()
	if err := Check(u.Data); err != nil {
		t.Fatalf("%s: %v", u.Data, err)
	}
	if got, want := fieldsOf(t, string(u.Data)), fieldsOf(t, want); !reflect.DeepEqual(got, want) {
		t.Errorf("got\n %v, want\n %v", got, want)
	}
	if got, want := topKeys(string(u.Data)), topKeys(want); !slices.Equal(got, want) {
		t.Errorf("keys %q, want %q", got, want)
	}
}

// fieldsOf gives what a record says, without what counts as absent.
func fieldsOf(t *testing.T, record string) any {
	t.Helper()
	var v any
	in := json.NewDecoder(strings.NewReader(record))
	in.UseNumber()
	if err := in.Decode(&v); err != nil {
		t.Fatalf("%s: %v", record, err)
	}
	return withoutAbsent(v)
}

func withoutAbsent(v any) any {
	switch v := v.(type) {
	case string:
		if v == "" {
			return nil
		}
	case []any:
		if len(v) == 0 {
			return nil
		}
	case map[string]any:
		for key, inner := range v {
			if v[key] = withoutAbsent(inner); v[key] == nil {
				delete(v, key)
			}
		}
		if len(v) == 0 {
			return nil
		}
	}
	return v
}

// topKeys gives the keys of a record in their order; those without a value are left out.
func topKeys(record string) []string {
	var keys []string
	gjson.Parse(record).ForEach(func(key, v gjson.Result) bool {
		if Present(v) {
			keys = append(keys, key.Str)
		}
		return true
	})
	return keys
}

// FuzzUnwrap opens any bytes: what comes out are records, the same each time,
// and none of them depends on the bytes that were handed in.
func FuzzUnwrap(f *testing.F) {
	for _, seed := range []string{
		startSession, `{"detail":` + login + `}`, `{"Events":[{"CloudTrailEvent":` + quote(startSession) + `}]}`,
		`{"body":` + quote(`{"Message":`+quote(`{"detail":`+recA+`}`)+`}`) + `}`,
		`{"_source":` + ecs + `}`, sentinel, ocsf, lake,
		`{"messageType":"CONTROL_MESSAGE"}`, `[[[{"message":"` + strings.Repeat("[", 99) + `"}]]]`,
		`{"fields":{"event.provider":["ssm.amazonaws.com"],"event.action":["A"],"aws.cloudtrail.resources":[{"arn":"x"},7]}}`,
		`[{"eventName":"x"},{"eventSource":"s.amazonaws.com"},{"useridentity":"{type=a, arn=b, c=null}"},{"requestParameters.a.b":"c"}]`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		buffer := bytes.Clone(data)
		records, _, control := Records(buffer)
		if control && len(records) > 0 {
			t.Errorf("control, and %d records", len(records))
		}
		clear(buffer)
		again, _, _ := Records(data)
		if !reflect.DeepEqual(again, records) {
			t.Errorf("got %q, then %q", textsOf(records), textsOf(again))
		}
		for _, u := range records {
			if err := Check(u.Data); err != nil {
				t.Errorf("%q: %v", u.Data, err)
			}
		}
	})
}
