package hunts

import (
	"slices"
	"strings"
	"testing"
	"time"

	"coldtrail/loader"
)

// Who calls in the tests of answers.
var (
	eve   = exampleUser("eve", "192.0.2.2")
	admin = exampleUser("ines", "198.51.100.40")
	webA  = exampleSession("Web", insA, "ASIAEXAMPLEWEBA0001", "192.0.2.10")
	webB  = exampleSession("Web", insB, "ASIAEXAMPLEWEBB0002", "192.0.2.11")
	desk  = exampleSession("Ops", "carol", "ASIAEXAMPLEOPS00003", "198.51.100.41")
)

const (
	noon     = "2024-07-20T12:00:00Z" // when the finding is, nineteen days after the dump begins
	command1 = "5f1b0f4e-1c1d-4a5b-9a1e-0123456789ab"
	command2 = "6f1b0f4e-1c1d-4a5b-9a1e-0123456789ab"
)

func toA(by caller, at string) string { return starting(by, at, `{"target":"`+insA+`"}`, "") }

func sentScript(by caller, at, id, instance string) string {
	return by.call(at, ssm, "SendCommand", `"requestParameters":{"documentName":"AWS-RunShellScript","instanceIds":["`+instance+`"]}`,
		`"responseElements":{"command":{"commandId":"`+id+`","documentName":"AWS-RunShellScript","instanceIds":["`+instance+`"]}}`)
}

func launch(by caller, at, instance string) string {
	return by.call(at, ec2, "RunInstances", `"responseElements":{"instancesSet":{"items":[{"instanceId":"`+instance+`","imageId":"ami-1","privateIpAddress":"10.0.0.9"}]}}`)
}

func agent(by caller, at, instance string) string {
	return by.call(at, ssm, "UpdateInstanceInformation", `"requestParameters":{"instanceId":"`+instance+`","iPAddress":"10.0.0.9","computerName":"web-1","platformType":"Linux"}`)
}

func roleChange(at, role string) string {
	return admin.call(at, iam, "PutRolePolicy", `"requestParameters":{"roleName":"`+role+`","policyName":"more"}`)
}

func signinToken(by caller, at string) string {
	return by.call(at, signin, "GetSigninToken", `"requestParameters":null,"responseElements":{"GetSigninToken":"Success"}`)
}

func refused(by caller, at, action string) string { return by.call(at, ssm, action, exampleDenied) }

func signInMFA(by caller, at, used string) string {
	return by.call(at, signin, "ConsoleLogin", `"additionalEventData":{"MFAUsed":"`+used+`"},"requestParameters":null,"responseElements":{"ConsoleLogin":"Success"}`)
}

func delivered(record, version string) string {
	return strings.Replace(record, `"ec2RoleDelivery":"1.0"`, `"ec2RoleDelivery":"`+version+`"`, 1)
}

// answerCase is a dump, one of its findings and the answer to a note.
type answerCase struct {
	name, hunt, note string // the note that begins so
	records          []string
	row              string // the finding: the first whose line has this text, or whose time begins so
	sign             Sign
	text             string // part of the answer
	files            bool   // with a database and AWS's ranges
}

