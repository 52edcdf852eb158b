package dumptest

import "time"

// stolenSession is the launched instance's credentials used from outside.
func stolenSession(at time.Time, address string) Actor {
	return runnerAt(at).From(address, agentRequests)
}

// inConsole is the web console opened with those credentials: another key,
// which the sign-in token's answer names.
func inConsole(signedIn, at time.Time, address string) Actor {
	a := stolenSession(signedIn, address).From(address, agentFirefox)
	a.Identity.AccessKeyID, a.Identity.Created = consoleKey(signedIn), signedIn
	a.Identity.Delivery = ""
	a.Console = true
	return a
}

func consoleKey(signedIn time.Time) string { return storyKey("ASIA", "console", signedIn) }

// console is the evening of 26 October: the instance's credentials, taken
// outside, become a sign-in to the web console.
func (s *script) console() {
	signedIn := october(26, 22, 40, 2)
	thief := stolenSession(signedIn, outsideTwo)
	s.add(
		thief.Call(october(26, 22, 31, 18), "sts", "GetCallerIdentity"),
		FailedLogin(thief.From(outsideTwo, agentFirefox), october(26, 22, 36, 40)))
	s.twice(SigninToken(thief, signedIn, consoleKey(signedIn)))
	s.add(ConsoleLogin(thief.From(outsideTwo, agentFirefox), october(26, 22, 40, 9), false))

	web := inConsole(signedIn, signedIn, outsideTwo)
	s.add(
		web.Global(october(26, 22, 44, 30), "s3", "ListBuckets"),
		web.Global(october(26, 22, 46, 12), "iam", "ListUsers"))
	s.newUser(web)
	s.secrets(web)

	id := s.openTo(web, october(26, 23, 5, 40), Session{Target: web2.ID})
	s.add(TerminateSession(web, october(26, 23, 31, 9), id))
	s.add(iamChange(web, october(26, 23, 12, 27), "UpdateAssumeRolePolicy", str("roleName", buildRunner.Name),
		str("policyDocument", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com","AWS":"`+svcTelemetry.ARN()+`"},"Action":"sts:AssumeRole"}]}`)))
	other := AssumeRole(web, october(26, 23, 20, 55), backupAudit, "support", storyKey("ASIA", "backup", signedIn), sessionToken(signedIn))
	other.Account = prod
	s.add(other)

	again := october(28, 4, 15, 8)
	s.add(SigninToken(stolenSession(again, outsideOne).In(euwest), again, consoleKey(again)))
	s.add(inConsole(again, again, outsideOne).In(euwest).
		Ask(october(28, 4, 17, 49), "ec2", "DescribeInstances", raw("instancesSet", "{}"), raw("filterSet", "{}")))
}

// newUser is the user that the intruder leaves behind, with a key and a password.
func (s *script) newUser(web Actor) {
	const created = "Oct 26, 2025, 10:49:33 PM"
	user := iamChange(web, october(26, 22, 49, 33), "CreateUser", str("userName", svcTelemetry.Name))
	user.Response = object(raw("user", object(str("path", "/"), str("userName", svcTelemetry.Name), str("userId", svcTelemetry.ID),
		str("arn", svcTelemetry.ARN()), str("createDate", created))))
	key := iamChange(web, october(26, 22, 51, 5), "CreateAccessKey", str("userName", svcTelemetry.Name))
	key.Response = object(raw("accessKey", object(str("userName", svcTelemetry.Name), str("accessKeyId", svcTelemetry.Key),
		str("status", "Active"), str("createDate", "Oct 26, 2025, 10:51:05 PM"))))
	password := iamChange(web, october(26, 22, 52, 10), "CreateLoginProfile", str("userName", svcTelemetry.Name), raw("passwordResetRequired", "false"))
	password.Response = object(raw("loginProfile", object(str("userName", svcTelemetry.Name), raw("passwordResetRequired", "false"),
		str("createDate", "Oct 26, 2025, 10:52:10 PM"))))
	s.twice(key)
	s.add(user, password, iamChange(web, october(26, 22, 50, 20), "AttachUserPolicy",
		str("userName", svcTelemetry.Name), str("policyArn", "arn:aws:iam::aws:policy/AdministratorAccess")))
}

// secrets is what the intruder reads in the console.
func (s *script) secrets(web Actor) {
	s.add(
		getParameter(web, october(26, 22, 58, 3), "/prod/db/password"),
		web.Ask(october(26, 22, 59, 41), "secretsmanager", "GetSecretValue", str("secretId", "prod/orders/api")))
}
