package loader

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"

	"coldtrail/loader/dumptest/pack"
)

// large is records of more text together than is held in memory, in an order
// that is not that of their times.
func large(t *testing.T) (records []string) {
	t.Helper()
	dice := rand.New(rand.NewPCG(1, 1)) // what compresses too well counts as a bomb
	const length = 40_000
	for i := range 16 << 20 / length {
		var pad strings.Builder
		for pad.Len() < length {
			pad.WriteString(strings.Repeat(fmt.Sprintf("%016x", dice.Uint64()), 20))
		}
		records = append(records, fmt.Sprintf(`{"eventTime":"2024-08-01T%02d:%02d:%02dZ","eventSource":"s.amazonaws.com","eventName":"x","eventID":"%s","pad":"%s"}`,
			(i*7)%24, i/60%60, i%60, eventID(i), pad.String()))
	}
	return records
}

// TestRecordOfLargeText reads records of texts that are too large to hold, in
// time order, at random and from several goroutines: each is its own bytes.
func TestRecordOfLargeText(t *testing.T) {
	records := large(t)
	for name, text := range map[string]string{"plain": lines(records...), "gzip": pack.Gzip(lines(records...)), "zip": pack.Zip(pack.File{"a.json", lines(records...)})} {
		t.Run(name, func(t *testing.T) {
			d := loadPaths(t, Options{}, dump(t, map[string]string{"a": text}))
			ids := d.All()
			if len(ids) != len(records) {
				t.Fatalf("%d events of %d", len(ids), len(records))
			}
			var readers sync.WaitGroup
			for seed := range 3 {
				order := append([]ID(nil), ids...)
				if seed > 0 {
					rand.New(rand.NewPCG(uint64(seed), 0)).Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
					order = order[:40]
				}
				readers.Go(func() {
					for _, id := range order {
						if got, err := d.Record(context.Background(), id); err != nil || string(got) != records[id.Record] {
							t.Errorf("record %d: %d bytes, %v", id.Record, len(got), err)
							return
						}
					}
				})
			}
			readers.Wait()
			if n := len(d.cursors.open); n > maxCursors {
				t.Errorf("%d texts are open", n)
			}
			ctx, cancel := context.WithCancel(context.Background())
			cancel()
			d.cache = newTextCache()
			if _, err := d.Record(ctx, ids[0]); err == nil {
				t.Error("a record is read though nobody waits for it")
			}
			if got, err := d.Record(context.Background(), ids[0]); err != nil || string(got) != records[ids[0].Record] {
				t.Errorf("after that: %d bytes, %v", len(got), err)
			}
		})
	}
}
