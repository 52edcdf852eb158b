package hunts

import (
	"strings"
	"testing"

	"coldtrail/hunts/origin"
	"coldtrail/hunts/origin/origintest"
)

// book is what a database and AWS's ranges tell in these tests: bob's desk is
// in Sweden, an address of the intruder in the Netherlands and another in EC2.
func book(t *testing.T, files bool) *origin.Book {
	t.Helper()
	if !files {
		return nil
	}
	in := func(code string) map[string]any { return map[string]any{"country": map[string]any{"iso_code": code}} }
	b, err := origin.Open(
		[]string{origintest.Database(t, map[string]any{
			"198.51.100.0/24": in("SE"), "203.0.113.0/24": in("NL"),
			"192.0.2.128/25": map[string]any{"autonomous_system_number": uint32(64500), "autonomous_system_organization": "Example"},
		})},
		origintest.Ranges(t, "eu-west-1", map[string]string{"203.0.113.64/26": "EC2"}))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

var (
	away  = bob.from("203.0.113.5")  // the Netherlands
	cloud = bob.from("203.0.113.66") // an address of EC2
)

// What notes ask of commands.
var sentAnswers = []answerCase{
	{"sends commands", "ssm_execution", "Which account", []string{began, sentScript(away, "2024-07-19T23:59:59Z", command2, insA), sentScript(bob, noon, command1, insB)}, "2024-07-20", Holds, "user/bob had sent 1 command on earlier days, the last 12 h 00 m before", false},
	{"sends its first command", "ssm_execution", "Which account", []string{began, sentScript(away, "2024-07-20T00:00:00Z", command2, insA), sentScript(bob, noon, command1, insB)}, insB, Look, "never sent a command before, in 19 d", false},
	{"first command of a short dump", "ssm_execution", "Which account", []string{sentScript(bob, noon, command1, insB)}, "", Unknown, "sent none before", false},

	{"no other findings", "ssm_execution", "Did the account raise", []string{began, toA(bob, "2024-07-18T11:59:59Z"), toA(eve, "2024-07-20T11:00:00Z"), sentScript(bob, noon, command1, insB)}, insB, Holds, "no other finding", false},
	{"another finding", "ssm_execution", "Did the account raise", []string{began, toA(bob, "2024-07-20T11:00:00Z"), sentScript(bob, noon, command1, insB)}, insB, Look, "2 other findings of it in the 48 hours before: An identity started a session; Remote sessions to instances", false},
	{"another that a window hides", "ssm_execution", "Did the account raise", []string{began, refused(bob, "2024-07-20T11:00:00Z", "StartSession"), sentScript(bob, noon, command1, insB), bob.call("2024-07-30T12:00:00Z", iam, "ListRoles")}, insB, Look, "1 event of it in the 48 hours before, which a window hides: Remote sessions to instances", false},
	{"no other findings in a short dump", "ssm_execution", "Did the account raise", []string{sentScript(bob, noon, command1, insB)}, "", Unknown, "none in the 0 h", false},

	{"usual address", "ssm_execution", "Is the address usual", []string{began, bob.call("2024-07-18T12:00:00Z", iam, "ListRoles"), sentScript(bob, noon, command1, insB)}, "", Holds, "1 call on earlier days from 198.51.100.24, first 2 d 00 h before", false},
	{"address of the same day", "ssm_execution", "Is the address usual", []string{began, bob.call("2024-07-18T12:00:00Z", iam, "ListRoles"), away.call("2024-07-20T00:00:00Z", iam, "ListRoles"), sentScript(away, noon, command1, insB)}, "", Look, "never from 203.0.113.5 before, in 19 d; usually from 198.51.100.24", false},
	{"address of others", "ssm_execution", "Is the address usual", []string{began, eve.from("203.0.113.5").call("2024-07-18T12:00:00Z", iam, "ListRoles"), sentScript(away, noon, command1, insB)}, "", Look, "never", false},
	{"address in a short dump", "ssm_execution", "Is the address usual", []string{bob.call("2024-07-19T12:00:00Z", iam, "ListRoles"), sentScript(away, noon, command1, insB)}, "", Unknown, "reaches back 1 d", false},
	{"several addresses", "ssm_session_identity", "Look at the session", []string{bob.call("2024-07-10T12:00:00Z", iam, "ListRoles"), toA(bob, noon), toA(away, "2024-07-20T13:00:00Z")}, "", Look, "never from 203.0.113.5", false},

	{"country without a file", "ssm_execution", "Where in the world", []string{began, sentScript(bob, noon, command1, insB)}, "", Unknown, "--mmdb", false},
	{"usual country", "ssm_execution", "Where in the world", []string{began, bob.from("198.51.100.99").call("2024-07-18T12:00:00Z", iam, "ListRoles"), sentScript(bob, noon, command1, insB)}, "", Holds, "198.51.100.24 is in SE, as on earlier days", true},
	{"new country", "ssm_execution", "Where in the world", []string{began, bob.call("2024-07-18T12:00:00Z", iam, "ListRoles"), sentScript(away, noon, command1, insB)}, "", Look, "203.0.113.5 is in NL", true},
	{"owner only", "ssm_execution", "Where in the world", []string{began, sentScript(bob.from("192.0.2.200"), noon, command1, insB)}, "", Unknown, "192.0.2.200 is of AS64500 Example", true},
	{"no country", "ssm_execution", "Where in the world", []string{began, sentScript(bob.from("AWS Internal"), noon, command1, insB)}, "", Unknown, "do not know AWS Internal", true},

	{"address of an instance", "ssm_execution", "Is the address that", []string{began, agent(webA.from("203.0.113.66"), "2024-07-19T12:00:00Z", insA), sentScript(cloud, noon, command1, insB)}, "", Holds, "1 event name 203.0.113.66, last UpdateInstanceInformation by Web/" + insA, true},
	{"address of a launch", "ssm_execution", "Is the address that", []string{began, launch(admin, "2024-07-19T12:00:00Z", insA), sentScript(bob.from("10.0.0.9"), noon, command1, insB)}, "", Holds, "last RunInstances", false},
	{"address of the launcher", "ssm_execution", "Is the address that", []string{began, launch(bob, "2024-07-19T12:00:00Z", insA), sentScript(bob, noon, command1, insB)}, "", Unknown, "--ip-ranges", false},
	{"no address of EC2", "ssm_execution", "Is the address that", []string{began, sentScript(away, noon, command1, insB)}, "", Holds, "none of AWS's published ranges", true},
	{"a stranger's instance", "ssm_execution", "Is the address that", []string{began, sentScript(cloud, noon, command1, insB)}, "", Look, "203.0.113.66 is AWS's: EC2 in eu-west-1, 203.0.113.64/26", true},

	{"role sends commands", "ssm_execution", "If it is an instance", []string{began, sentScript(webB, "2024-07-19T12:00:00Z", command2, insB), sentScript(webA, noon, command1, "i-0cccccccccccccccc")}, "i-0ccc", Holds, "Web sent 1 command on earlier days; " + insA + " is in 0 other findings", false},
	{"role sends its first", "ssm_execution", "If it is an instance", []string{began, sentScript(webA, noon, command1, insB)}, insB, Look, "Web sent 0 commands on earlier days", false},
	{"instance in another finding", "ssm_execution", "If it is an instance", []string{began, sentScript(webB, "2024-07-19T12:00:00Z", command2, insB), toA(webB, "2024-07-20T10:00:00Z"), sentScript(webA, noon, command1, insB)}, "2024-07-20T12", Look, insA + " is in 2 other findings", false},
	{"role in a short dump", "ssm_execution", "If it is an instance", []string{sentScript(webA, noon, command1, insB)}, "", Unknown, "reaches back 0 h", false},
	{"no instance called", "ssm_execution", "If it is an instance", []string{began, sentScript(bob, noon, command1, insB)}, "", Ask, "no instance", false},

	{"others send, too", "ssm_execution", "Is it common", []string{began, sentScript(eve, "2024-07-02T12:00:00Z", command2, insA), sentScript(desk, "2024-07-03T12:00:00Z", command2, insA), sentScript(bob, noon, command1, insB)}, insB, Holds, "2 others sent commands in the 30 days before, such as user/eve and role/Ops/carol", false},
	{"one other sends, too", "ssm_execution", "Is it common", []string{began, sentScript(eve, "2024-07-02T12:00:00Z", command2, insA), sentScript(bob, noon, command1, insB)}, insB, Look, "only one other, user/eve,", false},
	{"its namesake elsewhere sends, too", "ssm_execution", "Is it common", []string{began, inOtherAccount(sentScript(bob, "2024-07-02T12:00:00Z", command2, insA)), sentScript(bob, noon, command1, insB)}, insB, Look, "only one other, arn:aws:iam::444455556666:user/bob,", false},
	{"namesakes in two accounts send, too", "ssm_execution", "Is it common", []string{began, inOtherAccount(sentScript(eve, "2024-07-02T12:00:00Z", command2, insA)), sentScript(eve, "2024-07-03T12:00:00Z", command2, insA), sentScript(bob, noon, command1, insB)}, insB, Holds, "such as arn:aws:iam::444455556666:user/eve and arn:aws:iam::111122223333:user/eve", false},
	{"nobody else sends", "ssm_execution", "Is it common", []string{eve.call("2024-05-01T12:00:00Z", iam, "ListRoles"), sentScript(eve, "2024-06-19T12:00:00Z", command2, insA), sentScript(eve.from(ssm), "2024-07-19T12:00:00Z", command2, insA), sentScript(bob, noon, command1, insB)}, insB, Look, "nobody else", false},
	{"a command without a time", "ssm_execution", "Is it common", []string{began, sentScript(bob, "redacted", command1, insB)}, "", Unknown, "no time", false},
}

// inOtherAccount is a record of another account.
func inOtherAccount(record string) string {
	return strings.ReplaceAll(record, exampleAccount, "444455556666")
}
