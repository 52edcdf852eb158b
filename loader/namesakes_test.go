package loader

import (
	"strings"
	"testing"
)

// mentioning is a dataset of one event that names some texts.
func mentioning(t *testing.T, texts ...string) *Dataset {
	t.Helper()
	var quoted []string
	for _, text := range texts {
		quoted = append(quoted, quote(text))
	}
	return loadText(t, lines(call(1, `"requestParameters":{"names":[`+strings.Join(quoted, ",")+`]}`)))
}

func TestNamesakesAreToldApart(t *testing.T) {
	const one, other, third, sameEnd = "111122223333", "444455556666", "777788889999", "123412343333"
	tests := map[string]map[string]string{
		"no namesakes": {
			"arn:aws:iam::" + one + ":user/bob":   "user/bob",
			"arn:aws:iam::" + one + ":user/carol": "user/carol",
			"arn:aws:iam::" + other + ":role/bob": "role/bob",
		},
		"users, sessions, roles and roots of accounts": {
			"arn:aws:iam::" + one + ":user/bob":                   "user/bob …3333",
			"arn:aws:iam::" + other + ":user/bob":                 "user/bob …6666",
			"arn:aws:iam::" + third + ":user/carol":               "user/carol",
			"arn:aws:sts::" + one + ":assumed-role/App/i-0abc":    "App/i-0abc …3333",
			"arn:aws:sts::" + other + ":assumed-role/App/i-0abc":  "App/i-0abc …6666",
			"arn:aws:sts::" + other + ":assumed-role/App/i-0def":  "App/i-0def",
			"arn:aws:iam::" + one + ":root":                       "root …3333",
			"arn:aws:iam::" + other + ":root":                     "root …6666",
			"arn:aws:iam::" + other + ":role/App":                 "role/App …6666",
			"arn:aws:iam::" + one + ":role/a/b/App":               "role/a/b/App …3333",
			"arn:aws:iam::" + third + ":role/App":                 "role/App …9999",
			"arn:aws:sts::" + third + ":federated-user/App/i-0ab": "federated-user/App/i-0ab",
		},
		"accounts of one end": {
			"arn:aws:iam::" + one + ":user/bob":     "user/bob 111122223333",
			"arn:aws:iam::" + sameEnd + ":user/bob": "user/bob 123412343333",
			"arn:aws:iam::" + other + ":user/bob":   "user/bob …6666",
		},
		"one account": {
			"arn:aws:iam::" + one + ":user/bob":                "arn:aws:iam::" + one + ":user/bob",
			"arn:aws:sts::" + one + ":assumed-role/user/bob":   "arn:aws:sts::" + one + ":assumed-role/user/bob",
			"arn:aws:sts::" + other + ":assumed-role/user/bob": "user/bob …6666",
		},
		"accounts as nobody has them": {
			"arn:aws:iam::1:user/bob":           "user/bob 1",
			"arn:aws:iam::1234é:user/bob":       "user/bob 1234é",
			"arn:aws:iam:::user/bob":            "arn:aws:iam:::user/bob",
			"arn:aws:iam::" + one + ":user/ann": "user/ann",
		},
	}
	for name, want := range tests {
		var texts []string
		for arn := range want {
			texts = append(texts, arn)
		}
		d := mentioning(t, texts...)
		shown := map[string]string{}
		for arn, short := range want {
			got := d.ShortARN(arn)
			if got != short {
				t.Errorf("%s: %s is %q, want %q", name, arn, got, short)
			}
			if shown[got] != "" {
				t.Errorf("%s: %s and %s are both %q", name, arn, shown[got], got)
			}
			shown[got] = arn
		}
		for _, text := range []string{"", "bob", "192.0.2.1", "arn:aws:iam::" + third + ":user/bob", "arn:aws:s3:::bucket"} {
			if got := d.ShortARN(text); got != ShortARN(text) {
				t.Errorf("%s: %s, which no record names, is %q", name, text, got)
			}
		}
	}
}
