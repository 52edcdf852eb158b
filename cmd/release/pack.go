package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// entry is a file of an archive. All lie in one folder there.
type entry struct {
	from string // the file's path here
	name string
	mode fs.FileMode
}

// sum is a file's name and its SHA-256.
type sum struct {
	name string
	hash [sha256.Size]byte
}

// sumsFile is the sums as sha256sum -c reads them.
func sumsFile(sums []sum) []byte {
	var b bytes.Buffer
	for _, s := range sums {
		fmt.Fprintf(&b, "%x  %s\n", s.hash, s.name)
	}
	return b.Bytes()
}

// pack writes the platform's archive into the folder.
func pack(out string, p platform, entries []entry) (sum, error) {
	name := p.archive()
	folder := strings.TrimSuffix(strings.TrimSuffix(name, ".zip"), ".tar.gz")
	write := tarball
	if p.os == "windows" {
		write = zipped
	}
	data, err := write(folder, entries)
	if err != nil {
		return sum{}, err
	}
	if err := os.WriteFile(filepath.Join(out, name), data, 0o644); err != nil {
		return sum{}, err
	}
	return sum{name, sha256.Sum256(data)}, nil
}

// epoch is the time of every file in an archive, the earliest that zip knows:
// an archive must not depend on when it was made.
func epoch() time.Time { return time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC) }

func tarball(folder string, entries []entry) ([]byte, error) {
	var b bytes.Buffer
	compressed := gzip.NewWriter(&b)
	out := tar.NewWriter(compressed)
	for _, e := range entries {
		data, err := os.ReadFile(e.from)
		if err != nil {
			return nil, err
		}
		head := &tar.Header{Name: folder + "/" + e.name, Mode: int64(e.mode), Size: int64(len(data)), ModTime: epoch(), Format: tar.FormatUSTAR}
		if err := out.WriteHeader(head); err != nil {
			return nil, err
		}
		if _, err := out.Write(data); err != nil {
			return nil, err
		}
	}
	if err := out.Close(); err != nil {
		return nil, err
	}
	if err := compressed.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

func zipped(folder string, entries []entry) ([]byte, error) {
	var b bytes.Buffer
	out := zip.NewWriter(&b)
	for _, e := range entries {
		data, err := os.ReadFile(e.from)
		if err != nil {
			return nil, err
		}
		head := &zip.FileHeader{Name: folder + "/" + e.name, Method: zip.Deflate, Modified: epoch()}
		head.SetMode(e.mode)
		w, err := out.CreateHeader(head)
		if err != nil {
			return nil, err
		}
		if _, err := w.Write(data); err != nil {
			return nil, err
		}
	}
	if err := out.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
