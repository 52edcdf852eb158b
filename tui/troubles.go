package tui

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"coldtrail/loader"
	"coldtrail/loader/kql"
	"coldtrail/loader/safe"
	"coldtrail/tui/filter"
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
	lead        lead
}

// troubleRows is what was not read or is doubtful, as rows: errors first.
type troubleRows struct {
	*env
	list   []trouble
	levels [levels]int    // how many rows have each level
	kept   map[string]int // events of each file that a lead names, if the dump has it
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
		l.add(levelError, p.Err.Error(), where).file = p.File
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
			l.add(levelWarning, f.State.String()+": "+f.Why, f.Path).file = f.Path
		case loader.FileNotCloudTrail, loader.FileLeftOut:
			l.add(levelNote, f.State.String()+": "+f.Why, f.Path).file = f.Path
		}
	}
	slices.SortStableFunc(l.list, func(a, b trouble) int { return cmp.Compare(a.level, b.level) })
	for _, t := range l.list {
		l.levels[t.level]++
	}
	l.countKept(r)
	return l
}

// add adds a row, and gives its lead to be filled in.
func (l *troubleRows) add(level level, what, where string) *lead {
	l.list = append(l.list, trouble{level: level, what: what, where: where})
	return &l.list[len(l.list)-1].lead
}

// digests lists the log files and the digests with which something is wrong.
func (l *troubleRows) digests(r loader.DigestReport) {
	for _, g := range r.Digests {
		for _, log := range g.Logs {
			what := "log file " + log.State.String()
			if log.Why != "" {
				what += ": " + log.Why
			}
			l.add(levelError, what, log.Path).file = log.Path
		}
		if g.Err != nil {
			l.add(levelError, "digest: "+g.Err.Error(), g.File).file = g.File
			continue
		}
		switch g.Chain {
		case loader.ChainMissing, loader.ChainBroken:
			l.add(levelError, "digest: "+g.Chain.String()+": "+g.Previous, g.File).file = g.File
		case loader.ChainRestarted:
			l.add(levelWarning, "digest: "+g.Chain.String(), g.File).file = g.File
		}
		switch g.Signature {
		case loader.SignatureWrong, loader.SignatureNoKey:
			l.add(levelError, "signature of a digest: "+g.Signature.String(), g.File).file = g.File
		}
	}
	if r.Uncovered > 0 {
		l.add(levelNote, fmt.Sprintf("%s log files are of a time whose digest is not in the dump", safe.Int(r.Uncovered)), "")
	}
}

// doubts lists gaps, and times that may be wrong.
func (l *troubleRows) doubts(r *loader.Report) {
	for i := range r.Coverage {
		c := &r.Coverage[i]
		for _, g := range c.Gaps {
			what := fmt.Sprintf("no event for %s, from %s to %s", between(g.To.Sub(g.From)), l.Time(g.From), l.Time(g.To))
			*l.add(levelWarning, what, c.Account+" "+c.Region) = l.round(g, c)
		}
	}
	if r.LoneNewest() {
		what := fmt.Sprintf("the newest event, %s, is %s after the one before it", l.Time(r.Last), between(r.Last.Sub(r.Before)))
		*l.add(levelWarning, what, "") = lead{title: "the newest event", query: filter.Span(r.Before, r.Last.Add(1)), at: r.Before}
	}
}

// counts lists what there is only a number of, with how many files it is in.
func (l *troubleRows) counts(r *loader.Report) {
	for _, c := range []struct {
		level level
		what  string
		of    func(loader.RecordCounts) int
		query kql.Query // finds them; that for everything where none does
	}{
		{levelWarning, "kept without a usable time", func(c loader.RecordCounts) int { return c.NoTime }, kql.Not(kql.Exists(kql.TimeField))},
		{levelWarning, "kept that share their eventID with another of other content", func(c loader.RecordCounts) int { return c.SharedID }, kql.Query{}},
		{levelWarning, "kept of a form that keeps only part of CloudTrail", func(c loader.RecordCounts) int { return c.Partial }, kql.Query{}},
		{levelNote, "repeated, kept once", func(c loader.RecordCounts) int { return c.Repeats }, kql.Query{}},
		{levelNote, "of CloudTrail Insights, no calls", func(c loader.RecordCounts) int { return c.Insights }, kql.Query{}},
		{levelNote, "left out: outside of the time that is asked for", func(c loader.RecordCounts) int { return c.LeftOut }, kql.Query{}},
	} {
		n := c.of(r.Records)
		if n == 0 {
			continue
		}
		files, where := 0, ""
		for i := range r.Files {
			if c.of(r.Files[i].Records) > 0 {
				files, where = files+1, r.Files[i].Path
			}
		}
		if files > 1 {
			where = plural(files, safe.Lit("file")).String()
		}
		to := l.add(c.level, plural(n, safe.Lit("record")).String()+" "+c.what, where)
		to.title, to.query = c.what, c.query
		if files == 1 && c.level == levelWarning { // notes are of records that are no events
			to.file = where
		}
	}
}

// Find finds the row that says the same of the same place. A cursor on the
// first row stays there: the worst comes first.
func (l troubleRows) Find(earlier listRows, row int) int {
	if row == 0 {
		return 0
	}
	old := earlier.(troubleRows).list[row]
	return slices.IndexFunc(l.list, func(t trouble) bool { return t.what == old.what && t.where == old.where })
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
