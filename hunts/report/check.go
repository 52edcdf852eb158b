package report

import (
	"io"

	"coldtrail/loader"
	"coldtrail/loader/safe"
)

// checkDoc is the load report.
type checkDoc struct {
	Tool     Tool           `json:"tool"`
	Dump     dumpDoc        `json:"dump"`
	Digests  []digestDoc    `json:"digests"`
	Gaps     []gapDoc       `json:"gaps"`
	Entities map[string]int `json:"entities"` // how many of each kind the dump mentions
}

type gapDoc struct {
	Account optional `json:"account"`
	Region  optional `json:"region"`
	From    string   `json:"from"`
	To      string   `json:"to"`
}

// CheckJSON writes the load report as one JSON object.
func CheckJSON(w io.Writer, r Report) error {
	doc := checkDoc{Tool: r.Tool, Dump: r.dump(), Digests: digestDocs(r.Digests), Gaps: []gapDoc{}, Entities: map[string]int{}}
	for _, c := range r.Dataset.Report().Coverage {
		for _, g := range c.Gaps {
			doc.Gaps = append(doc.Gaps, gapDoc{optional(c.Account), optional(c.Region), stamp(g.From), stamp(g.To)})
		}
	}
	for _, k := range loader.Kinds() {
		doc.Entities[k.String()] = len(r.Dataset.EntitiesOf(k))
	}
	return Encode(w, doc)
}

// CheckText writes the load report for people.
func CheckText(w io.Writer, r Report, s Style) error {
	p := newPrinter(w, s)
	p.line(safe.Sprintf("coldtrail %s: load report", safe.Cell(r.Tool.Version)))
	p.blank()
	p.dump(r)
	p.problems(r.Dataset.Report())
	p.digests(r.Digests)
	p.coverage(r.Dataset.Report())
	p.files(r.Dataset.Report())
	p.blank()
	p.line(safe.Lit("Entities"))
	for _, k := range loader.Kinds() {
		p.line(safe.Lit("  "), safe.Cell(k.String()).Fit(labelWidth-2), safe.Int(len(r.Dataset.EntitiesOf(k))))
	}
	return p.flush()
}

// coverage lists when the events of each account and region begin, end and pause.
func (p *printer) coverage(load *loader.Report) {
	p.blank()
	p.line(safe.Lit("Coverage"))
	for _, c := range load.Coverage {
		p.line(safe.Lit("  "), safe.Sprintf("%s: %s events, %s to %s", where(c), safe.Int(c.Events), p.time(c.First), p.time(c.Last)))
		for _, g := range c.Gaps {
			p.line(safe.Lit("    "), safe.Sprintf("GAP from %s to %s", p.time(g.From), p.time(g.To)))
		}
	}
	p.say(safe.Lit("  "), safe.Cell(loader.GapRule))
}

// where names the account and the region of a coverage.
func where(c loader.Coverage) safe.Text {
	account, region := safe.Lit("no account"), safe.Lit("no region")
	if c.Account != "" {
		account = safe.Cell(c.Account)
	}
	if c.Region != "" {
		region = safe.Cell(c.Region)
	}
	return safe.Sprintf("%s %s", account, region)
}

// files lists the files of which something was not kept, with their balance.
func (p *printer) files(load *loader.Report) {
	p.blank()
	p.line(safe.Lit("Files"))
	whole := 0
	for _, f := range load.Files {
		if f.State == loader.FileRead && f.Records.Kept == f.Records.Read {
			whole++
			continue
		}
		p.line(safe.Lit("  "), safe.Sprintf("%s: %s", safe.Path(f.Path), safe.Cell(f.State.String())))
		if f.Why != "" {
			p.line(safe.Lit("    "), safe.Cell(f.Why))
		}
		if f.Records.Read > 0 {
			p.line(safe.Lit("    "), records(f.Records))
		}
	}
	p.line(safe.Lit("  "), safe.Sprintf("%s read to the end, every record kept", safe.Int(whole)))
}
