//go:build unix

package loader

import (
	"bytes"
	"hash/maphash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/gzip"
)

// BenchmarkOnePass reads records in one pass, and says how many times as long
// that takes as decompressing them.
func BenchmarkOnePass(b *testing.B) {
	dir := benchSize.Dump(b)
	var texts [][]byte // compressed
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".gz") {
			return err
		}
		text, err := os.ReadFile(path)
		texts = append(texts, text)
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	zip, text := new(gzip.Reader), make([]byte, 8<<20)
	var unpack, pass time.Duration
	records := 0
	for b.Loop() {
		d := newDecoder(maphash.MakeSeed(), newTables(), remembered, nil)
		for _, packed := range texts {
			start := time.Now()
			if err := zip.Reset(bytes.NewReader(packed)); err != nil {
				b.Fatal(err)
			}
			n, err := io.ReadFull(zip, text)
			if err != io.ErrUnexpectedEOF {
				b.Fatal(err)
			}
			unpacked := time.Now()
			unpack += unpacked.Sub(start)
			at := bytes.IndexByte(text[:n], '[') + 1
			for ; ; at++ {
				_, length, is := d.readRecord(text[at:n])
				if is != whole {
					break
				}
				at += length
				records++
			}
			pass += time.Since(unpacked)
			if n-at > 8 {
				b.Fatalf("one pass leaves %d bytes", n-at)
			}
		}
	}
	b.ReportMetric(pass.Seconds()/unpack.Seconds(), "one-pass/decompression")
	b.ReportMetric(float64(unpack.Nanoseconds())/float64(records), "decompression-ns/record")
	b.ReportMetric(float64(pass.Nanoseconds())/float64(records), "one-pass-ns/record")
}
