package hunts

// What notes ask of what an identity did, before and after.
var identityAnswers = []answerCase{
	{"read in the day before", "ssm_execution", "If the account may be", []string{began, bob.call("2024-07-19T12:00:00Z", iam, "CreateUser"), bob.call("2024-07-19T12:00:01Z", iam, "ListRoles"), eve.call("2024-07-20T11:00:00Z", iam, "CreateUser"), sentScript(bob, noon, command1, insB)}, "", Holds, "in the 24 hours before: 1 read only", false},
	{"changed in the day before", "ssm_execution", "If the account may be", []string{began, bob.call("2024-07-19T12:00:01Z", iam, "CreateUser"), bob.call("2024-07-20T11:00:00Z", iam, "DeleteUser", exampleDenied), sentScript(bob, noon, command1, insB)}, "", Look, "1 CreateUser, 1 DeleteUser; and 0 reads; 1 refused", false},
	{"nothing in the day before", "ssm_execution", "If the account may be", []string{began, sentScript(bob, noon, command1, insB)}, "", Holds, "nothing", false},
	{"no time", "ssm_execution", "If the account may be", []string{began, sentScript(bob, "redacted", command1, insB)}, "", Unknown, "no time", false},

	{"what the account does", "ssm_execution", "Impact: what is", []string{began, bob.call("2024-07-19T12:00:01Z", iam, "CreateUser"), sentScript(bob, noon, command1, insB)}, "", Ask, "user/bob: 2 calls in this dump: 1 iam, 1 ssm", false},

	{"moved on", "ssm_execution", "Impact: where does", []string{began, sentScript(bob, noon, command1, insB),
		bob.call("2024-07-20T12:05:00Z", sts, "AssumeRole", `"responseElements":{"credentials":{"accessKeyId":"ASIAEXAMPLEOPS00003"}}`), toA(desk, "2024-07-20T12:10:00Z")}, insB, Look, "1 AssumeRole, 1 StartSession, first 2024-07-20 12:05:00 by user/bob", false},
	{"stayed", "ssm_execution", "Impact: where does", []string{began, sentScript(bob, noon, command1, insB), toA(desk, "2024-07-20T12:10:00Z")}, insB, Holds, "none", false},
	{"moved, nobody named", "ssm_execution", "Impact: where does", []string{began, sentScript(caller{`{"type":"Unknown"}`, "", ""}, noon, command1, insB)}, insB, Unknown, "names no identity", false},

	{"made a key", "ssm_execution", "Credentials", []string{began, sentScript(bob, noon, command1, insB), bob.call("2024-07-20T12:05:00Z", iam, "CreateAccessKey")}, "", Look, "1 CreateAccessKey", false},
	{"made no key", "ssm_execution", "Credentials", []string{began, sentScript(bob, noon, command1, insB), eve.call("2024-07-20T12:05:00Z", iam, "CreateAccessKey")}, "", Holds, "none", false},
	{"keys, nobody named", "ssm_execution", "Credentials", []string{began, sentScript(caller{`{"type":"Unknown"}`, "", ""}, noon, command1, insB)}, insB, Unknown, "names no identity", false},
	{"made a user", "ssm_execution", "New users", []string{began, sentScript(bob, noon, command1, insB), bob.call("2024-07-20T12:05:00Z", iam, "CreateUser")}, "", Look, "1 CreateUser", false},
	{"made no user", "ssm_execution", "New users", []string{began, sentScript(bob, noon, command1, insB)}, "", Holds, "none", false},
	{"users, nobody named", "ssm_execution", "New users", []string{began, sentScript(caller{`{"type":"Unknown"}`, "", ""}, noon, command1, insB)}, insB, Unknown, "names no identity", false},
	{"sign-in without a factor", "ssm_execution", "Have users", []string{began, sentScript(bob, noon, command1, insB), signInMFA(eve, "2024-07-20T08:00:00Z", "No")}, "", Look, "1 ConsoleLogin, first 2024-07-20 08:00:00 by user/eve", false},
	{"sign-ins with a factor", "ssm_execution", "Have users", []string{began, sentScript(bob, noon, command1, insB), signInMFA(eve, "2024-07-20T08:00:00Z", "Yes")}, "", Holds, "none", false},

	{"went on to read", "ssm_session_identity", "Follow what came after", []string{began, toA(bob, noon), bob.call("2024-07-20T12:05:00Z", iam, "ListRoles"), bob.call("2024-07-21T12:00:01Z", iam, "CreateUser")}, "", Holds, "1 read only", false},
	{"went on to change", "ssm_session_identity", "Follow what came after", []string{began, toA(bob, noon), bob.call("2024-07-21T12:00:00Z", iam, "CreateUser")}, "", Look, "1 CreateUser", false},
	{"others on the instance", "ssm_session_identity", "Follow what came after", []string{began, toA(bob, noon), agent(webA, "2024-07-20T12:30:00Z", insA), sentScript(eve, "2024-07-20T13:00:00Z", command1, insA)}, "", Look, "by the identity: nothing; on the instance by others 1 SendCommand", false},
	{"after no time", "ssm_session_identity", "Follow what came after", []string{began, toA(bob, "redacted")}, "", Unknown, "no time", false},
}

