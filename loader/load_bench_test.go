//go:build unix

package loader

import (
	"context"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"coldtrail/loader/dumptest"
	"github.com/klauspost/compress/gzip"
)

var benchSize = dumptest.SizeFlags()

// BenchmarkLoad loads a dump, and says how many times as long that takes as
// decompressing its files with as many workers and the same library.
func BenchmarkLoad(b *testing.B) {
	dir := benchSize.Dump(b)
	workers := runtime.GOMAXPROCS(0)
	limit, load := stopwatch{}, stopwatch{}
	for b.Loop() {
		limit.time(func() { decompressAll(b, dir, workers) })
		load.time(func() {
			if _, err := Load(context.Background(), []string{dir}, Options{Workers: workers}, nil); err != nil {
				b.Fatal(err)
			}
		})
	}
	b.ReportMetric(load.wall()/limit.wall(), "×decompression")
	b.ReportMetric(load.processor()/limit.processor(), "×decompression-cpu")
	b.ReportMetric(load.wall(), "s/load")
	b.ReportMetric(limit.wall(), "s/decompression")
}

// decompressAll reads and decompresses the files below a folder, and does
// nothing else: the least that any reader of them must do.
func decompressAll(b *testing.B, dir string, workers int) {
	b.Helper()
	var paths []string
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(path, ".gz") {
			paths = append(paths, path)
		}
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	var next atomic.Int64
	var group sync.WaitGroup
	for range workers {
		group.Go(func() {
			zip, window := new(gzip.Reader), make([]byte, 64<<10)
			for i := next.Add(1) - 1; i < int64(len(paths)); i = next.Add(1) - 1 {
				if err := decompress(paths[i], zip, window); err != nil {
					b.Error(err)
				}
			}
		})
	}
	group.Wait()
}

func decompress(path string, zip *gzip.Reader, window []byte) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := zip.Reset(f); err != nil {
		return err
	}
	for {
		if _, err := zip.Read(window); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
	}
}

// stopwatch times the runs of one thing, and gives the medians in seconds.
type stopwatch struct{ walls, processors []float64 }

func (s *stopwatch) time(do func()) {
	runtime.GC()
	before, start := processorTime(), time.Now()
	do()
	s.walls = append(s.walls, time.Since(start).Seconds())
	s.processors = append(s.processors, (processorTime() - before).Seconds())
}

func (s *stopwatch) wall() float64 { return median(s.walls) }

// processor is the time of all processors. It is the fairer measure while others
// use the machine too.
func (s *stopwatch) processor() float64 { return median(s.processors) }

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}

func processorTime() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		return 0
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
