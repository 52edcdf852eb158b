package dumptest

import "time"

// background is the life of the account on each day: machines that report and
// read, services that act by plan, people who sign in and look at things.
func (s *script) background() {
	for n := range storyDays {
		day := storyStart.AddDate(0, 0, n)
		d := newDice(2025, uint64(n))
		s.machines(d, day)
		s.services(d, day)
		if w := day.Weekday(); w != time.Saturday && w != time.Sunday {
			s.people(d, day)
		}
	}
	scaling := serviceRole(prod, "autoscaling", "AWSServiceRoleForAutoScaling", "AROAAUTOSCALIN5EXAMPL", "AutoScaling", useast)
	s.add(RunInstances(scaling, storyStart.Add(24*time.Second), app2))
	s.add(Report(instanceAt(web1, storyEnd), storyEnd, web1))
}

// instanceAt is an old instance with the credentials it got on that day.
func instanceAt(i Instance, at time.Time) Actor {
	issued := issuedOn(i, at.Truncate(24*time.Hour))
	return i.Self(storyKey("ASIA", i.ID, issued), issued, "2.0")
}

// issuedOn is when an instance gets the day's credentials: a minute after
// midnight, and a few seconds more for each.
func issuedOn(i Instance, day time.Time) time.Time {
	return day.Add(time.Minute + time.Duration(i.Private[len(i.Private)-1]-'0')*13*time.Second)
}

func (s *script) machines(d *dice, day time.Time) {
	for n, i := range fleet() {
		issued := issuedOn(i, day)
		self := instanceAt(i, issued)
		s.add(AssumeRole(ForService("ec2.amazonaws.com", i.Region), issued, i.Role, i.ID, self.Identity.AccessKeyID, d.text(180, base64Text)))
		report := self
		if i.Region == useast { // its agent comes through a VPC endpoint, at its own address
			report.Address, report.Endpoint = i.Private, "vpce-0a9b8c7d6e5f40312"
		}
		s.add(Report(report, d.during(day, 1, 23), i))
		if n%2 == 0 {
			s.add(getParameter(self.From(self.Address, agentSDK), d.during(day, 1, 23), "/"+i.Name+"/config"))
		} else {
			s.add(decrypt(self.From(self.Address, agentSDK), d.during(day, 1, 23), d.text(8, hexDigits)))
		}
	}
	began := day.Add(30 * time.Minute)
	node := Actor{Identity: hybrid.Session(fileServer.ID, storyKey("ASIA", fileServer.ID, began), began), Address: fileServer.Public, Region: useast}
	s.add(Report(node, d.during(day, 1, 23), fileServer))
}

func (s *script) services(d *dice, day time.Time) {
	for n := range 4 {
		at := day.Add(time.Duration(n)*6*time.Hour + 130*time.Second)
		watch := assumed(monitoring, "healthcheck", natUS, agentSDK, [2]string{useast, euwest}[n%2], at)
		s.add(describeInstances(watch, at, pick(d, fleet()).ID))
	}
	s.inventory(day.Add(4*time.Hour), useast, web1, web2, app1, app2)
	s.inventory(day.Add(4*time.Hour+time.Minute), euwest, euApp1, euApp2, euApp3)
	s.patch(day.Add(2*time.Hour), Command{Document: shellScript, Instances: ids([]Instance{app1, app2}), Comment: "nightly patch"})
	if day.Weekday() == time.Sunday {
		s.patch(day.Add(3*time.Hour), Command{Document: "AWS-RunPatchBaseline", Instances: ids([]Instance{web1, web2, dbJump}), Comment: "weekly baseline"})
	}
}

// inventory is State Manager asking instances what is installed on them.
func (s *script) inventory(at time.Time, region string, instances ...Instance) {
	c := Command{ID: commandID(at), Document: "AWS-GatherSoftwareInventory", Instances: ids(instances), State: true}
	s.add(SendCommand(stateManager(prod, region), at, c))
}

// patch is the function that patches: it takes its role, sends a command and
// asks how it went.
func (s *script) patch(at time.Time, c Command) {
	lambda := assumed(patching, "nightly-patch", natLambda, agentLambda, useast, at)
	c.ID = commandID(at)
	s.add(
		AssumeRole(ForService("lambda.amazonaws.com", useast), lambda.Identity.Created, patching, "nightly-patch", lambda.Identity.AccessKeyID, sessionToken(at)),
		SendCommand(lambda, at, c),
		Invocation(lambda, at.Add(40*time.Second), c.ID, c.Instances[0]))
}

// people sign in with and without a second factor, and look around.
func (s *script) people(d *dice, day time.Time) {
	began := d.during(day, 7, 8)
	console := browser(alba, officeAlba, useast, began)
	s.add(ConsoleLogin(console, began, true))
	s.add(console.Global(d.during(day, 9, 16), "s3", "ListBuckets"))
	s.add(describeInstances(console, d.during(day, 9, 16), dbJump.ID))
	if day.Weekday() == time.Tuesday {
		began := d.during(day, 7, 8)
		s.add(ConsoleLogin(browser(nadia, officeNadia, euwest, began), began, false))
	}
	desks := []Actor{cli(tomas, officeTomas, useast), cli(kenji, officeKenji, euwest), cli(nadia, officeNadia, euwest)}
	for _, desk := range desks {
		s.add(desk.Ask(d.during(day, 8, 16), "ssm", "DescribeInstanceInformation", raw("maxResults", "50"), raw("filters", "[]")))
	}
	s.add(listBucket(pick(d, desks), d.during(day, 8, 16), "example-reports"))
	s.add(cli(kenji, officeKenji, euwest).Global(d.during(day, 8, 16), "s3", "ListBuckets"))
}

// during is a moment of the day from one hour to before another.
func (d *dice) during(day time.Time, from, until int) time.Time {
	return day.Add(time.Duration(from)*time.Hour + time.Duration(d.below((until-from)*3600))*time.Second)
}
