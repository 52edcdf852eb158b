package dumptest

import "time"

// foothold is the night of 24 October: the intruder comes back, widens a
// machine role, and launches an instance that wears it.
func (s *script) foothold() {
	us := stolenKey(useast)
	s.add(
		us.Call(october(24, 2, 11, 9), "sts", "GetCallerIdentity"),
		us.Global(october(24, 2, 11, 44), "iam", "ListRoles"),
		us.Global(october(24, 2, 12, 15), "iam", "ListInstanceProfiles"),
		us.Ask(october(24, 2, 13, 30), "ec2", "DescribeInstances", raw("instancesSet", "{}"), raw("filterSet", "{}")),
		us.In(euwest).Ask(october(24, 2, 13, 41), "ec2", "DescribeInstances", raw("instancesSet", "{}"), raw("filterSet", "{}")),
		us.Ask(october(24, 2, 14, 20), "ssm", "DescribeInstanceInformation", raw("maxResults", "50")),
		knock(us, october(24, 2, 19, 17), app1),
		knock(us, october(24, 2, 19, 58), app1),
		deniedShell(us, october(24, 2, 20, 36), web1),
		putRolePolicy(us, october(24, 2, 23, 11), `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["ssm:Describe*","ssm:SendCommand"],"Resource":"*"}]}`),
		iamChange(us, october(24, 2, 23, 49), "AttachRolePolicy", str("roleName", buildRunner.Name), str("policyArn", "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore")))
	s.launch(us)
}

// launch is the instance's start: too large a one is refused first.
func (s *script) launch(us Actor) {
	large := runner
	large.Type = "p3.8xlarge"
	s.add(
		RunInstances(us, october(24, 2, 25, 2), large).Refused("Client.VcpuLimitExceeded", "You have requested more vCPU capacity than your current vCPU limit of 0 allows for the instance bucket that the specified instance type belongs to."),
		RunInstances(us, october(24, 2, 26, 30), runner),
		notConnected(us, october(24, 2, 28, 40), runner))
	for at := runnerIssued; at.Before(runnerEnded); at = at.Add(6 * time.Hour) {
		self := runnerAt(at)
		s.add(AssumeRole(ForService("ec2.amazonaws.com", useast), at, buildRunner, runner.ID, self.Identity.AccessKeyID, sessionToken(at)))
		s.add(Report(self, at.Add(157*time.Second), runner))
	}
	at := october(24, 2, 33, 52)
	id := sessionID(us, at)
	s.twice(StartSession(us, at, Session{Target: runner.ID, ID: id}))
	s.add(TerminateSession(us, october(24, 3, 1, 15), id))
}

// runnerEnded is when the intruder ends the launched instance.
var runnerEnded = october(29, 1, 15, 20)

// iamChange changes something in IAM and has an empty answer.
func iamChange(a Actor, at time.Time, name string, request ...string) Record {
	r := a.Global(at, "iam", name)
	r.ReadOnly, r.Request = false, object(request...)
	return r
}

// putRolePolicy writes the inline policy that the intruder hides in the machine role.
func putRolePolicy(a Actor, at time.Time, policy string) Record {
	return iamChange(a, at, "PutRolePolicy", str("roleName", buildRunner.Name), str("policyName", "build-cache"), str("policyDocument", policy))
}
