package report

import (
	"bytes"
	"encoding/json"
	"io"
	"slices"
	"strings"
	"testing"

	"coldtrail/hunts"
)

// keys lists the keys of a JSON text in the order in which they stand, each
// with its path, once.
func keys(t *testing.T, text string) []string {
	t.Helper()
	var all []string
	d := json.NewDecoder(strings.NewReader(text))
	var walk func(path string)
	walk = func(path string) {
		token, err := d.Token()
		if err != nil {
			t.Fatalf("%v in\n%s", err, text)
		}
		switch token {
		case json.Delim('{'):
			for d.More() {
				key, _ := d.Token()
				at := strings.TrimPrefix(path+"."+key.(string), ".")
				if !slices.Contains(all, at) {
					all = append(all, at)
				}
				walk(at)
			}
			_, _ = d.Token()
		case json.Delim('['):
			for d.More() {
				walk(path)
			}
			_, _ = d.Token()
		}
	}
	walk("")
	if _, err := d.Token(); err != io.EOF {
		t.Errorf("something follows the object: %v", err)
	}
	return all
}

const dumpKeys = `dump dump.paths dump.sha256 dump.sha256.- dump.first dump.last dump.now
	dump.records dump.records.read dump.records.kept dump.records.repeats dump.records.insights dump.records.unreadable dump.records.left_out dump.records.partial dump.records.no_time
	dump.files dump.files.read dump.files.partial dump.files.not_cloudtrail dump.files.unreadable dump.files.left_out
	dump.problems dump.problems.file dump.problems.record dump.problems.offset dump.problems.error`

func TestJSONShape(t *testing.T) {
	r := sample(t)
	r.Hashes = map[string]string{"-": "00"}
	r.Results = r.Results[:1]
	tests := []struct {
		name  string
		write func(io.Writer, Report) error
		want  string
	}{
		{"report", JSON, "tool tool.name tool.version " + dumpKeys + `
			indicators indicators.indicator indicators.kind indicators.first indicators.last indicators.calls indicators.events indicators.refs
			hunts hunts.id hunts.title hunts.severity
			hunts.source hunts.source.title hunts.source.author hunts.source.id hunts.source.version hunts.source.licence hunts.source.language hunts.source.risk
			hunts.attack hunts.attack.tactic hunts.attack.technique hunts.mode hunts.window hunts.columns hunts.matches hunts.matches.window hunts.matches.dump
			hunts.findings hunts.findings.values hunts.findings.values.target_instance hunts.findings.values.list hunts.findings.values.gone hunts.findings.values.count
			hunts.findings.severity hunts.findings.first hunts.findings.last hunts.findings.events hunts.findings.refs
			hunts.findings.marks hunts.findings.marks.kind hunts.findings.marks.reason
			hunts.findings.notes hunts.findings.notes.note hunts.findings.notes.sign hunts.findings.notes.answer
			hunts.findings.lineage hunts.findings.lineage.kind hunts.findings.lineage.name
			hunts.findings.lineage.facts hunts.findings.lineage.facts.label hunts.findings.lineage.facts.at hunts.findings.lineage.facts.text hunts.funnel`},
		{"check", CheckJSON, "tool tool.name tool.version " + dumpKeys + ` digests gaps entities entities.access§key entities.account entities.address
			entities.command entities.identity entities.instance entities.role entities.session`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			want := strings.Fields(tt.want)
			for i := range want {
				want[i] = strings.ReplaceAll(want[i], "§", " ")
			}
			if got := keys(t, text(t, tt.write, r)); !slices.Equal(got, want) {
				t.Errorf("keys\n%q, want\n%q", got, want)
			}
		})
	}
}

// The report is written in pieces, and reads as if it were encoded whole.
func TestJSONIsOneIndentedValue(t *testing.T) {
	whole, empty := theStory(t, hunts.Options{}), sample(t)
	empty.Results = nil
	for name, r := range map[string]Report{"the story": whole, "marks and errors": sample(t), "no hunt": empty} {
		got := text(t, JSON, r)
		var compact, want bytes.Buffer
		if err := json.Compact(&compact, []byte(got)); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if err := json.Indent(&want, compact.Bytes(), "", "  "); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if got != want.String()+"\n" {
			t.Errorf("%s is not indented as one value", name)
		}
	}
}

