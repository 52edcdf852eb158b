//go:build linux || darwin

package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode"

	"coldtrail/tui/tuitest"

	"github.com/muesli/termenv"
)

// TestWorkbenchOnATerminal runs the program as it is built, on a terminal that
// answers nothing.
func TestWorkbenchOnATerminal(t *testing.T) {
	program := filepath.Join(t.TempDir(), "coldtrail")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("building the program: %v\n%s", err, out)
	}
	tests := map[string]func(*testing.T, string){
		"the terminal is not asked": testNotAsked,
		"evidence is not obeyed":    testNotObeyed,
		"the ways out":              testWaysOut,
		"no path":                   testNoPath,
		"an empty folder":           testEmptyFolder,
		"colours":                   testColours,
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, program)
		})
	}
}

// terminalRun is the program on a terminal of its own.
type terminalRun struct {
	*tuitest.Terminal
	cmd    *exec.Cmd
	stderr bytes.Buffer
}

// openOn starts the program.
func openOn(t testing.TB, program string, w, h int, env []string, args ...string) *terminalRun {
	t.Helper()
	x := &terminalRun{Terminal: tuitest.NewTerminal(t, w, h)}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute) // so that what hangs fails
	t.Cleanup(cancel)
	x.cmd = exec.CommandContext(ctx, program, args...)
	x.cmd.Env = append(withoutLook(os.Environ()), append([]string{"TERM=xterm-256color", "LANG=C.UTF-8"}, env...)...)
	x.cmd.Stderr = &x.stderr
	x.Start(x.cmd)
	return x
}

// withoutLook takes out what would change how the workbench is drawn.
func withoutLook(env []string) []string {
	var kept []string
	for _, v := range env {
		switch name, _, _ := strings.Cut(v, "="); name {
		case "NO_COLOR", "CLICOLOR", "COLDTRAIL_THEME", "TERM", "LANG", "LC_ALL", "LC_CTYPE", "TMUX", "STY":
		default:
			kept = append(kept, v)
		}
	}
	return kept
}

// end waits for the program and returns its exit status.
func (x *terminalRun) end(t testing.TB) int {
	t.Helper()
	err := x.cmd.Wait()
	var status *exec.ExitError
	if err != nil && !errors.As(err, &status) {
		t.Fatal(err)
	}
	return x.cmd.ProcessState.ExitCode()
}

// testNotAsked: a question to a terminal that does not answer would cost five
// seconds before the first frame, and the answer of another land in the keys.
func testNotAsked(t *testing.T, program string) {
	began := time.Now()
	x := openOn(t, program, 80, 24, nil, intrusion)
	x.Wait("Loading")
	if passed := time.Since(began); passed >= termenv.OSCTimeout {
		t.Errorf("the first frame took %v", passed)
	}
	x.Wait("5 with findings").Type("Q")
	if status := x.end(t); status != statusDone {
		t.Errorf("it ends with %d and says %q", status, x.stderr.String())
	}
	if question := tuitest.Asked(x.Close()); question != "" {
		t.Errorf("the terminal is asked %q", question)
	}
}

// testNotObeyed visits every view of a dump that is full of tricks.
func testNotObeyed(t *testing.T, program string) {
	dir := tuitest.Hostile(t)
	x := openOn(t, program, 200, 60, nil, "--tz", "UTC", dir)
	x.Wait("5 with findings")
	x.Type("jjj").Wait("ES|QL").Type("\r").Wait("▸").Type("\r").Wait("1 event").Type("\r").Wait("   bytes ").Type("?").Wait("collapse all")
	x.Type("\x1b").Wait("eventVersion").Type("P").Wait("KIND").Type("1").Wait("WHAT")
	x.Type("5").Wait("unreadable").Type("2").Wait("All events").Type("\r").Wait("1 of 1")
	markers(x)
	x.Type("y").Wait("copy:").Type("j").Wait("copied").Type("Q")
	if status := x.end(t); status != statusDone {
		t.Errorf("it ends with %d", status)
	}
	if err := x.Restored(); err != nil {
		t.Error(err)
	}
	written := x.Close()
	for _, trick := range tuitest.Tricks() {
		for _, r := range trick.Text {
			ours := strings.ContainsRune("\x1b\r\n\a", r)
			if !ours && !unicode.IsGraphic(r) && bytes.ContainsRune(written, r) {
				t.Errorf("trick %s sends %U", trick.Name, r)
			}
		}
		if strings.HasPrefix(trick.Text, "\x1b") && bytes.Contains(written, []byte(trick.Text)) {
			t.Errorf("trick %s is sent as it is", trick.Name)
		}
	}
	for _, start := range []string{"\x1b]0;", "\x1b]8;", "\x1b[31mRED"} {
		if bytes.Contains(written, []byte(start)) {
			t.Errorf("%q is sent", start)
		}
	}
	if question := tuitest.Asked(written); question != "" {
		t.Errorf("the terminal is asked %q", question)
	}
}

