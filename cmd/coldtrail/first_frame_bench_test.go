//go:build linux

package main

import (
	"os"
	"testing"
	"time"
)

// BenchmarkFirstFrame measures from the start of the program, a process of its
// own on a terminal, to its first frame.
func BenchmarkFirstFrame(b *testing.B) {
	dir := benchSize.Dump(b)
	program, err := os.Executable()
	if err != nil {
		b.Fatal(err)
	}
	var took time.Duration
	for b.Loop() {
		began := time.Now()
		x := openOn(b, program, 120, 40, []string{asProgram + "=1"}, dir)
		x.Wait("Loading")
		took += time.Since(began)
		x.Type("Q")
		if status := x.end(b); status != statusDone {
			b.Fatalf("it ends with %d and says %q", status, x.stderr.String())
		}
	}
	b.ReportMetric(took.Seconds()*1000/float64(b.N), "ms/first-frame")
}
