package dumptest

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"crypto"
	"crypto/md5"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// digestSpan is the time whose log files a digest names. CloudTrail takes an
// hour; a day makes small trees.
const digestSpan = 24 * time.Hour

const digestBucket = "trail-logs"

// Digests writes the digest files of a delivery tree below dir, signed with
// key: for each account and region one a day, from the first log file to the
// last, each with the hash and the signature of the one before. The keys to
// check them with are those of PublicKeys.
func Digests(dir string, key *rsa.PrivateKey) error {
	logs, err := logFiles(dir)
	if err != nil {
		return fmt.Errorf("making the digests of %s: %w", dir, err)
	}
	for place, files := range logs {
		w := digestWriter{dir: dir, key: key, place: place}
		for from := files[0].delivered.Truncate(digestSpan); len(files) > 0; from = from.Add(digestSpan) {
			n := 0
			for n < len(files) && files[n].delivered.Before(from.Add(digestSpan)) {
				n++
			}
			if err := w.write(from, files[:n]); err != nil {
				return fmt.Errorf("making the digests of %s: %w", dir, err)
			}
			files = files[n:]
		}
	}
	return nil
}

// PublicKeys is the answer of `aws cloudtrail list-public-keys` with that key.
func PublicKeys(key *rsa.PublicKey) []byte {
	return fmt.Appendf(nil, `{"PublicKeyList":[%s]}`, must(json.Marshal(map[string]any{
		"Value": x509.MarshalPKCS1PublicKey(key), "Fingerprint": fingerprint(key),
		"ValidityStartTime": "2025-09-01T00:00:00Z", "ValidityEndTime": "2025-12-01T00:00:00Z",
	})))
}

func must(text []byte, _ error) []byte { return text } // of values that always encode

func fingerprint(key *rsa.PublicKey) string {
	sum := md5.Sum(x509.MarshalPKCS1PublicKey(key))
	return hex.EncodeToString(sum[:])
}

// place is whose log files a digest names.
type place struct{ account, region string }

// logFile is a delivered log file.
type logFile struct {
	key       string // in S3
	delivered time.Time
	sum       string // SHA-256 of its text, in hexadecimal
}

// logFiles lists the log files below dir in the order of their delivery.
func logFiles(dir string) (map[place][]logFile, error) {
	logs := map[place][]logFile{}
	err := filepath.WalkDir(dir, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		parts := strings.Split(entry.Name(), "_")
		if len(parts) != 5 || parts[1] != "CloudTrail" {
			return nil
		}
		rel, err := filepath.Rel(dir, name)
		if err != nil {
			return err
		}
		f := logFile{key: filepath.ToSlash(rel)}
		if f.delivered, err = time.Parse("20060102T1504Z", parts[3]); err != nil {
			return err
		}
		text, err := unzip(name)
		if err != nil {
			return err
		}
		f.sum = sumOf(text)
		p := place{parts[0], parts[2]}
		logs[p] = append(logs[p], f)
		return nil
	})
	for _, files := range logs {
		slices.SortFunc(files, func(a, b logFile) int { return cmp.Or(a.delivered.Compare(b.delivered), strings.Compare(a.key, b.key)) })
	}
	return logs, err
}

func unzip(name string) ([]byte, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	zip, err := gzip.NewReader(file)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(zip)
}

func sumOf(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// digestWriter writes the digests of a place, each behind the other.
type digestWriter struct {
	dir string
	key *rsa.PrivateKey
	place
	previous, sum, signature string // key, hash and signature of the digest before
}

func (w *digestWriter) write(from time.Time, files []logFile) error {
	to := from.Add(digestSpan)
	key := fmt.Sprintf("AWSLogs/%s/CloudTrail-Digest/%s/%s/%[1]s_CloudTrail-Digest_%[2]s_main_us-east-1_%[4]s.json.gz",
		w.account, w.region, to.Format("2006/01/02"), to.Format("20060102T150405Z"))
	members := []string{
		str("awsAccountId", w.account), str("digestStartTime", from.Format(time.RFC3339)), str("digestEndTime", to.Format(time.RFC3339)),
		str("digestS3Bucket", digestBucket), str("digestS3Object", key),
		str("digestPublicKeyFingerprint", fingerprint(&w.key.PublicKey)), str("digestSignatureAlgorithm", "SHA256withRSA"),
		orNull("previousDigestS3Bucket", digestBucket, w.previous), orNull("previousDigestS3Object", w.previous, w.previous),
		orNull("previousDigestHashValue", w.sum, w.previous), orNull("previousDigestHashAlgorithm", "SHA-256", w.previous),
		orNull("previousDigestSignature", w.signature, w.previous),
	}
	var logs []string
	for _, f := range files {
		logs = append(logs, object(str("s3Bucket", digestBucket), str("s3Object", f.key), str("hashValue", f.sum), str("hashAlgorithm", "SHA-256")))
	}
	text := []byte(object(append(members, raw("logFiles", "["+strings.Join(logs, ",")+"]"))...))
	if err := w.sign(to, key, sumOf(text)); err != nil {
		return err
	}
	return zipTo(filepath.Join(w.dir, filepath.FromSlash(path.Clean(key))), text)
}

// orNull is a member that the first digest has as null.
func orNull(key, value, previous string) string {
	if previous == "" {
		return raw(key, "null")
	}
	return str(key, value)
}

// sign makes the signature of the digest that ends at to.
func (w *digestWriter) sign(to time.Time, key, sum string) error {
	previous := w.signature
	if previous == "" {
		previous = "null"
	}
	hash := sha256.Sum256([]byte(strings.Join([]string{to.Format(time.RFC3339), digestBucket + "/" + key, sum, previous}, "\n")))
	signature, err := rsa.SignPKCS1v15(nil, w.key, crypto.SHA256, hash[:])
	w.previous, w.sum, w.signature = key, sum, hex.EncodeToString(signature)
	return err
}

func zipTo(name string, text []byte) error {
	var b bytes.Buffer
	zip := gzip.NewWriter(&b)
	_, err := zip.Write(text)
	if err := errors.Join(err, zip.Close(), os.MkdirAll(filepath.Dir(name), 0o755)); err != nil {
		return err
	}
	return os.WriteFile(name, b.Bytes(), 0o644)
}
