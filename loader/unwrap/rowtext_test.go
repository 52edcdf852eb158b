package unwrap

import (
	"strings"
	"testing"

	"github.com/tidwall/gjson"
)

func TestRowJSON(t *testing.T) {
	tests := map[string]struct{ field, text, want string }{
		"a row":                         {"userIdentity", "{type=IAMUser, principalid=AIDA}", `{"type":"IAMUser","principalid":"AIDA"}`},
		"rows in it, null, nothing":     {"userIdentity", "{sessioncontext={attributes={mfaauthenticated=false}, sessionissuer=null}, username=}", `{"sessioncontext":{"attributes":{"mfaauthenticated":"false"},"sessionissuer":null},"username":""}`},
		"commas and equals signs":       {"userIdentity", "{principalid=AROA:a,b=c, username=x, y, z=1, invokedby=a=b}", `{"principalid":"AROA:a,b=c","username":"x, y, z=1","invokedby":"a=b"}`},
		"a known key a second time":     {"userIdentity", "{arn=a, username=x, arn=b}", `{"arn":"a","username":"x, arn=b"}`},
		"a new key":                     {"userIdentity", "{type=a, newkey=null, arn=b, newer=null}", `{"type":"a","newkey":null,"arn":"b","newer":null}`},
		"brackets in a value":           {"userIdentity", "{username=a}b]c, arn=d{e}f}", `{"username":"a}b]c","arn":"d{e}f"}`},
		"quotes, backslashes, controls": {"userIdentity", "{username=\"a\\\n, arn=<\xff>}", `{"username":"\"a\\\n","arn":"<\ufffd>"}`},
		"a list of rows":                {"resources", "[{accountid=1, type=T, arn=a}, {arn=b}]", `[{"accountid":"1","type":"T","arn":"a"},{"arn":"b"}]`},
		"a list of nothing":             {"resources", "[]", "[]"},
		"a map":                         {"requestParameters", "{instanceIds=[i-1, i-2], documentName=AWS-RunShellScript, x-y=null}", `{"instanceIds":["i-1","i-2"],"documentName":"AWS-RunShellScript","x-y":null}`},
		"a map of JSON":                 {"requestParameters", `{instanceIds=["i-1","i-2"], parameters={"commands":["ls, x=1}"]}, target=i-0}`, `{"instanceIds":["i-1","i-2"],"parameters":{"commands":["ls, x=1}"]},"target":"i-0"}`},
		"what only begins like JSON":    {"requestParameters", `{a=[1] and more, b={"c":1}d, e=f}`, ""},
		"prose in a map":                {"requestParameters", "{reason=ticket 1, and more, see a = b, target=i-0}", `{"reason":"ticket 1, and more, see a = b","target":"i-0"}`},
		"maps in lists in maps":         {"requestParameters", "{targets=[{key=tag:Name, values=[a, b]}], n=1}", `{"targets":[{"key":"tag:Name","values":["a","b"]}],"n":"1"}`},
		"an empty map":                  {"requestParameters", "{}", "{}"},
		"no end":                        {"requestParameters", "{a=b", ""},
		"text behind":                   {"requestParameters", "{a=b} c", ""},
		"no key":                        {"requestParameters", "{a}", ""},
		"no value":                      {"requestParameters", "{a=", ""},
		"a list without an end":         {"requestParameters", "{a=[b}", ""},
		"too deep":                      {"requestParameters", strings.Repeat("{a=", 40) + strings.Repeat("}", 40), ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got, ok := rowJSON(test.text, targets[foldName(test.field)])
			if got != test.want || ok != (test.want != "") {
				t.Errorf("got  %s, %v\nwant %s", got, ok, test.want)
			}
		})
	}
}

// FuzzRowText reads any text as a row: what comes out is JSON, or nothing.
func FuzzRowText(f *testing.F) {
	for _, seed := range []string{
		rowIdentity, "[{a=b}, {c=[d, e]}]", "{a={b={c=null}}}", `{a={"b":1}, c=[1,2], d="}`,
		"{a=[[[[1], [1], [1", "{type=a, arn=b, arn=c, x=null}", "{=}", "{a=b}}", "{a=, b=}",
	} {
		f.Add("userIdentity", seed)
		f.Add("requestParameters", seed)
	}
	f.Fuzz(func(t *testing.T, field, text string) {
		known, ok := lookUp(field)
		if !ok {
			return
		}
		row, ok := rowJSON(text, known)
		if ok != (row != "") {
			t.Errorf("%v, %q", ok, row)
		}
		if ok && !gjson.Valid(row) {
			t.Errorf("%q gives %q", text, row)
		}
	})
}
