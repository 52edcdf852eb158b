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

// BenchmarkOnePass reads records in one pass, and with gjson, and says how
// many times as long each takes as decompressing them.
func BenchmarkOnePass(b *testing.B) {
	dir := benchSize.Dump(b)
	var texts [][]byte // compressed
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".gz") || len(texts) == 400 {
			return err
		}
		text, err := os.ReadFile(path)
		texts = append(texts, text)
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	onePass, asked := newDecoder(maphash.MakeSeed(), newTables(), nil), newDecoder(maphash.MakeSeed(), newTables(), nil)
	zip, text := new(gzip.Reader), make([]byte, 1<<20)
	var unpack, pass, ask time.Duration
	records := 0
	for b.Loop() {
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
			var found [][]byte
			for at := bytes.IndexByte(text[:n], '[') + 1; ; at++ {
				_, length, is := onePass.readRecord(text[at:n])
				if is != whole {
					break
				}
				found = append(found, text[at:at+length])
				at += length
			}
			passed := time.Now()
			pass += passed.Sub(unpacked)
			for _, record := range found {
				asked.decode(record, false)
			}
			ask += time.Since(passed)
			records += len(found)
		}
	}
	b.ReportMetric(pass.Seconds()/unpack.Seconds(), "one-pass/decompression")
	b.ReportMetric(ask.Seconds()/unpack.Seconds(), "gjson/decompression")
	b.ReportMetric(float64(unpack.Nanoseconds())/float64(records), "decompression-ns/record")
	b.ReportMetric(float64(pass.Nanoseconds())/float64(records), "one-pass-ns/record")
}
