package report

import (
	"maps"
	"slices"
	"time"

	"coldtrail/loader"
	"coldtrail/loader/safe"
)

// dump writes what was loaded, and how the records balance.
func (p *printer) dump(r Report) {
	load := r.Dataset.Report()
	p.line(safe.Lit("Dump"))
	for _, path := range load.Paths {
		p.line(safe.Lit("  path").Fit(labelWidth), safe.Path(path))
	}
	p.label(safe.Lit("files"), files(load))
	p.label(safe.Lit("records"), records(load.Records))
	p.label(safe.Lit("times"), safe.Sprintf("%s to %s, all times are %s", p.time(load.First), p.time(load.Last), p.zone()))
	p.label(safe.Lit("now"), p.now(r.Now, load))
	if load.LoneNewest() {
		p.label(safe.Lit("WARNING"), safe.Sprintf("the newest event, of %s, is more than 7 days after the one before it, of %s: a doubtful now, set another with --now",
			p.time(load.Last), p.time(load.Before)))
	}
	if load.Stopped {
		p.label(safe.Lit("WARNING"), safe.Lit("loading was stopped: this is a part of the dump"))
	}
	if r.Filter != "" {
		p.label(safe.Lit("filter"), safe.Cell(r.Filter))
	}
	for _, path := range slices.Sorted(maps.Keys(r.Hashes)) {
		p.line(safe.Lit("  sha256").Fit(labelWidth), safe.Cell(r.Hashes[path]), safe.Lit("  "), safe.Path(path))
	}
}

func files(load *loader.Report) safe.Text {
	t := safe.Sprintf("%s: %s read, %s partly read, %s not CloudTrail, %s unreadable", safe.Int(len(load.Files)),
		safe.Int(load.FilesIn(loader.FileRead)), safe.Int(load.FilesIn(loader.FilePartial)),
		safe.Int(load.FilesIn(loader.FileNotCloudTrail)), safe.Int(load.FilesIn(loader.FileUnreadable)))
	if n := load.FilesIn(loader.FileLeftOut); n > 0 {
		t = t.Plus(safe.Sprintf(", %s left out by --since and --until", safe.Int(n)))
	}
	if n := load.FilesIn(loader.FileSkipped); n > 0 {
		t = t.Plus(safe.Sprintf(", %s not reached", safe.Int(n)))
	}
	return t
}

// records is the balance, with what else is worth a word.
func records(c loader.RecordCounts) safe.Text {
	t := safe.Sprintf("%s read = %s kept + %s repeats + %s insights + %s unreadable + %s left out",
		safe.Int(c.Read), safe.Int(c.Kept), safe.Int(c.Repeats), safe.Int(c.Insights), safe.Int(c.Unreadable), safe.Int(c.LeftOut))
	if c.NoTime > 0 {
		t = t.Plus(safe.Sprintf("; %s without a usable time", safe.Int(c.NoTime)))
	}
	if c.Partial > 0 {
		t = t.Plus(safe.Sprintf("; %s partial, from a form that keeps only part of the record", safe.Int(c.Partial)))
	}
	if c.SharedID > 0 {
		t = t.Plus(safe.Sprintf("; %s share their event id with another of other content", safe.Int(c.SharedID)))
	}
	return t
}

// problems lists what could not be read, a line each.
func (p *printer) problems(load *loader.Report) {
	if len(load.Problems) == 0 {
		return
	}
	p.blank()
	p.line(safe.Sprintf("Problems: %s", safe.Int(len(load.Problems))))
	for _, problem := range load.Problems {
		p.line(safe.Lit("  "), safe.Err(problem))
	}
}

// now says what the hunts took for now, and where it comes from.
func (p *printer) now(now time.Time, load *loader.Report) safe.Text {
	switch {
	case now.IsZero():
		return safe.Lit("unknown: no event has a time")
	case now.Equal(load.Last):
		return safe.Sprintf("%s, the newest event", p.time(now))
	}
	return safe.Sprintf("%s, as asked for", p.time(now))
}
