package jsonview

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"coldtrail/loader/safe"
	"coldtrail/tui/ink"
	"coldtrail/tui/tuitest"

	"github.com/charmbracelet/lipgloss"
	"github.com/charmbracelet/x/ansi"
	"github.com/muesli/termenv"
)

const startSession = `{"eventVersion":"1.09","userIdentity":{"type":"AssumedRole",` +
	`"principalId":"AROANPGW2JPKL2BLV2PR:i-0023b8c1e392456de",` +
	`"arn":"arn:aws:sts::111122223333:assumed-role/EC2-App-Role/i-0023b8c1e392456de","accessKeyId":"ASIA7CIVG4G5AJ2JE6QV",` +
	`"sessionContext":{"sessionIssuer":{"type":"Role","userName":"EC2-App-Role"},` +
	`"attributes":{"creationDate":"2025-10-22T03:28:00Z","mfaAuthenticated":"false"},"ec2RoleDelivery":"2.0"}},` +
	`"eventTime":"2025-10-22T03:28:00Z","eventName":"StartSession","sourceIPAddress":"45.83.64.17",` +
	`"requestParameters":{"target":"i-0bad1dea5eed00d42"},` +
	`"resources":[{"ARN":"arn:aws:ec2:us-east-1:111122223333:instance/i-0bad1dea5eed00d42"},{"ARN":"b"}],` +
	`"a-b":{"x \"y\"":null},"additional":{},"tlsDetails":{"tlsVersion":"TLSv1.3"}}`

func hints(_, key, value string) safe.Text {
	switch {
	case strings.HasPrefix(value, "arn:"):
		return safe.Lit("↗role")
	case key == "target":
		return safe.Lit("↗instance")
	}
	return safe.Text{}
}

func styles() Styles {
	r := lipgloss.NewRenderer(nil)
	r.SetColorProfile(termenv.ANSI)
	plain := r.NewStyle()
	colour := func(number string) ink.Style { return ink.New(plain.Foreground(lipgloss.Color(number))) }
	return Styles{
		Key: colour("6"), Value: ink.New(plain), Muted: ink.New(plain.Faint(true)), Hint: colour("5"),
		Cursor: ink.New(plain.Reverse(true)), Match: ink.New(plain.Underline(true)), Hostile: colour("1"),
	}
}

// open returns a view of record of 78×40 cells.
func open(record string) *Model {
	m := New([]byte(record), hints, styles(), ink.Unicode())
	m.SetSize(78, 40)
	return m
}

// shown returns the lines of the view without styles and blanks at their end.
func shown(m *Model) string {
	var b strings.Builder
	for line := range strings.Lines(ansi.Strip(m.View())) {
		if line = strings.TrimRight(line, " \n"); line != "" {
			b.WriteString("\n" + line)
		}
	}
	return b.String()
}

func TestView(t *testing.T) {
	m := open(startSession)
	m.SelectPath(".userIdentity.arn")
	want := `
 ▾ {                                                            10 keys  740 B
     eventVersion       "1.09"
   ▾ userIdentity {                                                     5 keys
       type             "AssumedRole"
       principalId      "AROANPGW2JPKL2BLV2PR:i-0023b8c1e392456de"
▶      arn              "arn:aws:sts::111122223333:assumed-role/EC2-App… ↗role
       accessKeyId      "ASIA7CIVG4G5AJ2JE6QV"
     ▸ sessionContext   {3 keys}  userName=EC2-App-Role  mfaAuthenticated=fal…
     eventTime          "2025-10-22T03:28:00Z"
     eventName          "StartSession"
     sourceIPAddress    "45.83.64.17"
   ▾ requestParameters {                                                 1 key
       target           "i-0bad1dea5eed00d42"                        ↗instance
   ▾ resources [                                                       2 items
     ▸ [0]              {1 key}  ARN=arn:aws:ec2:us-east-1:111122223…
     ▸ [1]              {1 key}  ARN=b
   ▾ a-b {                                                               1 key
       "x \"y\""        null
     additional         {}
   ▸ tlsDetails         {1 key}  tlsVersion=TLSv1.3`
	if got := shown(m); got != want {
		t.Errorf("got%s\nwant%s", got, want)
	}
	if got := m.Span().String(); got != "1–20 of 20" {
		t.Errorf("got %q", got)
	}
}

