package report

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"
	"unicode"

	"coldtrail/loader"
)

// withDigests is the sample with digests in every state, their texts hostile.
func withDigests(t *testing.T) Report {
	t.Helper()
	r := sample(t)
	at := time.Date(2024, 8, 1, 0, 0, 0, 0, time.UTC)
	good := loader.DigestResult{File: "good", Account: "111122223333", Region: "eu-west-1", From: at, To: at.Add(time.Hour), Chain: loader.ChainFirst, Verified: 7}
	bad := loader.DigestResult{
		File: "bad" + hostile, Account: hostile, Region: hostile, Chain: loader.ChainBroken, Previous: "before" + hostile, Signature: loader.SignatureWrong,
		Logs: []loader.DigestLog{
			{State: loader.LogMissing, Path: "gone" + hostile}, {State: loader.LogAltered, Path: "changed" + hostile, Why: "why" + hostile},
			{State: loader.LogUnreadable, Path: "locked"}, {State: loader.LogUnexpected, Path: "planted"},
		},
	}
	anew := loader.DigestResult{File: "anew", Chain: loader.ChainRestarted, Signature: loader.SignatureNoKey}
	r.Digests = loader.DigestReport{Uncovered: 1200, Digests: []loader.DigestResult{good, bad, anew, {File: "unread", Err: errors.New("broke on " + hostile)}}}
	r.Dataset.Report().Coverage[0].Gaps = []loader.Gap{{From: at.Add(time.Hour), To: at.Add(5 * time.Hour)}}
	return r
}

func TestCheckTextOfDigests(t *testing.T) {
	got := text(t, writers()["CheckText wide"], withDigests(t))
	has(t, got,
		"  digests     4\n",
		"  log files   7 verified, 1 missing, 1 altered, 1 unreadable, 1 unexpected, 1,200 of a time\n",
		"  signatures  1 wrong, 1 no key for it, 1 not checked\n",
		"  MISSING     gone=", "  ALTERED     changed=", "\n              why=", "  UNREADABLE  locked\n", "  UNEXPECTED  planted\n",
		"  DIGEST      bad=", "\n              the digest before it was altered: before=", "\n              signature: wrong\n",
		"  DIGEST      anew\n              begins anew after older digests\n",
		"              signature: no key for it\n",
		"  DIGEST      unread\n              cannot be read: broke on =",
		"    GAP from 2024-08-01 01:00:00 to 2024-08-01 05:00:00\n",
		"  no account no region: 2 events, ",
	)
	if strings.Contains(got, "good") {
		t.Errorf("a digest that agrees is listed:\n%s", got)
	}
}

func TestCheckOfDigestsIsSafe(t *testing.T) {
	for _, name := range []string{"CheckText", "CheckText ASCII", "CheckText narrow", "CheckJSON"} {
		for _, c := range text(t, writers()[name], withDigests(t)) {
			if c != '\n' && (unicode.In(c, unicode.C, unicode.Zl, unicode.Zp) || unicode.Is(unicode.Bidi_Control, c)) {
				t.Errorf("%s writes %U raw", name, c)
			}
		}
	}
}

func TestCheckJSONOfDigests(t *testing.T) {
	var doc struct {
		Digests []map[string]any
		Gaps    []map[string]any
	}
	if err := json.Unmarshal([]byte(text(t, CheckJSON, withDigests(t))), &doc); err != nil {
		t.Fatal(err)
	}
	list := func(path string) []any { return []any{path} }
	for i, want := range []map[string]any{
		{"file": "good", "error": nil, "chain": "first of its trail", "previous": nil, "signature": "not checked", "verified": 7.0, "from": "2024-08-01T00:00:00Z", "to": "2024-08-01T01:00:00Z"},
		{"chain": "the digest before it was altered", "previous": "before" + hostile, "signature": "wrong", "verified": 0.0,
			"missing": list("gone" + hostile), "altered": list("changed" + hostile), "unreadable": list("locked"), "unexpected": list("planted")},
		{"chain": "begins anew after older digests", "signature": "no key for it"},
		{"file": "unread", "error": "broke on " + hostile, "chain": nil, "signature": nil, "account": nil, "from": nil},
	} {
		for key, value := range want {
			got, _ := json.Marshal(doc.Digests[i][key])
			if expected, _ := json.Marshal(value); string(got) != string(expected) {
				t.Errorf("digest %d: %s is %s, want %s", i, key, got, expected)
			}
		}
	}
	if len(doc.Gaps) != 1 || doc.Gaps[0]["account"] != nil || doc.Gaps[0]["from"] != "2024-08-01T01:00:00Z" {
		t.Errorf("gaps %v", doc.Gaps)
	}
}