// What is new about a session: a trait more and it is unusual.
var noveltyAnswers = []answerCase{
	{"one thing new", "ssm_session_identity", "What is new", []string{began, onA(bob, "2024-07-10T10:00:00Z"), onB(bob, "2024-07-12T10:00:00Z"), toA(bob.from("192.0.2.77"), noon)}, "2024-07-20", Holds, "new: network · usual: 2 targets, 1 network, 1 region, 1 client, 1 document in 2 sessions", false},
	{"nothing new", "ssm_session_identity", "What is new", []string{began, onA(bob, "2024-07-10T10:00:00Z"), toA(bob, noon)}, "2024-07-20", Holds, "new: nothing · usual: 1 target, ", false},
	{"two things new", "ssm_session_identity", "What is new", []string{began, onB(bob, "2024-07-10T10:00:00Z"), toA(bob.from("192.0.2.77"), noon)}, "2024-07-20", Look, "new: target, network · usual: 1 target, 1 network, 1 region, 1 client, 1 document in 1 session", false},
	{"the first session", "ssm_session_identity", "What is new", []string{began, onB(eve, "2024-07-10T10:00:00Z"), toA(bob, noon)}, "2024-07-20", Look, "user/bob opened no session in the 19 days before", false},
	{"a short dump", "ssm_session_identity", "What is new", []string{began, toA(bob, "2024-07-10T10:00:00Z")}, "", Unknown, "baseline 9 of 14 days", false},
	{"no time", "ssm_session_identity", "What is new", []string{began, toA(bob, "redacted")}, "", Unknown, "baseline 0 of 14 days", false},
}

