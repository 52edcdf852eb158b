package loader

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"sort"
	"sync"
	"sync/atomic"
)

// VerifyDigests compares the log files of the dump with its digest files, and
// these with each other and with Options.DigestKeys. It reads each log file
// that a digest names once more, as many at a time as Options.Workers. Its only
// error is that of ctx. A dump without digest files gives an empty report.
func (d *Dataset) VerifyDigests(ctx context.Context) (DigestReport, error) {
	var paths []string
	var digests []*digest
	var unread []DigestResult
	for i, f := range d.report.Files {
		paths = append(paths, f.Path)
		if !f.digest {
			continue
		}
		g, err := d.digest(ctx, int32(i))
		if err != nil {
			unread = append(unread, DigestResult{File: f.Path, Err: err})
			continue
		}
		digests = append(digests, g)
	}
	v := newVerifier(paths, digests, d.digestKeys)
	v.sums = d.textSums(ctx, v.named())
	if err := ctx.Err(); err != nil {
		return DigestReport{}, fmt.Errorf("verifying digests: %w", err)
	}
	report := v.report()
	report.Digests = append(report.Digests, unread...)
	return report, nil
}

// open opens the text of a file by its index in Report.Files.
func (d *Dataset) open(ctx context.Context, file int32) (io.ReadCloser, error) {
	source := sort.Search(len(d.leafAt), func(i int) bool { return d.leafAt[i] > uint32(file) }) - 1
	return d.sources[source].leaf(ctx, d.bounds, d.report.Files[file].spot)
}

// digest reads a digest file by its index in Report.Files.
func (d *Dataset) digest(ctx context.Context, file int32) (*digest, error) {
	text, err := d.open(ctx, file)
	if err != nil {
		return nil, err
	}
	defer text.Close()
	data, err := io.ReadAll(io.LimitReader(whileLive{ctx, text}, maxRecord)) // no longer one was loaded
	if err != nil {
		return nil, err
	}
	g, err := parseDigest(data)
	if err != nil {
		return nil, err
	}
	g.file = file
	return g, nil
}

// textSum is the SHA-256 of a file's decompressed text, in hexadecimal, or why
// there is none.
type textSum struct {
	sum string
	err error
}

// state tells a file that the system does not let us read from one whose text
// breaks off or does not decompress: that is not what was delivered.
func (s textSum) state() LogState {
	var system *fs.PathError
	if errors.As(s.err, &system) {
		return LogUnreadable
	}
	return LogAltered
}

// textSums hashes the texts of files with parallel workers.
func (d *Dataset) textSums(ctx context.Context, files []int32) map[int32]textSum {
	sums := make([]textSum, len(files))
	var next atomic.Int64
	var workers sync.WaitGroup
	for range min(max(d.workers, 1), len(files)) {
		workers.Go(func() {
			for i := int(next.Add(1) - 1); i < len(files) && ctx.Err() == nil; i = int(next.Add(1) - 1) {
				sums[i].sum, sums[i].err = d.textSum(ctx, files[i])
			}
		})
	}
	workers.Wait()
	byFile := make(map[int32]textSum, len(files))
	for i, file := range files {
		byFile[file] = sums[i]
	}
	return byFile
}

func (d *Dataset) textSum(ctx context.Context, file int32) (string, error) {
	text, err := d.open(ctx, file)
	if err != nil {
		return "", err
	}
	defer text.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, whileLive{ctx, text}); err != nil {
		return "", err
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}
