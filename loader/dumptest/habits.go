package dumptest

import "time"

// habits are the sessions and commands of people who do so every week.
func (s *script) habits() {
	console := func(at time.Time) Actor { return browser(alba, officeAlba, useast, at.Add(-time.Hour)) }
	s.visits(console, Session{Target: dbJump.ID},
		september(22, 9, 31, 5), september(26, 9, 28, 40), september(30, 9, 33, 12), october(3, 9, 30, 51), october(8, 9, 27, 33),
		october(14, 9, 35, 2), october(20, 9, 29, 48), october(24, 9, 31, 27), october(28, 9, 34, 16))
	home := func(at time.Time) Actor { return browser(alba, homeAlba, useast, at.Add(-time.Hour)) }
	s.visits(home, Session{Target: app2.ID}, september(28, 20, 14, 9))
	admin := func(at time.Time) Actor { return assumed(opsAdmin, alba.Name, officeAlba, agentCLI, useast, at) }
	s.visits(admin, Session{Target: web1.ID},
		september(24, 13, 2, 11), october(1, 13, 5, 44), october(9, 13, 1, 30), october(17, 13, 8, 19), october(27, 13, 3, 52))

	desk := func(time.Time) Actor { return cli(tomas, officeTomas, useast) }
	s.visits(desk, Session{Target: app2.ID},
		september(23, 15, 12, 0), september(29, 15, 20, 31), october(6, 15, 9, 14), october(13, 15, 17, 45),
		october(21, 15, 11, 8), october(23, 15, 14, 37), october(29, 15, 16, 22))
	s.visits(desk, Session{Target: fileServer.ID},
		september(25, 11, 40, 3), october(2, 11, 44, 26), october(16, 11, 39, 57), october(28, 11, 42, 41))
	desk = func(time.Time) Actor { return cli(kenji, officeKenji, euwest) }
	s.visits(desk, Session{Target: euApp1.ID},
		september(22, 10, 5, 19), september(25, 10, 7, 58), october(1, 10, 2, 24), october(7, 10, 9, 36),
		october(13, 10, 4, 47), october(20, 10, 6, 13), october(27, 10, 8, 29))
	desk = func(time.Time) Actor { return cli(nadia, officeNadia, euwest) }
	s.visits(desk, Session{Target: euApp1.ID}, october(16, 14, 22, 6))

	s.containers()
	s.tunnels()
	s.scripts()
	s.notebooks()
}

// visits are sessions of the same kind at several times, each ended after ten
// to forty minutes.
func (s *script) visits(who func(at time.Time) Actor, wanted Session, times ...time.Time) {
	for _, at := range times {
		a := who(at)
		id := s.openTo(a, at, wanted)
		s.add(TerminateSession(a, at.Add(time.Duration(10+at.Second()/2)*time.Minute), id))
	}
}

// containers are an operator's looks into ECS tasks: a new target every time.
func (s *script) containers() {
	admin := func(at time.Time) Actor { return assumed(opsAdmin, tomas.Name, officeTomas, agentCLI, useast, at) }
	for n, at := range []time.Time{october(2, 16, 31, 4), october(15, 16, 28, 55), october(29, 16, 33, 18)} {
		task := newDice(uint64(n), 4).text(32, hexDigits)
		s.visits(admin, Session{
			Target:   "ecs:prod_" + task + "_" + task + "-1527056392",
			Document: "AmazonECS-ExecuteInteractiveCommand", Parameters: `{"command":["/bin/sh"]}`,
		}, at)
	}
}

// tunnels are the weekly deployment's way to the database. Its SDK makes up
// the session names.
func (s *script) tunnels() {
	robot := func(at time.Time) Actor {
		began := at.Add(-15 * time.Minute).Unix()
		return assumed(deploy, "botocore-session-"+number(int(began)), natUS, agentLambda, useast, at)
	}
	s.visits(robot, databaseTunnel,
		september(24, 6, 0, 9), october(1, 6, 0, 11), october(8, 6, 0, 7), october(15, 6, 0, 12), october(22, 6, 0, 8), october(29, 6, 0, 10))
}

// databaseTunnel forwards a port of one's own to the database's.
var databaseTunnel = Session{
	Target: dbJump.ID, Document: "AWS-StartPortForwardingSession", Parameters: `{"portNumber":["5432"],"localPortNumber":["15432"]}`,
}

// scripts are an operator's commands. One names its instance by a target, one all of them.
func (s *script) scripts() {
	for n := range storyDays {
		at := storyStart.AddDate(0, 0, n).Add(8*time.Hour + 15*time.Minute)
		if w := at.Weekday(); w == time.Monday || w == time.Wednesday || w == time.Friday {
			s.add(SendCommand(cli(tomas, officeTomas, useast), at, Command{ID: commandID(at), Document: "AWS-RunPowerShellScript", Instances: []string{win1.ID}}))
		}
	}
	at := october(27, 10, 5, 33)
	s.add(SendCommand(cli(tomas, officeTomas, euwest), at, Command{
		ID: commandID(at), Document: shellScript, TargetKey: "InstanceIds", Targets: []string{euApp3.ID},
	}))
	at = october(28, 7, 40, 50)
	s.add(SendCommand(cli(tomas, officeTomas, useast), at, Command{ID: commandID(at), Document: "AWS-RunPowerShellScript", Instances: []string{"*"}}))
}

// notebooks are Athena's sessions: the same action of another service.
func (s *script) notebooks() {
	for _, at := range []time.Time{october(9, 9, 12, 0), october(16, 9, 15, 0), october(23, 9, 11, 0), october(24, 9, 13, 0), october(28, 9, 14, 0)} {
		a := assumed(analytics, nadia.Name, officeNadia, agentBrowser, euwest, at)
		s.add(a.Change(at, "athena", "StartSession",
			object(str("workGroup", "notebooks"), raw("engineConfiguration", `{"maxConcurrentDpus":4}`)),
			object(str("sessionId", newDice(uint64(at.Unix()), 5).uuid()), str("state", "CREATED"))))
	}
}
