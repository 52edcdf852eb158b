package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	"coldtrail/hunts"
	"coldtrail/loader"
	"coldtrail/tui"
)

func TestParseTime(t *testing.T) {
	berlin, err := zone("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2024, 8, 10, 12, 0, 0, 0, time.UTC)
	tests := []struct {
		text string
		in   *time.Location
		want string // RFC 3339 in UTC; "" for an error
	}{
		{"2024-08-01T15:04:05Z", berlin, "2024-08-01T15:04:05Z"},
		{"2024-08-01T15:04:05+02:00", time.UTC, "2024-08-01T13:04:05Z"},
		{"2024-08-01", time.UTC, "2024-08-01T00:00:00Z"},
		{"2024-08-01", berlin, "2024-07-31T22:00:00Z"},
		{"2024-08-01 15:04", time.UTC, "2024-08-01T15:04:00Z"},
		{"2024-08-01 15:04:05", berlin, "2024-08-01T13:04:05Z"},
		{"2024-08-01T15:04", time.UTC, "2024-08-01T15:04:00Z"},
		{"-3d", time.UTC, "2024-08-07T12:00:00Z"},
		{"-2w", time.UTC, "2024-07-27T12:00:00Z"},
		{"-90m", berlin, "2024-08-10T10:30:00Z"},
		{"3d", time.UTC, ""},
		{"--3h", time.UTC, ""},
		{"-99999999d", time.UTC, ""},
		{"-d", time.UTC, ""},
		{"2024-13-01", time.UTC, ""},
		{"yesterday", time.UTC, ""},
	}
	for _, tt := range tests {
		got, err := parseTime(tt.text, tt.in, now)
		if tt.want == "" {
			if err == nil {
				t.Errorf("%q is read as %v", tt.text, got)
			}
			continue
		}
		if text := got.UTC().Format(time.RFC3339); err != nil || text != tt.want {
			t.Errorf("%q is read as %s (%v), want %s", tt.text, text, err, tt.want)
		}
	}
	if got, err := parseTime("", time.UTC, now); err != nil || !got.IsZero() {
		t.Errorf("no text is read as %v (%v)", got, err)
	}
}

func TestNearest(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"AWSLogs/111122223333", "evidence", "home", "x"} {
		if err := os.MkdirAll(filepath.Join(dir, name), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	tests := []struct{ missing, want string }{
		{"AWSLgos", "AWSLogs"},
		{"awslogs", "AWSLogs"},
		{"AWSLgos/111122223333", "AWSLogs/111122223333"},
		{"AWSLgos/444455556666", "AWSLogs"},
		{"AWSLogs/111122223334", "AWSLogs/111122223333"},
		{"evidence1", "evidence"},
		{"evid", ""},
		{"yz", ""},
		{"hme", "home"},
		{"nope", ""},
		{"y", ""},
	}
	for _, tt := range tests {
		if tt.missing == "awslogs" && exists(filepath.Join(dir, tt.missing)) {
			continue // a file system that does not tell them apart
		}
		want := ""
		if tt.want != "" {
			want = filepath.Join(dir, tt.want)
		}
		if got := nearest(filepath.Join(dir, tt.missing)); got != want {
			t.Errorf("nearest to %s is %q, want %q", tt.missing, got, want)
		}
	}
}

func TestDistance(t *testing.T) {
	tests := []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"", "ab", 2}, {"ab", "", 2}, {"report", "report", 0}, {"report", "reprot", 1}, {"report", "repor", 1}, {"kitten", "sitting", 3}, {"ü", "u", 1},
	}
	for _, tt := range tests {
		if got := distance(tt.a, tt.b); got != tt.want {
			t.Errorf("distance of %q and %q is %d, want %d", tt.a, tt.b, got, tt.want)
		}
	}
}

func TestVersionOfABuild(t *testing.T) {
	settings := func(dirty string) []debug.BuildSetting {
		return []debug.BuildSetting{{Key: "vcs.revision", Value: "0123456789abcdef0123"}, {Key: "vcs.modified", Value: dirty}}
	}
	tests := []struct {
		info *debug.BuildInfo
		want string
	}{
		{nil, "devel"},
		{&debug.BuildInfo{}, "devel"},
		{&debug.BuildInfo{Main: debug.Module{Version: "v1.2.3"}}, "v1.2.3"},
		{&debug.BuildInfo{Main: debug.Module{Version: "(devel)"}, Settings: settings("false")}, "0123456789ab"},
		{&debug.BuildInfo{Settings: settings("true")}, "0123456789ab+dirty"},
	}
	for _, tt := range tests {
		if got := version(tt.info); got != tt.want {
			t.Errorf("version %q, want %q", got, tt.want)
		}
	}
}