// Every rule from every side that it names: of instances and sessions here,
// of the rest in other files.
var answers = []answerCase{
	{"instance known", "ssm_start_session", "Which instance", []string{began, agent(webA, "2024-07-19T00:00:00Z", insA), toA(bob, noon)}, "", Holds, "(web-1): 1 event beside", false},
	{"instance unknown", "ssm_start_session", "Which instance", []string{began, toA(bob, noon)}, "", Look, "nothing else", false},
	{"no instance", "ssm_start_session", "Which instance", []string{began, refused(bob, noon, "StartSession")}, "", Unknown, "names no instance", false},

	{"policies unchanged", "ssm_start_session", "Who asked", []string{began, roleChange("2024-07-13T11:00:00Z", "Ops"), roleChange("2024-07-19T11:00:00Z", "Other"), toA(desk, noon)}, "", Holds, "of Ops was changed", false},
	{"policy changed", "ssm_start_session", "Who asked", []string{began, roleChange("2024-07-20T11:00:00Z", "Ops"), toA(desk, noon)}, "", Look, "1 change in the 7 days before, the last 1 h 00 m before, by user/ines: 1 PutRolePolicy", false},
	{"policy of the user changed", "ssm_start_session", "Who asked", []string{began, admin.call("2024-07-19T12:00:00Z", iam, "AttachUserPolicy", `"requestParameters":{"userName":"bob"}`), toA(bob, noon)}, "", Look, "1 AttachUserPolicy", false},
	{"policy change refused", "ssm_start_session", "Who asked", []string{began, admin.call("2024-07-20T11:00:00Z", iam, "PutRolePolicy", `"errorCode":"AccessDenied","requestParameters":{"roleName":"Ops"}`), toA(desk, noon)}, "", Holds, "no policy", false},
	{"policies in a short dump", "ssm_start_session", "Who asked", []string{admin.call("2024-07-19T12:00:00Z", iam, "ListRoles"), toA(desk, noon)}, "", Unknown, "in the 1 d", false},

	{"all succeeded", "ssm_start_session", "Did it succeed", []string{began, toA(bob, "2024-07-20T11:00:00Z"), toA(bob, noon)}, "", Holds, "all succeeded: 2 granted starts", false},
	{"all failed", "ssm_start_session", "Did it succeed", []string{began, refused(bob, noon, "StartSession")}, "", Holds, "all failed: 1 refused start", false},
	{"succeeded after a failure", "ssm_start_session", "Did it succeed", []string{began, refused(bob, "2024-07-20T11:00:00Z", "StartSession"), toA(bob, noon)}, insA, Look, "1 refused start from 2024-07-20 11:00:00, then 1 granted, the first 1 h 00 m later", false},
	{"failed after a success", "ssm_start_session", "Did it succeed", []string{began, toA(bob, "2024-07-20T11:00:00Z"), refused(bob, noon, "StartSession")}, insA, Holds, "1 granted start, and 1 refused one only later", false},
	{"failed elsewhere", "ssm_start_session", "Did it succeed", []string{began,
		bob.call("2024-07-20T11:00:00Z", ssm, "StartSession", `"errorCode":"AccessDenied","requestParameters":{"target":"`+insB+`"}`), toA(bob, noon)}, insA, Holds, "1 granted start", false},
	{"others failed", "ssm_start_session", "Did it succeed", []string{began, refused(eve, "2024-07-20T11:00:00Z", "StartSession"), toA(bob, noon)}, insA, Holds, "1 granted start", false},
	{"nobody tried", "ssm_start_session", "Did it succeed", []string{began, caller{`{"type":"Unknown"}`, "", ""}.call(noon, ssm, "StartSession", `"requestParameters":{"target":"`+insA+`"}`)}, insA, Unknown, "no identity", false},

	{"just launched", "ssm_start_session", "Was the instance", []string{began, launch(bob, "2024-07-20T10:00:00Z", insA), toA(bob, noon)}, "", Holds, "launched 2 h 00 m before the first session, by the same identity", false},
	{"launched 7 days before", "ssm_start_session", "Was the instance", []string{began, launch(admin, "2024-07-13T12:00:00Z", insA), toA(bob, noon)}, "", Holds, "launched 7 d 00 h before the first session, by user/ines", false},
	{"launched longer ago", "ssm_start_session", "Was the instance", []string{began, launch(admin, "2024-07-13T11:59:59Z", insA), toA(bob, noon)}, "", Look, "launched 7 d 00 h before", false},
	{"launched after", "ssm_start_session", "Was the instance", []string{began, toA(bob, noon), launch(admin, "2024-07-20T13:00:00Z", insA)}, "", Look, "launched only 1 h 00 m after", false},
	{"launch refused", "ssm_start_session", "Was the instance", []string{began, admin.call("2024-07-20T11:00:00Z", ec2, "RunInstances", `"errorCode":"x","requestParameters":{"was":"`+insA+`"}`), toA(bob, noon)}, "", Look, "no launch", false},
	{"launched another itself", "ssm_start_session", "Was the instance", []string{began, launch(webA, "2024-07-20T11:00:00Z", insB), toA(bob, noon)}, "", Look, "no launch of " + insA, false},
	{"no launch in 7 days", "ssm_start_session", "Was the instance", []string{bob.call("2024-07-13T12:00:00Z", iam, "ListRoles"), toA(bob, noon)}, "", Look, "reaches back 7 d", false},
	{"no launch in less", "ssm_start_session", "Was the instance", []string{bob.call("2024-07-13T12:00:01Z", iam, "ListRoles"), toA(bob, noon)}, "", Unknown, "reaches back only 6 d", false},

	{"a user", "ssm_start_session", "An IAM user", []string{began, toA(bob, noon)}, "", Holds, "user/bob", false},
	{"an instance", "ssm_start_session", "An IAM user", []string{began, toA(webB, noon)}, "", Look, "a session of Web with the name of instance " + insB, false},
	{"a person in a role", "ssm_start_session", "An IAM user", []string{began, toA(desk, noon)}, "", Ask, `a session of Ops with the name "carol"`, false},
	{"neither", "ssm_start_session", "An IAM user", []string{began, caller{`{"type":"Root","arn":"arn:aws:iam::111122223333:root"}`, "192.0.2.1", "x"}.call(noon, ssm, "StartSession")}, "", Ask, `type "Root"`, false},

	{"session ended", "ssm_start_session", "How long", []string{began, starting(bob, noon, `{"target":"`+insA+`"}`, "bob-0aaaaaaaaaaaaaaaa"),
		bob.call("2024-07-20T12:30:00Z", ssm, "TerminateSession", `"requestParameters":{"sessionId":"bob-0aaaaaaaaaaaaaaaa"}`)}, "", Holds, "1 session, 30 m in all", false},
	{"session without an end", "ssm_start_session", "How long", []string{began, starting(bob, noon, `{"target":"`+insA+`"}`, "bob-0aaaaaaaaaaaaaaaa")}, "", Look, "1 of 1 session have no end", false},
	{"no session", "ssm_start_session", "How long", []string{began, refused(bob, noon, "StartSession")}, "", Unknown, "no session was opened", false},

	{"once in the window", "ssm_rare_send_command", "What a count", []string{began, sentScript(bob, "2024-07-02T12:00:00Z", command2, insA), sentScript(bob, noon, command1, insA)}, "", Holds, "1 script more for " + insA, false},
	{"once in the dump", "ssm_rare_send_command", "What a count", []string{began, sentScript(bob, "2024-07-02T12:00:00Z", command2, insB), sentScript(bob, noon, command1, insA)}, "", Look, "the only script", false},
	{"refused only", "ssm_rare_send_command", "What a count", []string{began, bob.call(noon, ssm, "SendCommand", `"errorCode":"x","requestParameters":{"documentName":"AWS-RunShellScript","instanceIds":["`+insA+`"]}`)}, "", Look, "refused", false},
	{"once in a short dump", "ssm_rare_send_command", "What a count", []string{sentScript(bob, noon, command1, insA)}, "", Unknown, "reaches back 0 h", false},

	{"result asked for", "ssm_rare_send_command", "What did the command", []string{began, sentScript(bob, noon, command1, insA),
		eve.call("2024-07-20T12:01:00Z", ssm, "GetCommandInvocation", `"requestParameters":{"commandId":"`+command1+`","instanceId":"`+insA+`"}`)}, "", Holds, "1 of 1 command were asked for, last 2024-07-20 12:01:00 by user/eve", false},
	{"result refused", "ssm_rare_send_command", "What did the command", []string{began, sentScript(bob, noon, command1, insA),
		eve.call("2024-07-20T12:01:00Z", ssm, "GetCommandInvocation", `"errorCode":"x","requestParameters":{"commandId":"`+command1+`","instanceId":"`+insA+`"}`)}, "", Look, "nobody asked", false},
	{"no command", "ssm_rare_send_command", "What did the command", []string{began, bob.call(noon, ssm, "SendCommand", `"errorCode":"x","requestParameters":{"documentName":"AWS-RunShellScript","instanceIds":["`+insA+`"]}`)}, "", Unknown, "refused", false},
}

