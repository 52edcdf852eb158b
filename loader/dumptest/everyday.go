package dumptest

import (
	"strconv"
	"time"
)

// record is one record of the town's life at a time and in a region.
func (t *town) record(d *dice, at time.Time, place int) Record {
	var r Record
	if float64(d.below(1_000_000)) < t.Interesting*1_000_000 {
		r = t.notable(d, at, place)
	} else {
		r = t.everyday(d, at, place)
	}
	r.EventID, r.RequestID = d.uuid(), d.uuid()
	return r
}

// everyday is what fills a trail: services assuming roles, agents reporting,
// programs reading parameters and keys, monitoring and people looking at things.
func (t *town) everyday(d *dice, at time.Time, place int) Record {
	i := pick(d, t.instances[place])
	switch n := d.below(100); {
	case n < 20:
		return describeInstances(t.duty(d, at, place), at, i.ID)
	case n < 38:
		issued := at.Truncate(6 * time.Hour)
		return AssumeRole(ForService("ec2.amazonaws.com", i.Region), at, i.Role, i.ID, t.key("ASIA", i.ID, issued), d.text(340, base64Text))
	case n < 50:
		return AssumeRole(ForService("lambda.amazonaws.com", i.Region), at, pick(d, t.roles), "fn-"+number(d.below(40)), d.key("ASIA"), d.text(340, base64Text))
	case n < 64:
		return Report(t.self(i, at), at, i)
	case n < 76:
		return getParameter(t.self(i, at), at, "/"+i.Role.Name+"/config/"+number(d.below(30)))
	case n < 88:
		return decrypt(t.self(i, at), at, d.text(8, hexDigits))
	case n < 93:
		return listBucket(t.duty(d, at, place), at, "example-"+number(d.below(200)))
	case n < 98:
		return t.desk(d, place).Ask(at, "ssm", "DescribeInstanceInformation", raw("maxResults", "50"), raw("filters", "[]"))
	default:
		desk := t.desk(d, place)
		desk.Agent = agentBrowser
		return ConsoleLogin(desk, at, d.below(5) > 0)
	}
}

// notable is an event that a hunt judges or a note leads to.
func (t *town) notable(d *dice, at time.Time, place int) Record {
	i, desk := pick(d, t.instances[place]), t.desk(d, place)
	switch n := d.below(100); {
	case n < 40:
		r := StartSession(desk, at, Session{Target: i.ID, ID: desk.Identity.UserName + "-" + d.text(17, alphanumer)})
		if d.below(8) == 0 {
			return r.Refused("TargetNotConnected", i.ID+" is not connected.")
		}
		return r
	case n < 50:
		return TerminateSession(desk, at, desk.Identity.UserName+"-"+d.text(17, alphanumer))
	case n < 70:
		return SendCommand(stateManager(townAccount, i.Region), at, Command{ID: d.uuid(), Document: "AWS-GatherSoftwareInventory", Instances: []string{i.ID}, State: true})
	case n < 85:
		return SendCommand(desk, at, Command{ID: d.uuid(), Document: "AWS-RunShellScript", Instances: []string{i.ID}})
	case n < 95:
		return RunInstances(t.duty(d, at, place), at, i)
	case n < 98:
		return desk.Ask(at, "ec2", "GetPasswordData", str("instanceId", i.ID))
	default:
		self := t.self(i, at).From(address(203, 0, 113, d.below(200)+10), agentBoto)
		return SigninToken(self, at, d.key("ASIA"))
	}
}

func describeInstances(a Actor, at time.Time, instance string) Record {
	return a.Ask(at, "ec2", "DescribeInstances",
		raw("instancesSet", object(raw("items", "["+object(str("instanceId", instance))+"]"))), raw("filterSet", "{}"))
}

func getParameter(a Actor, at time.Time, name string) Record {
	r := a.Ask(at, "ssm", "GetParameter", str("name", name), raw("withDecryption", "true"))
	r.Resources = "[" + object(str("accountId", r.Account), str("ARN", "arn:aws:ssm:"+a.Region+":"+r.Account+":parameter"+name)) + "]"
	return r
}

func decrypt(a Actor, at time.Time, key string) Record {
	key = "arn:aws:kms:" + a.Region + ":" + a.Identity.AccountID + ":key/" + key + "-0000-4000-8000-000000000000"
	r := a.Ask(at, "kms", "Decrypt", str("keyId", key), str("encryptionAlgorithm", "SYMMETRIC_DEFAULT"))
	r.Resources = "[" + object(str("accountId", r.Account), str("type", "AWS::KMS::Key"), str("ARN", key)) + "]"
	return r
}

func listBucket(a Actor, at time.Time, bucket string) Record {
	r := a.Ask(at, "s3", "GetBucketAcl", str("bucketName", bucket), str("acl", ""), str("Host", bucket+".s3."+a.Region+".amazonaws.com"))
	r.Additional = `{"SignatureVersion":"SigV4","CipherSuite":"TLS_AES_128_GCM_SHA256","bytesTransferredIn":0,"AuthenticationMethod":"AuthHeader","bytesTransferredOut":459}`
	r.Resources = "[" + object(str("accountId", r.Account), str("type", "AWS::S3::Bucket"), str("ARN", "arn:aws:s3:::"+bucket)) + "]"
	return r
}

// serviceRole is a service acting in the account through its service-linked role.
func serviceRole(account, service, role, id, session, region string) Actor {
	r := Role{account, "aws-service-role/" + service + ".amazonaws.com/", role, id}
	self := r.Session(session, "", time.Date(2025, 9, 1, 0, 0, 0, 0, time.UTC))
	self.InvokedBy = service + ".amazonaws.com"
	return Actor{Identity: self, Address: self.InvokedBy, Agent: self.InvokedBy, Region: region}
}

// stateManager is what Systems Manager runs its associations with.
func stateManager(account, region string) Actor {
	return serviceRole(account, "ssm", "AWSServiceRoleForAmazonSSM", "AROASTATEMANAGEREXMPL", "StateManagerService", region)
}

func number(n int) string { return strconv.Itoa(n) }

func address(a, b, c, d int) string {
	return number(a) + "." + number(b) + "." + number(c) + "." + number(d)
}
