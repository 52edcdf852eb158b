package loader

import (
	"fmt"
	"time"

	"coldtrail/loader/bundle"
	"coldtrail/loader/unwrap"
)

// Problem is something of the dump that could not be read.
type Problem struct {
	File   string
	Record int   // counted from 0; -1 where no record is concerned
	Offset int64 // of the byte in the decompressed file; -1 where no byte is concerned
	Err    error
}

// wholeFile is a problem with a file as a whole.
func wholeFile(path string, err error) Problem {
	return Problem{File: path, Record: -1, Offset: -1, Err: err}
}

// Error says what, where and why in one line.
func (p Problem) Error() string {
	switch {
	case p.Record >= 0:
		return fmt.Sprintf("%s: record %d at byte %d: %v", p.File, p.Record, p.Offset, p.Err)
	case p.Offset >= 0:
		return fmt.Sprintf("%s: byte %d: %v", p.File, p.Offset, p.Err)
	}
	return fmt.Sprintf("%s: %v", p.File, p.Err)
}

// RecordCounts say what became of the records. They balance:
// Read = Kept + Repeats + Insights + Unreadable + LeftOut.
type RecordCounts struct {
	Read       int // values that stood where a record should
	Kept       int // events of the dataset
	Repeats    int // same eventID and same bytes as a kept event, white space aside
	Insights   int // CloudTrail Insights, no calls: kept out
	Unreadable int // no record, or broken
	LeftOut    int // outside of what Options.Since and Until ask for
	NoTime     int // of the kept: without a usable time
	Partial    int // of the kept: from a form that keeps only part of CloudTrail
	SharedID   int // of the kept: eventID of another kept event with other content
}

func (c *RecordCounts) add(o *RecordCounts) {
	c.Read += o.Read
	c.Kept += o.Kept
	c.Repeats += o.Repeats
	c.Insights += o.Insights
	c.Unreadable += o.Unreadable
	c.LeftOut += o.LeftOut
	c.NoTime += o.NoTime
	c.Partial += o.Partial
	c.SharedID += o.SharedID
}

// FileState is what became of a file.
type FileState uint8

// The states of a file. Each file of the dump is in exactly one.
const (
	FileRead          FileState = iota // to its end
	FilePartial                        // it broke off; what came before was read
	FileNotCloudTrail                  // no record and no sign of one
	FileUnreadable                     // nothing of it could be read
	FileSkipped                        // the load was stopped before it
	FileLeftOut                        // delivered outside of what Options.Since and Until ask for
	fileStates
)

// String names the state: "read", "partly read", …
func (s FileState) String() string {
	return [fileStates]string{"read", "partly read", "not CloudTrail", "unreadable", "not reached", "left out"}[s]
}

// FileReport says what became of one file, or of one member of a bundle.
type FileReport struct {
	Path    string // that of a member is the bundle's, a ! and the member's own
	Size    int64  // bytes on disk; of a bundle at its first member
	State   FileState
	Why     string // why it was not read, or not to its end; "" when it was
	Records RecordCounts

	text   int64       // bytes after decompression
	spot   bundle.Spot // where the text is in its source
	first  int32       // the number, in the source, of its first record
	csv    *unwrap.CSV // nil for JSON
	digest bool        // it holds a digest
}

// Report is what was read of a dump, and what was not.
type Report struct {
	Paths       []string
	Records     RecordCounts
	Files       []FileReport // in the order of their numbers
	Problems    []Problem    // by file, then by place
	First, Last time.Time    // of the events that have a time; zero when none has
	// Before is the time of the newest event but one; it tells whether Last stands apart.
	Before time.Time
	// Coverage is by account, then by region.
	Coverage []Coverage
	Stopped  bool // the load was cancelled: the dataset is a part of the dump
	Loading  bool // the load goes on: the dataset is a snapshot of what was read so far
}

// FilesIn counts the files in a state.
func (r *Report) FilesIn(s FileState) int {
	n := 0
	for _, f := range r.Files {
		if f.State == s {
			n++
		}
	}
	return n
}

// Digests counts the digest files.
func (r *Report) Digests() int {
	n := 0
	for _, f := range r.Files {
		if f.digest {
			n++
		}
	}
	return n
}

// LoneNewest tells whether the newest event lies more than 7 days after the
// one before it: then it is a doubtful "now".
func (r *Report) LoneNewest() bool {
	return !r.Before.IsZero() && r.Last.Sub(r.Before) > 7*24*time.Hour
}
