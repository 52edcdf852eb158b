//go:build unix

package loader

import (
	"context"
	"runtime"
	"testing"

	"coldtrail/loader/dumptest"
)

var benchSize = dumptest.SizeFlags()

// BenchmarkLoad loads a dump, and says how many times as long that takes as
// decompressing its files with as many workers and the same library.
func BenchmarkLoad(b *testing.B) {
	dir := benchSize.Dump(b)
	workers := runtime.GOMAXPROCS(0)
	var limit, load dumptest.Stopwatch
	for b.Loop() {
		limit.Time(func() { dumptest.Decompress(b, dir, workers) })
		load.Time(func() {
			if _, err := Load(context.Background(), []string{dir}, Options{Workers: workers}, nil); err != nil {
				b.Fatal(err)
			}
		})
	}
	load.Against(b, &limit, "decompression")
	b.ReportMetric(load.Clock(), "s/load")
	b.ReportMetric(limit.Clock(), "s/decompression")
	b.ReportMetric(0, "ns/op")
}
