package tui

import (
	"archive/tar"
	"bytes"
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"coldtrail/loader/dumptest"
	"coldtrail/tui/tuitest"
)

// damaged is a delivery tree with its digests, in which six hours of a region,
// one log file of the other and a digest are missing, and one log file was planted.
func damaged(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	err = dumptest.Noise(dir, dumptest.Options{Events: 3840, Files: 192, Days: 4, Regions: []string{"us-east-1", "eu-west-1"}, Interesting: -1})
	if err := errors.Join(err, dumptest.Digests(dir, key)); err != nil {
		t.Fatal(err)
	}
	find := func(kind, region string) []string {
		files, err := filepath.Glob(filepath.Join(dir, "AWSLogs", "*", kind, region, "*", "*", "*", "*.gz"))
		if err != nil || len(files) == 0 {
			t.Fatalf("%d files, %v", len(files), err)
		}
		return files
	}
	east, west := find("CloudTrail", "us-east-1"), find("CloudTrail", "eu-west-1")
	gone := append(east[50:56], west[7], find("CloudTrail-Digest", "eu-west-1")[3])
	for _, file := range gone {
		if err := os.Remove(file); err != nil {
			t.Fatal(err)
		}
	}
	planted := strings.Replace(east[30], ".json.gz", "x.json.gz", 1)
	if err := os.Link(east[31], planted); err != nil {
		t.Fatal(err)
	}
	return dir
}

func startDamaged(t *testing.T, c Config, w, h int) *bench {
	t.Helper()
	dump, err := loadAll(damaged(t))
	if err != nil {
		t.Fatal(err)
	}
	return startOn(t, c, dump, w, h)
}

func TestLoadReportVerifiesDigests(t *testing.T) {
	b := startDamaged(t, configOf(), 80, 24)
	b.Press("5").Has("9 digests, log files:", "7 missing, 0 altered, 0", "unreadable, 1 unexpected", "ERROR  log file missing")
	if row := b.cursor(t); !strings.Contains(row, "ERROR") {
		t.Errorf("the cursor is on %q", row)
	}
	rows := b.app.top().screen.(*loadReport).rows.(troubleRows)
	found := map[string]int{}
	for _, r := range rows.list {
		if r.level == levelError {
			what, _, _ := strings.Cut(r.what, ": A")
			found[what]++
		}
	}
	for what, n := range map[string]int{"log file missing": 7, "log file unexpected": 1, "digest: the digest before it is missing": 1} {
		if found[what] != n {
			t.Errorf("%d × %q, want %d: %v", found[what], what, n, found)
		}
	}
	b.Has("9 errors, ") // beside the breadcrumb
}

func TestLoadReportVerifiesOnce(t *testing.T) {
	b := startDamaged(t, configOf(), 80, 24)
	s := newLoadReport(&b.app.env)
	s.Update(s.Init(t.Context())())
	s.SetSize(80, 20)
	if s.Update(shownMsg{}) == nil {
		t.Error("shown for the first time, it verifies nothing")
	}
	if view := s.View(); !strings.Contains(view, "9 digests: reading the log files again") {
		t.Errorf("while it verifies the screen is\n%s", view)
	}
	if s.Update(shownMsg{}) != nil {
		t.Error("it verifies a second time")
	}
	s.Update(s.Update(verifiedMsg{err: errors.New("why not")})())
	if view := s.View(); !strings.Contains(view, "digests  not verified: why not") {
		t.Errorf("when it failed the screen is\n%s", view)
	}
}

func TestLoadReportShowsCoverage(t *testing.T) {
	b := startDamaged(t, configOf(), 80, 36)
	b.Press("5").Has("COVERAGE  10-01", "eu-west-1", "a gap is 3 hours or more")
	if row := b.Line(" us-east-1 █"); !strings.Contains(row, "1,800  gap 10-03 01:5") {
		t.Errorf("the gap is shown as %q", row)
	}
	if row := b.Line("WARN "); !strings.Contains(row, "no event for 6h") {
		t.Errorf("the warning is %q", row)
	}
	b.Has("9 errors, 1 warning, 2 notes")
	// below the list on a narrow terminal, beside it on a wide one
	if line := b.Line("LEVEL"); strings.Contains(line, "COVERAGE") {
		t.Errorf("the coverage is beside the list: %q", line)
	}
	if line := b.Resize(120, 40).Line("LEVEL"); !strings.Contains(line, "COVERAGE") {
		t.Errorf("the coverage is not beside the list: %q", line)
	}
}

