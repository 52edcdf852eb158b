package loader

import (
	"slices"
	"strconv"
	"strings"
	"testing"
)

// mentioned gives the entities of a record with these fields, each as its kind
// and its value.
func mentioned(t *testing.T, fields string) []string {
	t.Helper()
	d := loadText(t, some(fields))
	if d.Len() != 1 {
		t.Fatalf("%s is no record: %v", fields, d.Report().Problems)
	}
	var all []string
	for _, e := range d.Entities(d.ID(0)) {
		if d.Count(e) != 1 {
			t.Errorf("%v counts %d", e, d.Count(e))
		}
		all = append(all, e.Kind.String()+" "+e.Value)
	}
	return all
}

func TestMentions(t *testing.T) {
	const id = "i-0123456789abcdef0"
	tests := map[string][]string{
		`"requestParameters":{"target":"` + id + `"}`:                              {"instance " + id},
		`"requestParameters":{"target":"mi-0123456789abcdef0"}`:                    {"instance mi-0123456789abcdef0"},
		`"requestParameters":{"instanceIds":["i-AAAAAAAA","i-zzzzzzzz","*"]}`:      {"instance i-AAAAAAAA", "instance i-zzzzzzzz"},
		`"requestParameters":{"a":{"b":[[{"c":"` + id + `"}]]}}`:                   {"instance " + id},
		`"x":"` + id + `","y":"` + id + `"`:                                        {"instance " + id},
		`"x":"{\"instanceId\":\"` + id + `\",\"key\":\"AKIAIOSFODNN7EXAMPLE\"}"`:   {"instance " + id, "access key AKIAIOSFODNN7EXAMPLE"},
		`"x":"\u0069-0123456789abcdef0"`:                                           {"instance " + id},
		`"x":"(` + id + `)[i-01234567],i-76543210."`:                               {"instance " + id, "instance i-01234567", "instance i-76543210"},
		`"x":"arn:aws:ec2:eu-west-1:1:instance/` + id + `"`:                        {"instance " + id},
		`"x":"111122223333:aws:ec2-instance:` + id + `"`:                           {"instance " + id},
		`"userIdentity":{"arn":"arn:aws:iam::1:user/bob"}`:                         {"identity arn:aws:iam::1:user/bob"},
		`"x":"arn:aws:iam::1:role/a/b/App"`:                                        {"role arn:aws:iam::1:role/App"},
		`"x":"arn:aws:sts::1:assumed-role/App/` + id + `"`:                         {"instance " + id, "identity arn:aws:sts::1:assumed-role/App/" + id, "role arn:aws:iam::1:role/App"},
		`"x":"arn:aws:sts::1:assumed-role/App/a,b=c"`:                              {"identity arn:aws:sts::1:assumed-role/App/a,b=c", "role arn:aws:iam::1:role/App"},
		`"x":"User: arn:aws:iam::1:user/bob is not authorized"`:                    {"identity arn:aws:iam::1:user/bob"},
		`"x":"{\"AWS\":[\"arn:aws:iam::1:root\",\"arn:aws:iam::2:role/r\"]}"`:      {"identity arn:aws:iam::1:root", "role arn:aws:iam::2:role/r"},
		`"x":"arn:aws:iam::1:role/a,arn:aws:iam::1:role/b"`:                        {"role arn:aws:iam::1:role/a", "role arn:aws:iam::1:role/b"},
		`"sourceIPAddress":"192.0.2.1"`:                                            {"address 192.0.2.1"},
		`"sourceIPAddress":"192.000.002.001"`:                                      {"address 192.000.002.001"},
		`"sourceIPAddress":"2001:db8::1"`:                                          {"address 2001:db8::1"},
		`"requestParameters":{"iPAddress":"10.0.0.1","agentVersion":"3.2.582.0"}`:  {"address 10.0.0.1"},
		`"x":{"accessKeyId":"AKIAIOSFODNN7EXAMPLE"}`:                               {"access key AKIAIOSFODNN7EXAMPLE"},
		`"x":{"accessKeyId":"redacted"}`:                                           {"access key redacted"},
		`"recipientAccountId":"123456789","x":{"accountId":"1234567890123"}`:       {"account 123456789", "account 1234567890123"},
		`"x":{"accountId":111122223333}`:                                           {"account 111122223333"},
		`"x":{"commandId":"0a0b0c0d-0000-4000-8000-000000000001"}`:                 {"command 0a0b0c0d-0000-4000-8000-000000000001"},
		`"eventSource":"ssm.amazonaws.com","x":{"sessionId":"a-0123456789abcde0"}`: {"session a-0123456789abcde0"},
	}
	for fields, want := range tests {
		if got := mentioned(t, fields); !slices.Equal(got, want) {
			t.Errorf("%s:\n got %q\nwant %q", fields, got, want)
		}
	}
}

