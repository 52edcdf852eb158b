//go:build linux

package main

import (
	"context"
	"errors"
	"runtime"
	"slices"
	"testing"
	"time"

	"coldtrail/loader"
	"coldtrail/loader/dumptest"
	"coldtrail/loader/kql"
)

// BenchmarkFind measures searches through a delivery tree against decompressing
// its files with as many workers, in the same run. ms/first is until the first
// match, ms/cancel until a search ends that was cancelled half way.
func BenchmarkFind(b *testing.B) {
	dir := benchSize.Dump(b)
	d, err := loader.Load(context.Background(), []string{dir}, loader.Options{}, nil)
	if err != nil {
		b.Fatal(err)
	}
	half := d.At(d.ID(d.Len() / 2))
	key := d.EntitiesOf(loader.AccessKey)[0].Value
	queries := []struct{ name, text string }{
		// Of what is indexed, or a column.
		{"call", `event.action:GetBucketAcl`},
		{"provider", `event.provider:"ec2.amazonaws.com"`},
		{"entity", `related.entity:"` + key + `"`},
		{"columns", `event.outcome:failure and not cloud.region:us-east-1 and user.name:*ops*`},
		{"alternatives", `aws.cloudtrail.error_code:* or source.ip:"198.51.100.*" or @timestamp>"2025-10-29"`},
		{"event id", `event.id:"` + half.EventID + `"`},
		{"everything", ``},
		// Of records.
		{"rare word", `mimikatz`},
		{"word", `GetBucket`},
		{"common word", `amazonaws`},
		{"value", `requestParameters.target:i-00000000000000000`},
		{"pattern", `requestParameters.bucketName:example-18*`},
		{"number", `recipientAccountId:111122223333`},
		{"truth", `aws.cloudtrail.read_only:false`},
		{"exists", `requestParameters.instanceId:*`},
		{"absent", `not tlsDetails.tlsVersion:*`},
		{"comparison", `additionalEventData.bytesTransferredOut>400`},
		{"flattened", `aws.cloudtrail.request_parameters:*example-182*`},
		{"mixed", `event.action:GetBucketAcl and not "example-182" or requestParameters.Host:*eu-west-1*`},
	}
	for _, q := range queries {
		query, err := kql.Parse(q.text)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(q.name, func(b *testing.B) { benchmarkFind(b, d, dir, query) })
	}
}

func benchmarkFind(b *testing.B, d *loader.Dataset, dir string, q kql.Query) {
	var limit, search dumptest.Stopwatch
	var first, cancel []float64
	matches := 0
	for b.Loop() {
		limit.Time(func() { dumptest.Decompress(b, dir, runtime.GOMAXPROCS(0)) })
		matches = 0
		search.Time(func() {
			start := time.Now()
			err := d.Find(context.Background(), q, func(ids []loader.ID) {
				if matches == 0 {
					first = append(first, time.Since(start).Seconds())
				}
				matches += len(ids)
			})
			if err != nil {
				b.Fatal(err)
			}
		})
		cancel = append(cancel, cancelled(d, q, time.Duration(search.Clock()/2*float64(time.Second))))
	}
	search.Against(b, &limit, "decompression")
	b.ReportMetric(search.Clock()*1000, "ms/search")
	b.ReportMetric(dumptest.Median(first)*1000, "ms/first")
	b.ReportMetric(slices.Max(cancel)*1000, "ms/cancel")
	b.ReportMetric(float64(matches), "matches")
	b.ReportMetric(0, "ns/op")
}

// cancelled is for how many seconds a search goes on that is cancelled after
// some time; 0 where it ended before.
func cancelled(d *loader.Dataset, q kql.Query, after time.Duration) float64 {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	at := make(chan time.Time, 1)
	timer := time.AfterFunc(after, func() { at <- time.Now(); cancel() })
	err := d.Find(ctx, q, func([]loader.ID) {})
	if timer.Stop() || !errors.Is(err, context.Canceled) {
		return 0
	}
	return time.Since(<-at).Seconds()
}
