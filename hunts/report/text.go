package report

import (
	"fmt"
	"io"
	"time"

	"coldtrail/hunts"
	"coldtrail/loader"
	"coldtrail/loader/safe"
)

// Text writes the report for people: the dump, its problems, the indicators, then every hunt
// with its findings and the notes on them.
func Text(w io.Writer, r Report, s Style) error {
	p := newPrinter(w, s)
	p.line(safe.Sprintf("coldtrail %s: report", safe.Cell(r.Tool.Version)))
	p.blank()
	p.dump(r)
	p.problems(r.Dataset.Report())
	p.indicators(r)
	for i, result := range r.Results {
		p.blank()
		p.hunt(r, i, result)
	}
	return p.flush()
}

func (p *printer) hunt(r Report, i int, result hunts.Result) {
	h := result.Hunt
	p.line(safe.Sprintf("Hunt %s: %s (%s)", safe.Int(i+1), safe.Cell(h.Title), safe.Cell(h.ID)))
	p.huntFacts(result)
	if result.Err != nil {
		return
	}
	p.findings(r, i, result)
	p.notes(h.Notes)
}

// huntFacts writes what the hunt is and what it looked at, or why it failed.
func (p *printer) huntFacts(result hunts.Result) {
	h := result.Hunt
	p.label(safe.Lit("severity"), severity(h.Severity))
	p.label(safe.Lit("source"), sourceLine(h.Source))
	p.label(safe.Lit("reading"), safe.Sprintf("%s: %s", safe.Cell(result.Mode.String()), safe.Cell(h.Reading(result.Mode).Words)))
	if h.Definition != "" {
		p.label(safe.Lit("definition"), safe.Cell(h.Definition))
	}
	p.label(safe.Lit("window"), p.window(result.Window))
	p.label(safe.Lit("events"), events(result))
	if result.Err != nil {
		p.label(safe.Lit("FAILED"), safe.Err(result.Err))
	}
}

// severity is a word for every severity, none included.
func severity(s hunts.Severity) safe.Text {
	if s == hunts.None {
		return safe.Lit("none stated")
	}
	return safe.Cell(s.String())
}

// sourceLine is where the hunt comes from, in one sentence.
func sourceLine(s hunts.Source) safe.Text {
	parts := []safe.Text{safe.Cell(s.Title)}
	for _, more := range []string{s.Author, s.Language, s.ID} {
		if more != "" {
			parts = append(parts, safe.Cell(more))
		}
	}
	if s.Version != "" {
		parts = append(parts, safe.Sprintf("version %s", safe.Cell(s.Version)))
	}
	if s.Risk != 0 {
		parts = append(parts, safe.Sprintf("risk %s", safe.Int(s.Risk)))
	}
	if s.Licence != "" {
		parts = append(parts, safe.Cell(s.Licence))
	}
	if s.Schedule != "" {
		parts = append(parts, safe.Cell(s.Schedule))
	}
	return safe.Join(safe.Lit(", "), parts...)
}

func (p *printer) window(w hunts.Window) safe.Text {
	if w.Whole() {
		return safe.Lit("the whole dump")
	}
	return safe.Sprintf("%s, after %s up to %s", span(w), p.time(w.From), p.time(w.To))
}

// span is a window's length as the overview names it: 24 h, 7 d.
func span(w hunts.Window) safe.Text {
	const day = 24 * time.Hour
	d := w.To.Sub(w.From)
	if d%day == 0 && d > day {
		return safe.Cell(fmt.Sprintf("%d d", d/day))
	}
	return safe.Cell(fmt.Sprintf("%d h", d/time.Hour))
}

// events says how many events the hunt looks at, and how many its window hides.
func events(result hunts.Result) safe.Text {
	all := safe.Int(len(result.Matched))
	if result.Window.Whole() || result.InWindow == len(result.Matched) {
		return safe.Sprintf("%s in the dump", all)
	}
	return safe.Sprintf("%s in %s · %s in the dump", safe.Int(result.InWindow), span(result.Window), all)
}

