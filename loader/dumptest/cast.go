package dumptest

import "time"

// The accounts of the story: the one whose trail it is, and one that the
// intruder reaches out to.
const (
	prod   = "111122223333"
	backup = "444455556666"
)

const (
	useast = "us-east-1"
	euwest = "eu-west-1"
)

// Addresses of the story.
const (
	officeAlba  = "198.51.100.24"
	officeTomas = "198.51.100.31"
	officeKenji = "198.51.100.57"
	officeNadia = "198.51.100.63"
	portalDesk  = "198.51.100.90"
	partnerDesk = "198.51.100.91"
	homeAlba    = "2001:db8:51::24"
	natUS       = "192.0.2.10"
	natEU       = "192.0.2.20"
	natLambda   = "192.0.2.30"
	runnerOwn   = "192.0.2.77"    // the launched instance's public address
	outsideOne  = "203.0.113.66"  // the intruder
	outsideTwo  = "203.0.113.140" // the intruder's second address
)

const (
	agentRequests = "python-requests/2.31.0"
	agentFirefox  = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
)

// People. Kenji's key leaks; svcTelemetry is the user that the intruder makes.
var (
	alba         = User{prod, "alba.reyes", "AIDAALBAREYES5EXAMPLE", "AKIAALBA2REYEEXAMPLE"}
	tomas        = User{prod, "tomas.lind", "AIDATOMASLIND5EXAMPLE", "AKIATOMAS2LINEXAMPLE"}
	kenji        = User{prod, "kenji.mori", "AIDAKENJIMORI5EXAMPLE", "AKIAKENJI2MOREXAMPLE"}
	nadia        = User{prod, "nadia.okoro", "AIDANADIAOKOR5EXAMPLE", "AKIANADIA2OKOEXAMPLE"}
	svcTelemetry = User{prod, "svc-telemetry", "AIDASVCTELEME5EXAMPLE", "AKIASVCTEL2MEEXAMPLE"}
)

// Roles of machines and people.
var (
	appServer   = Role{prod, "", "AppServerRole", "AROAAPPSERVER5EXAMPLE"}
	buildRunner = Role{prod, "", "BuildRunnerRole", "AROABUILDRUNN5EXAMPLE"}
	patching    = Role{prod, "", "PatchAutomationRole", "AROAPATCHAUTO5EXAMPLE"}
	deploy      = Role{prod, "", "DeployRole", "AROADEPLOYROL5EXAMPLE"}
	monitoring  = Role{prod, "", "MonitoringRole", "AROAMONITORIN5EXAMPLE"}
	analytics   = Role{prod, "", "AnalyticsRole", "AROAANALYTICS5EXAMPLE"}
	opsAdmin    = Role{prod, "", "OpsAdmin", "AROAOPSADMINR5EXAMPLE"}
	partner     = Role{prod, "", "PartnerSupport", "AROAPARTNERSU5EXAMPLE"}
	hybrid      = Role{prod, "service-role/", "HybridNodeRole", "AROAHYBRIDNOD5EXAMPLE"}
	ssoSupport  = Role{prod, "aws-reserved/sso.amazonaws.com/eu-west-1/", "AWSReservedSSO_Support_0f1e2d3c4b5a6978", "AROASSOSUPPOR5EXAMPLE"}
	ownIdentity = Role{prod, "", "aws:ec2-instance", prod + ":aws:ec2-instance"} // of every instance
	backupAudit = Role{backup, "", "BackupAudit", "AROABACKUPAUD5EXAMPLE"}
)

