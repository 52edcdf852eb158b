package hunts

import (
	"context"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"coldtrail/loader"
)

// load loads records as a dump of their own.
func load(t *testing.T, records ...string) *loader.Dataset {
	t.Helper()
	o := loader.Options{Stdin: strings.NewReader(strings.Join(records, "\n")), Keep: Keep(All())}
	d, err := loader.Load(context.Background(), []string{"-"}, o, nil)
	if err != nil {
		t.Fatal(err)
	}
	if d.Len() != len(records) {
		t.Fatalf("%d of %d records are events", d.Len(), len(records))
	}
	return d
}

// run runs one hunt over the whole of a dump.
func run(t *testing.T, d *loader.Dataset, h Hunt, o Options) Result {
	t.Helper()
	r := Run(context.Background(), d, []Hunt{h}, o)[0]
	if r.Err != nil {
		t.Fatal(r.Err)
	}
	return r
}

// lines are the rows of a result: values with | between them, then the marks.
func lines(r Result) []string {
	var all []string
	for _, f := range r.Findings {
		cells := make([]string, len(f.Values))
		for i, v := range f.Values {
			if cells[i] = v.String(); v.Absent() {
				cells[i] = "-"
			}
		}
		line := strings.Join(cells, " | ")
		for _, m := range f.Marks {
			line += " !" + m.Kind
		}
		all = append(all, line)
	}
	return all
}

func wantLines(t *testing.T, r Result, want ...string) {
	t.Helper()
	if got := lines(r); !slices.Equal(got, want) {
		t.Errorf("%s, %s:\n got %s\nwant %s", r.Hunt.ID, r.Mode, strings.Join(got, "\n     "), strings.Join(want, "\n     "))
	}
}

func TestHuntsAreDescribed(t *testing.T) {
	placeholder := regexp.MustCompile(`(?i)todo|fixme|tbd|lorem|xxx`)
	ids := map[string]bool{}
	for _, h := range All() {
		t.Run(h.ID, func(t *testing.T) {
			if ids[h.ID] || !regexp.MustCompile(`^[a-z0-9_]+$`).MatchString(h.ID) {
				t.Errorf("id %q is taken or odd", h.ID)
			}
			ids[h.ID] = true
			texts := []string{h.Title, h.Hypothesis, h.Source.Title, h.Source.Author, h.Source.Licence, h.Source.Language, h.Complete.Words}
			for _, a := range h.Attack {
				if !regexp.MustCompile(`^TA\d{4}$`).MatchString(a.Tactic) || !regexp.MustCompile(`^T\d{4}(\.\d{3})?$`).MatchString(a.Technique) {
					t.Errorf("ATT&CK %+v", a)
				}
				texts = append(texts, a.TacticName, a.TechniqueName)
			}
			if h.Documented.Rows != nil {
				texts = append(texts, h.Documented.Words)
			} else {
				texts = append(texts, h.Definition)
			}
			for _, n := range h.Notes {
				texts = append(texts, n.Text)
				if n.People && len(n.Steps) > 0 {
					t.Errorf("note asks people and has a step: %s", n.Text)
				}
				if n.People != (n.Check.Answer == nil) || n.People != (n.Check.Rule == "") {
					t.Errorf("note neither asks people nor answers by a rule, or both: %s", n.Text)
				}
				if !n.People {
					texts = append(texts, n.Check.Rule)
				}
				for _, s := range n.Steps {
					texts = append(texts, s.Label)
					if s.Events == nil && s.Page == nil {
						t.Errorf("step %q opens nothing", s.Label)
					}
				}
			}
			for _, e := range h.Examples {
				texts = append(texts, e.Why)
			}
			for _, text := range texts {
				if strings.TrimSpace(text) != text || text == "" || placeholder.MatchString(text) {
					t.Errorf("text is empty or a placeholder: %q", text)
				}
			}
			if len(h.Attack) == 0 || len(h.Notes) == 0 || len(h.Complete.Columns) == 0 {
				t.Error("no ATT&CK, notes or columns")
			}
		})
	}
}

