//go:build huge && linux

package loader

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// These tests write gigabytes and are run on demand:
//
//	go test -tags huge -run Huge -v ./loader

// TestHugeRecord loads a file of one record of 3 GiB with a small one behind it.
func TestHugeRecord(t *testing.T) {
	path := filepath.Join(t.TempDir(), "one.json")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	io.WriteString(f, `{"eventSource":"ssm.amazonaws.com","eventName":"StartSession","pad":"`)
	if _, err := f.Seek(3<<30, io.SeekStart); err != nil { // a hole: it costs no disk
		t.Fatal(err)
	}
	io.WriteString(f, "\"}\n"+call(1)+"\n")
	d := loadPaths(t, Options{}, path)
	if c := d.Report().Records; c.Kept != 1 || c.Unreadable != 1 || len(d.Report().Problems) != 1 {
		t.Errorf("%+v %v", c, d.Report().Problems)
	}
	t.Log(d.Report().Problems)
	checkPeak(t)
}

// TestHugeBomb loads 4 GiB of blanks packed into 4 MiB.
func TestHugeBomb(t *testing.T) {
	path := filepath.Join(t.TempDir(), "bomb.json.gz")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	w := gzip.NewWriter(f)
	blanks := bytes.Repeat([]byte(" "), 1<<20)
	for range 4 << 10 {
		if _, err := w.Write(blanks); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	d := loadPaths(t, Options{}, path)
	if p := d.Report().Problems; len(p) != 1 || d.Len() != 0 {
		t.Errorf("%d events, problems %v", d.Len(), p)
	}
	t.Log(d.Report().Problems)
	checkPeak(t)
}

// checkPeak fails where the process ever held more than 300 MB.
func checkPeak(t *testing.T) {
	t.Helper()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	kb, err := strconv.Atoi(strings.Fields(rest)[0])
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("memory peak %d MB", kb/1000)
	if kb > 300_000 {
		t.Errorf("memory peak %d kB", kb)
	}
}
