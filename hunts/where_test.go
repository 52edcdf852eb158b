package hunts

import (
	"fmt"
	"strings"
	"testing"
)

// What a hunt without findings says of itself.
func TestFunnelsExplain(t *testing.T) {
	login := bob.call("2024-08-01T10:00:00Z", signin, "ConsoleLogin", `"responseElements":{"ConsoleLogin":"Success"}`)
	all := bob.call("2024-08-01T10:00:00Z", ssm, "SendCommand", `"requestParameters":{"documentName":"AWS-RunShellScript","instanceIds":["*"]}`)
	for _, c := range []struct {
		name    string
		hunt    Hunt
		o       Options
		records []string
		left    string
		last    string
		near    int
	}{
		{"the identity", ec2ConsoleLogin(), Options{}, []string{began, login}, "2 1 1 1 0 0", "aws.cloudtrail.user_identity.type:AssumedRole", 1},
		{"the provider", ec2ConsoleLogin(), Options{}, []string{began}, "1 0 0 0 0 0", "event.provider:signin.amazonaws.com", 0},
		{"the window", ssmStartSession(), Options{}, []string{onA(bob, "2024-07-01T10:00:00Z"), login}, "2 1 1 0", "in the window", 1},
		{"a condition that no query asks", ssmRareSendCommand(), Options{Span: Whole}, []string{began, all}, "2 1 1 1 0 0", "it aims at something else than all instances (*)", 1},
		{"the rows", ssmRareSendCommand(), Options{Span: Whole}, []string{sentScript(bob, "2024-08-01T10:00:00Z", command1, insA), sentScript(bob, "2024-08-01T11:00:00Z", command2, insA)},
			"2 2 2 2 2 0", "granted once for their target, or refused", 2},
		{"the documented reading", ssmRareSendCommand(), Options{Mode: Documented, Span: Whole}, []string{bob.call("2024-08-01T10:00:00Z", ssm, "SendCommand",
			`"requestParameters":{"documentName":"arn:aws:ssm:us-east-1::document/AWS-RunShellScript","instanceIds":["`+insA+`"]}`)}, "1 1 1 0 0 0", "the flattened request names the document itself", 1},
		{"nothing", ssmStartSession(), Options{Span: Whole}, []string{onA(bob, "2024-07-01T10:00:00Z")}, "1 1 1", "", 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := load(t, c.records...)
			f, err := run(t, d, c.hunt, c.o).Funnel(t.Context(), d)
			if err != nil {
				t.Fatal(err)
			}
			var left []string
			for _, s := range f.Stages {
				left = append(left, fmt.Sprint(s.Left))
			}
			last := ""
			if f.Last >= 0 {
				last = f.Stages[f.Last].Words
			}
			if strings.Join(left, " ") != c.left || last != c.last || len(f.Near) != c.near {
				t.Errorf("left %q, last %q, %d near misses", left, last, len(f.Near))
			}
		})
	}
}
