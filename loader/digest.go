package loader

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"regexp"
	"strings"
	"time"

	"coldtrail/loader/unwrap"
	"github.com/tidwall/gjson"
)

// digest is a CloudTrail digest file: which log files were delivered in an
// hour, with the hash of the text of each, and which digest came before it. Its
// own signature is in the metadata of its S3 object, which a dump lacks; but
// the digest after it repeats that signature.
type digest struct {
	Account     string `json:"awsAccountId"`
	Start       string `json:"digestStartTime"`
	End         string `json:"digestEndTime"`
	Bucket      string `json:"digestS3Bucket"`
	Object      string `json:"digestS3Object"`
	Fingerprint string `json:"digestPublicKeyFingerprint"`
	Algorithm   string `json:"digestSignatureAlgorithm"`

	Previous          string `json:"previousDigestS3Object"` // this and the next are "" for the first digest
	PreviousHash      string `json:"previousDigestHashValue"`
	PreviousAlgorithm string `json:"previousDigestHashAlgorithm"`
	PreviousSignature string `json:"previousDigestSignature"`

	Logs []digestLog `json:"logFiles"`

	file     int32  // its index in Report.Files
	sum      string // SHA-256 of its text, in hexadecimal
	from, to time.Time
}

type digestLog struct {
	Object    string `json:"s3Object"`
	Hash      string `json:"hashValue"` // in hexadecimal
	Algorithm string `json:"hashAlgorithm"`
}

// The only algorithms that CloudTrail uses.
const (
	digestHash      = "SHA-256"
	digestSignature = "SHA256withRSA"
)

// isDigest tells a digest file by its content.
func isDigest(data []byte) bool {
	fields := gjson.GetManyBytes(data, "digestStartTime", "logFiles")
	return fields[0].Type == gjson.String && fields[1].IsArray()
}

// parseDigest reads the text of a digest file.
func parseDigest(data []byte) (*digest, error) {
	sum := sha256.Sum256(data)
	g := &digest{sum: hex.EncodeToString(sum[:])}
	if err := json.Unmarshal(data, g); err != nil {
		return nil, fmt.Errorf("reading a digest: %w", err)
	}
	var fromOK, toOK bool
	g.from, fromOK = unwrap.ParseTime(g.Start)
	g.to, toOK = unwrap.ParseTime(g.End)
	if !fromOK || !toOK || g.Object == "" {
		return nil, errors.New("reading a digest: no usable digestStartTime, digestEndTime or digestS3Object")
	}
	known := isAlgorithm(g.Algorithm, digestSignature) && isAlgorithm(g.PreviousAlgorithm, digestHash)
	for _, l := range g.Logs {
		known = known && isAlgorithm(l.Algorithm, digestHash)
	}
	if !known {
		return nil, fmt.Errorf("reading a digest: an algorithm that is neither %s nor %s", digestHash, digestSignature)
	}
	return g, nil
}

// isAlgorithm tells whether a name, where there is one, is the one that is known.
func isAlgorithm(name, known string) bool { return name == "" || name == known }

// trail names the digests that follow each other: the digest's key without its
// folder and its time.
func (g *digest) trail() string { return digestTime.ReplaceAllString(path.Base(g.Object), "") }

var digestTime = regexp.MustCompile(`\d{8}T\d{6}Z`)

// region is that of the log files, as the keys of the digest and of these tell.
func (g *digest) region() string {
	if d, ok := delivered(g.Object); ok {
		return d.region
	}
	for _, l := range g.Logs {
		if d, ok := delivered(l.Object); ok {
			return d.region
		}
	}
	return ""
}

// signed is the text that the digest's signature is made of.
func (g *digest) signed() string {
	previous := g.PreviousSignature
	if previous == "" {
		previous = "null"
	}
	return g.End + "\n" + g.Bucket + "/" + g.Object + "\n" + g.sum + "\n" + previous
}

// delivery is what the name of a file that CloudTrail delivered says of it.
type delivery struct {
	account, region string
	at              time.Time
	digest          bool
}

// CloudTrail's names of files, and of the folders in which it puts them.
var (
	deliveredName   = regexp.MustCompile(`(?:^|[/!])(\d{12})_CloudTrail(-Digest)?_([a-z0-9-]+)_(?:[^/]*_)?(\d{8}T\d{4})(?:\d\d)?Z[^/]*$`)
	deliveredFolder = regexp.MustCompile(`(?:^|[/!])(\d{12})/CloudTrail(-Digest)?/([a-z0-9-]+)/(\d{4}/\d\d/\d\d)/[^/]*$`)
)

// delivered reads a path of the dump or a key in S3. The time is that of the
// delivery, to the minute; a file with another name in a folder of CloudTrail's
// counts as of its day's noon.
func delivered(key string) (d delivery, ok bool) {
	m, layout, noon := deliveredName.FindStringSubmatch(key), "20060102T1504", time.Duration(0)
	if m == nil {
		m, layout, noon = deliveredFolder.FindStringSubmatch(key), "2006/01/02", 12*time.Hour
	}
	if m == nil {
		return d, false
	}
	at, err := time.Parse(layout, m[4])
	return delivery{account: m[1], region: m[3], at: at.Add(noon), digest: m[2] != ""}, err == nil
}

// plainKey is a path or key as it is compared: with slashes, and without the
// ending that goes when the file is decompressed.
func plainKey(p string) string { return strings.TrimSuffix(p, ".gz") }
