package loader

import (
	"context"
	"fmt"
	"sync"
)

// Records calls found with the records of events, one at a time and in any
// order. Each text is read no more than once, and forward: for many records that
// takes far less than asking for them one by one. found must not keep the bytes.
// It fails when ctx ends or a record cannot be read.
func (d *Dataset) Records(ctx context.Context, ids []ID, found func(id ID, record []byte)) error {
	w := &wanted{rows: map[*row]bool{}, found: found}
	unread := make([]uint32, len(d.report.Files))
	for _, id := range ids {
		if r := d.row(id); r != nil && !w.rows[r] {
			w.rows[r] = true
			unread[d.textOf(r)]++
		}
	}
	s := &search{d: d, ctx: ctx, wanted: w, found: func([]ID) {}, progress: func(int64, int64) {}}
	if err := s.inRecords(unread); err != nil {
		return fmt.Errorf("reading %d records: %w", len(ids), err)
	}
	return nil
}

// wanted is a test that takes the records of some rows and matches none.
type wanted struct {
	rows  map[*row]bool
	mu    sync.Mutex
	found func(ID, []byte)
}

func (w *wanted) decide(r *row, record []byte) decision {
	if !w.rows[r] {
		return no
	}
	if record == nil {
		return open
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.found(r.id(), record)
	return no
}

// Held tells whether the record of an event is held in memory.
func (d *Dataset) Held(id ID) bool {
	_, held := d.kept[id]
	return held
}