// Instances that were there before, and the one that the intruder launches.
var (
	web1   = machine("i-0a1f4c7e92b3d5068", "web-1", "10.0.1.11", useast)
	web2   = machine("i-0b2e5d8fa3c4e6179", "web-2", "10.0.1.12", useast)
	app1   = machine("i-0c3d6e90b4d5f728a", "app-1", "10.0.2.21", useast)
	app2   = machine("i-0d4c7fa1c5e60839b", "app-2", "10.0.2.22", useast)
	dbJump = machine("i-0e5b80b2d6f7194ac", "db-jump", "10.0.3.31", useast)
	cache1 = machine("i-04d8b35e7091c2f6a", "cache-1", "10.0.4.41", useast)
	win1   = machine("i-06f2a9c81d5e4b370", "win-1", "10.0.5.51", useast)
	euApp1 = machine("i-01797ad4f819b36ce", "eu-app-1", "10.1.2.21", euwest)
	euApp2 = machine("i-02886be50a2ac47df", "eu-app-2", "10.1.2.22", euwest)
	euApp3 = machine("i-03975cf61b3bd58e0", "eu-app-3", "10.1.2.23", euwest)
	gone   = machine("i-05c9d0e7f1a2b3648", "old-app", "10.0.2.29", useast) // ended long ago

	runner = Instance{
		ID: "i-0f6a91c3e708a25bd", Name: "build-cache", Private: "10.0.9.77", Public: runnerOwn, Region: useast, Account: prod,
		Image: "ami-0b1c2d3e4f5061728", Type: "t3.large", Profile: "build-runner", Role: buildRunner,
	}
	fileServer = Instance{ID: "mi-0397ac16b3bd5e8f0", Name: "file-server", Private: "10.9.0.5", Public: officeTomas, Region: useast, Account: prod, Role: hybrid}
)

func machine(id, name, private, region string) Instance {
	public := natUS
	if region == euwest {
		public = natEU
	}
	return Instance{
		ID: id, Name: name, Private: private, Public: public, Region: region, Account: prod,
		Image: "ami-0a1b2c3d4e5f60718", Type: "m6i.large", Profile: "app-server", Role: appServer,
	}
}

// fleet is every instance that was there before, by region.
func fleet() []Instance {
	return []Instance{web1, web2, app1, app2, dbJump, cache1, win1, euApp1, euApp2, euApp3}
}

func ids(instances []Instance) []string {
	list := make([]string, len(instances))
	for n, i := range instances {
		list[n] = i.ID
	}
	return list
}

// cli is a user's command line in a region.
func cli(u User, address, region string) Actor {
	return Actor{Identity: u.Identity(), Address: address, Agent: agentCLI, Region: region}
}

// browser is a user's console in a session that began at a time.
func browser(u User, address, region string, began time.Time) Actor {
	return Actor{
		Identity: u.Console(storyKey("ASIA", u.Name, began), began, true),
		Address:  address, Agent: agentBrowser, Region: region, Console: true,
	}
}

// assumed is a role's session in a region, begun a quarter of an hour before.
func assumed(r Role, session, address, agent, region string, at time.Time) Actor {
	began := at.Add(-15 * time.Minute)
	return Actor{Identity: r.Session(session, storyKey("ASIA", r.Name+session, began), began), Address: address, Agent: agent, Region: region}
}

// runnerAt is the launched instance with the credentials it holds at a time:
// new ones every six hours, by the old metadata service.
func runnerAt(at time.Time) Actor {
	issued := at.Add(-at.Sub(runnerIssued) % (6 * time.Hour))
	return runner.Self(storyKey("ASIA", runner.ID, issued), issued, "1.0")
}

// runnerIssued is when the launched instance got its first credentials.
var runnerIssued = october(24, 2, 26, 37)

// storyKey is an access key that belongs to its owner from a time on. It ends
// in EXAMPLE, so that no scanner takes it for a real one.
func storyKey(prefix, owner string, from time.Time) string {
	seed := uint64(from.Unix())
	for i := range len(owner) {
		seed = seed*1099511628211 ^ uint64(owner[i])
	}
	return prefix + newDice(seed, 0).text(9, base32Upper) + "EXAMPLE"
}

// sessionID is the id of a session that an actor opens at a time.
func sessionID(a Actor, at time.Time) string {
	return caller(a.Identity) + "-0" + newDice(uint64(at.Unix()), 1).text(16, hexDigits)
}

// commandID is the id of a command sent at a time.
func commandID(at time.Time) string { return newDice(uint64(at.Unix()), 2).uuid() }

// sessionToken is the token of session credentials given out at a time.
func sessionToken(at time.Time) string { return newDice(uint64(at.Unix()), 3).text(180, base64Text) }
