package dumptest

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"testing"

	"coldtrail/loader"
)

// The digests of the story say what CloudTrail's would: every log file is
// verified, and every digest but the last of each region is signed.
func TestDigests(t *testing.T) {
	dir := t.TempDir()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	if err := Intrusion(dir); err != nil {
		t.Fatal(err)
	}
	logs := len(readTree(t, dir))
	if err := Digests(dir, key); err != nil {
		t.Fatal(err)
	}
	keys, err := loader.ParseDigestKeys(PublicKeys(&key.PublicKey))
	if err != nil {
		t.Fatal(err)
	}
	d, err := loader.Load(context.Background(), []string{dir}, loader.Options{DigestKeys: keys}, nil)
	if err != nil {
		t.Fatal(err)
	}
	r, err := d.VerifyDigests(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	const regions = 2
	if len(r.Digests) < regions*storyDays || d.Report().Digests() != len(r.Digests) || r.Verified() != logs || r.Failed() || r.Uncovered > 0 {
		t.Errorf("%d digests, %d of %d log files verified, failed %v, %d uncovered", len(r.Digests), r.Verified(), logs, r.Failed(), r.Uncovered)
	}
	if got := r.Signed(loader.SignatureVerified); got != len(r.Digests)-regions || r.Signed(loader.SignatureAbsent) != regions {
		t.Errorf("%d of %d digests are signed, %d have no signature", got, len(r.Digests), r.Signed(loader.SignatureAbsent))
	}
}

func TestDigestsOfBrokenTrees(t *testing.T) {
	if err := Digests("no such folder", nil); err == nil {
		t.Error("a folder that does not exist has digests")
	}
}