func TestJSONValues(t *testing.T) {
	var doc struct {
		Dump struct {
			First, Last, Now string
			Records          map[string]int
			Problems         []struct {
				Record *int
				Offset *int64
			}
		}
		Hunts []struct {
			ID       string
			Severity any
			Source   map[string]any
			Window   any
			Matches  map[string]int
			Error    string
			Findings []struct {
				Values   map[string]any
				Severity string
				Events   []any
				Refs     []string
			}
		}
	}
	if err := json.Unmarshal([]byte(text(t, JSON, sample(t))), &doc); err != nil {
		t.Fatal(err)
	}
	if got := doc.Dump.Records; got["read"] != 4 || got["kept"] != 3 || got["unreadable"] != 1 || got["no_time"] != 1 {
		t.Errorf("records %v", got)
	}
	if p := doc.Dump.Problems; len(p) != 1 || p[0].Record == nil || *p[0].Record != 3 || p[0].Offset == nil {
		t.Errorf("problems %+v", p)
	}
	full, empty, failed := doc.Hunts[0], doc.Hunts[1], doc.Hunts[2]
	if full.Severity != "low" || full.Window != nil || full.Source["risk"] != 21.0 || full.Error != "" {
		t.Errorf("the first hunt is %+v", full)
	}
	first := full.Findings[0]
	if first.Values["target_instance"] != hostile {
		t.Errorf("hostile text %q came out as %q", hostile, first.Values["target_instance"])
	}
	if gone, ok := first.Values["gone"]; gone != nil || !ok || first.Values["count"] != 2.0 || first.Severity != "medium" {
		t.Errorf("finding %+v", first)
	}
	if want := []any{"one", nil}; !slices.Equal(first.Events, want) {
		t.Errorf("events %v, want %v", first.Events, want)
	}
	if want := []string{"-#0", "-#1"}; !slices.Equal(first.Refs, want) {
		t.Errorf("refs %v, want %v", first.Refs, want)
	}
	if window, _ := empty.Window.(map[string]any); window["from"] != "2024-07-26T10:00:00Z" || window["to"] != "2024-08-02T10:00:00Z" {
		t.Errorf("window %v", empty.Window)
	}
	if empty.Severity != nil || empty.Matches["window"] != 1 || empty.Matches["dump"] != 2 || empty.Source["id"] != nil || empty.Findings == nil {
		t.Errorf("the empty hunt is %+v", empty)
	}
	if failed.Error == "" || failed.Findings == nil {
		t.Errorf("the failed hunt is %+v", failed)
	}
}

func TestEscape(t *testing.T) {
	tests := []struct{ in, want string }{
		{"", ""},
		{"{\n  \"a\": \"b\"\n}", "{\n  \"a\": \"b\"\n}"},
		{"\"Zürich 東京 🙂\"", "\"Zürich 東京 🙂\""},
		{"\"\x7f\u009b\u202e\u200b\"", `"\u007f\u009b\u202e\u200b"`},
		{"\"a\U000e0041b\"", `"a\udb40\udc41b"`},
		{`"\u001b"`, `"\u001b"`},
		{"\"\xff\"", `"\ufffd"`},
	}
	for _, tt := range tests {
		if got := string(Escape([]byte(tt.in))); got != tt.want {
			t.Errorf("Escape(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func FuzzEscape(f *testing.F) {
	for _, s := range []string{"plain", hostile, "e\u0301\u0301\u0301", "שלום", "🇩🇪", "\U000e0041\ufeff", "\xff\xed\xa0\x80", "\\\"\u2028"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		in, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		var want, got string
		out := Escape(in)
		if err := json.Unmarshal(out, &got); err != nil {
			t.Fatalf("%q is no JSON: %v", out, err)
		}
		if _ = json.Unmarshal(in, &want); got != want {
			t.Errorf("%q became %q", want, got)
		}
		if again := Escape(out); string(again) != string(out) {
			t.Errorf("%q is escaped again: %q", out, again)
		}
	})
}
