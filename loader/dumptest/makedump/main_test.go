package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestRun(t *testing.T) {
	blocked := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(blocked, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name   string
		args   []string
		status int
		says   string
	}{
		{"noise", []string{"-events", "20", "-files", "2", t.TempDir()}, 0, ""},
		{"intrusion", []string{"-intrusion", t.TempDir()}, 0, ""},
		{"no folder", nil, 2, "usage: makedump"},
		{"unknown flag", []string{"-loud", "x"}, 2, "usage: makedump"},
		{"a file in the way", []string{"-events", "20", "-files", "2", blocked}, 1, "making a dump"},
		{"no such dump", []string{"-events", "-1", t.TempDir()}, 1, "no such dump"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var stderr bytes.Buffer
			if status := run(c.args, &stderr); status != c.status || !strings.Contains(stderr.String(), c.says) {
				t.Errorf("status %d, want %d; says %q", status, c.status, stderr.String())
			}
			if c.status != 0 {
				return
			}
			logs, err := filepath.Glob(filepath.Join(c.args[len(c.args)-1], "AWSLogs/111122223333/CloudTrail/*/*/*/*/*.json.gz"))
			if err != nil || len(logs) < 2 {
				t.Errorf("%d log files written (%v)", len(logs), err)
			}
		})
	}
}
