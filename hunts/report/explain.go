package report

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"coldtrail/hunts"
	"coldtrail/hunts/origin"
)

// Explained is what the evidence says of a hunt's result beside its findings.
type Explained struct {
	Funnel   hunts.Funnel // of a hunt without findings; no stages for any other
	Findings []Detail     // parallel to the findings that the report shows
}

// Detail is what the evidence says of a finding.
type Detail struct {
	Answers []hunts.Answer // parallel to the hunt's notes
	Lineage []hunts.Object
}

// Explain answers the notes of every finding that the report shows, joins what
// is behind it, and counts why hunts without findings have none. all are the
// results of all hunts, which some notes look across.
func (r *Report) Explain(ctx context.Context, all []hunts.Result, book *origin.Book, zone *time.Location) error {
	r.Explained = make([]Explained, len(r.Results))
	memory := hunts.NewMemory()
	var work []func(context.Context) error
	for i, result := range r.Results {
		shown := r.Findings(result)
		e := &r.Explained[i]
		e.Findings = make([]Detail, len(shown))
		if len(result.Findings) == 0 && result.Err == nil {
			work = append(work, func(ctx context.Context) (err error) {
				e.Funnel, err = result.Funnel(ctx, r.Dataset)
				return err
			})
		}
		for j, f := range shown {
			scene := hunts.Scene{Dataset: r.Dataset, Finding: f, Results: all, Origin: book, Zone: zone, Memory: memory}
			work = append(work, inquiry{scene, result.Hunt.Notes, &e.Findings[j]}.answer)
		}
	}
	return inParallel(ctx, work)
}

// inquiry is a finding whose notes are answered.
type inquiry struct {
	scene hunts.Scene
	notes []hunts.Note
	to    *Detail
}

func (q inquiry) answer(ctx context.Context) (err error) {
	q.to.Answers = make([]hunts.Answer, len(q.notes))
	for i, n := range q.notes {
		if q.to.Answers[i], err = n.Answer(ctx, q.scene); err != nil {
			return err
		}
	}
	q.to.Lineage, err = q.scene.Lineage(ctx)
	return err
}

// inParallel does all the work, on every processor, until the first error.
func inParallel(ctx context.Context, work []func(context.Context) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var next atomic.Int64
	var wait sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(work)) {
		wait.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(work) && ctx.Err() == nil; i = int(next.Add(1)) - 1 {
				if err := work[i](ctx); err != nil {
					cancel(err)
				}
			}
		})
	}
	wait.Wait()
	return context.Cause(ctx)
}

// detail is what is known of a shown finding; nothing where Explain did not run.
func (r Report) detail(hunt, finding int) Detail {
	if hunt < len(r.Explained) && finding < len(r.Explained[hunt].Findings) {
		return r.Explained[hunt].Findings[finding]
	}
	return Detail{}
}

// funnel says why a hunt has no findings; no stages where it has some, or
// where Explain did not run.
func (r Report) funnel(hunt int) hunts.Funnel {
	if hunt < len(r.Explained) {
		return r.Explained[hunt].Funnel
	}
	return hunts.Funnel{}
}
