package hunts

import (
	"strings"
	"testing"
)

const cmdA, cmdB = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"

// sending a script: the members of request and response beside what every
// SendCommand has.
func script(at, request, response string) string {
	return bob.call(at, ssm, "SendCommand",
		`"requestParameters":{"documentName":"AWS-RunShellScript","interactive":false,"parameters":"HIDDEN_DUE_TO_SECURITY_REASONS",`+request+`}`,
		`"responseElements":{"command":{"documentName":"AWS-RunShellScript","interactive":false,"timeoutSeconds":3600,"status":"Pending",`+response+`}}`)
}

func ids(list ...string) string { return `"instanceIds":["` + strings.Join(list, `","`) + `"]` }

func invocation(at, command, instance, more string) string {
	return bob.call(at, ssm, "GetCommandInvocation", `"requestParameters":{"commandId":"`+command+`","instanceId":"`+instance+`"}`+more)
}

const tagged = `"targets":[{"key":"tag:Env","values":["prod","dev"]},{"key":"tag:App","values":["web"]}]`

func TestRareCommands(t *testing.T) {
	refused := func(at, aim string) string {
		return bob.call(at, ssm, "SendCommand", `"errorCode":"AccessDenied","requestParameters":{"documentName":"AWS-RunShellScript",`+aim+`},"responseElements":null`)
	}
	const granted, tail = " | 1 | success | " + bobARN + " | AWS-RunShellScript", " | failure | " + bobARN + " | AWS-RunShellScript !missed"
	for _, c := range []struct {
		name       string
		records    []string
		complete   []string
		documented []string
	}{
		{
			"one id", []string{script("2024-08-01T10:00:00Z", ids(insA), ids(insA))},
			[]string{insA + granted}, []string{insA + " | 1"},
		},
		{
			"two ids are one group in the documented reading", []string{script("2024-08-01T10:00:00Z", ids(insA, insB), ids(insA, insB))},
			[]string{insA + granted + " !wrong key", insB + granted + " !wrong key"}, []string{insA + ", " + insB + " | 1"},
		},
		{
			"an id alone and in a group came twice",
			[]string{script("2024-08-01T10:00:00Z", ids(insA, insB), ids(insA, insB)), script("2024-08-01T11:00:00Z", ids(insA), ids(insA))},
			[]string{insB + granted + " !wrong key"}, []string{insA + " | 1", insA + ", " + insB + " | 1"},
		},
		{
			"the same command twice", []string{script("2024-08-01T10:00:00Z", ids(insA), ids(insA)), script("2024-08-01T11:00:00Z", ids(insA), ids(insA))},
			nil, nil,
		},
		{
			"a tag, resolved by who asked with success",
			[]string{
				script("2024-08-01T10:00:00Z", tagged, `"instanceIds":[],"commandId":"`+cmdA+`"`),
				invocation("2024-08-01T10:01:00Z", cmdA, insA, ""),
				invocation("2024-08-01T10:01:00Z", cmdA, insB, `,"errorCode":"InvocationDoesNotExist"`),
				invocation("2024-08-01T10:01:00Z", cmdB, insB, ""),
			},
			[]string{insA + granted + " !remark !missed"}, nil,
		},
		{
			"a tag, not resolved", []string{script("2024-08-01T10:00:00Z", tagged, `"instanceIds":[],"commandId":"`+cmdA+`"`)},
			[]string{"tag:Env=prod,dev tag:App=web" + granted + " !missed"}, nil,
		},
		{
			"ids as targets", []string{script("2024-08-01T10:00:00Z", `"targets":[{"key":"InstanceIds","values":["`+insA+`"]}]`, `"instanceIds":[]`)},
			[]string{insA + granted + " !missed"}, nil,
		},
		{
			"to all", []string{script("2024-08-01T10:00:00Z", ids("*"), ids("*"))}, nil, nil,
		},
		{
			"refused ones are apart and do not count",
			[]string{refused("2024-08-01T09:00:00Z", ids(insA)), refused("2024-08-01T09:30:00Z", ids(insA)), script("2024-08-01T10:00:00Z", ids(insA), ids(insA))},
			[]string{insA + granted, insA + " | 2" + tail}, []string{insA + " | 1"},
		},
		{
			"document by ARN",
			[]string{strings.ReplaceAll(script("2024-08-01T10:00:00Z", ids(insA), ids(insA)), "AWS-RunShellScript", "arn:aws:ssm:us-east-1::document/AWS-RunShellScript")},
			[]string{insA + strings.Replace(granted, "AWS-Run", "arn:aws:ssm:us-east-1::document/AWS-Run", 1) + " !missed"}, nil,
		},
		{
			"another document", []string{strings.ReplaceAll(script("2024-08-01T10:00:00Z", ids(insA), ids(insA)), "AWS-RunShellScript", "AWS-RunShellScript2")},
			nil, nil,
		},
		{
			"the window decides what is rare",
			[]string{script("2024-07-01T10:00:00Z", ids(insA), ids(insA)), script("2024-08-01T10:00:00Z", ids(insA), ids(insA))},
			[]string{insA + granted}, []string{insA + " | 1"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := load(t, c.records...)
			wantLines(t, run(t, d, ssmRareSendCommand(), Options{}), c.complete...)
			wantLines(t, run(t, d, ssmRareSendCommand(), Options{Mode: Documented}), c.documented...)
		})
	}
}
