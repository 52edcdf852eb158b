package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// asProgram makes the test binary be the program itself, for tests and
// benchmarks that need a process of its own.
const asProgram = "COLDTRAIL_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
	}
	os.Exit(m.Run())
}

const intrusion = "../../testdata/dumps/intrusion"

// coldtrail runs the program with nothing on standard input.
func coldtrail(t *testing.T, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	return coldtrailWith(t, "", args...)
}

func coldtrailWith(t *testing.T, stdin string, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	status = run(context.Background(), args, strings.NewReader(stdin), &out, &errs)
	return status, out.String(), errs.String()
}

// succeed runs the program, which must end with status 0 and say nothing.
func succeed(t *testing.T, args ...string) string {
	t.Helper()
	status, stdout, stderr := coldtrail(t, args...)
	if status != statusDone || stderr != "" {
		t.Fatalf("%q ends with %d and says %q", args, status, stderr)
	}
	return stdout
}

// event is a record of one line.
func event(time, provider, action, more string) string {
	return fmt.Sprintf(`{"eventVersion":"1.11","eventTime":%q,"eventSource":%q,"eventName":%q%s}`, time, provider, action, more)
}

// session is the record of a StartSession by a user.
func session(time, user, target string) string {
	return event(time, "ssm.amazonaws.com", "StartSession", fmt.Sprintf(
		`,"eventID":"session-%s","userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/%s"},"requestParameters":{"target":%q}`, user, user, target))
}

