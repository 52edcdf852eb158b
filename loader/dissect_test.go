package loader

import (
	"maps"
	"testing"

	"github.com/tidwall/gjson"
)

func TestDissect(t *testing.T) {
	type keys = map[string]string
	tests := []struct {
		text, pattern string
		want          keys // nil where nothing matches
	}{
		{"", "", keys{}},
		{"anything", "", keys{}},
		{"a", "b", nil},
		{"abc", "ab", keys{}},
		{"xab", "ab%{k}", nil},
		{"ab", "ab%{k}", keys{"k": ""}},
		{"abc", "ab%{k}", keys{"k": "c"}},
		{"a=1, b=2, c=3", "a=%{a}, b=%{b}, ", keys{"a": "1", "b": "2"}},
		{"a=1, b=2, c=3", "a=%{a}, %{rest}", keys{"a": "1", "rest": "b=2, c=3"}},
		{"a=1, b=2, c=3", "%{}b=%{b}, %{}", keys{"b": "2"}},
		{"a=1, b=2", "%{}b=%{b}, %{}", nil},
		{"a=1", "%{k}=%{v}=%{w}", nil},
		{"a==1", "%{k}=%{v}", keys{"k": "a", "v": "=1"}},
		{"x}y", "%{k}}y", keys{"k": "x"}},
		{"héllo wörld", "%{a} w%{b}", keys{"a": "héllo", "b": "örld"}},
		{"rest", "%{k", keys{"k": "rest"}},
	}
	for _, test := range tests {
		got, ok := Dissect(test.text, test.pattern)
		if ok != (test.want != nil) || !maps.Equal(got, test.want) {
			t.Errorf("%q by %q: %v, %v, want %v", test.text, test.pattern, got, ok, test.want)
		}
	}
}

// What the documented queries find in the shapes that real requests have.
func TestDissectDocumented(t *testing.T) {
	const (
		session = "{%{key}=%{instance}}"
		command = "%{}instanceIds=[%{instance}],%{}"
	)
	tests := map[string]struct {
		params, pattern string
		flat, want      string // want is "" where the row is lost
	}{
		"target only":     {`{"target":"i-0aaa"}`, session, "{target=i-0aaa}", "i-0aaa"},
		"with a document": {`{"target":"i-0aaa","documentName":"SSM-sudo"}`, session, "{documentName=SSM-sudo, target=i-0aaa}", "SSM-sudo, target=i-0aaa"},
		"port forwarding": {
			`{"target":"i-0aaa","documentName":"AWS-StartPortForwardingSession","parameters":{"portNumber":["22"],"localPortNumber":["2222"]}}`, session,
			"{documentName=AWS-StartPortForwardingSession, parameters={localPortNumber=[2222], portNumber=[22]}, target=i-0aaa}",
			"AWS-StartPortForwardingSession, parameters={localPortNumber=[2222], portNumber=[22]",
		},
		"with a reason": {`{"target":"i-0aaa","reason":"ticket 1"}`, session, "{reason=ticket 1, target=i-0aaa}", "ticket 1, target=i-0aaa"},
		"denied":        {`null`, session, "", ""},
		"one id": {
			`{"documentName":"AWS-RunShellScript","parameters":"HIDDEN_DUE_TO_SECURITY_REASONS","instanceIds":["i-1"],"interactive":false}`, command,
			"{instanceIds=[i-1], interactive=false, documentName=AWS-RunShellScript, parameters=HIDDEN_DUE_TO_SECURITY_REASONS}", "i-1",
		},
		"two ids": {`{"instanceIds":["i-1","i-2"],"interactive":false}`, command, "{instanceIds=[i-1, i-2], interactive=false}", "i-1, i-2"},
		"by tag":  {`{"instanceIds":[],"interactive":false}`, command, "{interactive=false}", ""},
		"to all":  {`{"instanceIds":["*"],"interactive":false}`, command, "{instanceIds=[*], interactive=false}", "*"},
	}
	for name, test := range tests {
		flat := Flatten(gjson.Parse(test.params))
		if flat != test.flat {
			t.Errorf("%s: flattened %s, want %s", name, flat, test.flat)
		}
		keys, ok := Dissect(flat, test.pattern)
		if keys["instance"] != test.want || ok != (test.want != "") {
			t.Errorf("%s: %q, %v, want %q", name, keys["instance"], ok, test.want)
		}
	}
}
