package loader

import (
	"context"
	"sync"
	"sync/atomic"
)

// This file is the first half of a search: it decides what it can in memory.

// segment is how many candidates a worker takes at a time: so many that handing
// them out costs nothing, and so few that the first matches, and the end of a
// search that was cancelled, come at once.
const segment = 16 << 10

// inMemory calls found with the events that match by what is held of them, in
// time order, and tells which texts hold candidates that take their records: by
// the number of the text, how many.
func (s *search) inMemory() (unread []uint32, err error) {
	c := s.d.candidates(s.query)
	segments := make([]chan []ID, (c.n+segment-1)/segment)
	for i := range segments {
		segments[i] = make(chan []ID, 1)
	}
	ctx, stop := context.WithCancel(s.ctx)
	var next atomic.Int64
	counts := make([][]uint32, min(s.workers(), len(segments)))
	var workers sync.WaitGroup
	for w := range counts {
		workers.Go(func() {
			by := s.d.newSieve(s.query)
			for i := int(next.Add(1) - 1); i < len(segments) && ctx.Err() == nil; i = int(next.Add(1) - 1) {
				segments[i] <- by.segment(c, i*segment, min(c.n, (i+1)*segment), &counts[w])
			}
		})
	}
	err = s.inTurn(segments)
	stop()
	workers.Wait()
	for _, part := range counts {
		if unread == nil {
			unread = part
			continue
		}
		for i, n := range part {
			unread[i] += n
		}
	}
	return unread, err
}

// segment gives the candidates from lo up to, but without, hi that match, and
// counts those that take their records.
func (s *sieve) segment(c candidates, lo, hi int, unread *[]uint32) (ids []ID) {
	for i := lo; i < hi; i++ {
		r := s.d.at(c.at(i))
		switch s.inMemory(r) {
		case yes:
			ids = append(ids, r.id())
		case open:
			if *unread == nil {
				*unread = make([]uint32, len(s.d.report.Files))
			}
			(*unread)[s.d.textOf(r)]++
		}
	}
	return ids
}

// inTurn calls found with what the segments give, one after the other.
func (s *search) inTurn(segments []chan []ID) error {
	for _, of := range segments {
		select {
		case ids := <-of:
			if err := s.deliver(ids); err != nil {
				return err
			}
		case <-s.ctx.Done():
			return s.ctx.Err()
		}
	}
	return s.ctx.Err()
}

// deliver calls found with the events, so many at a time.
func (s *search) deliver(ids []ID) error {
	for len(ids) > 0 {
		if err := s.ctx.Err(); err != nil {
			return err
		}
		n := min(findBatch, len(ids))
		s.found(ids[:n:n])
		ids = ids[n:]
	}
	return nil
}
