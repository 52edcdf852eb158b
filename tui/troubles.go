package tui

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"coldtrail/loader"
	"coldtrail/loader/safe"
	"coldtrail/tui/ink"
	"coldtrail/tui/table"
)

// level says how much a line of the load report matters.
type level uint8

const (
	levelError   level = iota // something is missing or could not be read
	levelWarning              // it was read, and is doubtful
	levelNote                 // it is as it should be, and worth knowing
	levels
)

func (l level) String() string { return [...]string{"ERROR", "WARN", "note"}[l] }

// trouble is a line of the load report.
type trouble struct {
	level       level
	what, where string
}

// troubleRows is what was not read or is doubtful, as rows: errors first.
type troubleRows struct {
	*env
	list   []trouble
	levels [levels]int // how many rows have each level
}

// newTroubleRows makes the rows of a report. Commands call it.
func newTroubleRows(e *env, r *loader.Report, digests loader.DigestReport) troubleRows {
	l := troubleRows{env: e}
	for _, p := range r.Problems {
		where := p.File
		if p.Record >= 0 {
			where += "#" + strconv.Itoa(p.Record)
		}
		if p.Offset >= 0 {
			where += " byte " + strconv.FormatInt(p.Offset, 10)
		}
		l.add(levelError, p.Err.Error(), where)
	}
	l.digests(digests)
	if !r.Loading {
		l.doubts(r)
	}
	l.counts(r)
	for i := range r.Files {
		switch f := &r.Files[i]; f.State {
		case loader.FileSkipped:
			if r.Loading {
				continue // it is not reached yet
			}
			l.add(levelWarning, f.State.String()+": "+f.Why, f.Path)
		case loader.FileNotCloudTrail, loader.FileLeftOut:
			l.add(levelNote, f.State.String()+": "+f.Why, f.Path)
		}
	}
	slices.SortStableFunc(l.list, func(a, b trouble) int { return cmp.Compare(a.level, b.level) })
	for _, t := range l.list {
		l.levels[t.level]++
	}
	return l
}

func (l *troubleRows) add(level level, what, where string) {
	l.list = append(l.list, trouble{level, what, where})
}

// digests lists the log files and the digests with which something is wrong.
func (l *troubleRows) digests(r loader.DigestReport) {
	for _, g := range r.Digests {
		for _, log := range g.Logs {
			what := "log file " + log.State.String()
			if log.Why != "" {
				what += ": " + log.Why
			}
			l.add(levelError, what, log.Path)
		}
		if g.Err != nil {
			l.add(levelError, "digest: "+g.Err.Error(), g.File)
			continue
		}
		switch g.Chain {
		case loader.ChainMissing, loader.ChainBroken:
			l.add(levelError, "digest: "+g.Chain.String()+": "+g.Previous, g.File)
		case loader.ChainRestarted:
			l.add(levelWarning, "digest: "+g.Chain.String(), g.File)
		}
		switch g.Signature {
		case loader.SignatureWrong, loader.SignatureNoKey:
			l.add(levelError, "signature of a digest: "+g.Signature.String(), g.File)
		}
	}
	if r.Uncovered > 0 {
		l.add(levelNote, fmt.Sprintf("%s log files are of a time whose digest is not in the dump", safe.Int(r.Uncovered)), "")
	}
}

// doubts lists gaps, and times that may be wrong.
func (l *troubleRows) doubts(r *loader.Report) {
	for _, c := range r.Coverage {
		for _, g := range c.Gaps {
			l.add(levelWarning, fmt.Sprintf("no event for %s, from %s to %s", between(g.To.Sub(g.From)), l.Time(g.From), l.Time(g.To)), c.Account+" "+c.Region)
		}
	}
	if r.LoneNewest() {
		l.add(levelWarning, fmt.Sprintf("the newest event, %s, is %s after the one before it", l.Time(r.Last), between(r.Last.Sub(r.Before))), "")
	}
}

// counts lists what there is only a number of, with how many files it is in.
func (l *troubleRows) counts(r *loader.Report) {
	for _, c := range []struct {
		level level
		what  string
		of    func(loader.RecordCounts) int
	}{
		{levelWarning, "kept without a usable time", func(c loader.RecordCounts) int { return c.NoTime }},
		{levelWarning, "kept that share their eventID with another of other content", func(c loader.RecordCounts) int { return c.SharedID }},
		{levelWarning, "kept of a form that keeps only part of CloudTrail", func(c loader.RecordCounts) int { return c.Partial }},
		{levelNote, "repeated, kept once", func(c loader.RecordCounts) int { return c.Repeats }},
		{levelNote, "of CloudTrail Insights, no calls", func(c loader.RecordCounts) int { return c.Insights }},
		{levelNote, "left out: outside of the time that is asked for", func(c loader.RecordCounts) int { return c.LeftOut }},
	} {
		n := c.of(r.Records)
		if n == 0 {
			continue
		}
		files, last := 0, ""
		for i := range r.Files {
			if c.of(r.Files[i].Records) > 0 {
				files, last = files+1, r.Files[i].Path
			}
		}
		if files > 1 {
			last = plural(files, safe.Lit("file")).String()
		}
		l.add(c.level, plural(n, safe.Lit("record")).String()+" "+c.what, last)
	}
}

// Find finds the row that says the same of the same place. A cursor on the
// first row stays there: the worst comes first.
func (l troubleRows) Find(earlier listRows, row int) int {
	if row == 0 {
		return 0
	}
	return slices.Index(l.list, earlier.(troubleRows).list[row])
}

func (l troubleRows) Len() int { return len(l.list) }

func (l troubleRows) text(row, col int) string {
	t := l.list[row]
	return [...]string{t.level.String(), t.what, t.where}[col]
}

func (l troubleRows) Cell(row, col int) safe.Text { return safe.CellCut(l.text(row, col), 1000) }

func (l troubleRows) Value(row, col int) safe.Text { return safe.CellCut(l.text(row, col), 1000) }

// Keys sorts by the level or a text.
func (l troubleRows) Keys(_ *loader.Dataset, col int) func(row int) table.Key {
	return func(row int) table.Key {
		if col == 0 {
			return table.Key{Number: int64(l.list[row].level)}
		}
		return table.Key{Text: l.text(row, col)}
	}
}

// Style makes the level of a row seen.
func (l troubleRows) Style(row, col int) ink.Style {
	switch {
	case col > 0:
		return l.Text
	case l.list[row].level == levelError:
		return l.Failure
	case l.list[row].level == levelWarning:
		return l.Warning
	}
	return l.Muted
}
