package loader

import "testing"

// What is remembered of one record's runs gives of the next what gjson does,
// whatever the two have in common.
func TestRuns(t *testing.T) {
	const (
		head  = `{"eventVersion":"1.11","userIdentity":{"type":"AWSService","invokedBy":"ec2.amazonaws.com"},"eventTime":"2024-08-01T00:00:00Z"`
		what  = `,"eventSource":"ssm.amazonaws.com","eventName":"StartSession","awsRegion":"us-east-1"`
		from  = `,"sourceIPAddress":"192.0.2.1"`
		agent = `,"userAgent":"aws-cli/2 i-0123456789abcdef0"`
		asked = `,"requestParameters":{"target":"i-0123456789abcdef1"},"responseElements":{"sessionId":"a-0123456789abcdef0"}`
		ids   = `,"requestID":"r","eventID":"6f0f7f4e-0000-4000-8000-000000000001"`
		kind  = `,"eventType":"AwsApiCall","recipientAccountId":"111122223333"`
	)
	records := []string{
		head + what + from + agent + asked + ids + kind + `}`,
		head + what + from + agent + asked + ids + kind + `,"x":1}`,
		head + what + from + agent + asked + ids + kind + `,"x":10}`,
		head + what + from + agent + asked + ids + kind + `,"eventName":"again"}`,
		head + what + from + agent + `,"errorCode":"AccessDenied","errorMessage":"no, 192.0.2.9"` + asked + ids + kind + `}`,
		head + what + from + agent + `,"requestParameters" :null` + ids + kind + `}`,
		head + what + from + agent + `,"requestParameters": null` + ids + kind + `}`,
		head + what + from + agent + ids + kind + asked + `}`,
		head + what + agent + from + asked + ids + kind + `}`,
		head + what + `,"x":{"sessionId":"a-0123456789abcdef0"}` + from + agent + asked + ids + kind + `}`,
		head + from + agent + what + asked + kind + ids + `}`,
		head + kind + ids + what + from + agent + asked + `}`,
		head + agent + from + kind + `,"eventSource":"s3.amazonaws.com","eventName":"GetObject","awsRegion":"us-east-1"` + asked + ids + `}`,
		head + what + what + from + agent + asked + ids + kind + `}`,
		head + what + from + agent + asked + ids + kind + agent + `}`,
		head + ` ` + what + from + agent + asked + ids + kind + ` }`,
		`{"eventSource":"ssm.amazonaws.com","eventName":"StartSession","awsRegion":"us-east-1"` + from + agent + asked + ids + kind + `}`,
		`{"eventType":"AwsApiCall","recipientAccountId":"444455556666"` + what + from + agent + asked + ids + `}`,
		`{"userAgent":"aws-cli/2 i-0123456789abcdef0"` + what + `,"eventType":"AwsConsoleSignIn"}`,
	}
	taken := 0
	for _, first := range records {
		for _, second := range records {
			w := newBothWays()
			for _, record := range []string{first, first, second, second, first} {
				if w.check(t, []byte(record+",")) == len(record) {
					taken++
				}
				for _, cut := range []int{len(record) - 1, len(record) / 2} {
					if _, _, is := w.readRecord([]byte(record[:cut])); is == whole {
						t.Errorf("%s is taken for a record", record[:cut])
					}
				}
			}
		}
	}
	if few := len(records) * len(records) * 3; taken < few {
		t.Errorf("one pass takes %d records, which tests little", taken)
	}
}

// An identity is known again by its parts only where the key between them is
// the one of its calls.
func TestKnownIdentities(t *testing.T) {
	identity := func(fields string) string { return some(`"userIdentity":{"type":"AssumedRole",` + fields + `}`) }
	same := []string{
		`"principalId":"AROAEXAMPLE:one","accessKeyId":"ASIAEXAMPLE00000001","sessionContext":{"attributes":{"creationDate":"2024-08-01T00:00:00Z"}}`,
		`"principalId":"AROAEXAMPLE:one","accessKeyId":"ASIAEXAMPLE00000002","sessionContext":{"attributes":{"creationDate":"2024-08-02T00:00:00Z"}}`,
		`"principalId":"AROAEXAMPLE:one","accessKeyId":"ASIAEXAMPLE00000003","sessionContext":{"attributes":{"creationDate":"2024-08-02"}}`,
		`"principalId":"AROAEXAMPLE:one","accessKeyId":"ASIAEXAMPLE00000001","x":"ASIAEXAMPLE00000001"`,
		`"principalId":"AROAEXAMPLE:one","accessKeyId":"ASIAEXAMPLE00000002","x":"ASIAEXAMPLE00000001"`,
		`"x":{"accessKeyId":"ASIAEXAMPLE00000001"},"accessKeyId":"ASIAEXAMPLE00000002"`,
		`"x":{"accessKeyId":"ASIAEXAMPLE00000003"},"accessKeyId":"ASIAEXAMPLE00000002"`,
		`"x":{"accessKeyId":"ASIAEXAMPLE00000001"}`, `"x":{"accessKeyId":"ASIAEXAMPLE00000002"}`,
		`"accessKeyId":""`, `"accessKeyId":"*"`, `"accessKeyId":"A*"`, `"accessKeyId":"B*"`,
		`"accountId":"111122223333"`, `"invokedBy":"ec2.amazonaws.com"`,
		`"arn":"arn:aws:sts::111122223333:assumed-role/A/i-0123456789abcdef0","x":["192.0.2.1","192.0.2.2","192.0.2.3","192.0.2.4","192.0.2.5"]`,
	}
	for _, first := range same {
		for _, second := range same {
			w := newBothWays()
			for _, fields := range []string{first, first, second, first, second} {
				for _, recipient := range []string{"", `,"recipientAccountId":"444455556666"`, `,"recipientAccountId":"777788889999"`} {
					record := identity(fields)
					record = record[:len(record)-1] + recipient + "}"
					if w.check(t, []byte(record)) == 0 {
						t.Errorf("one pass leaves %s", record)
					}
				}
			}
		}
	}
}
