package dumptest

import (
	"strconv"
	"time"
)

// Instance is an EC2 instance, or a managed one (mi-…) without image and profile.
type Instance struct {
	ID, Name, Private, Public string // Private and Public are addresses
	Region, Account           string
	Image, Type               string
	Profile                   string // the instance profile's name
	Role                      Role   // the profile's role
}

// Self is the instance calling with its role's credentials. The delivery is
// the instance metadata version that gave them out, "1.0" or "2.0".
func (i Instance) Self(key string, created time.Time, delivery string) Actor {
	id := i.Role.Session(i.ID, key, created)
	id.Delivery = delivery
	return Actor{Identity: id, Address: i.Public, Agent: agentCLI, Region: i.Region}
}

// RunInstances launches the instance.
func RunInstances(a Actor, at time.Time, i Instance) Record {
	profile := "arn:aws:iam::" + i.Account + ":instance-profile/" + i.Profile
	tags := "{\"items\":[" + object(str("key", "Name"), str("value", i.Name)) + "]}"
	return a.Change(at, "ec2", "RunInstances", object(
		raw("instancesSet", object(raw("items", "["+object(str("imageId", i.Image), raw("minCount", "1"), raw("maxCount", "1"))+"]"))),
		str("instanceType", i.Type), raw("blockDeviceMapping", "{}"), raw("monitoring", `{"enabled":false}`),
		raw("disableApiTermination", "false"), raw("ebsOptimized", "false"),
		raw("iamInstanceProfile", object(str("arn", profile)))),
		object(str("reservationId", "r-"+i.ID[2:]), str("ownerId", i.Account), raw("groupSet", "{}"),
			raw("instancesSet", object(raw("items", "["+object(
				str("instanceId", i.ID), str("imageId", i.Image), raw("instanceState", `{"code":0,"name":"pending"}`),
				str("privateDnsName", hostName(i.Private)+".ec2.internal"), raw("amiLaunchIndex", "0"), str("instanceType", i.Type),
				raw("launchTime", strconv.FormatInt(at.UnixMilli(), 10)), raw("placement", object(str("availabilityZone", i.Region+"a"), str("tenancy", "default"))),
				raw("monitoring", `{"state":"disabled"}`), str("privateIpAddress", i.Private), str("architecture", "x86_64"), str("rootDeviceType", "ebs"),
				raw("iamInstanceProfile", object(str("arn", profile), str("id", "AIPA"+i.Role.ID[4:]))), raw("tagSet", tags))+"]")))))
}

// hostName is the name EC2 derives from a private address.
func hostName(private string) string {
	b := []byte("ip-" + private)
	for i, c := range b {
		if c == '.' {
			b[i] = '-'
		}
	}
	return string(b)
}

// Report is the instance's own agent telling Systems Manager what it runs on.
func Report(self Actor, at time.Time, i Instance) Record {
	self.Agent = agentSSM
	return self.Change(at, "ssm", "UpdateInstanceInformation", object(
		str("instanceId", i.ID), str("agentVersion", "3.3.987.0"), str("agentStatus", "Active"),
		str("platformType", "Linux"), str("platformName", "Amazon Linux"), str("platformVersion", "2023"),
		str("iPAddress", i.Private), str("computerName", i.Name+".internal.example.com"),
		str("agentName", "amazon-ssm-agent"), str("availabilityZone", i.Region+"a"), str("sSMConnectionChannel", "ssmmessages")), "")
}

// AssumeRole gives out session credentials: for a service (an AWSService
// identity) or for any other actor. The key is the new session's.
func AssumeRole(a Actor, at time.Time, role Role, session, key, token string) Record {
	r := a.Call(at, "sts", "AssumeRole")
	r.Account = role.Account
	r.Request = object(str("roleArn", role.ARN()), str("roleSessionName", session))
	r.Response = object(
		raw("credentials", object(str("accessKeyId", key), str("sessionToken", token), str("expiration", at.Add(6*time.Hour).Format(clockTime)))),
		raw("assumedRoleUser", object(str("assumedRoleId", role.ID+":"+session), str("arn", role.Session(session, "", at).ARN))))
	r.Resources = "[" + object(str("accountId", role.Account), str("type", "AWS::IAM::Role"), str("ARN", role.ARN())) + "]"
	return r
}

// ForService is the actor of a service that calls for itself in a region.
func ForService(name, region string) Actor {
	return Actor{Identity: Service(name), Address: name, Agent: name, Region: region}
}
