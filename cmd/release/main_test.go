package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestUsage(t *testing.T) {
	for _, args := range [][]string{nil, {"-out", "dist", "-check"}, {"-check", "more"}, {"-unknown"}} {
		var errs bytes.Buffer
		if status := run(context.Background(), args, &errs); status != 2 || errs.Len() == 0 {
			t.Errorf("%q: status %d, it says %q", args, status, errs.String())
		}
	}
}

func TestNames(t *testing.T) {
	var got []string
	for _, p := range platforms() {
		got = append(got, p.archive()+" "+p.binary())
	}
	want := []string{
		"coldtrail_linux_amd64.tar.gz coldtrail", "coldtrail_linux_arm64.tar.gz coldtrail",
		"coldtrail_darwin_amd64.tar.gz coldtrail", "coldtrail_darwin_arm64.tar.gz coldtrail",
		"coldtrail_windows_amd64.zip coldtrail.exe", "coldtrail_windows_arm64.zip coldtrail.exe",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// packed is a file as it lies in an archive.
type packed struct {
	name, text string
	mode       fs.FileMode
}

func TestPack(t *testing.T) {
	dir := t.TempDir()
	var entries []entry
	for name, mode := range map[string]fs.FileMode{"program": 0o755, "LICENSE": 0o644} {
		from := filepath.Join(dir, name)
		if err := os.WriteFile(from, []byte("text of "+name), 0o600); err != nil {
			t.Fatal(err)
		}
		entries = append(entries, entry{from, name, mode})
	}
	slices.SortFunc(entries, func(a, b entry) int { return strings.Compare(a.name, b.name) })
	for p, read := range map[platform]func(*testing.T, []byte) []packed{{"linux", "arm64"}: readTar, {"windows", "amd64"}: readZip} {
		t.Run(p.String(), func(t *testing.T) {
			out := t.TempDir()
			first, err := pack(out, p, entries)
			if err != nil {
				t.Fatal(err)
			}
			if again, err := pack(out, p, entries); err != nil || again != first {
				t.Errorf("packed again it differs (%v)", err)
			}
			data, err := os.ReadFile(filepath.Join(out, p.archive()))
			if err != nil || sha256.Sum256(data) != first.hash || first.name != p.archive() {
				t.Errorf("%s is not what the sum is of (%v)", first.name, err)
			}
			folder := "coldtrail_" + p.String() + "/"
			want := []packed{{folder + "LICENSE", "text of LICENSE", 0o644}, {folder + "program", "text of program", 0o755}}
			if got := read(t, data); !slices.Equal(got, want) {
				t.Errorf("got %v, want %v", got, want)
			}
		})
	}
	if _, err := pack(dir, platforms()[0], []entry{{filepath.Join(dir, "missing"), "missing", 0o644}}); err == nil {
		t.Error("a missing file is packed")
	}
}

func readTar(t *testing.T, data []byte) []packed {
	unzipped, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	var files []packed
	for in := tar.NewReader(unzipped); ; {
		head, err := in.Next()
		if err == io.EOF {
			return files
		}
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, packed{head.Name, string(text), head.FileInfo().Mode()})
	}
}

func readZip(t *testing.T, data []byte) []packed {
	in, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var files []packed
	for _, f := range in.File {
		file, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(file)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, packed{f.Name, string(text), f.Mode()})
	}
	return files
}

func TestSums(t *testing.T) {
	sums := []sum{{"a.zip", [32]byte{0xab}}, {"b.tar.gz", [32]byte{}}}
	want := "ab" + strings.Repeat("0", 62) + "  a.zip\n" + strings.Repeat("0", 64) + "  b.tar.gz\n"
	if got := string(sumsFile(sums)); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