func TestFolding(t *testing.T) {
	m := open(startSession)
	all := len(m.lines)
	m.SelectPath(".userIdentity.type")
	steps := []struct {
		name string
		do   func()
		path string
		n    int
	}{
		{"fold a leaf: to the parent", m.Fold, ".userIdentity", all},
		{"fold", m.Fold, ".userIdentity", all - 5},
		{"fold what is folded: to the parent", m.Fold, ".", all - 5},
		{"fold the root", m.Toggle, ".", 1},
		{"fold the folded root", m.Fold, ".", 1},
		{"unfold the root", m.Unfold, ".", all - 5},
		{"into it", m.Unfold, ".eventVersion", all - 5},
		{"unfold a leaf", m.Unfold, ".eventVersion", all - 5},
		{"toggle a leaf", m.Toggle, ".eventVersion", all - 5},
		{"down", func() { m.Move(1) }, ".userIdentity", all - 5},
		{"unfold", m.Toggle, ".userIdentity", all},
		{"last", m.End, ".tlsDetails", all},
		{"unfold everything", m.UnfoldAll, ".tlsDetails", 30},
		{"to a deep leaf", func() { m.SelectPath(".userIdentity.sessionContext.attributes.mfaAuthenticated") },
			".userIdentity.sessionContext.attributes.mfaAuthenticated", 30},
		{"fold everything", m.FoldAll, ".userIdentity", 11},
		{"first", m.Top, ".", 11},
	}
	for _, s := range steps {
		s.do()
		if m.Path() != s.path || len(m.lines) != s.n {
			t.Errorf("%s: on %s of %d lines, want %s of %d", s.name, m.Path(), len(m.lines), s.path, s.n)
		}
	}
}

func TestScrolling(t *testing.T) {
	m := open(`[` + strings.Repeat(`1,`, 99) + `1]`)
	m.SetSize(40, 10)
	for _, s := range []struct {
		do         func()
		path, span string
	}{
		{func() {}, ".", "1–10 of 101"},
		{func() { m.Page(1) }, ".[9]", "2–11 of 101"},
		{func() { m.Half(-1) }, ".[4]", "2–11 of 101"},
		{m.End, ".[99]", "92–101 of 101"},
		{func() { m.Move(1) }, ".[99]", "92–101 of 101"},
		{func() { m.Page(-2) }, ".[79]", "81–90 of 101"},
		{func() { m.SelectLine(3) }, ".[82]", "81–90 of 101"},
		{func() { m.SetSize(40, 2) }, ".[82]", "83–84 of 101"},
		{func() { m.SetSize(40, 10) }, ".[82]", "81–90 of 101"},
		{m.Top, ".", "1–10 of 101"},
	} {
		if s.do(); m.Path() != s.path || m.Span().String() != s.span {
			t.Errorf("on %s, %s; want %s, %s", m.Path(), m.Span(), s.path, s.span)
		}
	}
	if m.SelectLine(10) || m.SelectLine(-1) {
		t.Error("there is no such line")
	}
}

func TestPathsRoundTrip(t *testing.T) {
	for _, record := range []string{
		startSession,
		`[[1,{"a":[2,{"b":{}}]}],"x"]`,
		`{"":1,"a.b":{"[0]":[1]},"0a":2,"_":3,"\u0061b":4,"é":5,"x]":{"y":6},"x":{"y":7},"\"]":8,"\ud800":9}`,
	} {
		m := open(record)
		m.UnfoldAll()
		for range m.lines {
			path := m.Path()
			other := open(record)
			if !other.SelectPath(path) || other.Path() != path || string(other.Raw()) != string(m.Raw()) {
				t.Errorf("%s leads to %s", path, other.Path())
			}
			m.Move(1)
		}
	}
}

func TestPaths(t *testing.T) {
	tests := []struct{ path, to, key, value string }{
		{".", ".", "", startSession},
		{".eventName", ".eventName", "eventName", "StartSession"},
		{".resources[1].ARN", ".resources[1].ARN", "ARN", "b"},
		{".resources[2].ARN", ".resources", "resources", ""},
		{`.["a-b"]["x \"y\""]`, `.["a-b"]["x \"y\""]`, `x "y"`, "null"},
		{`.userIdentity.nothing.at.all`, ".userIdentity", "userIdentity", ""},
		{".userIdentity.ar", ".userIdentity", "userIdentity", ""},
		{".additional", ".additional", "additional", "{}"},
		{"", ".", "", startSession},
		{"eventName", ".", "", startSession},
	}
	for _, tt := range tests {
		m := open(startSession)
		m.FoldAll()
		if ok := m.SelectPath(tt.path); ok != (tt.path == tt.to) || m.Path() != tt.to || m.Key() != tt.key {
			t.Errorf("%s: to %s, key %q, %v", tt.path, m.Path(), m.Key(), ok)
		}
		if tt.value != "" && m.Value() != tt.value {
			t.Errorf("%s: the value is %q", tt.path, m.Value())
		}
	}
}

