package dumptest

import "time"

const denied = "AccessDenied"

// notAllowed is how a service words a missing permission.
func notAllowed(r Record, action, resource string) Record {
	return r.Refused(denied, "User: "+r.Identity.ARN+" is not authorized to perform: "+action+" on resource: "+resource+" because no identity-based policy allows the "+action+" action")
}

// stolenKey is the intruder with Kenji's access key.
func stolenKey(region string) Actor {
	return Actor{Identity: kenji.Identity(), Address: outsideOne, Agent: agentBoto, Region: region}
}

func instanceARN(i Instance) string {
	return "arn:aws:ec2:" + i.Region + ":" + i.Account + ":instance/" + i.ID
}

// openTo opens a session that lasts until it is ended, and gives its id.
func (s *script) openTo(a Actor, at time.Time, wanted Session) string {
	wanted.ID = sessionID(a, at)
	s.add(StartSession(a, at, wanted))
	return wanted.ID
}

// knock is a StartSession without the permission.
func knock(a Actor, at time.Time, i Instance) Record {
	return notAllowed(StartSession(a, at, Session{Target: i.ID}), "ssm:StartSession", instanceARN(i))
}

// notConnected is a StartSession to an instance whose agent is not there.
func notConnected(a Actor, at time.Time, i Instance) Record {
	return StartSession(a, at, Session{Target: i.ID}).Refused("TargetNotConnected", i.ID+" is not connected.")
}

// shell sends a shell script to instances and gives the command's id.
func (s *script) shell(a Actor, at time.Time, document string, instances ...Instance) string {
	c := Command{ID: commandID(at), Document: document, Instances: ids(instances)}
	s.add(SendCommand(a, at, c))
	return c.ID
}

const shellScript = "AWS-RunShellScript"

// deniedShell is a shell script sent without the permission.
func deniedShell(a Actor, at time.Time, i Instance) Record {
	return notAllowed(SendCommand(a, at, Command{Document: shellScript, Instances: []string{i.ID}}), "ssm:SendCommand", instanceARN(i))
}

// attempt is the intruder's first try, 18 days before the end.
func (s *script) attempt() {
	us, eu := stolenKey(useast), stolenKey(euwest)
	s.twice(us.Call(october(11, 3, 12, 5), "sts", "GetCallerIdentity"))
	s.add(
		notAllowed(us.Global(october(11, 3, 12, 40), "iam", "ListUsers"), "iam:ListUsers", "arn:aws:iam::"+prod+":user/"),
		eu.Ask(october(11, 3, 13, 22), "ec2", "DescribeInstances", raw("instancesSet", "{}"), raw("filterSet", "{}")),
		eu.Ask(october(11, 3, 13, 58), "ssm", "DescribeInstanceInformation", raw("maxResults", "50")),
		knock(us, october(11, 3, 16, 41), app1),
		knock(us, october(11, 3, 17, 29), dbJump),
		deniedShell(us, october(11, 3, 19, 3), web1))
	id := s.shell(eu, october(11, 3, 21, 47), shellScript, euApp2)
	s.add(Invocation(eu, october(11, 3, 21, 55), id, euApp2.ID), Invocation(eu, october(11, 3, 22, 31), id, euApp2.ID))
}