func TestProgressLine(t *testing.T) {
	var out strings.Builder
	line := progressLine{w: &out}
	line.show(loader.Progress{Elapsed: time.Millisecond, Bytes: 1, BytesTotal: 10})
	if out.Len() > 0 {
		t.Errorf("a short load shows %q", out.String())
	}
	p := loader.Progress{Elapsed: time.Second, Bytes: 5, BytesTotal: 10, Files: 1, FilesTotal: 2, Events: 7}
	line.show(p)
	line.show(p)
	p.Done = true
	line.show(p)
	const shown = "loading 50 %, 1 of 2 files, 7 events"
	if want := "\r\r" + shown + "\r" + strings.Repeat(" ", len(shown)) + "\r"; out.String() != want {
		t.Errorf("got %q, want %q", out.String(), want)
	}
}

func TestLook(t *testing.T) {
	tests := []struct {
		name string
		env  map[string]string
		want look
	}{
		{"nothing said", nil, look{theme: tui.Dark}},
		{"theme", map[string]string{"COLDTRAIL_THEME": "light"}, look{theme: tui.Light}},
		{"unknown theme", map[string]string{"COLDTRAIL_THEME": "pink"}, look{theme: tui.Dark}},
		{"NO_COLOR", map[string]string{"NO_COLOR": "1"}, look{theme: tui.Dark, noColor: true}},
		{"CLICOLOR", map[string]string{"CLICOLOR": "0"}, look{theme: tui.Dark, noColor: true}},
		{"dumb", map[string]string{"TERM": "dumb"}, look{theme: tui.Dark, noColor: true}},
		{"console", map[string]string{"TERM": "linux"}, look{theme: tui.Dark, ascii: true}},
		{"UTF-8", map[string]string{"LANG": "de_DE.UTF-8"}, look{theme: tui.Dark}},
		{"C.utf8", map[string]string{"LC_ALL": "C.utf8", "LANG": "C"}, look{theme: tui.Dark}},
		{"C", map[string]string{"LANG": "C"}, look{theme: tui.Dark, ascii: true}},
		{"wide frames", map[string]string{"LC_CTYPE": "ja_JP.UTF-8"}, look{theme: tui.Dark, ascii: true}},
	}
	for _, tt := range tests {
		if got := lookOf(func(name string) string { return tt.env[name] }); got != tt.want {
			t.Errorf("%s: %+v, want %+v", tt.name, got, tt.want)
		}
	}
}

func TestWorkbench(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("COLDTRAIL_THEME", "")
	var got tui.Config
	var fail error
	p := &program{
		stdin: strings.NewReader(""), stdout: os.Stdout, stderr: os.Stderr,
		flags: flags{filter: "event.action:StartSession", window: "30d", theme: "mono", ascii: true, workers: 1},
		workbench: func(_ context.Context, c tui.Config) error {
			got = c
			return fail
		},
	}
	if err := p.openWorkbench(context.Background(), []string{dir}); err != nil {
		t.Fatal(err)
	}
	if got.Theme != tui.Mono || !got.ASCII || got.Load.Workers != 1 || got.Load.Stdin == nil || len(got.Hunts) != len(hunts.All()) ||
		got.Options.Span.String() != "30d" || got.Filter.String() != "event.action:StartSession" || got.Paths[0] != dir {
		t.Errorf("the workbench is opened with %+v", got)
	}
	tests := []struct {
		err    error
		status int
	}{
		{&tui.NothingError{Report: &loader.Report{}}, statusNothing},
		{&loader.MissingError{Path: "dump"}, statusUsage},
	}
	for _, tt := range tests {
		fail = tt.err
		var s *statusError
		if err := p.openWorkbench(context.Background(), []string{dir}); !errors.As(err, &s) || s.status != tt.status {
			t.Errorf("%v gives %v, want status %d", tt.err, err, tt.status)
		}
	}
}
