package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"
)

// reportDoc is what the tests read of report --format json.
type reportDoc struct {
	Tool struct{ Name, Version string }
	Dump struct {
		SHA256  map[string]string
		Now     string
		Records map[string]int
	}
	Hunts []struct {
		ID, Mode string
		Window   *struct{ From, To string }
		Matches  struct{ Window, Dump int }
		Findings []struct {
			Values       map[string]any
			Events, Refs []any
		}
	}
}

func reportJSON(t *testing.T, args ...string) reportDoc {
	t.Helper()
	var doc reportDoc
	if err := json.Unmarshal([]byte(succeed(t, append([]string{"report", "--format", "json"}, args...)...)), &doc); err != nil {
		t.Fatal(err)
	}
	return doc
}

func TestReportOfTheIntrusion(t *testing.T) {
	doc := reportJSON(t, intrusion)
	if doc.Tool.Name != "coldtrail" || doc.Dump.Now != "2025-10-29T23:54:31Z" || doc.Dump.Records["kept"] != 2086 {
		t.Errorf("tool %v, now %s, records %v", doc.Tool, doc.Dump.Now, doc.Dump.Records)
	}
	if len(doc.Hunts) != 5 {
		t.Fatalf("%d hunts, want 5", len(doc.Hunts))
	}
	for _, h := range doc.Hunts {
		if len(h.Findings) == 0 || h.Matches.Dump == 0 || h.Mode != "complete" {
			t.Errorf("hunt %s: %d findings, %+v events, mode %s", h.ID, len(h.Findings), h.Matches, h.Mode)
		}
		for _, f := range h.Findings {
			if len(f.Events) == 0 || len(f.Events) != len(f.Refs) {
				t.Errorf("hunt %s: %d events, %d refs", h.ID, len(f.Events), len(f.Refs))
			}
		}
	}
	text := succeed(t, intrusion)
	if text != succeed(t, "report", intrusion) {
		t.Error("without a command and a terminal it is not the text report that is written")
	}
	if text != succeed(t, "report", "--workers", "7", intrusion) {
		t.Error("the report depends on the number of workers")
	}
}

func TestReportFlags(t *testing.T) {
	dir := small(t)
	sessions := []string{"--hunt", "ssm_start_session", dir}
	targets := func(args ...string) []any {
		var all []any
		for _, f := range reportJSON(t, append(args, sessions...)...).Hunts[0].Findings {
			all = append(all, f.Values["target_instance"])
		}
		return all
	}
	const carols, daves = "i-0a1b2c3d4e5f60718", "i-0f9e8d7c6b5a43210"
	tests := []struct {
		args []string
		want []any
	}{
		{nil, []any{carols}},
		{[]string{"--window", "30d"}, []any{carols}},
		{[]string{"--window", "all"}, []any{carols, daves}},
		{[]string{"--now", "2024-07-02"}, []any{daves}},
		{[]string{"--now", "2024-07-01 12:01", "--tz", "Europe/Berlin"}, []any{daves}},
		{[]string{"--now", "2024-07-01 11:59", "--tz", "Europe/Berlin"}, nil},
		{[]string{"--window", "all", "--since", "2024-08-01"}, []any{carols}},
		{[]string{"--window", "all", "--until", "2024-08-01"}, []any{daves}},
		{[]string{"--window", "all", "--now", "2024-08-03", "--since", "-3d"}, []any{carols}},
		{[]string{"--window", "all", "--filter", "aws.cloudtrail.user_identity.arn:*dave"}, []any{daves}},
		{[]string{"--window", "all", "--mode", "documented"}, []any{carols, daves}},
	}
	for _, tt := range tests {
		if got := targets(tt.args...); !slices.Equal(got, tt.want) {
			t.Errorf("%q finds %v, want %v", tt.args, got, tt.want)
		}
	}
	if doc := reportJSON(t, "--hash", dir); doc.Dump.SHA256[filepath.Join(dir, "trail.json")] == "" {
		t.Errorf("no hash of the file in %v", doc.Dump.SHA256)
	}
	if doc := reportJSON(t, "--hunt", "ssm_execution", "--hunt", "ssm_start_session", dir); len(doc.Hunts) != 2 {
		t.Errorf("%d hunts, want the two asked for", len(doc.Hunts))
	}
}