func (p *printer) findings(r Report, i int, result hunts.Result) {
	p.blank()
	shown := r.Findings(result)
	if len(result.Findings) == 0 {
		p.line(safe.Lit("  No findings."))
		p.funnel(r.funnel(i))
		return
	}
	p.line(safe.Lit("  "), howMany(len(shown), len(result.Findings), safe.Cell(r.Filter)))
	if len(shown) > 0 {
		p.findingTable(r, i, result.Columns, shown)
	}
}

// howMany says how many findings there are, and how many of them the filter shows.
func howMany(shown, all int, filter safe.Text) safe.Text {
	if shown < all {
		return safe.Sprintf("%s of %s findings have an event that matches %s", safe.Int(shown), safe.Int(all), filter)
	}
	return safe.Sprintf("Findings: %s", safe.Int(all))
}

// findingTable gives every finding a row, with its marks, what the evidence
// says to its notes, and the place of its first event below.
func (p *printer) findingTable(r Report, i int, columns []string, shown []hunts.Finding) {
	graded := graded(shown)
	var t textTable
	if graded {
		t.head = append(t.head, safe.Lit("severity"))
	}
	for _, c := range columns {
		t.head = append(t.head, safe.Cell(c))
	}
	t.head = append(t.head, safe.Lit("first"), safe.Lit("last"))
	for j, f := range shown {
		var row []safe.Text
		if graded {
			row = append(row, severity(f.Severity))
		}
		for i := range columns {
			row = append(row, value(cell(f.Values, i)))
		}
		t.rows = append(t.rows, append(row, p.time(f.First), p.time(f.Last)))
		t.reasons = append(t.reasons, append(reasons(f), p.details(r.detail(i, j))...))
		t.places = append(t.places, r.place(f.Events))
	}
	t.write(p)
}

// graded tells whether any of the findings has a severity.
func graded(shown []hunts.Finding) bool {
	for _, f := range shown {
		if f.Severity != hunts.None {
			return true
		}
	}
	return false
}

// value shows an absent value as a dash.
func value(v hunts.Value) safe.Text {
	if v.Absent() {
		return safe.Lit("-")
	}
	return safe.Cell(v.String())
}

// reasons are a finding's marks in words.
func reasons(f hunts.Finding) []safe.Text {
	var lines []safe.Text
	for _, m := range f.Marks {
		lines = append(lines, safe.Cell(m.String()))
	}
	return lines
}

// place says where the first of some events is: file#record.
func (r Report) place(events []loader.ID) safe.Text {
	if len(events) == 0 {
		return safe.Text{}
	}
	first := safe.Path(ref(r.Dataset.Place(events[0])))
	if more := len(events) - 1; more > 0 {
		return safe.Sprintf("record %s and %s more", first, safe.Int(more))
	}
	return safe.Sprintf("record %s", first)
}

// notes writes the hunt's notes in their order, with what their steps open.
func (p *printer) notes(all []hunts.Note) {
	if len(all) == 0 {
		return
	}
	p.blank()
	p.line(safe.Lit("  Notes"))
	for i, n := range all {
		p.say(safe.Sprintf("  %s. ", safe.Int(i+1).FitRight(2)), noteText(n))
		if len(n.Steps) > 0 {
			p.say(safe.Lit("      look at: "), steps(n.Steps))
		}
		if n.Check.Rule != "" {
			p.say(safe.Lit("      rule: "), safe.Cell(n.Check.Rule))
		}
	}
}

// noteText is a note's text, with what kind of note it is.
func noteText(n hunts.Note) safe.Text {
	t := safe.Cell(n.Text)
	if n.People {
		t = t.Plus(safe.Lit(" (ask people)"))
	}
	if n.Ours {
		t = t.Plus(safe.Lit(" (ours)"))
	}
	return t
}

func steps(all []hunts.Step) safe.Text {
	labels := make([]safe.Text, len(all))
	for i, s := range all {
		labels[i] = safe.Cell(s.Label)
	}
	return safe.Join(safe.Lit("; "), labels...)
}
