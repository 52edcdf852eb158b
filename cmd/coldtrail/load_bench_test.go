//go:build linux

package main

import (
	"bytes"
	"os"
	"os/exec"
	"syscall"
	"testing"

	"coldtrail/loader/dumptest"
)

var benchSize = dumptest.SizeFlags()

// BenchmarkReport runs coldtrail report as a process of its own and measures
// its time and the most memory that it held.
func BenchmarkReport(b *testing.B) {
	dir := benchSize.Dump(b)
	program, err := os.Executable()
	if err != nil {
		b.Fatal(err)
	}
	var peak int64 // in KiB
	for b.Loop() {
		var errs bytes.Buffer
		cmd := exec.Command(program, "report", "--format", "json", dir)
		cmd.Env = append(os.Environ(), asProgram+"=1")
		cmd.Stderr = &errs
		if err := cmd.Run(); err != nil {
			b.Fatalf("%v: %s", err, errs.String())
		}
		if usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
			peak = max(peak, usage.Maxrss)
		}
	}
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N), "s/report")
	b.ReportMetric(float64(peak)/1024, "peak-MB")
	b.ReportMetric(float64(peak)*1024/float64(benchSize.Events), "peak-B/event")
}
