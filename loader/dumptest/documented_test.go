package dumptest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// flatten renders a JSON value as the Elastic integration stores it: as the
// text of a Java HashMap whose empty values are gone. It is "" for what is absent.
func flatten(t *testing.T, text json.RawMessage) string {
	t.Helper()
	if len(text) == 0 {
		return ""
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	s, err := flatValue(d)
	if err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	return s
}

func flatValue(d *json.Decoder) (string, error) {
	token, err := d.Token()
	if err != nil || token == nil {
		return "", err
	}
	if token != json.Delim('{') && token != json.Delim('[') {
		return fmt.Sprint(token), nil
	}
	object := token == json.Delim('{')
	var keys, members []string
	count := 0
	for ; d.More(); count++ {
		key := ""
		if object {
			name, err := d.Token()
			if err != nil {
				return "", err
			}
			key = name.(string)
		}
		value, err := flatValue(d)
		if err != nil {
			return "", err
		}
		if value != "" {
			keys, members = append(keys, key), append(members, value)
		}
	}
	if _, err := d.Token(); err != nil || len(members) == 0 {
		return "", err
	}
	if !object {
		return "[" + strings.Join(members, ", ") + "]", nil
	}
	return "{" + strings.Join(inJavaOrder(keys, members, count), ", ") + "}", nil
}

// inJavaOrder gives key=value in the order of a HashMap that took count keys.
func inJavaOrder(keys, values []string, count int) []string {
	capacity := 16
	for count > capacity*3/4 {
		capacity *= 2
	}
	order := make([]int, len(keys))
	for i := range order {
		order[i] = i
	}
	bucket := func(i int) int {
		var h uint32
		for _, c := range []byte(keys[i]) {
			h = 31*h + uint32(c)
		}
		return int((h ^ h>>16) & uint32(capacity-1))
	}
	slices.SortStableFunc(order, func(a, b int) int { return bucket(a) - bucket(b) })
	pairs := make([]string, len(order))
	for n, i := range order {
		pairs[n] = keys[i] + "=" + values[i]
	}
	return pairs
}

func TestFlattenAsJavaDoes(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{`null`, ""},
		{`{"a":"","b":{},"c":[],"d":null}`, ""},
		{`{"target":"i-0aaa"}`, "{target=i-0aaa}"},
		{`{"target":"i-0aaa","documentName":"SSM-sudo"}`, "{documentName=SSM-sudo, target=i-0aaa}"},
		{`{"target":"i-0aaa","reason":"ticket 1"}`, "{reason=ticket 1, target=i-0aaa}"},
		{`{"target":"i-0aaa","documentName":"AWS-StartPortForwardingSession","parameters":{"portNumber":["22"],"localPortNumber":["2222"]}}`,
			"{documentName=AWS-StartPortForwardingSession, parameters={localPortNumber=[2222], portNumber=[22]}, target=i-0aaa}"},
		{`{"instanceIds":["i-1"],"documentName":"AWS-RunShellScript","interactive":false,"parameters":"HIDDEN_DUE_TO_SECURITY_REASONS"}`,
			"{instanceIds=[i-1], interactive=false, documentName=AWS-RunShellScript, parameters=HIDDEN_DUE_TO_SECURITY_REASONS}"},
	} {
		if got := flatten(t, json.RawMessage(c.in)); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.in, got, c.want)
		}
	}
}

const null = "(null)"

// after gives the text between a literal and the next one, null where either is missing.
func after(text, literal, next string) string {
	_, rest, found := strings.Cut(text, literal)
	value, _, ended := strings.Cut(rest, next)
	if !found || !ended {
		return null
	}
	return value
}

// documentedTarget is the target as the source of hunt 1 reads it.
func documentedTarget(t *testing.T, e event) string {
	return after(flatten(t, e.RequestParameters), "=", "}")
}

// documentedInstance is the instance as the source of hunt 2 reads it, null
// where its query leaves the event out.
func documentedInstance(t *testing.T, e event) string {
	document := after(flatten(t, e.RequestParameters), "documentName=", ",")
	instance := after(flatten(t, e.ResponseElements), "instanceIds=[", "],")
	if (document != "AWS-RunShellScript" && document != "AWS-RunPowerShellScript") || instance == "*" {
		return null
	}
	return instance
}
