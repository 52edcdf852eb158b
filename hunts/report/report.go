package report

import (
	"fmt"
	"time"

	"coldtrail/hunts"
	"coldtrail/hunts/sweep"
	"coldtrail/loader"
)

// Tool names the program that wrote a report.
type Tool struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

// Report is what a report is made of.
type Report struct {
	Tool    Tool
	Dataset *loader.Dataset
	Now     time.Time // what the hunts took for now; zero when no event has a time
	Results []hunts.Result
	Digests loader.DigestReport // what check says of the log files; empty in other reports
	Hashes  map[string]string   // SHA-256 of the files by path, in hexadecimal; nil when not asked for

	// Indicators are the hits of a list of them, in its order; nil where none was given.
	Indicators []sweep.Hit

	// Filter is the query that narrows findings and indicators, as it was typed; "" for none.
	Filter string
	// Shown holds the events that match Filter; nil shows everything.
	Shown map[loader.ID]bool
	// Explained is parallel to Results; nil until Explain has run.
	Explained []Explained
}

// Findings are the findings of a result that the filter lets through: those
// with a matching event.
func (r Report) Findings(of hunts.Result) []hunts.Finding {
	if r.Shown == nil {
		return of.Findings
	}
	var shown []hunts.Finding
	for _, f := range of.Findings {
		for _, id := range f.Events {
			if r.Shown[id] {
				shown = append(shown, f)
				break
			}
		}
	}
	return shown
}

// Worst is the highest severity among the findings that are shown.
func (r Report) Worst() hunts.Severity {
	worst := hunts.None
	for _, result := range r.Results {
		for _, f := range r.Findings(result) {
			worst = max(worst, f.Severity)
		}
	}
	return worst
}

// ref names the record of an event: file#record.
func ref(p loader.Place) string { return fmt.Sprintf("%s#%d", p.File, p.Record) }

// stamp is a time as JSON and CSV carry it, "" for none.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339Nano)
}
