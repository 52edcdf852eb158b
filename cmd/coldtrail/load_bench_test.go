//go:build linux

package main

import (
	"bytes"
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"testing"
	"time"

	"coldtrail/loader/dumptest"
)

var benchSize = dumptest.SizeFlags()

// BenchmarkReport runs coldtrail report as a process of its own: it loads the
// dump and runs the hunts, and as CSV does not answer notes. It says how many times as long that takes as
// decompressing the files with as many workers, and the most memory that the
// process held.
func BenchmarkReport(b *testing.B) {
	dir := benchSize.Dump(b)
	program, err := os.Executable()
	if err != nil {
		b.Fatal(err)
	}
	var limit, report dumptest.Stopwatch
	var peak int64 // in KiB
	for b.Loop() {
		limit.Time(func() { dumptest.Decompress(b, dir, runtime.GOMAXPROCS(0)) })
		var errs bytes.Buffer
		cmd := exec.Command(program, "report", "--format", "csv", dir)
		cmd.Env = append(os.Environ(), asProgram+"=1")
		cmd.Stderr = &errs
		start := time.Now()
		if err := cmd.Run(); err != nil {
			b.Fatalf("%v: %s", err, errs.String())
		}
		report.Add(time.Since(start), cmd.ProcessState.UserTime()+cmd.ProcessState.SystemTime())
		if usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
			peak = max(peak, usage.Maxrss)
		}
	}
	report.Against(b, &limit, "decompression")
	b.ReportMetric(report.Clock(), "s/report")
	b.ReportMetric(float64(peak)/1000*1.024, "peak-MB")
	b.ReportMetric((float64(peak)*1024-150e6)/float64(benchSize.Events), "B/event-over-150-MB")
	b.ReportMetric(0, "ns/op")
}
