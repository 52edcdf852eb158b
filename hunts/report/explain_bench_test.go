package report

import (
	"testing"
	"time"

	"coldtrail/hunts"
	"coldtrail/loader"
	"coldtrail/loader/dumptest"
)

var benchSize = dumptest.SizeFlags()

// BenchmarkHunts measures what hunts and notes cost beside the load of the
// same run, as parts of it: all hunts, the notes and lineage of the first
// finding of each, which is what a screen waits for, and those of every
// finding, which a report writes.
func BenchmarkHunts(b *testing.B) {
	dir := benchSize.Dump(b)
	for b.Loop() {
		start := time.Now()
		d, err := loader.Load(b.Context(), []string{dir}, loader.Options{Keep: hunts.Keep(hunts.All())}, nil)
		if err != nil {
			b.Fatal(err)
		}
		load := time.Since(start)
		start = time.Now()
		results := hunts.Run(b.Context(), d, hunts.All(), hunts.Options{})
		hunting := time.Since(start)
		few := Report{Dataset: d, Results: firstOf(results)}
		start = time.Now()
		if err := few.Explain(b.Context(), results, nil, nil); err != nil {
			b.Fatal(err)
		}
		asking := time.Since(start)
		every := Report{Dataset: d, Results: results}
		start = time.Now()
		if err := every.Explain(b.Context(), results, nil, nil); err != nil {
			b.Fatal(err)
		}
		found := 0
		for _, r := range results {
			found += len(r.Findings)
		}
		b.ReportMetric(hunting.Seconds()/load.Seconds(), "hunts/load")
		b.ReportMetric((hunting+asking).Seconds()/load.Seconds(), "hunts+notes/load")
		b.ReportMetric(time.Since(start).Seconds()/load.Seconds(), "every-note/load")
		b.ReportMetric(float64(found), "findings")
	}
}

// firstOf are the results with their first finding each.
func firstOf(results []hunts.Result) []hunts.Result {
	few := make([]hunts.Result, len(results))
	for i, r := range results {
		r.Findings = r.Findings[:min(len(r.Findings), 1)]
		few[i] = r
	}
	return few
}