// A function that returns a Hunt and is not called by All is a hunt that
// nobody runs.
func TestAllListsEveryHunt(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	defined, called := map[string]bool{}, map[string]bool{}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range file.Decls {
			f, ok := decl.(*ast.FuncDecl)
			if !ok || f.Recv != nil || f.Type.Results == nil {
				continue
			}
			if name, ok := f.Type.Results.List[0].Type.(*ast.Ident); ok && name.Name == "Hunt" {
				defined[f.Name.Name] = true
			}
			if f.Name.Name == "All" {
				ast.Inspect(f, func(n ast.Node) bool {
					if call, ok := n.(*ast.CallExpr); ok {
						called[call.Fun.(*ast.Ident).Name] = true
					}
					return true
				})
			}
		}
	}
	if len(defined) != len(All()) || !reflect.DeepEqual(defined, called) {
		t.Errorf("All calls %v, the package has %v", called, defined)
	}
}

func TestExamples(t *testing.T) {
	for _, h := range All() {
		found := map[bool]int{}
		for _, e := range h.Examples {
			found[e.Found]++
			t.Run(h.ID+"/"+e.Why, func(t *testing.T) {
				for _, record := range e.Records {
					if !json.Valid([]byte(record)) {
						t.Fatalf("not JSON: %s", record)
					}
				}
				d := load(t, e.Records...)
				for _, mode := range []Mode{Complete, Documented} {
					r := run(t, d, h, Options{Mode: mode, Span: Whole})
					checkFindings(t, d, r)
					if mode == Complete && (len(r.Findings) > 0) != e.Found {
						t.Errorf("%d findings: %q", len(r.Findings), lines(r))
					}
				}
			})
		}
		if found[true] == 0 || found[false] == 0 {
			t.Errorf("%s has %d positive and %d negative examples", h.ID, found[true], found[false])
		}
	}
}

// checkFindings holds findings against what Finding promises.
func checkFindings(t *testing.T, d *loader.Dataset, r Result) {
	t.Helper()
	matched := map[loader.ID]bool{}
	for _, id := range r.Matched {
		matched[id] = true
	}
	for i, f := range r.Findings {
		if f.Hunt != r.Hunt.ID {
			t.Errorf("row %d is of hunt %q", i, f.Hunt)
		}
		if len(f.Values) != len(r.Columns) {
			t.Errorf("row %d has %d values for %d columns", i, len(f.Values), len(r.Columns))
		}
		if len(f.Events) == 0 {
			t.Errorf("row %d has no events", i)
		}
		sorted := slices.Clone(f.Events)
		if d.InOrder(sorted); !slices.Equal(f.Events, sorted) {
			t.Errorf("row %d: events are not in time order", i)
		}
		var times []time.Time
		for _, id := range f.Events {
			if !matched[id] {
				t.Errorf("row %d: event %v is not among the matched", i, id)
			}
			if at := d.At(id).Time; !at.IsZero() {
				times = append(times, at)
			}
		}
		if len(times) == 0 {
			times = []time.Time{{}}
		}
		if !f.First.Equal(times[0]) || !f.Last.Equal(times[len(times)-1]) {
			t.Errorf("row %d: from %v to %v, want %v to %v", i, f.First, f.Last, times[0], times[len(times)-1])
		}
		for _, m := range f.Marks {
			if m.Kind == "" || m.Reason == "" || strings.Contains(m.Reason, "\n") {
				t.Errorf("row %d: mark %+v", i, m)
			}
			if r.Mode == Documented && r.Hunt.Documented.Rows != nil {
				t.Errorf("row %d of the documented reading has a mark", i)
			}
		}
		seen := map[loader.Entity]bool{}
		for _, e := range f.Entities {
			if seen[e] || e.Value == "" || len(d.Events(e)) == 0 {
				t.Errorf("row %d: entity %+v is empty, a repeat or in no event", i, e)
			}
			seen[e] = true
		}
	}
}

