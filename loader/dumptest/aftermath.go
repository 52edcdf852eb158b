package dumptest

// aftermath is the intruder as the user made in the console, and the traces
// wiped on the way out.
func (s *script) aftermath() {
	svc := Actor{Identity: svcTelemetry.Identity(), Address: outsideTwo, Agent: agentBoto, Region: useast}
	s.add(
		svc.Call(october(28, 4, 40, 12), "sts", "GetCallerIdentity"),
		ConsoleLogin(svc.From(outsideTwo, agentFirefox), october(28, 4, 41, 30), false))
	id := s.openTo(svc, october(28, 4, 52, 30), Session{Target: dbJump.ID})
	trail := "arn:aws:cloudtrail:us-east-1:" + prod + ":trail/main"
	s.add(
		TerminateSession(svc, october(28, 5, 20, 44), id),
		svc.Change(october(28, 5, 40, 3), "cloudtrail", "StopLogging", object(str("name", trail)), "").
			Refused(denied, "User: "+svcTelemetry.ARN()+" is not authorized to perform: cloudtrail:StopLogging on resource: "+trail+" with an explicit deny in a service control policy"),
		iamChange(svc, october(28, 5, 45, 19), "DeleteRolePolicy", str("roleName", buildRunner.Name), str("policyName", "build-cache")),
		svc.Change(runnerEnded, "ec2", "TerminateInstances",
			object(raw("instancesSet", object(raw("items", "["+object(str("instanceId", runner.ID))+"]")))),
			object(raw("instancesSet", object(raw("items", "["+object(str("instanceId", runner.ID),
				raw("currentState", `{"code":32,"name":"shutting-down"}`), raw("previousState", `{"code":16,"name":"running"}`))+"]"))))))
}