// What notes ask of an instance's role that signed in.
var signInAnswers = []answerCase{
	{"an instance of the dump", "ec2_console_login", "Is the actor", []string{began, launch(admin, "2024-07-19T12:00:00Z", insA), agent(webA, "2024-07-20T00:00:00Z", insA), signinToken(webA, noon)}, "", Look, "an instance: launched 2024-07-19 12:00:00 by user/ines, role Web, image ami-1, host web-1", false},
	{"an instance that EC2 gave a role", "ec2_console_login", "Is the actor", []string{began, exampleEC2().call("2024-07-20T09:00:00Z", sts, "AssumeRole", `"requestParameters":{"roleArn":"arn:aws:iam::111122223333:role/Web","roleSessionName":"`+insA+`"}`), signinToken(webA, noon)}, "", Look, "no launch in this dump", false},
	{"the shape of an instance", "ec2_console_login", "Is the actor", []string{began, webA.call("2024-07-19T12:00:00Z", iam, "ListRoles"), signinToken(webA, noon)}, "", Unknown, "has the shape", false},
	{"no instance", "ec2_console_login", "Is the actor", []string{began, signinToken(exampleSession("Support", "i-team", "ASIAEXAMPLEPERSON01", "198.51.100.90"), noon)}, "", Holds, "not the id of an instance", false},

	{"from the instance", "ec2_console_login", "Did it come", []string{began, agent(webA, "2024-07-20T11:00:00Z", insA), signinToken(webA, noon)}, "", Holds, "from 192.0.2.10, where", false},
	{"from elsewhere", "ec2_console_login", "Did it come", []string{began, agent(webA, "2024-07-20T11:00:00Z", insA), signinToken(webA.from("203.0.113.66"), noon)}, "", Look, "from 203.0.113.66, while the instance calls from 192.0.2.10, 10.0.0.9", false},
	{"from elsewhere inside AWS", "ec2_console_login", "Did it come", []string{began, agent(webA, "2024-07-20T11:00:00Z", insA), signinToken(webA.from("203.0.113.66"), noon)}, "", Look, "(EC2 in eu-west-1, 203.0.113.64/26)", true},
	{"from elsewhere outside AWS", "ec2_console_login", "Did it come", []string{began, agent(webA, "2024-07-20T11:00:00Z", insA), signinToken(webA.from("203.0.113.5"), noon)}, "", Look, "(outside of AWS)", true},
	{"from where it called days ago", "ec2_console_login", "Did it come", []string{began, webA.call("2024-07-18T11:00:00Z", iam, "ListRoles"), signinToken(webA, noon)}, "", Holds, "192.0.2.10", false},
	{"from where the key was tried", "ec2_console_login", "Did it come", []string{began, webA.from("203.0.113.5").call("2024-07-20T11:00:00Z", sts, "GetCallerIdentity"), signinToken(webA.from("203.0.113.5"), noon)}, "", Unknown, "no call of", false},

	{"key tried", "ec2_console_login", "What led up", []string{began, webA.from("203.0.113.5").call("2024-07-20T11:00:00Z", sts, "GetCallerIdentity"), signinToken(webA, noon)}, "", Look, "the last 1 h 00 m before, from 203.0.113.5: GetCallerIdentity", false},
	{"key given", "ec2_console_login", "What led up", []string{began, exampleEC2().call("2024-07-20T09:00:00Z", sts, "AssumeRole", `"responseElements":{"credentials":{"accessKeyId":"ASIAEXAMPLEWEBA0001"}}`), signinToken(webA, noon)}, "", Holds, "ec2.amazonaws.com gave the key 3 h 00 m before", false},
	{"key tried days ago", "ec2_console_login", "What led up", []string{began, webA.call("2024-07-19T11:00:00Z", sts, "GetCallerIdentity"), signinToken(webA, noon)}, "", Unknown, "neither", false},

	{"same client elsewhere", "ec2_console_login", "False positives", []string{began, signinToken(webB, "2024-07-19T12:00:00Z"), signinToken(webA, noon)}, insA, Holds, "1 sign-in by others with the same client, last by Web/" + insB, false},
	{"another client elsewhere", "ec2_console_login", "False positives", []string{began, signinToken(webB.with(exampleBrowser), "2024-07-19T12:00:00Z"), signinToken(webA, noon)}, insA, Look, "no other instance signs in with this client: Boto3", false},
	{"no client", "ec2_console_login", "False positives", []string{began, signinToken(webA.with(""), noon)}, insA, Unknown, "no client", false},

	{"role only read", "ec2_console_login", "Scope: what did", []string{began, webB.call("2024-07-20T11:00:00Z", iam, "ListRoles"), signinToken(webA, noon)}, "", Holds, "1 read only", false},
	{"role changed things", "ec2_console_login", "Scope: what did", []string{began, webB.call("2024-07-20T11:00:00Z", iam, "CreateUser"), signinToken(webA, noon)}, "", Look, "1 CreateUser", false},
	{"role without a time", "ec2_console_login", "Scope: what did", []string{began, signinToken(webA, "redacted")}, "", Unknown, "no time", false},

	{"others signed in", "ec2_console_login", "Scope: did other", []string{began, signinToken(webB, "2024-07-19T12:00:00Z"), signinToken(webA, noon)}, insA, Look, "1 GetSigninToken", false},
	{"no others signed in", "ec2_console_login", "Scope: did other", []string{began, signinToken(webA, noon)}, "", Holds, "none", false},
	{"others, nobody named", "ec2_console_login", "Scope: did other", []string{began, signinToken(caller{`{"type":"AssumedRole","principalId":"AROAX:` + insA + `"}`, "192.0.2.1", "x"}, noon)}, "", Unknown, "names no identity", false},

	{"credentials of IMDSv1", "ec2_console_login", "Prevent: where", []string{began, delivered(signinToken(webA, noon), "2.0"), webA.call("2024-07-20T11:00:00Z", iam, "ListRoles")}, "", Look, "1 call of 2 came with credentials from IMDSv1", false},
	{"credentials of IMDSv2", "ec2_console_login", "Prevent: where", []string{began, delivered(signinToken(webA, noon), "2.0")}, "", Holds, "IMDSv2", false},
	{"credentials of unknown delivery", "ec2_console_login", "Prevent: where", []string{began, delivered(signinToken(webA, noon), "")}, "", Unknown, "none of", false},
}