// TestReportOfIndicators sweeps a dump for a list, as text and as JSON; CSV stays
// what it is.
func TestReportOfIndicators(t *testing.T) {
	list := filepath.Join(t.TempDir(), "list.csv")
	if err := os.WriteFile(list, []byte("203[.]0.113.66,c2\nsvc-telemetry\n198.51.100.250\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"report", "--ioc", list, intrusion}, {"--ioc", list, intrusion}} {
		if out := succeed(t, args...); !strings.Contains(out, "Indicators: 2 of 3 seen in the dump\n") || !strings.Contains(out, "  203.0.113.66   address  29      2025-10-11 03:12:05") {
			t.Errorf("%q writes\n%.2000s", args, out)
		}
	}
	var doc struct {
		Indicators []struct {
			Indicator, Kind string
			Events, Refs    []string
		}
	}
	if err := json.Unmarshal([]byte(succeed(t, "report", "--format", "json", "--ioc", list, intrusion)), &doc); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, i := range doc.Indicators {
		if len(i.Events) != len(i.Refs) {
			t.Errorf("%s: %d events, %d refs", i.Indicator, len(i.Events), len(i.Refs))
		}
		got = append(got, fmt.Sprintf("%s %s %d", i.Kind, i.Indicator, len(i.Refs)))
	}
	if want := []string{"address 203.0.113.66 29", "word svc-telemetry 12", "address 198.51.100.250 0"}; !slices.Equal(got, want) {
		t.Errorf("indicators %q, want %q", got, want)
	}
	if with, without := succeed(t, "report", "--format", "csv", "--ioc", list, intrusion), succeed(t, "report", "--format", "csv", intrusion); with != without {
		t.Error("a list of indicators changes the CSV")
	}
}

func TestStandardInput(t *testing.T) {
	status, stdout, stderr := coldtrailWith(t, `{"Records":[`+session("2024-08-02T10:00:00Z", "carol", "i-0a1b2c3d4e5f60718")+`]}`, "report", "--format", "json", "--hash", "-")
	var doc reportDoc
	if err := json.Unmarshal([]byte(stdout), &doc); err != nil || status != statusDone {
		t.Fatalf("status %d, %v, it says %q", status, err, stderr)
	}
	if doc.Dump.Records["kept"] != 1 || len(doc.Dump.SHA256["-"]) != 64 {
		t.Errorf("records %v, hashes %v", doc.Dump.Records, doc.Dump.SHA256)
	}
}

func TestEventsAreTheRecordsOwnText(t *testing.T) {
	// Odd blanks, escapes, numbers and an order of keys that no encoder would give again.
	record := "{ \"eventTime\" : \"2024-08-01T00:00:00Z\",\r\n\t\"eventSource\":\"x.amazonaws.com\", \"eventName\":\"\\u0041\\n<\\/b>\",\n \"n\":1.50e+2, \"z\":null, \"a\":[ ] }"
	later := event("2024-08-02T00:00:00Z", "x.amazonaws.com", "Later", "")
	dir := dump(t, map[string]string{"a.json": `{"Records":[` + later + "," + record + `]}`})
	file, _ := json.Marshal(filepath.Join(dir, "a.json"))
	line := strings.NewReplacer("\r", "", "\n", "").Replace(record)
	if got, want := succeed(t, "events", dir), line+"\n"+later+"\n"; got != want {
		t.Errorf("got\n%q, want\n%q", got, want)
	}
	if got, want := succeed(t, "events", "--filter", "event.action:Later", dir), later+"\n"; got != want {
		t.Errorf("filtered: got\n%q, want\n%q", got, want)
	}
	want := `{"file":` + string(file) + `,"record":0,"offset":12,"event":` + later + "}\n"
	if got := succeed(t, "events", "--provenance", "--since", "2024-08-02", dir); got != want {
		t.Errorf("with provenance: got\n%q, want\n%q", got, want)
	}
}

func TestEventsAsCSV(t *testing.T) {
	dir := dump(t, map[string]string{"a.json": `[` + strings.Join([]string{
		event("2024-08-01T00:00:00Z", "ssm.amazonaws.com", "StartSession", `,"eventID":"e","errorCode":"AccessDenied","awsRegion":"eu-west-1","sourceIPAddress":"192.0.2.1",`+
			`"userAgent":"=cmd|' /C calc'!A0","userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/carol"}`),
		event("", "ssm.amazonaws.com", "NoTime", ""),
	}, ",") + `]`})
	rows, err := csv.NewReader(strings.NewReader(succeed(t, "events", "--format", "csv", dir))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "a.json")
	want := [][]string{
		{"time", "event.provider", "event.action", "event.outcome", "aws.cloudtrail.user_identity.arn", "source.address", "cloud.region", "user_agent.original", "aws.cloudtrail.error_code", "event.id", "file", "record"},
		{"2024-08-01T00:00:00Z", "ssm.amazonaws.com", "StartSession", "failure", "arn:aws:iam::111122223333:user/carol", "192.0.2.1", "eu-west-1", "'=cmd|' /C calc'!A0", "AccessDenied", "e", file, "0"},
		{"", "ssm.amazonaws.com", "NoTime", "success", "", "", "", "", "", "", file, "1"},
	}
	if !slices.EqualFunc(rows, want, slices.Equal) {
		t.Errorf("got\n%q, want\n%q", rows, want)
	}
}

func TestEventsForTimesketch(t *testing.T) {
	dir := dump(t, map[string]string{"a.json": `[` + strings.Join([]string{
		event("2024-08-01T00:00:00Z", "ssm.amazonaws.com", "StartSession", `,"eventID":"e","errorCode":"AccessDenied","awsRegion":"eu-west-1","sourceIPAddress":"192.0.2.1","recipientAccountId":"111122223333",`+
			`"userAgent":"<cli>\u202e","userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/carol"},"requestParameters":{"target":"i-0a1b2c3d4e5f60718"}`),
		event("", "ssm.amazonaws.com", "NoTime", ""),
	}, ",") + `]`})
	status, got, said := coldtrail(t, "events", "--format", "timesketch", dir)
	file, err := json.Marshal(filepath.Join(dir, "a.json"))
	if err != nil {
		t.Fatal(err)
	}
	want := `{"message":"StartSession by user/carol from 192.0.2.1: failure (AccessDenied)","datetime":"2024-08-01T00:00:00.000000+00:00","timestamp":1722470400000000,` +
		`"timestamp_desc":"Event Time","data_type":"aws:cloudtrail:entry","event.provider":"ssm.amazonaws.com","event.action":"StartSession","event.outcome":"failure",` +
		`"aws.cloudtrail.error_code":"AccessDenied","aws.cloudtrail.user_identity.arn":"arn:aws:iam::111122223333:user/carol","source.address":"192.0.2.1","cloud.region":"eu-west-1",` +
		`"cloud.account.id":"111122223333","user_agent.original":"<cli>\u202e","event.id":"e",` +
		`"related.entity":["i-0a1b2c3d4e5f60718","arn:aws:iam::111122223333:user/carol","192.0.2.1","111122223333"],"file":` + string(file) + `,"record":0}` + "\n"
	if status != 0 || got != want {
		t.Errorf("status %d, got\n%s, want\n%s", status, got, want)
	}
	if said != "coldtrail: 1 of the events have no usable time and are left out: Timesketch takes none\n" {
		t.Errorf("it says %q", said)
	}
}

func TestCheckAsJSON(t *testing.T) {
	var doc struct {
		Dump struct {
			Records, Files map[string]int
			Problems       []any
		}
		Digests, Gaps []any
		Entities      map[string]int
	}
	if err := json.Unmarshal([]byte(succeed(t, "check", "--format", "json", small(t))), &doc); err != nil {
		t.Fatal(err)
	}
	if doc.Dump.Records["read"] != 3 || doc.Dump.Files["read"] != 1 || doc.Dump.Problems == nil || doc.Digests == nil || doc.Gaps == nil || doc.Entities["instance"] != 2 {
		t.Errorf("got %+v", doc)
	}
}

func TestHuntsAsJSON(t *testing.T) {
	var doc struct{ Hunts []struct{ ID string } }
	if err := json.Unmarshal([]byte(succeed(t, "hunts", "--format", "json")), &doc); err != nil || len(doc.Hunts) != 5 {
		t.Errorf("%d hunts, %v", len(doc.Hunts), err)
	}
}

func TestVersion(t *testing.T) {
	if got, want := succeed(t, "--version"), "coldtrail "+tool().Version+"\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestNothingHostileIsWrittenRaw covers what was typed, names of files and
// records. The records' own text, which events copies, is the one exception.
func TestNothingHostileIsWrittenRaw(t *testing.T) {
	const bad = "\u009b31m\u202ename\u200b\U000e0041"
	escaped := `\u001b]0;title\u0007` + bad
	dir := dump(t, map[string]string{
		bad + ".json": `{"Records":[` + strings.Join([]string{
			session("2024-08-02T10:00:00Z", "carol"+bad, "i-0a1b2c3d4e5f60718"+bad),
			event("2024-08-02T11:00:00Z", "ssm.amazonaws.com", "SendCommand", `,"userAgent":"`+escaped+`","eventID":"`+escaped+`","requestParameters":{"documentName":"AWS-RunShellScript`+escaped+`"}`),
			"17",
		}, ",") + `]}`,
		bad + ".txt": "no record",
	})
	commands := [][]string{
		{"report", dir}, {"report", "--ascii", dir}, {"report", "--format", "json", "--hash", dir}, {"report", "--format", "csv", dir},
		{"report", "--filter", "event.id:\"" + bad + "\"", dir},
		{"report", "--format", "md", dir}, {"events", "--format", "timesketch", dir},
		{"events", "--format", "csv", dir}, {"check", dir}, {"check", "--format", "json", dir},
		{"report", dir + bad}, {"report", "--" + bad, dir}, {"report", "--format", "\x1b]0;" + bad, dir}, {"hunts", bad}, {"events", "--filter", "(" + bad, dir}, {"--tz", bad, dir},
	}
	for _, args := range commands {
		_, stdout, stderr := coldtrail(t, args...)
		for _, c := range stdout + stderr {
			if c != '\n' && (unicode.In(c, unicode.C, unicode.Zl, unicode.Zp) || unicode.Is(unicode.Bidi_Control, c)) {
				t.Errorf("%q writes %U raw", args, c)
			}
		}
	}
}

func TestEvidenceIsNotWritten(t *testing.T) {
	dir := small(t)
	file := filepath.Join(dir, "trail.json")
	before, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, command := range []string{"report", "events", "check"} {
		succeed(t, command, dir)
	}
	after, err := os.ReadFile(file)
	if err != nil || !bytes.Equal(before, after) {
		t.Errorf("the file changed (%v)", err)
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
		t.Errorf("%d entries in the folder (%v), want the one file", len(entries), err)
	}
}
