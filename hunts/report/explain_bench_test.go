package report

import (
	"slices"
	"testing"
	"time"

	"coldtrail/hunts"
	"coldtrail/loader"
	"coldtrail/loader/dumptest"
)

var benchSize = dumptest.SizeFlags()

// BenchmarkHunts measures what hunts and notes cost beside the load of the
// same run, as parts of it, in medians: all hunts; with the notes and lineage of
// the first finding of each, which is what a screen waits for; and with those of
// every finding, which a report writes.
func BenchmarkHunts(b *testing.B) {
	dir := benchSize.Dump(b)
	parts := map[string][]float64{}
	found := 0
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
		found = 0
		for _, r := range results {
			found += len(r.Findings)
		}
		few := explaining(b, Report{Dataset: d, Results: firstOf(results)}, results)
		every := explaining(b, Report{Dataset: d, Results: results}, results)
		for name, took := range map[string]time.Duration{"hunts/load": hunting, "hunts+notes/load": hunting + few, "hunts+every-note/load": hunting + every} {
			parts[name] = append(parts[name], took.Seconds()/load.Seconds())
		}
	}
	for name, measured := range parts {
		slices.Sort(measured)
		b.ReportMetric(measured[len(measured)/2], name)
	}
	b.ReportMetric(float64(found), "findings")
}

// explaining is how long a report takes to be explained.
func explaining(b *testing.B, r Report, all []hunts.Result) time.Duration {
	start := time.Now()
	if err := r.Explain(b.Context(), all, nil, nil); err != nil {
		b.Fatal(err)
	}
	return time.Since(start)
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