func TestAnswers(t *testing.T) {
	tested := map[string]string{} // rule → the signs that were seen
	for _, c := range slices.Concat(answers, sentAnswers, identityAnswers, noveltyAnswers, signInAnswers) {
		t.Run(c.hunt+"/"+c.name, func(t *testing.T) {
			d := load(t, c.records...)
			results := Run(t.Context(), d, All(), Options{})
			for _, r := range results {
				if r.Hunt.ID != c.hunt {
					continue
				}
				f, n := rowOf(t, d, r, c.row), noteOf(t, r.Hunt, c.note)
				a, err := n.Answer(t.Context(), Scene{Dataset: d, Finding: f, Results: results, Origin: book(t, c.files)})
				if err != nil || a.Sign != c.sign || !strings.Contains(a.Text, c.text) {
					t.Errorf("%s %q, %v, want %s %q", a.Sign.Glyph(), a.Text, err, c.sign.Glyph(), c.text)
				}
				tested[n.Check.Rule] += a.Sign.Glyph()
			}
		})
	}
	for _, h := range All() {
		for _, n := range h.Notes {
			for _, sign := range []Sign{Holds, Look, Unknown, Ask} {
				if strings.Contains(n.Check.Rule, sign.Glyph()+" ") && !strings.Contains(tested[n.Check.Rule], sign.Glyph()) {
					t.Errorf("%s: no test of %s of the rule: %s", h.ID, sign.Glyph(), n.Check.Rule)
				}
			}
		}
	}
}

// rowOf is the finding whose line, or the time of whose first event, has a text.
func rowOf(t *testing.T, d *loader.Dataset, r Result, text string) Finding {
	t.Helper()
	for _, f := range r.Findings {
		if strings.Contains(lines(Result{Findings: []Finding{f}})[0], text) || text != "" && strings.HasPrefix(f.First.Format(time.RFC3339), text) {
			return f
		}
	}
	t.Fatalf("no row with %q among %q", text, lines(r))
	return Finding{}
}

func noteOf(t *testing.T, h Hunt, begin string) Note {
	t.Helper()
	for _, n := range h.Notes {
		if strings.HasPrefix(n.Text, begin) {
			return n
		}
	}
	t.Fatalf("%s has no note %q…", h.ID, begin)
	return Note{}
}
