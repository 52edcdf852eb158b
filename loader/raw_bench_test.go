//go:build unix

package loader

import (
	"bufio"
	"context"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// joined writes the texts of a tree's files behind one another into one file.
func joined(b *testing.B, tree, name string, compress func(io.Writer) (io.WriteCloser, error)) string {
	b.Helper()
	path := filepath.Join(b.TempDir(), name)
	file, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	out := bufio.NewWriterSize(file, 1<<20)
	text, err := compress(out)
	if err == nil {
		err = filepath.WalkDir(tree, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			return unpackInto(text, path)
		})
	}
	for _, end := range []func() error{text.Close, out.Flush, file.Close} {
		if err == nil {
			err = end()
		}
	}
	if err != nil {
		b.Fatal(err)
	}
	return path
}

func unpackInto(w io.Writer, path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	text, err := gzip.NewReader(file)
	if err != nil {
		return err
	}
	if _, err := io.Copy(w, text); err != nil {
		return err
	}
	_, err = io.WriteString(w, "\n")
	return err
}

// asIs compresses nothing.
type asIs struct{ io.Writer }

func (asIs) Close() error { return nil }

// againDumps are the same events as files of several kinds: the dump that -events
// sizes (1.6 million are 2.1 GB of JSON), and its texts as one.
func againDumps(b *testing.B) map[string]string {
	tree := benchSize.Dump(b)
	return map[string]string{ // of the frame, a record is read by decompressing all before it
		"tree":  tree,
		"gz":    joined(b, tree, "all.json.gz", func(w io.Writer) (io.WriteCloser, error) { return gzip.NewWriter(w), nil }),
		"plain": joined(b, tree, "all.json", func(w io.Writer) (io.WriteCloser, error) { return asIs{w}, nil }),
		"frame": joined(b, tree, "all.json.zst", func(w io.Writer) (io.WriteCloser, error) { return zstd.NewWriter(w) }),
	}
}

// BenchmarkRawAgain reads records at random: each as if an analyst opened it.
func BenchmarkRawAgain(b *testing.B) {
	for name, path := range againDumps(b) {
		d := loadPaths(b, Options{}, path)
		ids := d.All()
		b.Run(name, func(b *testing.B) {
			dice := rand.New(rand.NewPCG(1, 1))
			var took []time.Duration
			for b.Loop() {
				id := ids[dice.IntN(len(ids))]
				began := time.Now()
				if _, err := d.Raw(context.Background(), id); err != nil {
					b.Fatal(err)
				}
				took = append(took, time.Since(began))
			}
			slices.Sort(took)
			b.ReportMetric(percentile(took, 50), "p50-ms")
			b.ReportMetric(percentile(took, 99), "p99-ms")
			b.ReportMetric(heldMB(), "heap-MB")
		})
		runtime.KeepAlive(d)
	}
}

// percentile gives the p-th of sorted durations in milliseconds.
func percentile(took []time.Duration, p int) float64 {
	return float64(took[len(took)*p/100].Microseconds()) / 1000
}

// heldMB is what the heap holds.
func heldMB() float64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc) / 1e6
}

// BenchmarkRecordAgain reads all records as a search does that looks into each:
// in the order of the file, of time, and nearly in that of the file.
func BenchmarkRecordAgain(b *testing.B) {
	for name, path := range againDumps(b) {
		d := loadPaths(b, Options{}, path)
		byFile := d.All()
		slices.SortFunc(byFile, func(x, y ID) int {
			if x.File != y.File {
				return int(x.File - y.File)
			}
			return int(x.Record - y.Record)
		})
		near := slices.Clone(byFile)
		dice := rand.New(rand.NewPCG(1, 1))
		for from := 0; from < len(near); from += 2000 {
			part := near[from:min(from+2000, len(near))]
			dice.Shuffle(len(part), func(i, j int) { part[i], part[j] = part[j], part[i] })
		}
		for order, ids := range map[string][]ID{"file": byFile, "near": near} {
			b.Run(name+"/"+order, func(b *testing.B) {
				for b.Loop() {
					bytes := 0
					for _, id := range ids {
						data, err := d.Record(context.Background(), id)
						if err != nil {
							b.Fatal(err)
						}
						bytes += len(data)
					}
					b.SetBytes(int64(bytes))
				}
			})
		}
	}
}
