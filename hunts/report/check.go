package report

import (
	"io"

	"coldtrail/loader"
	"coldtrail/loader/safe"
)

// checkDoc is the load report. Digests and gaps are not verified yet: both are empty.
type checkDoc struct {
	Tool     Tool           `json:"tool"`
	Dump     dumpDoc        `json:"dump"`
	Digests  []struct{}     `json:"digests"`
	Gaps     []struct{}     `json:"gaps"`
	Entities map[string]int `json:"entities"` // how many of each kind the dump mentions
}

// CheckJSON writes the load report as one JSON object.
func CheckJSON(w io.Writer, r Report) error {
	doc := checkDoc{Tool: r.Tool, Dump: r.dump(), Digests: []struct{}{}, Gaps: []struct{}{}, Entities: map[string]int{}}
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
	p.files(r.Dataset.Report())
	p.blank()
	p.line(safe.Lit("Entities"))
	for _, k := range loader.Kinds() {
		p.line(safe.Lit("  "), safe.Cell(k.String()).Fit(labelWidth-2), safe.Int(len(r.Dataset.EntitiesOf(k))))
	}
	return p.flush()
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