// TestLoadReportOpensEvents: Enter leads to the events round a gap and to those
// of a file, or says why there are none.
func TestLoadReportOpensEvents(t *testing.T) {
	b := startDamaged(t, configOf(), 80, 36)
	b.Press("5", "G", "k", "k").Has("no event for 6h", "Enter events")
	gap := b.app.dump.Report().Coverage[1].Gaps[0]
	b.Press("enter").Has("Load report ▸ gap 10-03 01:5", "+6h ")
	s := b.app.top().screen.(*events)
	before, after := s.dump.At(s.at(s.Pos())), s.dump.At(s.at(s.Pos()+1))
	if !before.Time.Equal(gap.From) || !after.Time.Equal(gap.To) || before.Region != "us-east-1" || after.Region != "us-east-1" {
		t.Errorf("the cursor is on %v in %s, before %v in %s, and the gap %v", before.Time, before.Region, after.Time, after.Region, gap)
	}
	first, last := s.dump.At(s.at(0)), s.dump.At(s.at(s.Len()-1))
	if first.Time.Before(gap.From.Add(-roundGap)) || !last.Time.Before(gap.To.Add(roundGap)) || s.Pos() < 10 || s.Len()-s.Pos() < 10 {
		t.Errorf("%d events from %v to %v", s.Len(), first.Time, last.Time)
	}
	b.Press("esc", "g").Has("log file missing").Press("enter").Has("this file is not in the dump")
	b.to(t, "log file unexpected", "j").Press("enter").Has("x.json.gz 20 events")
}

func TestLoadReportOpensEventsOfAFile(t *testing.T) {
	dir := writeDump(t, map[string]string{
		"a.json":    strings.Join([]string{someRecord("2024-08-01T00:00:00Z"), someRecord("2024-08-01T01:00:00Z"), `17`}, "\n"),
		"b.json":    someRecord("2024-09-01T00:00:00Z"),
		"c\x1b.txt": "call the owner",
		"d.json":    strings.ReplaceAll(someRecord("never"), "ListBuckets", "Timeless"),
	})
	dump, err := loadAll(dir)
	if err != nil {
		t.Fatal(err)
	}
	b := startOn(t, configOf(), dump, 120, 40)
	b.Press("5").Has("a.json#2 byte").Press("enter").Has("Load report ▸ a.json", "2 events", "filter: none").Press("esc")
	b.to(t, "WARN   1 record", "j").Press("enter").Has("1 event", "Timeless").Press("esc")
	b.to(t, "the newest event", "k").Press("enter").Has("2 events", "+30d 23h").Press("esc")
	b.to(t, "not CloudTrail", "j").Lacks("Enter events").Press("enter").Has("no event of this file was kept")
}

// TestLoadReportOpensEventsOfABundle: what breaks off may have given members before.
func TestLoadReportOpensEventsOfABundle(t *testing.T) {
	var bundle bytes.Buffer
	w := tar.NewWriter(&bundle)
	for i, name := range []string{"a.json", "b.json"} {
		text := someRecord(fmt.Sprintf("2024-08-0%dT00:00:00Z", i+1))
		err := w.WriteHeader(&tar.Header{Name: name, Size: int64(len(text)), Mode: 0o600})
		if _, e := w.Write([]byte(text)); errors.Join(err, e, w.Flush()) != nil {
			t.Fatal(err, e)
		}
	}
	bundle.WriteString(strings.Repeat("no header", 200))
	dump, err := loadAll(writeDump(t, map[string]string{"all.tar": bundle.String(), "all.tar.json": someRecord("2024-08-20T00:00:00Z")}))
	if err != nil {
		t.Fatal(err)
	}
	b := startOn(t, configOf(), dump, 120, 40)
	b.Press("5").Has("1 error").Press("enter").Has("Load report ▸ all.tar", "2 events")
}

func TestLoadReportWithoutTrouble(t *testing.T) {
	b := start(t, 80, 24)
	b.Press("5").Has("2,091 read = 2,086 kept + 5 repeats", "160 read, 0 partly", "digests  none", "note   5 records repeated, kept once", "eu-west-1", "0 errors, 0 warnings, 1 note")
	b.Lacks("gap 1", "Enter events").Press("enter").Has("nothing to open here: Enter is for gaps, and for files that events came from")
}

