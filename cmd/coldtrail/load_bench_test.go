//go:build linux

package main

import (
	"bytes"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"

	"coldtrail/loader/dumptest"
)

var (
	benchEvents = flag.Int("events", 200_000, "events of the dump that benchmarks load")
	benchFiles  = flag.Int("files", 0, "files of that dump (0: one an hour and region)")
	benchDump   = flag.String("dump", "", "folder that keeps the dumps of benchmarks from run to run")
)

// BenchmarkReport runs coldtrail report as a process of its own and measures
// its time and the most memory that it held.
func BenchmarkReport(b *testing.B) {
	dir := benchmarkDump(b)
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
	b.ReportMetric(float64(peak)*1024/float64(*benchEvents), "peak-B/event")
}

// benchmarkDump makes the dump, or finds that of an earlier run in the folder
// that -dump names.
func benchmarkDump(b *testing.B) string {
	b.Helper()
	dir := b.TempDir()
	if *benchDump != "" {
		dir = filepath.Join(*benchDump, strconv.Itoa(*benchEvents)+"-"+strconv.Itoa(*benchFiles))
		if exists(dir) {
			return dir
		}
	}
	making := dir + ".part" // so that what was begun only is not taken for a dump
	if err := dumptest.Noise(making, dumptest.Options{Seed: 1, Events: *benchEvents, Files: *benchFiles}); err != nil {
		b.Fatal(err)
	}
	if err := os.RemoveAll(dir); err != nil {
		b.Fatal(err)
	}
	if err := os.Rename(making, dir); err != nil {
		b.Fatal(err)
	}
	return dir
}
