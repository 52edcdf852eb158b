package loader

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"sync"
	"sync/atomic"

	"coldtrail/loader/bundle"
)

// VerifyDigests compares the log files of the dump with its digest files, and
// these with each other and with Options.DigestKeys. It reads each log file
// that a digest names once more, as many at a time as Options.Workers. Its only
// error is that of ctx. A dump without digest files gives an empty report.
func (d *Dataset) VerifyDigests(ctx context.Context) (DigestReport, error) {
	paths := make([]string, len(d.report.Files))
	var files []int32 // the digests'
	for i, f := range d.report.Files {
		paths[i] = f.Path
		if f.digest {
			files = append(files, int32(i))
		}
	}
	found := make([]*digest, len(files))
	errs := d.readAgain(ctx, files, func(i int, text io.Reader) (err error) {
		found[i], err = readDigest(text)
		return err
	})
	var digests []*digest
	var unread []DigestResult
	for i, file := range files {
		if errs[i] != nil {
			unread = append(unread, DigestResult{File: paths[file], Err: errs[i]})
			continue
		}
		found[i].file = file
		digests = append(digests, found[i])
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

func readDigest(text io.Reader) (*digest, error) {
	data, err := io.ReadAll(io.LimitReader(text, maxRecord)) // no longer one was loaded
	if err != nil {
		return nil, err
	}
	return parseDigest(data)
}

// textSum is the SHA-256 of a file's text, in hexadecimal, or why there is none.
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

// textSums hashes the texts of files.
func (d *Dataset) textSums(ctx context.Context, files []int32) map[int32]textSum {
	sums := make([]string, len(files))
	errs := d.readAgain(ctx, files, func(i int, text io.Reader) error {
		hash := sha256.New()
		_, err := io.Copy(hash, text)
		sums[i] = hex.EncodeToString(hash.Sum(nil))
		return err
	})
	byFile := make(map[int32]textSum, len(files))
	for i, file := range files {
		byFile[file] = textSum{sums[i], errs[i]}
	}
	return byFile
}

var errNotThere = errors.New("its text is not where it was: the file changed")

// readAgain reads the texts of files again, with parallel workers; files are
// indexes into Report.Files, in their order. It returns what read did with each,
// or why that was not called.
func (d *Dataset) readAgain(ctx context.Context, files []int32, read func(i int, text io.Reader) error) []error {
	errs := slices.Repeat([]error{errNotThere}, len(files))
	var next atomic.Int64
	var workers sync.WaitGroup
	groups := d.bySource(files)
	for range min(max(d.workers, 1), len(groups)) {
		workers.Go(func() {
			for g := int(next.Add(1) - 1); g < len(groups) && ctx.Err() == nil; g = int(next.Add(1) - 1) {
				d.readSource(ctx, groups[g], files, errs, read)
			}
		})
	}
	workers.Wait()
	return errs
}

// group is the part from:to of a list of files that are of one source.
type group struct{ source, from, to int }

func (d *Dataset) bySource(files []int32) []group {
	var groups []group
	source := 0
	for i, file := range files {
		for source+1 < len(d.leafAt) && d.leafAt[source+1] <= uint32(file) {
			source++
		}
		if n := len(groups); n == 0 || groups[n-1].source != source {
			groups = append(groups, group{source, i, i})
		}
		groups[len(groups)-1].to++
	}
	return groups
}

// readSource reads the files of one source, which it goes through but once: to
// open each member of a packed bundle anew would unpack those before it again.
func (d *Dataset) readSource(ctx context.Context, g group, files []int32, errs []error, read func(i int, text io.Reader) error) {
	s := d.sources[g.source]
	type text struct {
		bundle.Spot
		path string
	}
	sought := map[text]int{}
	for i := g.from; i < g.to; i++ {
		f := &d.report.Files[files[i]]
		sought[text{f.spot, f.Path}] = i
	}
	enough := errors.New("enough")
	found := func(at bundle.Spot, name string, read func(i int) error) error {
		path := s.Path
		if name != "" {
			path += bundle.Mark + name
		}
		if i, ok := sought[text{at, path}]; ok {
			delete(sought, text{at, path})
			errs[i] = read(i)
		}
		if len(sought) == 0 {
			return enough
		}
		return nil
	}
	err := s.Leaves(ctx, d.bounds, nil, func(int) {}, bundle.Visitor{
		Leaf: func(l bundle.Leaf) error {
			return found(l.Spot, l.Name, func(i int) error { return read(i, l.Text) })
		},
		Trouble: func(name string, err error) { found(bundle.Spot{}, name, func(int) error { return err }) },
		Foreign: func(name, why string) { found(bundle.Spot{}, name, func(int) error { return errors.New(why) }) },
	})
	if err != nil && !errors.Is(err, enough) {
		for _, i := range sought {
			errs[i] = err
		}
	}
}
