package loader

import (
	"cmp"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"coldtrail/loader/bundle"
)

// verifier compares digests with each other and with the log files of a dump.
type verifier struct {
	paths   []string // of the files of the dump, by number
	keys    DigestKeys
	digests []*digest            // by trail, then by time, each once
	byKey   map[string][]*digest // key in S3 → the digests that say it is theirs
	next    map[string][]*digest // key in S3 → the digests that name it as the one before them
	logs    map[string][]int32   // name without .gz → files of the dump
	sums    map[int32]textSum    // of the log files that digests name
}

func newVerifier(paths []string, digests []*digest, keys DigestKeys) *verifier {
	v := &verifier{
		paths: paths, keys: keys, digests: slices.Clone(digests),
		byKey: map[string][]*digest{}, next: map[string][]*digest{}, logs: map[string][]int32{},
	}
	slices.SortStableFunc(v.digests, func(a, b *digest) int {
		return cmp.Or(strings.Compare(a.trail(), b.trail()), a.from.Compare(b.from), strings.Compare(a.Object, b.Object), strings.Compare(a.sum, b.sum))
	})
	v.digests = slices.CompactFunc(v.digests, func(a, b *digest) bool { return a.Object == b.Object && a.sum == b.sum })
	for _, g := range v.digests {
		v.byKey[g.Object] = append(v.byKey[g.Object], g)
		v.next[g.Previous] = append(v.next[g.Previous], g)
	}
	for i, p := range paths {
		name := plainKey(path.Base(filepath.ToSlash(p)))
		v.logs[name] = append(v.logs[name], int32(i))
	}
	return v
}

// find gives the files of the dump that are the log file of a key in S3: those
// whose path ends with the key, or, where a part of the tree was copied, those
// of its name, for CloudTrail names no two files alike.
func (v *verifier) find(key string) []int32 {
	key = plainKey(key)
	name := path.Base(key)
	var whole []int32
	for _, file := range v.logs[name] {
		p, found := strings.CutSuffix(plainKey(filepath.ToSlash(v.paths[file])), key)
		if found && (p == "" || strings.HasSuffix(p, "/") || strings.HasSuffix(p, bundle.Mark)) {
			whole = append(whole, file)
		}
	}
	if _, ok := delivered(name); len(whole) > 0 || !ok {
		return whole
	}
	return v.logs[name]
}

// named lists the files of the dump that digests name.
func (v *verifier) named() []int32 {
	var files []int32
	for _, g := range v.digests {
		for _, l := range g.Logs {
			files = append(files, v.find(l.Object)...)
		}
	}
	slices.Sort(files)
	return slices.Compact(files)
}

// report compares everything; sums must hold the files that are named.
func (v *verifier) report() DigestReport {
	var report DigestReport
	for i, g := range v.digests {
		r := DigestResult{
			File: v.paths[g.file], Account: g.Account, Region: g.region(), From: g.from, To: g.to,
			Chain: v.chain(i), Previous: g.Previous, Signature: v.signature(g),
		}
		for _, l := range g.Logs {
			v.compare(&r, l)
		}
		report.Digests = append(report.Digests, r)
	}
	v.unexpected(&report)
	return report
}

// compare judges a log file that a digest names.
func (v *verifier) compare(r *DigestResult, l digestLog) {
	files := v.find(l.Object)
	if len(files) == 0 {
		r.Logs = append(r.Logs, DigestLog{State: LogMissing, Path: l.Object})
		return
	}
	for _, file := range files {
		switch s := v.sums[file]; {
		case s.err != nil:
			r.Logs = append(r.Logs, DigestLog{s.state(), v.paths[file], s.err.Error()})
		case !strings.EqualFold(s.sum, l.Hash):
			r.Logs = append(r.Logs, DigestLog{State: LogAltered, Path: v.paths[file]})
		default:
			r.Verified++
		}
	}
}

// chain judges the link from the i-th digest to the one before it.
func (v *verifier) chain(i int) DigestChain {
	g := v.digests[i]
	older := i > 0 && v.digests[i-1].trail() == g.trail() && v.digests[i-1].from.Before(g.from)
	before := v.byKey[g.Previous]
	switch {
	case g.Previous == "" && older:
		return ChainRestarted
	case g.Previous == "":
		return ChainFirst
	case len(before) == 0 && older:
		return ChainMissing
	case len(before) == 0:
		return ChainBegins
	}
	for _, p := range before {
		if !strings.EqualFold(p.sum, g.PreviousHash) {
			return ChainBroken
		}
	}
	return ChainVerified
}

// signature judges a digest's own signature, which the next one carries.
func (v *verifier) signature(g *digest) DigestSignature {
	if v.keys == nil {
		return SignatureUnchecked
	}
	state := SignatureAbsent
	for _, n := range v.next[g.Object] {
		key := v.keys[g.Fingerprint]
		switch {
		case n.PreviousSignature == "":
		case key == nil:
			return SignatureNoKey
		case signedBy(key, g.signed(), n.PreviousSignature):
			return SignatureVerified
		default:
			state = SignatureWrong
		}
	}
	return state
}

// grace is how long after the time in its name a log file may be written: until
// then it may stand in the next digest.
const grace = 5 * time.Minute

// unexpected finds the log files that no digest names, and gives them to the
// digest that should: the one of their account and region in whose time they
// were delivered.
func (v *verifier) unexpected(report *DigestReport) {
	if len(v.digests) == 0 {
		return
	}
	skip := map[int32]bool{}
	for _, file := range v.named() {
		skip[file] = true
	}
	type place struct{ account, region string }
	covers := map[place][]int{} // the digests of an account and region, by index
	for i, g := range v.digests {
		skip[g.file] = true
		p := place{report.Digests[i].Account, report.Digests[i].Region}
		covers[p] = append(covers[p], i)
	}
	for file, p := range v.paths {
		d, ok := delivered(filepath.ToSlash(p))
		if !ok || d.digest || skip[int32(file)] {
			continue
		}
		among := covers[place{d.account, d.region}]
		at := v.covering(among, d.at)
		if at < 0 || v.covering(among, d.at.Add(grace)) < 0 {
			report.Uncovered++
			continue
		}
		r := &report.Digests[at]
		r.Logs = append(r.Logs, DigestLog{State: LogUnexpected, Path: p})
	}
}

// covering gives the index of the digest among those that tells what was
// delivered at a time, -1 for none.
func (v *verifier) covering(among []int, at time.Time) int {
	for _, i := range among {
		if g := v.digests[i]; !at.Before(g.from) && at.Before(g.to) {
			return i
		}
	}
	return -1
}