func TestMentionsNothing(t *testing.T) {
	for _, fields := range []string{
		`"x":"ami-0123456789abcdef0"`, `"x":"eni-0123456789abcdef0"`, `"x":"vpci-0123456789abcdef0"`, `"x":"mmi-0123456789abcdef0"`, `"x":"lambda-i-0123456789"`,
		`"x":"i-0123456789abcdef01"`, `"x":"i-0123456"`, `"x":"i-selected-for-you"`, `"x":"i-selected_items"`, `"x":"xAKIAIOSFODNN7EXAMPLE"`,
		`"x":"arn:aws:s3:::bucket"`, `"x":"arn:aws:iam::*:role/App"`, `"x":"arn:aws:iam::1:role"`, `"x":"xarn:aws:iam::1:user/bob"`,
		`"sourceIPAddress":"ssm.amazonaws.com"`, `"sourceIPAddress":"AWS Internal"`, `"sourceIPAddress":"<redacted>"`, `"x":"10.0.0.0/8"`,
		`"x":{"accountId":"anonymous"}`, `"x":{"accountId":17}`, `"x":"111122223333"`, `"x":111122223333`,
		`"eventSource":"athena.amazonaws.com","x":{"sessionId":"a-0123456789abcde0"}`,
		`"eventID":"i-0123456789abcdef0","requestID":"i-0123456789abcdef0"`,
		`"x":{"sessionToken":"i-0123456789abcdef0"}`, `"i-0123456789abcdef0":1`, `"accessKeyId":"","commandId":"","accountId":""`,
	} {
		if got := mentioned(t, fields); got != nil {
			t.Errorf("%s: %q", fields, got)
		}
	}
}

// Entities are listed by kind, and within a kind as the record mentions them.
func TestMentionsOrder(t *testing.T) {
	got := mentioned(t, `"a":"10.0.0.2","b":"i-22222222","c":"10.0.0.1","d":"i-11111111","e":"i-22222222"`)
	if want := []string{"instance i-22222222", "instance i-11111111", "address 10.0.0.2", "address 10.0.0.1"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// A record may mention very many entities.
func TestMentionsMany(t *testing.T) {
	const many = 50_000
	ids := make([]string, many)
	for i := range ids {
		ids[i] = `"i-` + strconv.Itoa(10_000_000+i) + `"`
	}
	d := loadText(t, some(`"x":[`+strings.Join(append(ids, ids...), ",")+"]"))
	if n := len(d.Entities(d.ID(0))); n != many {
		t.Errorf("%d entities, want %d", n, many)
	}
}

// Whatever hints at an id has the letters by which it is told at once, wherever
// it stands; and those letters alone are no hint.
func TestHints(t *testing.T) {
	for _, hint := range []string{"i-01234567", "mi-01234567", "AKIA", "ASIA", ":iam:", ":sts:"} {
		for before := range 20 {
			for after := range 20 {
				s := strings.Repeat("x", before) + hint + strings.Repeat("\xff", after)
				if want := len(s) >= 10; hintsAtID(s) != want {
					t.Errorf("%q: %v, want %v", s, !want, want)
				}
			}
		}
	}
	for _, s := range []string{"", "i-0123456", strings.Repeat("-i ", 40), strings.Repeat("IK", 40), "arn:aws:s3:::bucket-1/x", "SI, KI and :i :s"} {
		if hintsAtID(s) {
			t.Errorf("%q hints at an id", s)
		}
	}
}
