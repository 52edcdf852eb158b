package report

import (
	"coldtrail/hunts"
	"coldtrail/loader/safe"
)

// funnel writes why a hunt has no findings: what each condition left.
func (p *printer) funnel(f hunts.Funnel) {
	for i, s := range f.Stages {
		here := safe.Text{}
		if i == f.Last {
			here = safe.Lit("  (here)")
		}
		p.line(safe.Lit("    "), safe.Int(s.Left).FitRight(10), safe.Lit("  "), safe.Cell(s.Words), here)
	}
}

// details are the answers that need eyes, how many there are of the others,
// and what was joined, a line for each.
func (p *printer) details(d Detail) []safe.Text {
	var lines []safe.Text
	count := map[hunts.Sign]int{}
	for i, a := range d.Answers {
		count[a.Sign]++
		if a.Sign == hunts.Look {
			lines = append(lines, safe.Sprintf("! note %s: %s", safe.Int(i+1), safe.Cell(a.Text)))
		}
	}
	if len(d.Answers) > 0 {
		lines = append(lines, safe.Sprintf("notes: %s need eyes, %s hold, %s cannot be told, %s for people",
			safe.Int(count[hunts.Look]), safe.Int(count[hunts.Holds]), safe.Int(count[hunts.Unknown]), safe.Int(count[hunts.Ask])))
	}
	return append(lines, p.lineage(d)...)
}

// lineage is what was joined, a line for each.
func (p *printer) lineage(d Detail) []safe.Text {
	var lines []safe.Text
	for _, o := range d.Lineage {
		facts := make([]safe.Text, len(o.Facts))
		for i, f := range o.Facts {
			facts[i] = safe.Sprintf("%s %s", safe.Cell(f.Label), safe.Cell(f.Text))
			if !f.At.IsZero() {
				facts[i] = safe.Sprintf("%s %s %s", safe.Cell(f.Label), p.time(f.At), safe.Cell(f.Text))
			}
		}
		lines = append(lines, safe.Sprintf("%s %s: %s", safe.Cell(o.Kind), safe.Cell(o.Name), safe.Join(safe.Lit("; "), facts...)))
	}
	return lines
}
