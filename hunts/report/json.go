package report

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"io"

	"coldtrail/hunts"
	"coldtrail/loader"
)

// JSON writes the report as one JSON object, finding by finding. A hunt that
// failed has an "error" and no findings.
func JSON(w io.Writer, r Report) error {
	out := bufio.NewWriter(w)
	s := &stream{w: out}
	s.open(headDoc{Tool: r.Tool, Dump: r.dump(), Indicators: r.indicatorDocs()})
	s.list("hunts", len(r.Results), func(i int) {
		result := r.Results[i]
		shown := r.Findings(result)
		s.open(hunt(result))
		s.list("findings", len(shown), func(j int) {
			s.write(s.value(finding(r.Dataset, result.Columns, shown[j], r.detail(i, j))))
		})
		s.more(r.tail(i, result))
		s.close()
	})
	s.close()
	s.write([]byte("\n"))
	return cmp.Or(s.err, out.Flush())
}

// headDoc is what comes before the hunts.
type headDoc struct {
	Tool       Tool           `json:"tool"`
	Dump       dumpDoc        `json:"dump"`
	Indicators []indicatorDoc `json:"indicators"` // null where no list was given
}

// huntDoc is what a hunt is; its findings come behind it.
type huntDoc struct {
	ID       string         `json:"id"`
	Title    string         `json:"title"`
	Severity hunts.Severity `json:"severity"`
	Source   sourceDoc      `json:"source"`
	Attack   []attackDoc    `json:"attack"`
	Mode     string         `json:"mode"`
	Window   *windowDoc     `json:"window"` // null for the whole dump
	Columns  []string       `json:"columns"`
	Matches  matchesDoc     `json:"matches"`
}

// tailDoc is what comes behind the findings of a hunt.
type tailDoc struct {
	Funnel []stageDoc `json:"funnel"` // what each condition left; null for a hunt with findings
	Error  string     `json:"error,omitempty"`
}

type sourceDoc struct {
	Title    optional `json:"title"`
	Author   optional `json:"author"`
	ID       optional `json:"id"`
	Version  optional `json:"version"`
	Licence  optional `json:"licence"`
	Language optional `json:"language"`
	Risk     *int     `json:"risk"`
}

type attackDoc struct {
	Tactic    optional `json:"tactic"`
	Technique optional `json:"technique"`
}

type windowDoc struct {
	From string `json:"from"`
	To   string `json:"to"`
}

type matchesDoc struct {
	Window int `json:"window"`
	Dump   int `json:"dump"`
}

type findingDoc struct {
	Values   row            `json:"values"`
	Severity hunts.Severity `json:"severity"`
	First    optional       `json:"first"`
	Last     optional       `json:"last"`
	Events   []optional     `json:"events"` // event ids, in time order
	Refs     []string       `json:"refs"`   // file#record, parallel to Events
	Marks    []markDoc      `json:"marks"`
	Notes    []answerDoc    `json:"notes"`
	Lineage  []objectDoc    `json:"lineage"`
}

type markDoc struct {
	Kind   string `json:"kind"`
	Reason string `json:"reason"`
}

// row is an object whose keys stand in the order of the columns.
type row struct {
	columns []string
	values  []hunts.Value
}

// MarshalJSON writes the object; a column without a value is null.
func (r row) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, column := range r.columns {
		if i > 0 {
			b.WriteByte(',')
		}
		key, err := json.Marshal(column)
		if err != nil {
			return nil, err
		}
		value, err := json.Marshal(cell(r.values, i))
		if err != nil {
			return nil, err
		}
		b.Write(key)
		b.WriteByte(':')
		b.Write(value)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// cell is the value of a column; absent where the hunt gave too few.
func cell(values []hunts.Value, i int) hunts.Value {
	if i < len(values) {
		return values[i]
	}
	return hunts.Value{}
}

func hunt(result hunts.Result) huntDoc {
	h := result.Hunt
	doc := huntDoc{
		ID: h.ID, Title: h.Title, Severity: h.Severity, Source: source(h.Source), Attack: []attackDoc{},
		Mode: result.Mode.String(), Columns: append([]string{}, result.Columns...),
		Matches: matchesDoc{Window: result.InWindow, Dump: len(result.Matched)},
	}
	for _, t := range h.Attack {
		doc.Attack = append(doc.Attack, attackDoc{optional(t.Tactic), optional(t.Technique)})
	}
	if !result.Window.Whole() {
		doc.Window = &windowDoc{stamp(result.Window.From), stamp(result.Window.To)}
	}
	return doc
}

func (r Report) tail(i int, result hunts.Result) tailDoc {
	doc := tailDoc{Funnel: funnelDocs(r.funnel(i))}
	if result.Err != nil {
		doc.Error = result.Err.Error()
	}
	return doc
}

func source(s hunts.Source) sourceDoc {
	doc := sourceDoc{
		Title: optional(s.Title), Author: optional(s.Author), ID: optional(s.ID),
		Version: optional(s.Version), Licence: optional(s.Licence), Language: optional(s.Language),
	}
	if s.Risk != 0 {
		doc.Risk = &s.Risk
	}
	return doc
}

func finding(d *loader.Dataset, columns []string, f hunts.Finding, more Detail) findingDoc {
	doc := findingDoc{
		Values: row{columns, f.Values}, Severity: f.Severity,
		First: optional(stamp(f.First)), Last: optional(stamp(f.Last)),
		Marks: []markDoc{},
		Notes: answerDocs(more.Answers), Lineage: objectDocs(more.Lineage),
	}
	doc.Events, doc.Refs = eventDocs(d, f.Events)
	for _, m := range f.Marks {
		doc.Marks = append(doc.Marks, markDoc{m.Kind, m.Reason})
	}
	return doc
}

// eventDocs are the ids of events, and parallel to them where their records are.
func eventDocs(d *loader.Dataset, ids []loader.ID) (events []optional, refs []string) {
	events, refs = []optional{}, []string{}
	for _, id := range ids {
		events = append(events, optional(d.At(id).EventID))
		refs = append(refs, ref(d.Place(id)))
	}
	return events, refs
}
