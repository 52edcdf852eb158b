package loader

import (
	"context"
	"fmt"

	"coldtrail/loader/kql"
)

// findBatch is how many events found is called with at most.
const findBatch = 1024

// Find is Search without progress.
func (d *Dataset) Find(ctx context.Context, q kql.Query, found func([]ID)) error {
	return d.Search(ctx, q, found, nil)
}

// Search calls found with the events that match the query, a batch after the
// other, each as soon as it is known. Batches come in time order where no record
// has to be read, and else in any, each in time order itself: InOrder puts the
// whole in order. Indexes narrow what is looked at, columns decide what they can,
// and records are read again only for what is left.
//
// progress, if not nil, is called some twenty times a second while records are
// read: done of total, in bytes of the texts that hold them. total stays the
// same, and done is total in the last call of a search that succeeds. Where no
// record has to be read it is not called.
//
// found and progress are called from the goroutine that called Search. It fails
// when ctx ends or a record that must be read cannot be.
func (d *Dataset) Search(ctx context.Context, q kql.Query, found func([]ID), progress func(done, total int64)) error {
	if progress == nil {
		progress = func(int64, int64) {}
	}
	s := &search{d: d, ctx: ctx, query: q, found: found, progress: progress}
	unread, err := s.inMemory()
	if err == nil && unread != nil {
		err = s.inRecords(unread)
	}
	if err != nil {
		return fmt.Errorf("looking for %s: %w", q, err)
	}
	return nil
}

// search is one run of Search.
type search struct {
	d        *Dataset
	ctx      context.Context
	query    kql.Query
	found    func([]ID)
	progress func(done, total int64)
}

// workers is how many goroutines look for matches.
func (s *search) workers() int { return max(1, s.d.workers) }

// textOf is the number of the text that holds the row's record, in Report.Files.
func (d *Dataset) textOf(r *row) uint32 { return d.leafAt[r.file] + r.leaf }