func TestValues(t *testing.T) {
	m := open(`{"s":"a\u001b\n\"x","n":1e400,"o":{"k": [1, 2]},"t":true}`)
	tests := []struct {
		path, value, raw string
		leaf             bool
	}{
		{".s", "a\x1b\n\"x", `"a\u001b\n\"x"`, true},
		{".n", "1e400", "1e400", true},
		{".o", `{"k": [1, 2]}`, `{"k": [1, 2]}`, false},
		{".o.k", `[1, 2]`, `[1, 2]`, false},
		{".t", "true", "true", true},
	}
	for _, tt := range tests {
		m.SelectPath(tt.path)
		if m.Value() != tt.value || string(m.Raw()) != tt.raw || m.IsLeaf() != tt.leaf {
			t.Errorf("%s: got %q, %s, %v", tt.path, m.Value(), m.Raw(), m.IsLeaf())
		}
	}
}

func TestDuplicateKeysAreBothShown(t *testing.T) {
	m := open(`{"a":1,"a":2}`)
	if got := shown(m); !strings.HasSuffix(got, "\n     a  1\n     a  2") {
		t.Errorf("got %s", got)
	}
	if m.SelectPath(".a"); m.Value() != "2" {
		t.Errorf("got %s", m.Value())
	}
}

func TestSearch(t *testing.T) {
	m := open(startSession)
	n := m.Search("ROLE")
	var paths []string
	for range n + 1 {
		paths = append(paths, m.Path())
		m.Next()
	}
	want := []string{
		".userIdentity.type", ".userIdentity.arn", ".userIdentity.sessionContext.sessionIssuer.type",
		".userIdentity.sessionContext.sessionIssuer.userName", ".userIdentity.sessionContext.ec2RoleDelivery", ".userIdentity.type",
	}
	if !slices.Equal(paths, want) {
		t.Errorf("got %q", paths)
	}
	m.Top()
	if !m.Prev() || m.Path() != want[4] || !m.Prev() || m.Path() != want[3] {
		t.Errorf("backward: on %s", m.Path())
	}
	if m.Search("deliv"); m.Path() != want[4] {
		t.Errorf("a longer text: on %s", m.Path())
	}
	if m.Search("role"); m.Path() != want[4] {
		t.Errorf("the cursor left a match: on %s", m.Path())
	}
	if m.Search("not there") != 0 || m.Next() || m.Prev() || m.Path() != want[4] {
		t.Errorf("no match: on %s", m.Path())
	}
	if m.Search("role"); m.Search("") != 0 || m.Next() {
		t.Error("the search goes on")
	}
}

func TestMatchesAreCounted(t *testing.T) {
	m := open(startSession)
	check := func(at, of int) {
		t.Helper()
		if gotAt, gotOf := m.Matches(); gotAt != at || gotOf != of {
			t.Errorf("on match %d of %d, want %d of %d", gotAt, gotOf, at, of)
		}
	}
	check(0, 0)
	m.Search("role")
	check(1, 5)
	m.Next()
	check(2, 5)
	m.Move(1)
	check(0, 5)
	m.Prev()
	check(2, 5)
	m.Top()
	m.Prev()
	check(5, 5)
	m.Search("")
	check(0, 0)
}

func TestReturning(t *testing.T) {
	m := open(startSession)
	m.SetSize(78, 6)
	m.SelectPath(".userIdentity.arn")
	m.Move(1)
	before, place := shown(m), m.Place()
	if m.Search("mfaAuth"); m.Path() != ".userIdentity.sessionContext.attributes.mfaAuthenticated" {
		t.Fatalf("the search leads to %s", m.Path())
	}
	if m.Return(place); shown(m) != before || m.Path() != ".userIdentity.accessKeyId" {
		t.Errorf("on %s, with%s\nwant%s", m.Path(), shown(m), before)
	}
	m.FoldAll()
	m.Return(place)
	if shown(m) != before {
		t.Errorf("after folding all:%s\nwant%s", shown(m), before)
	}
}

// TestMatchesAreInSight: of a value that is longer than the line the part with
// the match is shown.
func TestMatchesAreInSight(t *testing.T) {
	for _, value := range []string{
		strings.Repeat("x", 300) + "needle" + strings.Repeat("y", 300),
		strings.Repeat("é", 3000) + "NEEDLE",
		strings.Repeat("İ", 300) + `needle\u001b`, // which is shorter in lower case
		"needle" + strings.Repeat("y", 3000),
	} {
		m := open(`{"value":"` + value + `"}`)
		m.Search("needle")
		if !strings.Contains(strings.ToLower(shown(m)), "needle") {
			t.Errorf("%.10s…: the match is not in%s", value, shown(m))
		}
		checkView(t, m.View(), 78, 40)
		if m.Search(""); strings.Contains(shown(m), " …") {
			t.Errorf("%.10s…: without a search its beginning is not in%s", value, shown(m))
		}
	}
}

