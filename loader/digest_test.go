package loader

import (
	"archive/tar"
	"bytes"
	"context"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"coldtrail/loader/dumptest/pack"
)

func hexSum(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// logKey is the key of the log file of an hour, digestKey that of the digest
// that ends with it.
func logKey(hour int) string {
	return fmt.Sprintf("AWSLogs/111122223333/CloudTrail/eu-west-1/2024/08/01/111122223333_CloudTrail_eu-west-1_20240801T%02d30Z_abc%02d.json.gz", hour, hour)
}

func digestKey(hour int) string {
	return fmt.Sprintf("AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/2024/08/01/111122223333_CloudTrail-Digest_eu-west-1_a_trail_us-east-1_20240801T%02d0000Z.json.gz", hour)
}

// trail writes digests that follow each other, as CloudTrail does.
type trail struct {
	key       *rsa.PrivateKey // nil signs nothing
	hour      int             // in which the next digest begins
	previous  string          // the text of the digest before
	signature string          // of the digest before
}

// next is the text of the next digest. It names log files by their keys, with
// their texts.
func (w *trail) next(t *testing.T, logs map[string]string) string {
	t.Helper()
	doc := map[string]any{
		"awsAccountId": "111122223333", "digestStartTime": fmt.Sprintf("2024-08-01T%02d:00:00Z", w.hour), "digestEndTime": fmt.Sprintf("2024-08-01T%02d:00:00Z", w.hour+1),
		"digestS3Bucket": "logs", "digestS3Object": digestKey(w.hour + 1), "digestPublicKeyFingerprint": "f1", "digestSignatureAlgorithm": "SHA256withRSA",
		"newestEventTime": nil, "oldestEventTime": nil,
		"previousDigestS3Object": nil, "previousDigestHashValue": nil, "previousDigestHashAlgorithm": nil, "previousDigestSignature": nil,
	}
	if w.previous != "" {
		doc["previousDigestS3Object"], doc["previousDigestHashValue"], doc["previousDigestHashAlgorithm"] = digestKey(w.hour), hexSum(w.previous), "SHA-256"
		doc["previousDigestSignature"] = w.signature
	}
	files := []map[string]string{}
	for key, text := range logs {
		files = append(files, map[string]string{"s3Bucket": "logs", "s3Object": key, "hashValue": hexSum(text), "hashAlgorithm": "SHA-256"})
	}
	doc["logFiles"] = files
	text, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	previous := "null"
	if w.signature != "" {
		previous = w.signature
	}
	if w.key != nil {
		sum := sha256.Sum256([]byte(doc["digestEndTime"].(string) + "\nlogs/" + digestKey(w.hour+1) + "\n" + hexSum(string(text)) + "\n" + previous))
		signature, err := rsa.SignPKCS1v15(nil, w.key, crypto.SHA256, sum[:])
		if err != nil {
			t.Fatal(err)
		}
		w.signature = hex.EncodeToString(signature)
	}
	w.previous = string(text)
	w.hour++
	return w.previous
}

// delivery3 is three hours with a log file each, and their digests, in the
// bucket's tree.
func delivery3(t *testing.T, key *rsa.PrivateKey) map[string]string {
	t.Helper()
	files := map[string]string{}
	w := &trail{key: key}
	for hour := range 3 {
		text := envelope(call(hour))
		files[logKey(hour)] = pack.Stored(text)
		files[digestKey(hour+1)] = pack.Stored(w.next(t, map[string]string{logKey(hour): text}))
	}
	return files
}

func verify(t *testing.T, keys DigestKeys, dir string) DigestReport {
	t.Helper()
	d := loadPaths(t, Options{DigestKeys: keys, Workers: 2}, dir)
	r, err := d.VerifyDigests(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// found is what a report says of log files: state and name.
func found(r DigestReport) []string {
	var all []string
	for _, g := range r.Digests {
		for _, l := range g.Logs {
			all = append(all, l.State.String()+" "+filepath.Base(l.Path))
		}
	}
	return all
}

func chains(r DigestReport) []DigestChain {
	var all []DigestChain
	for _, g := range r.Digests {
		all = append(all, g.Chain)
	}
	return all
}

// edited changes the text of a file that is stored, not compressed.
func edited(t *testing.T, text, from, to string) string {
	t.Helper()
	plain := string(unzipped([]byte(text)))
	if strings.Count(plain, from) != 1 {
		t.Fatalf("%q is not once in %q", from, plain)
	}
	return pack.Stored(strings.Replace(plain, from, to, 1))
}

func TestVerifyDigests(t *testing.T) {
	whole := []DigestChain{ChainFirst, ChainVerified, ChainVerified}
	name := func(hour int) string { return filepath.Base(logKey(hour)) }
	extra := strings.Replace(logKey(1), "abc", "evil", 1)
	tests := map[string]struct {
		change    func(files map[string]string)
		verified  int
		found     []string
		chains    []DigestChain
		uncovered int
		failed    bool
	}{
		"untouched": {func(map[string]string) {}, 3, nil, whole, 0, false},
		"removed":   {func(f map[string]string) { delete(f, logKey(1)) }, 2, []string{"missing " + name(1)}, whole, 0, true},
		"a byte changed": {func(f map[string]string) { f[logKey(2)] = edited(t, f[logKey(2)], "StartSession", "StartSessiom") },
			2, []string{"altered " + name(2)}, whole, 0, true},
		"a compressed byte changed": {func(f map[string]string) {
			b := []byte(f[logKey(2)])
			b[60] ^= 1
			f[logKey(2)] = string(b)
		}, 2, []string{"altered " + name(2)}, whole, 0, true},
		"broken off": {func(f map[string]string) { f[logKey(0)] = f[logKey(0)][:100] }, 2, []string{"altered " + name(0)}, whole, 0, true},
		"one removed, another changed": {func(f map[string]string) {
			delete(f, logKey(0))
			f[logKey(1)] = edited(t, f[logKey(1)], "ssm.", "sss.")
		}, 1, []string{"missing " + name(0), "altered " + name(1)}, whole, 0, true},
		"added": {func(f map[string]string) { f[extra] = f[logKey(1)] }, 3, []string{"unexpected " + filepath.Base(extra)}, whole, 0, true},
		"added under another name": {func(f map[string]string) { f[filepath.Dir(logKey(1))+"/x.json"] = envelope(call(7)) },
			3, nil, whole, 1, false}, // at noon, when no digest tells
		"added elsewhere": {func(f map[string]string) { f["notes/x.json"] = envelope(call(7)) }, 3, nil, whole, 0, false},
		"added after the last digest": {func(f map[string]string) { f[logKey(5)] = pack.Stored(envelope(call(7))) },
			3, nil, whole, 1, false},
		"added within minutes of the end": {func(f map[string]string) {
			f[strings.Replace(logKey(2), "T0230Z_abc", "T0257Z_abd", 1)] = pack.Stored(envelope(call(7)))
		},
			3, nil, whole, 1, false},
		"another region": {func(f map[string]string) {
			f[strings.ReplaceAll(logKey(1), "eu-west-1", "eu-west-2")] = pack.Stored(envelope(call(7)))
		},
			3, nil, whole, 1, false},
		"first digest removed": {func(f map[string]string) { delete(f, digestKey(1)) },
			2, nil, []DigestChain{ChainBegins, ChainVerified}, 1, false},
		"middle digest removed": {func(f map[string]string) { delete(f, digestKey(2)) },
			2, nil, []DigestChain{ChainFirst, ChainMissing}, 1, true},
		"last digest removed": {func(f map[string]string) { delete(f, digestKey(3)) },
			2, nil, []DigestChain{ChainFirst, ChainVerified}, 1, false},
		"digest altered": {func(f map[string]string) {
			f[digestKey(1)] = edited(t, f[digestKey(1)], `"newestEventTime":null`, `"newestEventTime":"-"`)
		},
			3, nil, []DigestChain{ChainFirst, ChainBroken, ChainVerified}, 0, true},
		"digest without the one before it": {func(f map[string]string) {
			w := trail{hour: 1}
			f[digestKey(2)] = w.next(t, map[string]string{logKey(1): string(unzipped([]byte(f[logKey(1)])))})
		}, 3, nil, []DigestChain{ChainFirst, ChainRestarted, ChainBroken}, 0, true},
		"digest twice": {func(f map[string]string) { f["copy/"+digestKey(2)] = f[digestKey(2)] }, 3, nil, whole, 0, false},
		"unzipped": {func(f map[string]string) {
			for hour := range 3 {
				f[strings.TrimSuffix(logKey(hour), ".gz")] = string(unzipped([]byte(f[logKey(hour)])))
				delete(f, logKey(hour))
			}
		}, 3, nil, whole, 0, false},
		"flat": {func(f map[string]string) {
			for hour := range 3 {
				f["flat/"+name(hour)] = f[logKey(hour)]
				delete(f, logKey(hour))
			}
		}, 3, nil, whole, 0, false},
		"below the bucket": {func(f map[string]string) {
			for key, text := range f {
				delete(f, key)
				f["logs/"+key] = text
			}
		}, 3, nil, whole, 0, false},
		"log file twice, one altered": {func(f map[string]string) { f["b/"+logKey(1)] = edited(t, f[logKey(1)], "ssm.", "sss.") },
			3, []string{"altered " + name(1)}, whole, 0, true},
	}
	for label, test := range tests {
		t.Run(label, func(t *testing.T) {
			files := delivery3(t, nil)
			test.change(files)
			r := verify(t, nil, dump(t, files))
			if r.Verified() != test.verified || !slices.Equal(found(r), test.found) || r.Uncovered != test.uncovered {
				t.Errorf("verified %d, found %q, %d uncovered; want %d, %q, %d", r.Verified(), found(r), r.Uncovered, test.verified, test.found, test.uncovered)
			}
			if !slices.Equal(chains(r), test.chains) || r.Failed() != test.failed {
				t.Errorf("chains %v, failed %v; want %v, %v", chains(r), r.Failed(), test.chains, test.failed)
			}
			for _, s := range LogStates() {
				n := 0
				for _, f := range test.found {
					if strings.HasPrefix(f, s.String()) {
						n++
					}
				}
				if r.In(s) != n {
					t.Errorf("%d are %v, want %d", r.In(s), s, n)
				}
			}
		})
	}
}

func TestDigestsAreNoRecords(t *testing.T) {
	r := loadPaths(t, Options{}, dump(t, delivery3(t, nil))).Report()
	if r.Digests() != 3 || r.FilesIn(FileRead) != 6 || r.Records != (RecordCounts{Read: 3, Kept: 3}) || len(r.Problems) > 0 {
		t.Errorf("%d digests, %d files read, records %+v, problems %v", r.Digests(), r.FilesIn(FileRead), r.Records, r.Problems)
	}
}

func TestVerifyTells(t *testing.T) {
	dir := dump(t, delivery3(t, nil))
	r := verify(t, nil, dir)
	g := r.Digests[1]
	if g.File != filepath.Join(dir, digestKey(2)) || g.Account != "111122223333" || g.Region != "eu-west-1" || g.Previous != digestKey(1) ||
		g.From.Hour() != 1 || g.To.Hour() != 2 || g.Verified != 1 || g.Signature != SignatureUnchecked {
		t.Errorf("got %+v", g)
	}
}

// bundled packs files into one tar.gz, in the order of their names.
func bundled(t *testing.T, files map[string]string) string {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		err := w.WriteHeader(&tar.Header{Name: name, Size: int64(len(files[name])), Mode: 0o644})
		if _, err2 := w.Write([]byte(files[name])); err != nil || err2 != nil {
			t.Fatal(err, err2)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return pack.Stored(b.String())
}

// In a bundle a log file may be there and be no text at all.
func TestVerifyInABundle(t *testing.T) {
	name := func(hour int) string { return filepath.Base(logKey(hour)) }
	for label, test := range map[string]struct {
		change func(files map[string]string)
		found  []string
	}{
		"untouched":      {func(map[string]string) {}, nil},
		"removed":        {func(f map[string]string) { delete(f, logKey(0)) }, []string{"missing " + name(0)}},
		"altered":        {func(f map[string]string) { f[logKey(2)] = edited(t, f[logKey(2)], "ssm.", "sss.") }, []string{"altered " + name(2)}},
		"no gzip header": {func(f map[string]string) { f[logKey(0)] = f[logKey(0)][:8] }, []string{"altered " + name(0)}},
		"broken off":     {func(f map[string]string) { f[logKey(1)] = f[logKey(1)][:90] }, []string{"altered " + name(1)}},
		"emptied":        {func(f map[string]string) { f[logKey(0)] = "" }, []string{"altered " + name(0)}},
		"something else": {func(f map[string]string) { f[logKey(0)] = "\x89PNG\r\n\x1a\n" + f[logKey(0)] }, []string{"altered " + name(0)}},
	} {
		t.Run(label, func(t *testing.T) {
			files := delivery3(t, nil)
			test.change(files)
			r := verify(t, nil, dump(t, map[string]string{"a.json": envelope(call(9)), "b.tgz": bundled(t, files), "c.json": envelope(call(9))}))
			if !slices.Equal(found(r), test.found) || r.Verified() != 3-len(test.found) || len(r.Digests) != 3 {
				t.Errorf("found %q, %d verified, %d digests; want %q", found(r), r.Verified(), len(r.Digests), test.found)
			}
		})
	}
}

func TestVerifyWithoutDigests(t *testing.T) {
	r := verify(t, nil, dump(t, map[string]string{logKey(1): pack.Stored(envelope(call(1)))}))
	if len(r.Digests) > 0 || r.Uncovered > 0 || r.Failed() {
		t.Errorf("got %+v", r)
	}
}

func TestVerifyStops(t *testing.T) {
	d := loadPaths(t, Options{}, dump(t, delivery3(t, nil)))
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := d.VerifyDigests(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestVerifyWhatWentAfterTheLoad(t *testing.T) {
	dir := dump(t, delivery3(t, nil))
	d := loadPaths(t, Options{}, dir)
	for _, key := range []string{logKey(0), digestKey(3)} {
		if err := os.Remove(filepath.Join(dir, key)); err != nil {
			t.Fatal(err)
		}
	}
	r, err := d.VerifyDigests(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"unreadable " + filepath.Base(logKey(0))}; !slices.Equal(found(r), want) {
		t.Errorf("found %q, want %q", found(r), want)
	}
	if last := r.Digests[len(r.Digests)-1]; last.Err == nil || last.File != filepath.Join(dir, digestKey(3)) || !last.Failed() || !r.Failed() {
		t.Errorf("the digest that is gone: %+v", last)
	}
}

func TestSignatures(t *testing.T) {
	key, other := newKey(t), newKey(t)
	for name, test := range map[string]struct {
		keys   DigestKeys
		change func(map[string]string)
		want   []DigestSignature
		failed bool
	}{
		"no keys":         {nil, nil, []DigestSignature{SignatureUnchecked, SignatureUnchecked, SignatureUnchecked}, false},
		"the key":         {DigestKeys{"f1": &key.PublicKey}, nil, []DigestSignature{SignatureVerified, SignatureVerified, SignatureAbsent}, false},
		"a wrong key":     {DigestKeys{"f1": &other.PublicKey}, nil, []DigestSignature{SignatureWrong, SignatureWrong, SignatureAbsent}, true},
		"another's key":   {DigestKeys{"f2": &key.PublicKey}, nil, []DigestSignature{SignatureNoKey, SignatureNoKey, SignatureAbsent}, true},
		"a middle gone":   {DigestKeys{"f1": &key.PublicKey}, func(f map[string]string) { delete(f, digestKey(2)) }, []DigestSignature{SignatureAbsent, SignatureAbsent}, true},
		"a digest forged": {DigestKeys{"f1": &key.PublicKey}, forge, []DigestSignature{SignatureVerified, SignatureWrong, SignatureAbsent}, true},
	} {
		t.Run(name, func(t *testing.T) {
			files := delivery3(t, key)
			if test.change != nil {
				test.change(files)
			}
			r := verify(t, test.keys, dump(t, files))
			var got []DigestSignature
			for _, g := range r.Digests {
				got = append(got, g.Signature)
			}
			if !slices.Equal(got, test.want) || r.Failed() != test.failed {
				t.Errorf("got %v, failed %v; want %v, %v", got, r.Failed(), test.want, test.failed)
			}
			if n := r.Signed(test.want[0]); n == 0 {
				t.Errorf("none is counted as %v", test.want[0])
			}
		})
	}
}

// forge changes a log file of the second hour, and both digests behind it so
// that every hash is right; only who has the private key could sign that.
func forge(files map[string]string) {
	edit := func(key string, replace ...string) string {
		text := strings.NewReplacer(replace...).Replace(string(unzipped([]byte(files[key]))))
		files[key] = text
		return text
	}
	log := string(unzipped([]byte(files[logKey(1)])))
	second := string(unzipped([]byte(files[digestKey(2)])))
	forged := edit(logKey(1), "StartSession", "ListBuckets")
	edit(digestKey(3), hexSum(second), hexSum(edit(digestKey(2), hexSum(log), hexSum(forged))))
}

func newKey(t *testing.T) *rsa.PrivateKey {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func TestParseDigestKeys(t *testing.T) {
	key := newKey(t)
	answer := func(fingerprint string) string {
		text, err := json.Marshal(map[string]any{"PublicKeyList": []any{map[string]any{
			"Fingerprint": fingerprint, "Value": x509.MarshalPKCS1PublicKey(&key.PublicKey), "ValidityStartTime": 1436317441.0, "ValidityEndTime": "2015-08-08T00:00:00Z",
		}}})
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	for text, want := range map[string]int{answer("a"): 1, answer("a") + "\n" + answer("b"): 2} {
		keys, err := ParseDigestKeys([]byte(text))
		if err != nil || len(keys) != want || !keys["a"].Equal(&key.PublicKey) {
			t.Errorf("got %v, %v", keys, err)
		}
	}
	for text, want := range map[string]string{
		"":                     "there is none",
		`{"PublicKeyList":[]}`: "there is none",
		`{}`:                   "there is none",
		`{"PublicKeyList":[{"Fingerprint":"a","Value":"AAAA"}]}`: "reading the public key a: ",
		`{"PublicKeyList":[{"Value":"*"}]}`:                      "reading public keys: ",
		`no JSON`:                                                "reading public keys: ",
		answer("a") + "rest":                                     "reading public keys: ",
	} {
		if _, err := ParseDigestKeys([]byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want %q", text, err, want)
		}
	}
}

func TestParseDigest(t *testing.T) {
	w := &trail{}
	good := w.next(t, map[string]string{logKey(0): "text"})
	g, err := parseDigest([]byte(good))
	if err != nil || g.Object != digestKey(1) || g.from.Hour() != 0 || g.to.Hour() != 1 || len(g.Logs) != 1 || g.Logs[0].Hash != hexSum("text") || g.sum != hexSum(good) {
		t.Errorf("got %+v, %v", g, err)
	}
	for name, text := range map[string]string{
		"no JSON":           "hello",
		"no time":           strings.Replace(good, "2024-08-01T00:00:00Z", "then", 1),
		"no key":            strings.Replace(good, "digestS3Object", "x", 1),
		"another hash":      strings.Replace(good, "SHA-256", "MD5", 1),
		"another signature": strings.Replace(good, "SHA256withRSA", "none", 1),
		"list of text":      strings.Replace(good, `"logFiles":[`, `"logFiles":["x",`, 1),
	} {
		if _, err := parseDigest([]byte(text)); err == nil || !strings.HasPrefix(err.Error(), "reading a digest: ") {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestIsDigest(t *testing.T) {
	for text, want := range map[string]bool{
		(&trail{}).next(t, nil):                         true,
		`{"digestStartTime":"x","logFiles":[]}`:         true,
		`{"digestStartTime":"x","logFiles":{}}`:         false,
		`{"digestStartTime":1,"logFiles":[]}`:           false,
		`{"logFiles":[]}`:                               false,
		`{"requestParameters":{"digestStartTime":"x"}}`: false,
	} {
		if got := isDigest([]byte(text)); got != want {
			t.Errorf("%s: got %v", text, got)
		}
	}
}

func TestDelivered(t *testing.T) {
	tests := []struct{ key, want string }{
		{logKey(7), "111122223333 eu-west-1 2024-08-01 07:30"},
		{"b.zip!" + logKey(7), "111122223333 eu-west-1 2024-08-01 07:30"},
		{"zip!" + filepath.Base(logKey(7)), "111122223333 eu-west-1 2024-08-01 07:30"},
		{strings.TrimSuffix(logKey(7), ".gz"), "111122223333 eu-west-1 2024-08-01 07:30"},
		{digestKey(7), "111122223333 eu-west-1 2024-08-01 07:00 digest"},
		{strings.Replace(digestKey(7), ".json", "_backfill.json", 1), "111122223333 eu-west-1 2024-08-01 07:00 digest"},
		{"x/AWSLogs/o-1/111122223333/CloudTrail/us-gov-west-1/2024/08/01/x.json", "111122223333 us-gov-west-1 2024-08-01 12:00"},
		{"111122223333_CloudTrail-Insight_eu-west-1_20240801T0730Z_x.json.gz", ""},
		{"AWSLogs/111122223333/CloudTrail-Insight/eu-west-1/2024/08/01/x.json.gz", ""},
		{"111122223333_CloudTrail_eu-west-1_20249901T0730Z_x.json.gz", ""},
		{"events.json", ""},
		{"", ""},
	}
	for _, test := range tests {
		got := ""
		if d, ok := delivered(test.key); ok {
			got = d.account + " " + d.region + " " + d.at.Format("2006-01-02 15:04")
			if d.digest {
				got += " digest"
			}
		}
		if got != test.want {
			t.Errorf("%s: got %q, want %q", test.key, got, test.want)
		}
	}
}

func TestDigestWords(t *testing.T) {
	words := map[string]bool{}
	n := 0
	say := func(word string) { words[word], n = true, n+1 }
	for c := range chainStates {
		say("chain " + c.String())
	}
	for s := range signatureStates {
		say("signature " + s.String())
	}
	for s := range logStates {
		say("log " + s.String())
	}
	if len(words) != n || words["chain "] || words["signature "] || words["log "] || len(LogStates()) != int(logStates) {
		t.Errorf("the words are %v", words)
	}
}

func FuzzParseDigest(f *testing.F) {
	f.Add([]byte(`{"digestStartTime":"2024-08-01T00:00:00Z","digestEndTime":"2024-08-01T01:00:00Z","digestS3Object":"a","logFiles":[{"s3Object":"b","hashValue":"c"}]}`))
	f.Add([]byte(`{"logFiles":null}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		g, err := parseDigest(data)
		if (g == nil) == (err == nil) {
			t.Fatalf("got %+v, %v", g, err)
		}
		if err == nil {
			r := newVerifier([]string{"a", "x/b"}, []*digest{g, g}, nil).report()
			if len(r.Digests) != 1 {
				t.Errorf("got %+v", r)
			}
		}
	})
}
