package dumptest

// spread is what the intruder does from the launched instance on 25 and 26
// October: sessions to other instances with the instance's own role.
func (s *script) spread() {
	self := runnerAt(october(25, 1, 8, 12))
	s.add(
		self.Call(october(25, 1, 8, 12), "sts", "GetCallerIdentity"),
		self.Ask(october(25, 1, 8, 50), "ssm", "DescribeInstanceInformation", raw("maxResults", "50")),
		StartSession(self, october(25, 1, 10, 33), Session{}).Refused(denied, "User: "+self.Identity.ARN+" is not authorized to perform: ssm:StartSession"),
		knock(self, october(25, 1, 12, 7), web1),
		knock(self, october(25, 1, 12, 45), web1),
		putRolePolicy(stolenKey(useast), october(25, 1, 20, 19), `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["ssm:*","iam:*","s3:*","secretsmanager:*"],"Resource":"*"}]}`))

	id := s.openTo(self, october(25, 1, 24, 30), Session{Target: web1.ID})
	s.add(ResumeSession(self, october(25, 1, 37, 2), id), TerminateSession(self, october(25, 1, 51, 58), id))
	s.openTo(self, october(25, 1, 55, 10), Session{Target: web1.ID}) // never ended
	id = s.openTo(runnerAt(october(25, 2, 30, 44)), october(25, 2, 30, 44), Session{Target: app1.ID, Document: "SSM-SessionManagerRunShell", Reason: "CHG-1042 disk full"})
	s.add(TerminateSession(runnerAt(october(25, 2, 58, 1)), october(25, 2, 58, 1), id))

	self = runnerAt(october(26, 3, 2, 15))
	id = s.openTo(self, october(26, 3, 2, 15), databaseTunnel)
	s.add(TerminateSession(self, october(26, 4, 40, 47), id))

	eu := runnerAt(october(26, 14, 10, 5)).In(euwest)
	s.add(notConnected(eu, october(26, 14, 10, 5), euApp2))
	id = s.openTo(eu, october(26, 14, 12, 39), Session{Target: euApp2.ID})
	s.add(TerminateSession(eu, october(26, 14, 24, 2), id))
}

// commands is what the intruder runs from there: one script on each of
// several instances, named in every way there is.
func (s *script) commands() {
	self := runnerAt(october(25, 2, 5, 26))
	first := Command{ID: commandID(october(25, 2, 5, 26)), Document: shellScript, Instances: []string{web1.ID}}
	s.twice(SendCommand(self, october(25, 2, 5, 26), first))
	s.add(Invocation(self, october(25, 2, 5, 40), first.ID, web1.ID))
	s.shell(self, october(25, 2, 12, 3), shellScript, app1) // lost among the nightly patches
	self = runnerAt(october(25, 2, 41, 8))
	s.shell(self, october(25, 2, 41, 8), "arn:aws:ssm:"+useast+"::document/"+shellScript, cache1)
	s.add(SendCommand(self, october(25, 2, 43, 50), Command{Document: shellScript, Instances: []string{gone.ID}}).
		Refused("InvalidInstanceId", "Instances [["+gone.ID+"]] not in a valid state for account "+prod))
	s.shell(runnerAt(october(26, 3, 31, 27)), october(26, 3, 31, 27), shellScript, web2, dbJump)
	s.byTag()
}

// byTag is two scripts sent by tag: where one arrived can be read from the
// questions asked about it afterwards, where the other did cannot.
func (s *script) byTag() {
	at := october(26, 14, 25, 36)
	eu := runnerAt(at).In(euwest)
	id := commandID(at)
	s.add(
		SendCommand(eu, at, Command{ID: id, Document: shellScript, TargetKey: "tag:Name", Targets: []string{"eu-app-1", "eu-app-2"}}),
		Invocation(eu, october(26, 14, 26, 4), id, euApp1.ID),
		Invocations(eu, october(26, 14, 27, 11), id, euApp2.ID),
		eu.Ask(october(26, 14, 27, 30), "ssm", "ListCommandInvocations", str("commandId", id), raw("details", "false")),
		Invocation(eu, october(26, 14, 28, 2), id, euApp3.ID).Refused("InvocationDoesNotExist", ""))
	at = october(26, 15, 2, 11)
	s.add(SendCommand(runnerAt(at), at, Command{ID: commandID(at), Document: shellScript, TargetKey: "tag:Role", Targets: []string{"cache"}}))
}
