package report

import (
	"encoding/csv"
	"io"
	"slices"
	"strings"

	"coldtrail/hunts"
	"coldtrail/loader/safe"
)

// CSV writes a line for every finding: hunt, severity, first, last, marks, and
// the union of the hunts' columns.
func CSV(w io.Writer, r Report) error {
	columns := union(r.Results)
	out := NewTable(w)
	out.Row(append([]string{"hunt", "severity", "first", "last", "marks"}, columns...)...)
	for _, result := range r.Results {
		for _, f := range r.Findings(result) {
			out.Row(append([]string{f.Hunt, f.Severity.String(), stamp(f.First), stamp(f.Last), marks(f)}, spread(f, result.Columns, columns)...)...)
		}
	}
	return out.Flush()
}

// Table writes CSV for spreadsheets: no cell is taken for a formula, and what
// a terminal could obey or hide is shown as [safe.Cell] shows it.
type Table struct{ out *csv.Writer }

// NewTable is a table that is written to w.
func NewTable(w io.Writer) Table { return Table{csv.NewWriter(w)} }

// Row writes a line of cells. An error is kept for Flush.
func (t Table) Row(cells ...string) {
	line := make([]string, len(cells))
	for i, c := range cells {
		line[i] = safe.CSV(safe.Cell(c).String())
	}
	_ = t.out.Write(line) // the writer keeps its error
}

// Flush writes what is left and returns the first error.
func (t Table) Flush() error {
	t.out.Flush()
	return t.out.Error()
}

// union lists the columns of all results, each once, in the order of the hunts.
func union(results []hunts.Result) []string {
	var all []string
	for _, r := range results {
		for _, c := range r.Columns {
			if !slices.Contains(all, c) {
				all = append(all, c)
			}
		}
	}
	return all
}

// spread lays the values of a finding, which stand under its hunt's columns,
// under those of the table.
func spread(f hunts.Finding, columns, table []string) []string {
	line := make([]string, len(table))
	for i, c := range columns {
		line[slices.Index(table, c)] = cell(f.Values, i).String()
	}
	return line
}

func marks(f hunts.Finding) string {
	var all []string
	for _, m := range f.Marks {
		all = append(all, m.String())
	}
	return strings.Join(all, "; ")
}
