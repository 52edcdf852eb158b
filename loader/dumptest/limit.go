//go:build unix

package dumptest

import (
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

	"github.com/klauspost/compress/gzip"
)

// Decompress reads and decompresses the .gz files below a folder with so many
// workers, and does nothing else: the least that any reader of them must do.
func Decompress(b testing.TB, dir string, workers int) {
	b.Helper()
	var paths []string
	err := filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
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

// Stopwatch times the runs of one thing. Its zero value is ready.
type Stopwatch struct{ clock, processors []float64 }

// Time runs something once more.
func (s *Stopwatch) Time(do func()) {
	runtime.GC()
	before, start := processorTime(), time.Now()
	do()
	s.Add(time.Since(start), processorTime()-before)
}

// Add takes a run that was timed elsewhere.
func (s *Stopwatch) Add(clock, processors time.Duration) {
	s.clock = append(s.clock, clock.Seconds())
	s.processors = append(s.processors, processors.Seconds())
}

// Clock is the median of the runs, in seconds.
func (s *Stopwatch) Clock() float64 { return Median(s.clock) }

// Against reports how many times as long the runs took as those of a limit: by
// the clock, and in time of all processors, which is the fairer measure while
// others use the machine too.
func (s *Stopwatch) Against(b *testing.B, limit *Stopwatch, name string) {
	b.ReportMetric(s.Clock()/limit.Clock(), "×"+name)
	b.ReportMetric(Median(s.processors)/Median(limit.processors), "×"+name+"-cpu")
}

// Median is the middle of the values; 0 of none.
func Median(values []float64) float64 {
	if len(values) == 0 {
		return 0
	}
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