// dump writes files, by name, into a folder of its own.
func dump(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// small is a dump of two sessions and a call, the newest first.
func small(t *testing.T) string {
	t.Helper()
	return dump(t, map[string]string{"trail.json": `{"Records":[` + strings.Join([]string{
		event("2024-08-03T09:00:00Z", "s3.amazonaws.com", "ListBuckets", ""),
		session("2024-08-02T10:00:00Z", "carol", "i-0a1b2c3d4e5f60718"),
		session("2024-07-01T10:00:00Z", "dave", "i-0f9e8d7c6b5a43210"),
	}, ",\n  ") + "]}\n"})
}

func TestStatus(t *testing.T) {
	good := small(t)
	broken := dump(t, map[string]string{
		"good.json":   `{"Records":[` + session("2024-08-02T10:00:00Z", "carol", "i-0a1b2c3d4e5f60718") + `]}`,
		"broken.json": `{"Records":[` + session("2024-08-02T11:00:00Z", "dave", "i-0a1b2c3d4e5f60718") + `,{"eventName"`,
	})
	nothing := dump(t, map[string]string{"notes.txt": "call the owner", "empty.json": ""})
	missing := filepath.Join(good, "trial.json")
	tests := []struct {
		name   string
		args   []string
		status int
		says   string // on standard error, after "coldtrail: "; "" for nothing at all
	}{
		{"report", []string{"report", good}, 0, ""},
		{"no command, no terminal", []string{good}, 0, ""},
		{"report of a broken dump", []string{"report", broken}, 0, ""},
		{"check", []string{"check", good}, 0, ""},
		{"events", []string{"events", good}, 0, ""},
		{"hunts", []string{"hunts"}, 0, ""},
		{"help", []string{"--help"}, 0, ""},
		{"version", []string{"--version"}, 0, ""},
		{"all common flags", []string{"report", "--now", "2024-08-05", "--window", "30d", "--since", "2024-01-01", "--until", "2024-12-31 12:00", "--filter", "event.action:StartSession",
			"--tz", "Europe/Berlin", "--workers", "1", "--hash", "--fail-on", "high", "--theme", "mono", "--ascii", good}, 0, ""},

		{"nothing readable", []string{"report", nothing}, 1, "nothing readable was found in " + nothing + "\ncoldtrail: "},
		{"nothing readable to check", []string{"check", nothing}, 1, "nothing readable was found"},
		{"nothing readable to export", []string{"events", nothing}, 1, "nothing readable was found"},
		{"nothing of that time", []string{"report", "--since", "2030-01-01", intrusion}, 1,
			"nothing readable was found in " + intrusion + "\ncoldtrail: 160 files were delivered outside of the time that --since and --until ask for\n"},
		{"empty standard input", []string{"report", "-"}, 1, "nothing readable was found in -"},

		{"no path", nil, 2, "no PATH: name a file, a folder, or - for standard input"},
		{"no path for a command", []string{"report"}, 2, "no PATH"},
		{"path that does not exist", []string{"report", missing}, 2, missing + " does not exist; did you mean " + filepath.Join(good, "trail.json") + " ?"},
		{"path far from any", []string{"events", filepath.Join(good, "else")}, 2, "else does not exist\n"},
		{"mistyped command", []string{"reprot"}, 2, "reprot does not exist; did you mean the command report ?"},
		{"one path of two does not exist", []string{"check", good, missing}, 2, "does not exist"},
		{"unknown flag", []string{"report", "--frmat", "csv", good}, 2, "unknown flag: --frmat (coldtrail report --help lists the flags)"},
		{"path for hunts", []string{"hunts", good}, 2, "this command takes no PATH"},
		{"unknown format of a report", []string{"report", "--format", "html", good}, 2, `--format: "html" is none of text, json, md, csv`},
		{"unknown format of events", []string{"events", "--format", "xlsx", good}, 2, `--format: "xlsx" is none of jsonl, csv, timesketch`},
		{"unknown format of a check", []string{"check", "--format", "csv", good}, 2, `--format: "csv" is none of text, json`},
		{"unknown format of hunts", []string{"hunts", "--format", "csv"}, 2, `--format: "csv" is none of text, json`},
		{"unknown mode", []string{"report", "--mode", "both", good}, 2, `--mode: mode "both" is none of complete, documented`},
		{"unknown hunt", []string{"report", "--hunt", "nope", good}, 2, `--hunt: "nope" is none of `},
		{"unknown window", []string{"report", "--window", "8d", good}, 2, "--window: "},
		{"unknown severity", []string{"report", "--fail-on", "bad", good}, 2, "--fail-on: "},
		{"unknown theme", []string{"--theme", "pink", good}, 2, "--theme: "},
		{"unknown zone", []string{"report", "--tz", "Mars", good}, 2, `--tz: time zone "Mars"`},
		{"bad now", []string{"report", "--now", "soon", good}, 2, `--now: time "soon"`},
		{"bad since", []string{"events", "--since", "1st", good}, 2, `--since: time "1st"`},
		{"bad until", []string{"events", "--until", "-3x", good}, 2, `--until: time "-3x"`},
		{"bad filter", []string{"events", "--filter", "a:(b", good}, 2, "--filter: column 3: "},
		{"negative workers", []string{"report", "--workers", "-1", good}, 2, "--workers: "},
		{"workers that are no number", []string{"report", "--workers", "two", good}, 2, `--workers: "two" is no whole number`},
		{"a switch that is no switch", []string{"report", "--hash=some", good}, 2, `--hash: "some" is neither true nor false`},
		{"times the wrong way round", []string{"events", "--since", "2024-08-02", "--until", "2024-08-01", good}, 2, "--until: 2024-08-01 is before --since"},

		{"finding at the severity", []string{"report", "--fail-on", "informational", good}, 3, "the worst finding is low"},
		{"no finding at the severity", []string{"report", "--fail-on", "high", good}, 0, ""},
		{"no finding shown", []string{"report", "--fail-on", "informational", "--filter", "event.action:ListBuckets", good}, 0, ""},
		{"hunts without severity never fail", []string{"report", "--fail-on", "informational", "--hunt", "ssm_start_session", good}, 0, ""},
		{"check of a broken dump", []string{"check", broken}, 3, "not everything could be read"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			status, stdout, stderr := coldtrail(t, tt.args...)
			if status != tt.status {
				t.Errorf("status %d, want %d; it says %q", status, tt.status, stderr)
			}
			switch {
			case tt.says == "" && stderr != "":
				t.Errorf("it says %q", stderr)
			case tt.says != "" && !(strings.HasPrefix(stderr, "coldtrail: ") && strings.Contains(stderr, tt.says)):
				t.Errorf("it says %q, want %q", stderr, tt.says)
			}
			silent := status == statusUsage || status == statusNothing && tt.args[0] == "report"
			if silent != (stdout == "") && tt.args != nil && tt.args[0] != "events" {
				t.Errorf("status %d and this on standard output: %q", status, stdout)
			}
		})
	}
}

func TestInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for _, command := range []string{"report", "events", "check"} {
		var out, errs bytes.Buffer
		status := run(ctx, []string{command, intrusion}, strings.NewReader(""), &out, &errs)
		if status != statusInterrupted || out.Len() > 0 || errs.String() != "coldtrail: interrupted: the output is not complete\n" {
			t.Errorf("%s: status %d, %d bytes written, it says %q", command, status, out.Len(), errs.String())
		}
	}
}

type endless struct{}

func (endless) Read([]byte) (int, error) { select {} }

func TestInterruptedWhileStandardInputIsSilent(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	var out, errs bytes.Buffer
	if status := run(ctx, []string{"report", "-"}, endless{}, &out, &errs); status != statusInterrupted {
		t.Errorf("status %d, it says %q", status, errs.String())
	}
}

type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, fmt.Errorf("no space left") }

func TestOutputThatCannotBeWritten(t *testing.T) {
	for _, args := range [][]string{{"report", intrusion}, {"events", intrusion}, {"events", "--format", "csv", intrusion}, {"check", intrusion}, {"hunts"}} {
		var errs bytes.Buffer
		status := run(context.Background(), args, strings.NewReader(""), fullDisk{}, &errs)
		if status != statusNothing || !strings.Contains(errs.String(), "no space left") {
			t.Errorf("%q: status %d, it says %q", args, status, errs.String())
		}
	}
}