func TestLoadReportNamesWhatIsDoubtful(t *testing.T) {
	dir := writeDump(t, map[string]string{
		"a.json": strings.Join([]string{
			someRecord("2024-08-01T00:00:00Z"), someRecord("2024-09-01T00:00:00Z"), someRecord("never"), `17`,
			strings.Replace(someRecord("2024-08-01T00:00:00Z"), "ListBuckets", "Else", 1),
			`{"eventType":"AwsCloudTrailInsight","eventTime":"2024-08-01T00:00:00Z"}`,
		}, "\n"),
		"b.json": someRecord("2024-08-01T00:00:00Z"),
		"c.txt":  "call the owner",
	})
	dump, err := loadAll(dir)
	if err != nil {
		t.Fatal(err)
	}
	b := startOn(t, configOf(), dump, 200, 60)
	b.Press("5").Has("1 error, 3 warnings, 3 notes", "1 record kept without a usable time", "2 records kept that share their eventID", "1 record repeated, kept once", "1 record of CloudTrail Insights",
		"not CloudTrail", "c.txt", "a.json#3 byte")
	b.Press("j").Has("the newest event, 2024-09-01 00:00:00, is 31d 00h after the one before it")
	b.Press("l", "s").Has("WHERE▼")
	b.Press("h", "h", "s", "G").Has("▶  ERROR")
}

// Many accounts and regions, with names that would steer a terminal.
func TestLoadReportOfManyRegions(t *testing.T) {
	var records []string
	for i := range 70 {
		region, err := json.Marshal(fmt.Sprintf("%d%s", i, tuitest.Tricks()[i%len(tuitest.Tricks())].Text))
		if err != nil {
			t.Fatal(err)
		}
		records = append(records, fmt.Sprintf(`{"eventSource":"s","eventName":"n","eventTime":"2024-08-%02dT00:00:00Z","awsRegion":%s,"recipientAccountId":"%012d"}`, i%28+1, region, i))
	}
	dump, err := loadAll(writeDump(t, map[string]string{"a.json": strings.Join(records, "\n")}))
	if err != nil {
		t.Fatal(err)
	}
	for look, c := range map[string]Config{"": configOf(), "ASCII": {ASCII: true, Zone: time.UTC}} {
		t.Run(look, func(t *testing.T) {
			b := startOn(t, c, dump, 120, 40)
			b.Press("5").Has("more: coldtrail check lists all")
			manySizes(b)
		})
	}
}

func TestLoadReportFillsEverySize(t *testing.T) {
	dump, err := loadAll(damaged(t))
	if err != nil {
		t.Fatal(err)
	}
	for look, c := range map[string]Config{"": configOf(), "ASCII": {ASCII: true, Zone: time.UTC}} {
		t.Run(look, func(t *testing.T) {
			b := startOn(t, c, dump, 120, 40)
			b.Press("5")
			manySizes(b)
			b.Press("enter", "G", "l", "s")
			manySizes(b)
		})
	}
}

// manySizes draws in all sizes round those where the screen changes; the
// driver fails where a frame is not filled.
func manySizes(b *bench) {
	for _, w := range []int{1, 39, 40, 41, 59, 60, 61, 75, 76, 79, 80, 99, 100, 101, 115, 116, 117, 118, 119, 120, 160, 200} {
		for _, h := range []int{1, 13, 14, 15, 16, 17, 18, 20, 22, 23, 24, 25, 30, 40, 60} {
			b.Resize(w, h)
		}
	}
}

func TestLoadReportCountsEveryEventOnce(t *testing.T) {
	b := start(t, 80, 24)
	b.Press("5")
	s := b.app.top().screen.(*loadReport)
	for i := range s.coverage.list {
		for _, width := range []int{40, 60, 80, 200} {
			s.coverage.setSize(width, 20)
			_, stretch, bar := s.coverage.widths()
			sum := 0
			for _, n := range s.coverage.cells(&s.coverage.list[i], stretch, bar) {
				sum += n
			}
			if c := s.coverage.list[i]; sum != c.Events || bar < 1 || bar > barCells {
				t.Errorf("%s at %d: the bar has %d events in %d cells, want %d", c.Region, width, sum, bar, c.Events)
			}
		}
	}
}

// TestTroublesOnTheSmallestTerminal: the counts leave room for what went wrong.
func TestTroublesOnTheSmallestTerminal(t *testing.T) {
	b := start(t, 40, 14)
	b.Press("5").Has("▶ note", "5 records repeated", "1–1 of 1")
}
