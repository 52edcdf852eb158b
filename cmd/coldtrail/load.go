package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"coldtrail/hunts"
	"coldtrail/hunts/report"
	"coldtrail/loader"
	"coldtrail/loader/kql"
)

// load reads the dump and makes a report of it that has no results yet.
func (p *program) load(ctx context.Context, s settings, paths []string, all []hunts.Hunt) (report.Report, error) {
	hash := newHasher(p.flags.hash)
	s.load.Keep = hunts.Keep(all)
	s.load.Stdin = hash.stdin(interruptible(ctx, p.stdin))
	var progress func(loader.Progress)
	if isTerminal(p.stderr) {
		progress = (&progressLine{w: p.stderr}).show
	}
	d, err := loader.Load(ctx, paths, s.load, progress)
	if err != nil {
		return report.Report{}, pathError(err)
	}
	r := report.Report{Tool: tool(), Dataset: d, Now: s.hunts.Now, Filter: p.flags.filter}
	if r.Now.IsZero() {
		r.Now = d.Report().Last
	}
	if r.Shown, err = matching(ctx, d, s.filter); err != nil {
		return r, err
	}
	r.Hashes, err = hash.files(ctx, d.Report())
	return r, err
}

// interruptible reads from r until ctx ends, also while r has nothing to give.
func interruptible(ctx context.Context, r io.Reader) io.Reader {
	out, in := io.Pipe()
	context.AfterFunc(ctx, func() { out.CloseWithError(ctx.Err()) })
	var started bool
	return readerFunc(func(b []byte) (int, error) {
		if !started {
			started = true
			go func() {
				_, err := io.Copy(in, r)
				in.CloseWithError(err)
			}()
		}
		return out.Read(b)
	})
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(b []byte) (int, error) { return f(b) }

// matching is the set of events that match a query, nil for all of them.
func matching(ctx context.Context, d *loader.Dataset, q kql.Query) (map[loader.ID]bool, error) {
	if q.All() {
		return nil, nil
	}
	shown := map[loader.ID]bool{}
	err := d.Find(ctx, q, func(ids []loader.ID) {
		for _, id := range ids {
			shown[id] = true
		}
	})
	return shown, err
}

// pathError makes wrong usage of a path that does not exist, with the path or
// the command that may have been meant.
func pathError(err error) error {
	var missing *loader.MissingError
	if !errors.As(err, &missing) {
		return err
	}
	if near := nearest(missing.Path); near != "" {
		return usagef("%s does not exist; did you mean %s ?", missing.Path, near)
	}
	if command := closest(missing.Path, []string{"report", "events", "check", "hunts"}); command != "" {
		return usagef("%s does not exist; did you mean the command %s ?", missing.Path, command)
	}
	return usagef("%s does not exist", missing.Path)
}

// nothing is the error of a dump in which no record could be read, with the
// reasons; nil for any other.
func nothing(load *loader.Report) error {
	if load.Records.Read > load.Records.Unreadable {
		return nil
	}
	lines := []string{"nothing readable was found in " + strings.Join(load.Paths, ", ")}
	for _, p := range load.Problems {
		lines = append(lines, p.Error())
	}
	for _, f := range load.Files {
		if f.State == loader.FileNotCloudTrail {
			lines = append(lines, f.Path+": "+f.Why)
		}
	}
	if n := load.FilesIn(loader.FileLeftOut); n > 0 {
		lines = append(lines, fmt.Sprintf("%d files were delivered outside of the time that --since and --until ask for", n))
	}
	if len(lines) == 1 {
		lines = append(lines, "there is no file in it")
	}
	const enough = 10
	if more := len(lines) - enough; more > 0 {
		lines = append(lines[:enough], fmt.Sprintf("and %d more files and problems", more))
	}
	return &statusError{statusNothing, errors.New(strings.Join(lines, "\n"))}
}

// complain says which hunts failed.
func (p *program) complain(results []hunts.Result) {
	for _, r := range results {
		if r.Err != nil {
			p.say(r.Err)
		}
	}
}
