package report

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"unicode"

	"coldtrail/hunts"
	"coldtrail/hunts/sweep"
	"coldtrail/loader"
)

// hostile would change the title, the colour and the order of a row.
const hostile = "=\x1b]0;title\x07\u009b31m\u202eevil\u200b\u2066 \t\r\n<&>"

const dump = `[
{"eventTime":"2024-08-01T10:00:00Z","eventSource":"ssm.amazonaws.com","eventName":"StartSession","eventID":"one","requestParameters":{"target":"i-0a1b2c3d4e5f60718"}},
{"eventTime":"2024-08-02T10:00:00Z","eventSource":"ssm.amazonaws.com","eventName":"StartSession","userAgent":"second"},
{"eventSource":"ssm.amazonaws.com","eventName":"SendCommand","eventID":"no time"},
17]`

// sample is a report with a hunt of each sort: graded with all kinds of values
// and hostile evidence, without findings, and failed.
func sample(t *testing.T) Report {
	t.Helper()
	d, err := loader.Load(context.Background(), []string{loader.Stdin}, loader.Options{Stdin: strings.NewReader(dump)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	ids := d.Calls("ssm.amazonaws.com", "StartSession")
	if len(ids) != 2 {
		t.Fatalf("%d sessions in the sample, want 2", len(ids))
	}
	full := hunts.Hunt{
		ID: "full", Title: "All there is", Severity: hunts.Low,
		Source:   hunts.Source{Title: "A title", Author: "An author", ID: "an-id", Version: "9", Licence: "a licence", Language: "KQL", Risk: 21, Schedule: "every 10 m"},
		Attack:   []hunts.Technique{{Tactic: "TA0008", Technique: "T1021.007"}},
		Complete: hunts.Reading{Words: "What it counts.", Columns: []string{"target_instance", "list", "gone", "count"}},
		Notes: []hunts.Note{
			{Text: "Look at it.", Steps: []hunts.Step{{Label: "all of it"}, {Label: "more of it"}}},
			{Text: "Ask the owner.", People: true, Ours: true},
		},
	}
	found := []hunts.Finding{
		{
			Hunt: "full", Values: []hunts.Value{hunts.Text(hostile), hunts.List("b", "a"), {}, hunts.Number(2)},
			Events: ids, First: d.At(ids[0]).Time, Last: d.At(ids[1]).Time, Severity: hunts.Medium,
			Marks: []hunts.Mark{{Kind: hunts.Missed, Reason: "because of " + hostile}},
		},
		{
			Hunt: "full", Values: []hunts.Value{hunts.Text("i-0a1b2c3d4e5f60718"), {}, {}, hunts.Number(1)},
			Events: ids[:1], First: d.At(ids[0]).Time, Last: d.At(ids[0]).Time, Severity: hunts.Low,
		},
	}
	last := d.Report().Last
	empty := hunts.Hunt{ID: "empty", Title: "Nothing", Complete: hunts.Reading{Columns: []string{"count", "other"}}}
	return Report{
		Tool: Tool{"coldtrail", "v1"}, Dataset: d, Now: last,
		Indicators: []sweep.Hit{
			{Indicator: sweep.Indicator{Text: "i-0a1b2c3d4e5f60718", Entity: loader.Entity{Kind: loader.Instance, Value: "i-0a1b2c3d4e5f60718"}}, Events: ids[:1], First: d.At(ids[0]).Time, Last: d.At(ids[0]).Time, Calls: []string{"StartSession"}},
			{Indicator: sweep.Indicator{Text: hostile}, Events: ids, First: d.At(ids[0]).Time, Last: d.At(ids[1]).Time, Calls: []string{hostile}},
			{Indicator: sweep.Indicator{Text: "unseen " + hostile}},
		},
		Results: []hunts.Result{
			{Hunt: full, Window: hunts.Window{To: last}, Columns: full.Complete.Columns, Findings: found, Matched: ids, InWindow: 2},
			{Hunt: empty, Window: hunts.Span(7*24*3600e9).Window(last, 0), Columns: empty.Complete.Columns, Matched: ids, InWindow: 1},
			{Hunt: hunts.Hunt{ID: "failed"}, Err: errors.New("broke on " + hostile)},
		},
		Explained: []Explained{
			{Findings: []Detail{{
				Answers: []hunts.Answer{{Sign: hunts.Look, Text: "it is " + hostile}, {Sign: hunts.Ask}},
				Lineage: []hunts.Object{{Kind: "session", Name: hostile, Facts: []hunts.Fact{
					{Label: "started", At: last, Text: "by " + hostile}, {Label: "ended", Text: "not in this dump"},
				}}},
			}, {Answers: []hunts.Answer{{Sign: hunts.Unknown, Text: "the dump is short"}, {Sign: hunts.Ask}}}}},
			{Funnel: hunts.Funnel{Stages: []hunts.Stage{{Words: "events in the dump", Left: 3}, {Words: "of " + hostile, Left: 0}}, Last: 1}},
			{},
		},
	}
}

// writers are all that the package writes of a report.
func writers() map[string]func(io.Writer, Report) error {
	all := map[string]func(io.Writer, Report) error{
		"JSON": JSON, "CSV": CSV, "CheckJSON": CheckJSON,
		"HuntsJSON": func(w io.Writer, r Report) error { return HuntsJSON(w, r.Tool, hunts.All()) },
	}
	for name, s := range map[string]Style{"": {}, " narrow": {Width: 20}, " ASCII": {ASCII: true}, " wide": {Width: 1000}} {
		all["Text"+name] = func(w io.Writer, r Report) error { return Text(w, r, s) }
		all["Markdown"+name] = func(w io.Writer, r Report) error { return Markdown(w, r, s) }
		all["CheckText"+name] = func(w io.Writer, r Report) error { return CheckText(w, r, s) }
		all["HuntsText"+name] = func(w io.Writer, r Report) error { return HuntsText(w, r.Tool, hunts.All(), s) }
	}
	return all
}

func text(t *testing.T, write func(io.Writer, Report) error, r Report) string {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// has holds that some texts stand in what was written.
func has(t *testing.T, got string, texts ...string) {
	t.Helper()
	for _, want := range texts {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
}

func TestNothingHostileIsWrittenRaw(t *testing.T) {
	r := sample(t)
	r.Filter = hostile
	r.Hashes = map[string]string{hostile: "00"}
	for name, write := range writers() {
		t.Run(name, func(t *testing.T) {
			for _, c := range text(t, write, r) {
				if c != '\n' && (unicode.In(c, unicode.C, unicode.Zl, unicode.Zp) || unicode.Is(unicode.Bidi_Control, c)) {
					t.Errorf("%U is written raw", c)
				}
			}
		})
	}
}

func TestASCIIIsASCII(t *testing.T) {
	for _, name := range []string{"Text ASCII", "CheckText ASCII", "HuntsText ASCII"} {
		out := text(t, writers()[name], sample(t))
		if i := strings.IndexFunc(out, func(r rune) bool { return r > '~' }); i >= 0 {
			t.Errorf("%s: not ASCII: %q", name, out[i:min(i+20, len(out))])
		}
	}
}

type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, errors.New("no space left") }

func TestErrorsOfTheOutputAreTold(t *testing.T) {
	for name, write := range writers() {
		if err := write(fullDisk{}, sample(t)); err == nil || !strings.Contains(err.Error(), "no space left") {
			t.Errorf("%s on a full disk: %v", name, err)
		}
	}
}

func TestCSV(t *testing.T) {
	rows, err := csv.NewReader(strings.NewReader(text(t, CSV, sample(t)))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"hunt", "severity", "first", "last", "marks", "target_instance", "list", "gone", "count", "other"}
	if !slices.Equal(rows[0], want) {
		t.Errorf("columns %q, want %q", rows[0], want)
	}
	if len(rows) != 3 {
		t.Fatalf("%d rows, want 3", len(rows))
	}
	if got := rows[1][5]; !strings.HasPrefix(got, "'=␛]0;title␇") {
		t.Errorf("a formula with escapes is written as %q", got)
	}
	rows[1][5], rows[1][4] = "", ""
	if want := []string{"full", "medium", "2024-08-01T10:00:00Z", "2024-08-02T10:00:00Z", "", "", "b, a", "", "2", ""}; !slices.Equal(rows[1], want) {
		t.Errorf("row %q, want %q", rows[1], want)
	}
}

func TestFilterNarrowsFindings(t *testing.T) {
	r := sample(t)
	r.Filter = "userAgent:second"
	r.Shown = map[loader.ID]bool{r.Results[0].Matched[1]: true}
	if got := len(r.Findings(r.Results[0])); got != 1 {
		t.Errorf("%d findings are shown, want the one with the event", got)
	}
	if got := text(t, writers()["Text"], r); !strings.Contains(got, "1 of 2 findings have an event that matches userAgent:second") {
		t.Errorf("the text does not say that it is narrowed:\n%s", got)
	}
	r.Shown = map[loader.ID]bool{}
	if got := r.Worst(); got != hunts.None {
		t.Errorf("worst of no findings is %q", got)
	}
	if rows := strings.Count(text(t, CSV, r), "\n"); rows != 1 {
		t.Errorf("%d lines of CSV, want the head alone", rows)
	}
}

func TestWorst(t *testing.T) {
	if got := sample(t).Worst(); got != hunts.Medium {
		t.Errorf("worst is %q, want medium", got)
	}
}

func TestListOfHunts(t *testing.T) {
	var doc struct {
		Hunts []struct {
			ID       string
			Source   map[string]any
			Complete struct{ Columns []string }
			Notes    []struct{ Text string }
		}
	}
	if err := json.Unmarshal([]byte(text(t, writers()["HuntsJSON"], Report{})), &doc); err != nil {
		t.Fatal(err)
	}
	plain := text(t, writers()["HuntsText wide"], Report{})
	for i, h := range hunts.All() {
		got := doc.Hunts[i]
		if got.ID != h.ID || !slices.Equal(got.Complete.Columns, h.Complete.Columns) || len(got.Notes) != len(h.Notes) || got.Source["title"] != h.Source.Title {
			t.Errorf("hunt %s is listed as %+v", h.ID, got)
		}
		if !strings.Contains(plain, h.ID) || !strings.Contains(plain, h.Source.Author) {
			t.Errorf("the text says nothing of hunt %s", h.ID)
		}
	}
}
