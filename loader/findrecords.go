package loader

import (
	"cmp"
	"context"
	"math/bits"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// This file is the second half of a search: it reads the records that memory
// cannot decide about. Each source is read forward once, by one worker.

// heartbeat is how often matches and progress are handed on, at least.
const heartbeat = 50 * time.Millisecond

// inRecords calls found with the events that match by their records. unread is
// how many of each text have to be read.
func (s *search) inRecords(unread []uint32) error {
	ctx, fail := context.WithCancelCause(s.ctx)
	defer fail(nil)
	q := s.queue(unread)
	matches := make(chan []*row)
	var workers sync.WaitGroup
	count := min(s.workers(), len(q.jobs))
	for w := range count {
		next := q.smallest
		if w == 0 && count > 1 {
			next = q.largest
		}
		workers.Go(func() {
			r := newRecordReader(ctx, s, matches, &q.done)
			for job, ok := next(); ok && ctx.Err() == nil; job, ok = next() {
				if err := r.read(job); err != nil {
					fail(err)
				}
			}
			r.send()
		})
	}
	go func() { workers.Wait(); close(matches) }()
	err := s.handOn(ctx, matches, q)
	fail(err)
	for range matches { // until every worker ended
	}
	return err
}

// handOn calls found with matches as they come: the first at once, and those
// that come soon behind them together.
func (s *search) handOn(ctx context.Context, matches <-chan []*row, q *queue) error {
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	var waiting []*row
	quiet := true // nothing was handed on since the last beat
	hand := func() error {
		slices.SortFunc(waiting, (*row).before)
		ids := make([]ID, len(waiting))
		for i, r := range waiting {
			ids[i] = r.id()
		}
		waiting, quiet = waiting[:0], false
		return s.deliver(ids)
	}
	for {
		var err error
		select {
		case more, ok := <-matches:
			if waiting = append(waiting, more...); quiet || !ok {
				err = hand()
			}
			if !ok && ctx.Err() == nil && err == nil {
				s.progress(q.total, q.total)
				return nil
			}
		case <-beat.C:
			err = hand()
			quiet = true
			s.progress(min(q.done.Load(), q.total), q.total)
		case <-ctx.Done():
			return cmp.Or(s.ctx.Err(), context.Cause(ctx))
		}
		if err != nil {
			return err
		}
	}
}

// job is a source with records to read.
type job struct {
	source int
	texts  []uint32 // that hold them, by their numbers in Report.Files, ascending
	bytes  int64    // of these texts
}

// queue gives each worker the next source to read. Of several workers the first
// takes the largest that is left and the others the smallest: what is small gives
// the first matches soon, and what is large does not keep one worker when the
// others have ended.
type queue struct {
	mu    sync.Mutex
	jobs  []job // from small to large
	total int64
	done  atomic.Int64
}

func (s *search) queue(unread []uint32) *queue {
	q := &queue{}
	files := s.d.report.Files
	for i := range s.d.sources {
		end := uint32(len(files))
		if i+1 < len(s.d.leafAt) {
			end = s.d.leafAt[i+1]
		}
		j := job{source: i}
		for n := s.d.leafAt[i]; n < end; n++ {
			if unread[n] > 0 {
				j.texts = append(j.texts, n)
				j.bytes += files[n].text
			}
		}
		if len(j.texts) > 0 {
			q.jobs = append(q.jobs, j)
			q.total += j.bytes
		}
	}
	slices.SortStableFunc(q.jobs, func(a, b job) int { // those of about a size as they lie on the disk
		return cmp.Compare(bits.Len64(uint64(a.bytes)), bits.Len64(uint64(b.bytes)))
	})
	return q
}

func (q *queue) smallest() (j job, ok bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.jobs) == 0 {
		return job{}, false
	}
	j, q.jobs = q.jobs[0], q.jobs[1:]
	return j, true
}

func (q *queue) largest() (j job, ok bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	last := len(q.jobs) - 1
	if last < 0 {
		return job{}, false
	}
	j, q.jobs = q.jobs[last], q.jobs[:last]
	return j, true
}
