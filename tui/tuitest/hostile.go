package tuitest

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// Trick is a text that does something to a terminal, or to who reads it, when
// it is drawn as it is.
type Trick struct{ Name, Text string }

// Tricks lists the texts that a hostile dump is full of.
func Tricks() []Trick {
	return []Trick{
		{"title", "\x1b]0;PWNED\a"},
		{"clipboard", "\x1b]52;c;UFdORUQ=\a"},
		{"link", "\x1b]8;;http://192.0.2.1/\x1b\\"},
		{"colour", "\x1b[31mRED"},
		{"clear", "\x1b[3J\x1b[9;9H"},
		{"question", "\x1b[c\x1b[6n"},
		{"c1", "\u009b31m\u009d0;PWNED\u009c"},
		{"override", "\u202egnp.exe\u202c"},
		{"isolate", "\u2067\u2069\u061c\u200f"},
		{"zero-width", "a\u200bb\u200d\u2060\ufeffc\u00ad"},
		{"tag", "\U000e0041\U000e0042\U000e007f"},
		{"line", "one\r\ntwo\rthree\u2028four\u0085\v\f"},
		{"erase", "x\b\b\b\x7f\x00\t"},
		{"hebrew", "שלום"},
		{"arabic", "مرحبا"},
		{"marks", "e" + strings.Repeat("\u0301", 60)},
		{"mark-first", "\u0301x"},
		{"emoji", "👩\u200d💻❤\ufe0f🇩🇪👍🏽"},
		{"hangul", "\u1100\u1161\u11a8각"},
		{"wide", strings.Repeat("東京都", 40)},
		{"private", "\ue000\ufdd0\ufffe"},
		{"formula", "=cmd()|+1-1"},
		{"long", strings.Repeat("long ", 400)},
	}
}

// Shown is what a dump of Hostile writes behind each of the tricks: it must be
// visible, whatever the trick does.
func (t Trick) Shown() string { return "after-" + t.Name }

// Hostile writes a dump whose every text is a trick, in calls that the hunts
// find, with records that are large, deep and broken, and returns its folder.
func Hostile(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	var records []string
	for i, trick := range Tricks() {
		records = append(records, hostile(trick, i)...)
	}
	records = append(records, large(), deep(), double(), broken())
	name := "records.json"
	if runtime.GOOS != "windows" {
		name = "\x1b]0;PWNED\a\u202e東京\xff.json"
	}
	for file, text := range map[string]string{
		name:                                 `{"Records":[` + strings.Join(records, ",\n") + `]}`,
		"breaks\u202eoff.json":               `{"Records":[{"eventTime":"2025-10-02T00:00:00Z","eventName":"\u001b]0;PWNED\u0007"},{"a` + "\x1b[31m" + `":`,
		"no\u200bcloudtrail-is-in-here.json": `{"hello":"\u001b[31mRED"}`,
	} {
		if err := os.WriteFile(filepath.Join(dir, file), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// hostile makes a call of each kind that a hunt looks at, with the trick in
// all its texts.
func hostile(trick Trick, i int) []string {
	text := quoted(trick.Text + trick.Shown())
	instance := quoted(fmt.Sprintf("i-0bad%04d%s", i, trick.Text))
	session := quoted(fmt.Sprintf("arn:aws:sts::111122223333:assumed-role/Role%s/i-0bad%04d", trick.Text, i))
	principal := quoted(fmt.Sprintf("AROA:i-0bad%04d%s", i, trick.Text))
	call := func(hour int, service, name, parameters, more string) string {
		return fmt.Sprintf(`{"eventVersion":"1.11","eventTime":"2025-10-01T%02d:%02d:00Z","eventSource":"%s.amazonaws.com","eventName":%s,`+
			`"awsRegion":%s,"sourceIPAddress":%s,"userAgent":%s,"eventID":"bad-%d-%d",%s`+
			`"userIdentity":{"type":"AssumedRole","principalId":%s,"arn":%s,"accountId":"111122223333","accessKeyId":"ASIABAD%013d",`+
			`"sessionContext":{"sessionIssuer":{"type":"Role","arn":%s}}},"requestParameters":%s}`,
			hour, i, service, name, text, text, text, hour, i, more, principal, session, i, session, parameters)
	}
	return []string{
		call(1, "ssm", `"StartSession"`, fmt.Sprintf(`{"target":%s,"reason":%s,%s:%s}`, instance, text, text, text), `"errorCode":`+text+`,"errorMessage":`+text+`,`),
		call(2, "ssm", `"StartSession"`, fmt.Sprintf(`{"target":"i-0bad%04d00000000","documentName":%s}`, i, text), ""),
		call(3, "ssm", `"SendCommand"`, fmt.Sprintf(`{"documentName":"AWS-RunShellScript","instanceIds":[%s],"comment":%s}`, instance, text), ""),
		call(4, "signin", `"ConsoleLogin"`, "null", `"responseElements":{"ConsoleLogin":"Success"},`),
		call(5, "s3", text, fmt.Sprintf(`{%s:{%s:[%s,1e400,null]}}`, text, text, text), ""),
	}
}

// quoted is a text as JSON.
func quoted(text string) string {
	b, err := json.Marshal(text)
	if err != nil {
		panic(err) // no text fails
	}
	return string(b)
}

// large is a record with a value of a megabyte.
func large() string {
	return `{"eventTime":"2025-10-01T06:00:00Z","eventName":"Large","eventSource":"s3.amazonaws.com","userAgent":"` +
		strings.Repeat(`x\u001b[31m`, 100_000) + `"}`
}

// deep is a record of lists in lists.
func deep() string {
	const levels = 500
	return `{"eventTime":"2025-10-01T06:01:00Z","eventName":"Deep","eventSource":"s3.amazonaws.com","requestParameters":{"deep":` +
		strings.Repeat("[", levels) + strings.Repeat("]", levels) + `}}`
}

// double is a record that says two things under one key.
func double() string {
	return `{"eventTime":"2025-10-01T06:02:00Z","eventName":"Double","eventName":"Other","eventSource":"s3.amazonaws.com",` +
		`"requestParameters":{"a":1,"a":2,"":"","\u001b":"\u001b"}}`
}

// broken is a record whose texts are not Unicode.
func broken() string {
	return `{"eventTime":"2025-10-01T06:03:00Z","eventName":"Broken` + "\xff\xc3(" + `","eventSource":"s3.amazonaws.com","userAgent":"\ud800after-surrogate"}`
}