// A step that finds nothing on any positive example is a bug, and so is one
// whose query does not survive being printed and read again.
func TestStepsFindSomething(t *testing.T) {
	ctx := context.Background()
	for _, h := range All() {
		answers := map[string]int{}
		for _, e := range h.Examples {
			if !e.Found {
				continue
			}
			d := load(t, e.Records...)
			for _, f := range run(t, d, h, Options{Span: Whole}).Findings {
				for _, n := range h.Notes {
					for _, s := range n.Steps {
						q, ok := s.Query(d, f)
						if !ok {
							continue
						}
						if err := d.Find(ctx, q, func(ids []loader.ID) { answers[s.Label] += len(ids) }); err != nil {
							t.Errorf("%s, %s: %v", h.ID, s.Label, err)
						}
					}
				}
			}
		}
		for _, n := range h.Notes {
			for _, s := range n.Steps {
				if answers[s.Label] == 0 {
					t.Errorf("%s: step %q finds nothing", h.ID, s.Label)
				}
			}
		}
	}
}

// Conditions say one thing each, in words, those that a query can ask first;
// what they leave is what the reading looks at, stage by stage.
func TestFunnels(t *testing.T) {
	for _, h := range All() {
		for _, mode := range []Mode{Complete, Documented} {
			asked := true
			for _, c := range h.Reading(mode).Where {
				if c.String() == "" || (c.Holds == nil) == c.Query.All() || c.Holds == nil && !asked {
					t.Errorf("%s, %s: condition %q", h.ID, mode, c)
				}
				asked = asked && c.Holds == nil
			}
		}
		for _, e := range append(h.Examples, Example{Why: "odd records", Records: oddRecords}) {
			d := load(t, e.Records...)
			for _, o := range []Options{{Span: Whole}, {Mode: Documented, Span: Whole}, {}, {Now: time.Date(2024, 7, 1, 0, 0, 0, 0, time.UTC), Span: Span(day)}} {
				checkFunnel(t, d, run(t, d, h, o))
			}
		}
	}
}

