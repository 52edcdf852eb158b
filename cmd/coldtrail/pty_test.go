//go:build !windows

package main

import (
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/creack/pty"
)

// onTerminal runs the program as a process of its own on a terminal that never
// answers, and returns all that it wrote there.
func onTerminal(t *testing.T, args ...string) string {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program, args...)
	cmd.Env = append(os.Environ(), asProgram+"=1", "TERM=xterm-256color")
	terminal, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 24, Cols: 80})
	if err != nil {
		t.Fatal(err)
	}
	defer terminal.Close()
	out, _ := io.ReadAll(terminal) // a terminal that is closed at its other end is an error on Linux
	if err := cmd.Wait(); err != nil {
		t.Fatalf("%q: %v\n%s", args, err, out)
	}
	return string(out)
}

func TestTheTerminalIsNeitherAskedNorObeyed(t *testing.T) {
	dir := dump(t, map[string]string{"a.json": event("2024-08-01T00:00:00Z", "ssm.amazonaws.com", "StartSession", `,"userAgent":"`+"\u009b31m\u202e"+`\u001b]0;title\u0007"`)})
	for _, args := range [][]string{{"hunts"}, {"--version"}, {"report", dir}, {"check", dir}, {"events", dir}, {"events", "--provenance", dir}, {"events", "--format", "csv", dir}} {
		out := onTerminal(t, args...)
		if out == "" || strings.ContainsAny(out, "\x1b\u009b\u202e\a") {
			t.Errorf("%q writes %q", args, out)
		}
	}
	var got struct{ UserAgent string }
	if err := json.Unmarshal([]byte(onTerminal(t, "events", dir)), &got); err != nil || got.UserAgent != "\u009b31m\u202e\x1b]0;title\a" {
		t.Errorf("the escaped record reads %q (%v)", got.UserAgent, err)
	}
}

func TestTextFitsTheTerminal(t *testing.T) {
	for _, line := range strings.Split(onTerminal(t, "hunts"), "\r\n") {
		if n := len([]rune(line)); n > 80 {
			t.Errorf("%d characters in 80: %q", n, line)
		}
	}
}
