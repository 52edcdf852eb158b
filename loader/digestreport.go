package loader

import "time"

// DigestReport is what the digest files of a dump say of its log files.
type DigestReport struct {
	Digests []DigestResult // by trail, account and region, then by time
	// Uncovered counts the log files that no digest names, delivered when no
	// digest of the dump tells what was.
	Uncovered int
}

// DigestResult is what was found out about one digest and the log files it names.
type DigestResult struct {
	File            string // its path in the dump
	Err             error  // why it could not be read; then nothing else is set
	Account, Region string
	From, To        time.Time // when the log files were delivered that it names
	Chain           DigestChain
	Previous        string // key in S3 of the digest before it; "" for the first
	Signature       DigestSignature
	Verified        int         // log files whose text has the hash in the digest
	Logs            []DigestLog // the others
}

// DigestLog is a log file that does not agree with its digest.
type DigestLog struct {
	State LogState
	Path  string // in the dump; the key in S3 of a file that is missing
	Why   string // "" where the state says it all
}

// LogState is how a log file and its digest disagree.
type LogState uint8

// The states of a log file that is not verified.
const (
	LogMissing    LogState = iota // named by the digest, not in the dump
	LogAltered                    // its text is not what was delivered
	LogUnreadable                 // it could not be read again
	LogUnexpected                 // delivered in the digest's time by its name, and named by no digest
	logStates
)

// LogStates lists the states of a log file that is not verified.
func LogStates() []LogState { return []LogState{LogMissing, LogAltered, LogUnreadable, LogUnexpected} }

// String names the state: "missing", "altered", …
func (s LogState) String() string {
	return [logStates]string{"missing", "altered", "unreadable", "unexpected"}[s]
}

// DigestChain is how a digest hangs on the one before it.
type DigestChain uint8

// The states of the link from a digest to the one before it.
const (
	ChainVerified  DigestChain = iota // the digest before it is here and unaltered
	ChainFirst                        // CloudTrail wrote none before it
	ChainRestarted                    // the same, though older digests of the trail are in the dump: validation was off between them
	ChainBegins                       // the dump has no digest of the trail from before
	ChainMissing                      // the digest before it is missing, though older ones are there
	ChainBroken                       // the digest before it was altered
	chainStates
)

// String says it in a few words: "verified", "the digest before it was altered", …
func (c DigestChain) String() string {
	return [chainStates]string{
		"verified", "first of its trail", "begins anew after older digests",
		"the dump begins here", "the digest before it is missing", "the digest before it was altered",
	}[c]
}

// DigestSignature is what is known of a digest's signature.
type DigestSignature uint8

// The states of a signature.
const (
	SignatureUnchecked DigestSignature = iota // no keys were given
	SignatureVerified
	SignatureAbsent // only the next digest carries it, and that is not in the dump
	SignatureNoKey  // none of the keys has the fingerprint
	SignatureWrong
	signatureStates
)

// DigestSignatures lists the states of a signature.
func DigestSignatures() []DigestSignature {
	return []DigestSignature{SignatureVerified, SignatureWrong, SignatureNoKey, SignatureAbsent, SignatureUnchecked}
}

// String says it in a few words: "verified", "not in this dump", …
func (s DigestSignature) String() string {
	return [signatureStates]string{"not checked", "verified", "not in this dump", "no key for it", "wrong"}[s]
}

// Failed tells whether something of the digest or its log files is missing,
// altered, unexpected or unreadable.
func (r DigestResult) Failed() bool {
	return r.Err != nil || len(r.Logs) > 0 || r.Chain == ChainMissing || r.Chain == ChainBroken ||
		r.Signature == SignatureNoKey || r.Signature == SignatureWrong
}

// Failed tells whether any of the digests failed.
func (r DigestReport) Failed() bool {
	for _, g := range r.Digests {
		if g.Failed() {
			return true
		}
	}
	return false
}

// Verified counts the log files whose text has the hash in their digest.
func (r DigestReport) Verified() int {
	n := 0
	for _, g := range r.Digests {
		n += g.Verified
	}
	return n
}

// In counts the log files in a state.
func (r DigestReport) In(s LogState) int {
	n := 0
	for _, g := range r.Digests {
		for _, l := range g.Logs {
			if l.State == s {
				n++
			}
		}
	}
	return n
}

// Signed counts the digests whose signature is in a state.
func (r DigestReport) Signed(s DigestSignature) int {
	n := 0
	for _, g := range r.Digests {
		if g.Err == nil && g.Signature == s {
			n++
		}
	}
	return n
}
