//go:build linux

package main

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"coldtrail/loader"
	"coldtrail/loader/bundle"
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
	files := filesBelow(b, dir)
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
		b.Run(q.name, func(b *testing.B) { benchmarkFind(b, d, files, query) })
	}
}

func benchmarkFind(b *testing.B, d *loader.Dataset, files []string, q kql.Query) {
	var ratios, cpu, whole, first, cancel []float64
	matches := 0
	for b.Loop() {
		decompressed, itsCPU := measured(func() { decompress(b, files) })
		matches = 0
		start := time.Now()
		searched, ourCPU := measured(func() {
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
		ratios, cpu = append(ratios, searched/decompressed), append(cpu, ourCPU/itsCPU)
		whole = append(whole, searched)
		cancel = append(cancel, cancelled(d, q, time.Duration(searched/2*float64(time.Second))))
	}
	b.ReportMetric(median(ratios), "x-decompression")
	b.ReportMetric(median(cpu), "x-decompression-cpu")
	b.ReportMetric(median(whole)*1000, "ms/search")
	b.ReportMetric(median(first)*1000, "ms/first")
	b.ReportMetric(slices.Max(cancel)*1000, "ms/cancel")
	b.ReportMetric(float64(matches), "matches")
	b.ReportMetric(0, "ns/op")
}

func median(list []float64) float64 {
	if len(list) == 0 {
		return 0
	}
	slices.Sort(list)
	return list[len(list)/2]
}

// measured is how many seconds something takes, on the clock and of processors.
func measured(do func()) (clock, cpu float64) {
	used := func() float64 {
		var u syscall.Rusage
		if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
			return 0
		}
		return float64(u.Utime.Nano()+u.Stime.Nano()) / 1e9
	}
	start, before := time.Now(), used()
	do()
	return time.Since(start).Seconds(), used() - before
}

func filesBelow(b *testing.B, dir string) (files []string) {
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			files = append(files, path)
		}
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	return files
}

// decompress decompresses files with as many workers as a search has, and does
// nothing else.
func decompress(b *testing.B, files []string) {
	var next atomic.Int64
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			var buffers bundle.Buffers
			for i := int(next.Add(1) - 1); i < len(files); i = int(next.Add(1) - 1) {
				err := bundle.Source{Path: files[i]}.Leaves(context.Background(), bundle.Usual(), &buffers, func(int) {}, bundle.Visitor{
					Leaf: func(l bundle.Leaf) error {
						_, err := io.Copy(io.Discard, l.Text)
						return err
					},
				})
				if err != nil {
					b.Error(err)
				}
			}
		})
	}
	workers.Wait()
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