// markers goes through all records and waits for what stands behind each trick.
func markers(x *terminalRun) {
	for _, trick := range tuitest.Tricks() {
		if trick.Name != "long" && trick.Name != "wide" { // those are cut, and whole in the bytes
			x.Wait(trick.Shown())
		}
		x.Type("J")
	}
}

func testWaysOut(t *testing.T, program string) {
	for _, keys := range []string{"qq", "Q", "\x03\x03"} {
		x := openOn(t, program, 80, 24, nil, intrusion)
		x.Wait("5 with findings").Type(keys)
		if status := x.end(t); status != statusDone {
			t.Errorf("%q ends with %d and says %q", keys, status, x.stderr.String())
		}
		if err := x.Restored(); err != nil {
			t.Errorf("%q: %v", keys, err)
		}
	}
}

func testNoPath(t *testing.T, program string) {
	x := openOn(t, program, 80, 24, nil, "/nope/at/all")
	if status := x.end(t); status != statusUsage || !strings.Contains(x.stderr.String(), "/nope/at/all does not exist") {
		t.Errorf("it ends with %d and says %q", status, x.stderr.String())
	}
	if written := x.Close(); bytes.Contains(written, []byte("\x1b")) {
		t.Errorf("%q is written to the terminal", written)
	}
}

func testEmptyFolder(t *testing.T, program string) {
	dir := t.TempDir()
	x := openOn(t, program, 80, 24, nil, dir)
	if status := x.end(t); status != statusNothing || !strings.Contains(x.stderr.String(), dir) {
		t.Errorf("it ends with %d and says %q", status, x.stderr.String())
	}
	if err := x.Restored(); err != nil {
		t.Error(err)
	}
}

// testColours: colours that cannot be read on every background are never used,
// none at all where they are not wanted, and nothing but ASCII where only that
// is drawn.
func testColours(t *testing.T, program string) {
	tests := []struct {
		env  []string
		args []string
		bad  func(r rune) bool
		not  []string
	}{
		{[]string{"COLDTRAIL_THEME=light"}, nil, nil, []string{"33m", "37m", "97m", "34m", "[2m"}},
		{[]string{"NO_COLOR=1"}, nil, nil, []string{"31m", "32m", "33m", "34m", "35m", "36m"}},
		{[]string{"TERM=dumb"}, nil, nil, []string{"31m", "32m", "33m", "34m", "35m", "36m"}},
		{nil, []string{"--ascii"}, func(r rune) bool { return r > '~' }, nil},
		{[]string{"LANG=C"}, nil, func(r rune) bool { return r > '~' }, nil},
	}
	for _, tt := range tests {
		x := openOn(t, program, 120, 40, tt.env, append(tt.args, intrusion)...)
		x.Wait("5 with findings").Type("\r").Wait("5 rows").Type("j").Wait("launch").Type("Q")
		if status := x.end(t); status != statusDone {
			t.Errorf("%q %q ends with %d and says %q", tt.env, tt.args, status, x.stderr.String())
		}
		written := string(x.Close())
		if i := strings.IndexFunc(written, func(r rune) bool { return tt.bad != nil && tt.bad(r) }); i >= 0 {
			t.Errorf("%q %q: %q is written", tt.env, tt.args, written[max(i-20, 0):min(i+20, len(written))])
		}
		styles := strings.Join(regexp.MustCompile(`\x1b\[[0-9;]*m`).FindAllString(written, -1), " ")
		for _, sgr := range tt.not {
			if strings.Contains(styles, sgr) {
				t.Errorf("%q %q: a style with %q is written", tt.env, tt.args, sgr)
			}
		}
		if !strings.Contains(styles, "7m") {
			t.Errorf("%q %q: the cursor's row is not reversed", tt.env, tt.args)
		}
	}
}
