package main

import (
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"coldtrail/loader/dumptest"
)

// delivered is a small delivery tree with its digests, and the keys to check
// these with.
func delivered(t *testing.T) (dir, keys string) {
	t.Helper()
	dir, keys = t.TempDir(), filepath.Join(t.TempDir(), "keys.json")
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	err = dumptest.Noise(dir, dumptest.Options{Events: 600, Files: 60, Days: 10, Regions: []string{"us-east-1", "eu-west-1"}})
	if err := errors.Join(err, dumptest.Digests(dir, key), os.WriteFile(keys, dumptest.PublicKeys(&key.PublicKey), 0o600)); err != nil {
		t.Fatal(err)
	}
	return dir, keys
}

// logs lists the log files of a tree, digests those of a region, in the order
// of their paths.
func logs(t *testing.T, dir string) []string {
	t.Helper()
	return glob(t, filepath.Join(dir, "AWSLogs", "*", "CloudTrail", "*", "*", "*", "*", "*.gz"))
}

func digests(t *testing.T, dir string) []string {
	t.Helper()
	return glob(t, filepath.Join(dir, "AWSLogs", "*", "CloudTrail-Digest", "eu-west-1", "*", "*", "*", "*.gz"))
}

func glob(t *testing.T, pattern string) []string {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) == 0 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	return files
}

func copyFile(t *testing.T, to, from string) {
	t.Helper()
	data, err := os.ReadFile(from)
	if err := errors.Join(err, os.WriteFile(to, data, 0o600)); err != nil {
		t.Fatal(err)
	}
}

func flipByte(t *testing.T, file string) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	data[len(data)/2] ^= 1
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

func remove(t *testing.T, file string) {
	t.Helper()
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
}

// digestsDoc is what the tests read of the digests in check --format json.
type digestsDoc struct {
	Digests []struct {
		File, Chain, Signature                   string
		Previous, Error                          *string
		Verified                                 int
		Missing, Altered, Unreadable, Unexpected []string
	}
}

func TestCheckOfAnUntouchedTree(t *testing.T) {
	dir, keys := delivered(t)
	text := succeed(t, "check", "--digest-keys", keys, dir)
	for _, want := range []string{
		"Digests\n  digests     22\n  log files   60 verified, 0 missing, 0 altered, 0 unreadable, 0 unexpected\n",
		"  signatures  20 verified, 2 not in this dump\n",
		"Coverage\n  111122223333 eu-west-1: 300 events, ",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	if text := succeed(t, "check", dir); !strings.Contains(text, "signatures  22 not checked\n") {
		t.Errorf("without keys:\n%s", text)
	}
	var doc digestsDoc
	if err := json.Unmarshal([]byte(succeed(t, "check", "--digest-keys", keys, "--format", "json", dir)), &doc); err != nil {
		t.Fatal(err)
	}
	verified := 0
	for i, g := range doc.Digests {
		verified += g.Verified
		if g.File == "" || g.Error != nil || g.Missing == nil || g.Altered == nil || g.Unreadable == nil || g.Unexpected == nil || (i%11 == 0) != (g.Chain == "first of its trail") {
			t.Errorf("digest %d: %+v", i, g)
		}
	}
	if verified != 60 {
		t.Errorf("%d log files are verified, want 60", verified)
	}
}

func TestCheckNamesWhatDisagrees(t *testing.T) {
	dir, keys := delivered(t)
	all, chain := logs(t, dir), digests(t, dir)
	gone, changed := all[3], all[40]
	planted := strings.Replace(all[10], ".json.gz", "x.json.gz", 1)
	copyFile(t, planted, all[11])
	remove(t, gone)
	flipByte(t, changed)
	remove(t, chain[9])

	status, text, stderr := coldtrail(t, "check", "--digest-keys", keys, dir)
	if status != statusFound || stderr != "coldtrail: the digests do not agree with what is there\n" {
		t.Errorf("status %d, it says %q", status, stderr)
	}
	key := func(path string) string {
		rel, err := filepath.Rel(dir, path)
		if err != nil {
			t.Fatal(err)
		}
		return filepath.ToSlash(rel)
	}
	for _, want := range []string{
		"  MISSING     " + key(gone) + "\n",
		"  ALTERED     " + changed + "\n",
		"  UNEXPECTED  " + planted + "\n",
		"  DIGEST      " + chain[10] + "\n              the digest before it is missing: " + key(chain[9]) + "\n",
		"1 missing, 1 altered, 0 unreadable, 1 unexpected",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}

	status, text, _ = coldtrail(t, "check", "--format", "json", dir)
	var doc digestsDoc
	if err := json.Unmarshal([]byte(text), &doc); err != nil || status != statusFound {
		t.Fatalf("status %d, %v", status, err)
	}
	var missing, altered, unexpected, broken []string
	for _, g := range doc.Digests {
		missing, altered, unexpected = append(missing, g.Missing...), append(altered, g.Altered...), append(unexpected, g.Unexpected...)
		if g.Chain == "the digest before it is missing" {
			broken = append(broken, *g.Previous)
		}
	}
	for name, got := range map[string][2][]string{
		"missing": {missing, {key(gone)}}, "altered": {altered, {changed}}, "unexpected": {unexpected, {planted}}, "broken": {broken, {key(chain[9])}},
	} {
		if !slices.Equal(got[0], got[1]) {
			t.Errorf("%s: %q, want %q", name, got[0], got[1])
		}
	}
}

func TestCheckOfSignatures(t *testing.T) {
	dir, _ := delivered(t)
	_, others := delivered(t)
	status, text, _ := coldtrail(t, "check", "--digest-keys", others, dir)
	if status != statusFound || !strings.Contains(text, "signature: no key for it") {
		t.Errorf("with the keys of another: status %d\n%s", status, text)
	}
	for name, want := range map[string]string{filepath.Join(dir, "none"): "no such file", logs(t, dir)[0]: "reading public keys"} {
		status, _, stderr := coldtrail(t, "check", "--digest-keys", name, dir)
		if status != statusUsage || !strings.Contains(stderr, "--digest-keys: ") || !strings.Contains(stderr, want) {
			t.Errorf("status %d, it says %q", status, stderr)
		}
	}
}

func TestCheckListsGaps(t *testing.T) {
	dir := t.TempDir()
	if err := dumptest.Noise(dir, dumptest.Options{Events: 6000, Files: 240, Days: 10, Regions: []string{"us-east-1"}}); err != nil {
		t.Fatal(err)
	}
	for _, file := range logs(t, dir)[100:106] {
		remove(t, file)
	}
	text := succeed(t, "check", dir)
	if !strings.Contains(text, "    GAP from 2025-10-05 03:5") || strings.Count(text, "GAP") != 1 || !strings.Contains(text, "no digest files") {
		t.Errorf("got\n%s", text)
	}
	var doc struct{ Gaps []map[string]string }
	if err := json.Unmarshal([]byte(succeed(t, "check", "--format", "json", dir)), &doc); err != nil || len(doc.Gaps) != 1 {
		t.Fatalf("%d gaps, %v", len(doc.Gaps), err)
	}
	if g := doc.Gaps[0]; g["account"] != "111122223333" || g["region"] != "us-east-1" || !strings.HasPrefix(g["from"], "2025-10-05T03:") || !strings.HasPrefix(g["to"], "2025-10-05T10:") {
		t.Errorf("the gap is %v", g)
	}
}