// checkFunnel holds a funnel against what Funnel promises.
func checkFunnel(t *testing.T, d *loader.Dataset, r Result) {
	t.Helper()
	f, err := r.Funnel(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	conditions := r.Hunt.Reading(r.Mode).Where
	if f.Stages[0].Left != d.Len() || f.Stages[len(conditions)].Left != len(r.Matched) {
		t.Errorf("%s: %+v for %d of %d events", r.Hunt.ID, f.Stages, len(r.Matched), d.Len())
	}
	for i, s := range f.Stages[1:] {
		if s.Left > f.Stages[i].Left || s.Words == "" {
			t.Errorf("%s: stage %+v after %+v", r.Hunt.ID, s, f.Stages[i])
		}
	}
	if last := f.Stages[len(f.Stages)-1].Left; (last == 0) != (len(r.Findings) == 0) || (f.Last >= 0) != (last == 0) {
		t.Errorf("%s: %+v, last %d, for %d findings", r.Hunt.ID, f.Stages, f.Last, len(r.Findings))
	}
	if f.Last > 1 && len(f.Near) != f.Stages[f.Last-1].Left {
		t.Errorf("%s: %d near misses, %+v", r.Hunt.ID, len(f.Near), f.Stages)
	}
}

// A note that does not ask people has an answer for every finding, and the
// same every time.
func TestNotesAnswer(t *testing.T) {
	for _, h := range All() {
		for _, e := range h.Examples {
			d := load(t, e.Records...)
			results := Run(t.Context(), d, All(), Options{Span: Whole})
			for _, f := range run(t, d, h, Options{Span: Whole}).Findings {
				checkAnswers(t, h, Scene{Dataset: d, Finding: f, Results: results})
			}
		}
	}
}

// checkAnswers holds the answers to a finding against what Answer promises.
func checkAnswers(t *testing.T, h Hunt, s Scene) {
	t.Helper()
	for _, n := range h.Notes {
		a, err := n.Answer(t.Context(), s)
		if err != nil {
			t.Errorf("%s: %v", h.ID, err)
		}
		if a.Sign == Unasked || n.People && a != (Answer{Sign: Ask}) || !n.People && strings.TrimSpace(a.Text) == "" || strings.ContainsAny(a.Text, "\n\t") || strings.Contains(a.Text, "%!") {
			t.Errorf("%s: %s\n%q is answered %s %q", h.ID, lines(Result{Findings: []Finding{s.Finding}}), n.Text, a.Sign.Glyph(), a.Text)
		}
		if !n.People && !strings.Contains(n.Check.Rule, a.Sign.Glyph()) {
			t.Errorf("%s: %s has no rule: %s", h.ID, a.Sign.Glyph(), n.Check.Rule)
		}
		s.Memory = NewMemory() // which changes nothing
		if again, err := n.Answer(t.Context(), s); err != nil || again != a {
			t.Errorf("%s: a second answer is %q, %v", h.ID, again.Text, err)
		}
		ended, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := n.Answer(ended, s); err == nil {
			t.Errorf("%s: %q is answered though nobody waits", h.ID, n.Text)
		}
	}
}

// Steps have to bear every row, also of the documented reading and of records
// that lack what they ask for.
func TestStepsSurviveOddFindings(t *testing.T) {
	d := load(t, oddRecords...)
	for _, h := range All() {
		for _, mode := range []Mode{Complete, Documented} {
			found := run(t, d, h, Options{Mode: mode, Span: Whole}).Findings
			for _, f := range append(found, Finding{}) {
				if len(f.Events) > 0 {
					checkAnswers(t, h, Scene{Dataset: d, Finding: f})
				}
				for _, n := range h.Notes {
					for _, s := range n.Steps {
						if q, ok := s.Query(d, f); ok && q.All() {
							t.Errorf("%s, %q asks for everything", h.ID, s.Label)
						}
					}
				}
			}
		}
	}
}

func TestHuntsSurviveOddRecords(t *testing.T) {
	d := load(t, oddRecords...)
	for _, mode := range []Mode{Complete, Documented} {
		for _, span := range Spans() {
			first := Run(context.Background(), d, All(), Options{Mode: mode, Span: span})
			again := Run(context.Background(), d, All(), Options{Mode: mode, Span: span})
			for i, r := range first {
				if r.Err != nil {
					t.Errorf("%s: %v", r.Hunt.ID, r.Err)
				}
				checkFindings(t, d, r)
				if !reflect.DeepEqual(r.Findings, again[i].Findings) {
					t.Errorf("%s, %s, %s: a second run gives other findings", r.Hunt.ID, mode, span)
				}
				if span == Whole && mode == Complete && len(r.Findings) == 0 {
					t.Errorf("%s finds nothing among the odd records", r.Hunt.ID)
				}
			}
		}
	}
}

// oddRecords are what real and redacted dumps hold, for each call that a hunt
// looks at.
var oddRecords = odd()

func odd() []string {
	identities := []string{
		`null`, `{}`, `""`, `"IAMUser"`, `[]`,
		`{"type":"IAMUser","arn":""}`,
		`{"type":"AssumedRole","principalId":"AROAODD:i-","arn":"arn:aws:sts::1:assumed-role/"}`,
		`{"type":"AssumedRole","principalId":"AROAODD:i-0abcdef12:i-x","arn":"redacted"}`,
		`{"type":"AssumedRole","principalId":"123456789012:aws:ec2-instance:i-0a1b2c3d4e5f60718","arn":"arn:aws:sts::123456789012:assumed-role/aws:ec2-instance/i-0a1b2c3d4e5f60718"}`,
		`{"type":"AssumedRole","principalId":12,"arn":{"a":1},"accessKeyId":["x"],"sessionContext":"none"}`,
		`{"type":"IdentityCenterUser","onBehalfOf":{"userId":"u-1"}}`,
		`{"type":"AWSService","invokedBy":"ssm.amazonaws.com"}`,
		`{"type":"AWSAccount","accountId":"123456789"}`,
		`{"type":"FederatedUser","arn":"arn:aws:sts::1234567890123:federated-user/bob"}`,
		`{"type":"Unknown","arn":"arn:"}`,
	}
	requests := []string{
		`null`, `""`, `{}`, `[]`, `7`, `"text"`,
		`"{\"target\":\"i-0a1b2c3d4e5f60718\",\"documentName\":\"AWS-RunShellScript\",\"instanceIds\":[\"i-0a1b2c3d4e5f60718\"]}"`,
		`{"target":null,"documentName":null,"instanceIds":null,"targets":null}`,
		`{"target":{"a":[]},"documentName":["AWS-RunShellScript"],"instanceIds":"i-0A1B2C3Z","parameters":{"portNumber":22,"host":[1]}}`,
		`{"target":1.5,"documentName":"AWS-RunShellScript","instanceIds":[1,null,"","*"],"reason":true}`,
		`{"target":"i-0AzZ9876543210abc","documentName":"AWS-RunPowerShellScript","targets":[{"key":"tag:Env","values":[]},{"values":["x"]},7,{"key":"instanceids","values":["i-0AzZ9876543210abc"]}]}`,
		`{"target":"ecs:cluster_task_runtime","documentName":"arn:","targets":{"key":"tag:A","values":"b"}}`,
	}
	times := []string{
		`"2024-08-01T10:00:00Z"`, `"2024-08-01T10:00:00.123Z"`, `"2024-08-01 10:00:00.123456789"`, `"2024-08-01T10:00:00+11:00"`, `"redacted"`, `""`, `null`, `17`,
	}
	addresses := []string{`"198.51.100.24"`, `"06.237.252.245"`, `"AWS Internal"`, `"<redacted>"`, `"ssm.amazonaws.com"`, `"2001:db8::1"`, `"::ffff:192.0.2.1"`, `""`, `null`, `["a"]`}
	outcomes := []string{
		``, `,"errorCode":"AccessDenied"`, `,"errorMessage":"no"`,
		`,"responseElements":null`, `,"responseElements":""`, `,"responseElements":{"sessionId":7,"command":"x"}`,
		`,"responseElements":{"sessionId":"bob-0a1b2c3d4e5f60718","command":{"commandId":"c","instanceIds":["i-0a1b2c3d4e5f60718","i-0a1b2c3d4e5f60719"],"targets":[null]}}`,
		`,"responseElements":{"ConsoleLogin":"Success","GetSigninToken":["Success"]}`,
		`,"responseElements":{"ConsoleLogin":null}`,
	}
	var all []string
	n := 0
	for _, call := range []Call{{ssm, "StartSession"}, {ssm, "SendCommand"}, {signin, "ConsoleLogin"}, {signin, "GetSigninToken"}, {ssm, "TerminateSession"}, {ssm, "GetCommandInvocation"}} {
		for range 3 {
			for i := range max(len(identities), len(requests)) {
				all = append(all, `{"eventSource":"`+call.Provider+`","eventName":"`+call.Action+`","eventTime":`+times[n%len(times)]+
					`,"userIdentity":`+identities[i%len(identities)]+`,"requestParameters":`+requests[(i+n)%len(requests)]+
					`,"sourceIPAddress":`+addresses[n%len(addresses)]+outcomes[n%len(outcomes)]+`}`)
				n++
			}
		}
	}
	return all
}

func TestMarkSaysItsKindOnce(t *testing.T) {
	for m, want := range map[Mark]string{
		{Noise, "a service's own call"}:     "noise: a service's own call",
		{Baseline, "baseline 3 of 14 days"}: "baseline 3 of 14 days",
	} {
		if got := m.String(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