func TestMatchesAreMarked(t *testing.T) {
	m := open(`{"here":"x","there":"HERE","other":1}`)
	m.Search("here")
	view := m.View()
	for text, want := range map[string]bool{"here": true, "there": true, `"HERE"`: true, `"x"`: false, "other": false} {
		marked := regexp.MustCompile(`\x1b\[4;[0-9;]*m` + text + `\x1b`)
		if got := marked.MatchString(view); got != want {
			t.Errorf("%s is marked: %v in %q", text, got, view)
		}
	}
}

func TestNoJSON(t *testing.T) {
	for _, record := range []string{"", `{"a":1`, `"abc`, "{]", "not \x1b]0;x\a JSON", strings.Repeat("[", 20_000), "{} {}"} {
		m := open(record)
		m.UnfoldAll()
		m.Fold()
		m.Toggle()
		m.Move(1)
		m.Search("x")
		if m.Value() != record || string(m.Raw()) != record || !m.IsLeaf() || m.Path() != "." || len(m.lines) != 1 {
			t.Errorf("%.20q: value %.20q, path %s", record, m.Value(), m.Path())
		}
		checkView(t, m.View(), 78, 40)
	}
}

func TestDeepNesting(t *testing.T) {
	m := open(strings.Repeat(`{"a":[`, 1000) + strings.Repeat(`]}`, 1000))
	m.UnfoldAll()
	m.End()
	if len(m.lines) != maxDepth+1 || m.IsLeaf() || !strings.HasPrefix(m.Value(), `{"a":[`) {
		t.Errorf("%d lines, the last is %.20q", len(m.lines), m.Value())
	}
	if got := shown(m); !strings.HasSuffix(got, "{… deeper}") {
		t.Errorf("got %s", got)
	}
	m.Toggle()
	m.Unfold()
	if len(m.lines) != maxDepth+1 {
		t.Error("it was unfolded")
	}
}

func TestLongLeaf(t *testing.T) {
	long := strings.Repeat("東", 400_000)
	m := open(`{"k":"` + long + `"}`)
	m.SelectPath(".k")
	if got := shown(m); !strings.HasSuffix(got, "東… 1.1 MiB") {
		t.Errorf("got %s", got)
	}
	if m.Value() != long {
		t.Error("the value is not whole")
	}
}

func checkView(t *testing.T, view string, w, h int) {
	t.Helper()
	if w < 1 || h < 1 {
		return
	}
	if err := tuitest.Frame(view, w, h); err != nil {
		t.Fatal(err)
	}
}

func TestEverySize(t *testing.T) {
	hostile := "{\"東京\":\"\u202e\\u001b]0;x\\u0007 \u009b31m\xff\",\"e\u0301\u202e\":{\"🙂\":[\"東\",[],{\"k\":\"" +
		strings.Repeat("東", 3000) + "\"}]},\"" + strings.Repeat("k", 300) + "\":{\"a\":{\"b\":{\"c\":1}}}}"
	for _, record := range []string{startSession, hostile, "\x1b{", `[]`, "null", strings.Repeat("[", 300) + strings.Repeat("]", 300)} {
		for _, g := range []ink.Glyphs{ink.Unicode(), ink.ASCII()} {
			m := New([]byte(record), hints, styles(), g)
			m.UnfoldAll()
			m.SelectPath(".resources")
			m.Toggle()
			for w := range 201 {
				for _, h := range []int{0, 1, 2, 7, 60} {
					m.SetSize(w, h)
					m.Move(h%3 - 1)
					checkView(t, m.View(), w, h)
				}
			}
		}
	}
}

func TestOnlyTheWindowBecomesText(t *testing.T) {
	var b strings.Builder
	for i := range 5000 {
		fmt.Fprintf(&b, `,"k%d":"v"`, i)
	}
	asked := 0
	m := New([]byte(`{`+b.String()[1:]+`}`), func(string, string, string) safe.Text { asked++; return safe.Text{} }, styles(), ink.Unicode())
	m.SetSize(80, 10)
	m.Move(2500)
	m.View()
	if asked != 10 {
		t.Errorf("%d lines were drawn", asked)
	}
}

func FuzzNew(f *testing.F) {
	f.Add([]byte(startSession), ".userIdentity.arn")
	f.Add([]byte(`[{"a":"\ud800"}]`), `.[0]["a"]`)
	f.Add([]byte("\xff{"), ".")
	f.Fuzz(func(t *testing.T, record []byte, path string) {
		m := New(record, hints, styles(), ink.ASCII())
		m.SetSize(33, 9)
		m.SelectPath(path)
		m.Search(path)
		m.UnfoldAll()
		for range min(len(m.lines), 50) {
			m.Move(1)
			checkView(t, m.View(), 33, 9)
		}
		if at := m.Path(); !m.SelectPath(at) || m.Path() != at {
			t.Errorf("%s leads to %s", at, m.Path())
		}
	})
}
