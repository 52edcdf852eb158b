package hunts

import (
	"crypto/sha256"
	"fmt"
	"strings"
)

// caller is somebody in an example: who calls, from where and with what.
type caller struct{ identity, address, agent string }

// call is the record of a call at a time, as CloudTrail writes it. members are
// what it says beside that, each as JSON: `"requestParameters":{…}`.
func (c caller) call(at, provider, action string, members ...string) string {
	text := fmt.Sprintf(`"eventVersion":"1.10","userIdentity":%s,"eventTime":%q,"eventSource":%q,"eventName":%q,`+
		`"awsRegion":"us-east-1","sourceIPAddress":%q,"userAgent":%q,"eventType":"AwsApiCall","recipientAccountId":%q`,
		c.identity, at, provider, action, c.address, c.agent, exampleAccount)
	text = strings.Join(append([]string{text}, members...), ",")
	id := sha256.Sum256([]byte(text))
	return fmt.Sprintf(`{%s,"eventID":"%x-%x-%x-%x-%x"}`, text, id[:4], id[4:6], id[6:8], id[8:10], id[10:16])
}

// from is the same caller at another address.
func (c caller) from(address string) caller {
	c.address = address
	return c
}

// with is the same caller with another client.
func (c caller) with(agent string) caller {
	c.agent = agent
	return c
}

const (
	exampleAccount = "111122223333"
	exampleCLI     = "aws-cli/2.17.20 md/awscrt#0.20.11 ua/2.0 os/linux#6.8.0 lang/python#3.11.8"
	exampleBoto    = "Boto3/1.34.84 md/Botocore#1.34.84 ua/2.0 os/linux#6.6.9 lang/python#3.11.8"
	exampleBrowser = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/129.0.0.0 Safari/537.36"
	exampleDenied  = `"errorCode":"AccessDenied","errorMessage":"not authorized","requestParameters":null,"responseElements":null`
)

// exampleUser is an IAM user with a key of its own.
func exampleUser(name, address string) caller {
	key := "AKIA" + strings.ToUpper(fmt.Sprintf("%x", sha256.Sum256([]byte(name)))[:16])
	identity := fmt.Sprintf(`{"type":"IAMUser","principalId":"AIDA%s","arn":"arn:aws:iam::%s:user/%s","accountId":%[2]q,"accessKeyId":%[4]q,"userName":%[3]q}`,
		key[4:], exampleAccount, name, key)
	return caller{identity, address, exampleCLI}
}

// exampleSession is a session of a role with the credentials of a key.
func exampleSession(role, session, key, address string) caller {
	identity := fmt.Sprintf(`{"type":"AssumedRole","principalId":"AROAEXAMPLE%s:%s","arn":"arn:aws:sts::%s:assumed-role/%[4]s/%[2]s","accountId":%[3]q,"accessKeyId":%[5]q,`+
		`"sessionContext":{"sessionIssuer":{"type":"Role","principalId":"AROAEXAMPLE%[1]s","arn":"arn:aws:iam::%[3]s:role/%[4]s","accountId":%[3]q,"userName":%[4]q},`+
		`"attributes":{"creationDate":"2024-08-01T00:00:00Z","mfaAuthenticated":"false"},"ec2RoleDelivery":"1.0"}}`,
		strings.ToUpper(role), session, exampleAccount, role, key)
	return caller{identity, address, exampleBoto}
}

// exampleEC2 is the service that takes on the role of an instance for it.
func exampleEC2() caller {
	return caller{`{"type":"AWSService","invokedBy":"ec2.amazonaws.com"}`, "ec2.amazonaws.com", "ec2.amazonaws.com"}
}
