package tui

import (
	"context"
	"fmt"
	"time"

	"coldtrail/hunts"
	"coldtrail/loader"
	"coldtrail/loader/safe"

	tea "github.com/charmbracelet/bubbletea"
)

// This file is what App computes in commands: the load, and the hunts over
// what it gives.

// progressMsg carries the latest progress of the load; ok is false when there
// is none any more.
type progressMsg struct {
	progress loader.Progress
	ok       bool
}

// loadedMsg says that the load ended: with a dataset, of a part of the dump if
// it was stopped, or with an error.
type loadedMsg struct {
	dump *loader.Dataset
	err  error
}

// load loads the dump. The latest progress is put into the channel, which is
// closed at the end.
func load(ctx context.Context, c Config, progress chan loader.Progress) tea.Cmd {
	return func() tea.Msg {
		defer close(progress)
		options := c.Load
		options.Snapshots = true
		dump, err := loader.Load(ctx, c.Paths, options, func(p loader.Progress) {
			select {
			case <-progress: // nobody took the one before
			default:
			}
			progress <- p
		})
		switch {
		case dump == nil:
			return loadedMsg{err: err}
		case dump.Len() == 0:
			return loadedMsg{err: &NothingError{dump.Report()}}
		}
		return loadedMsg{dump: dump} // also of a load that was stopped: what was read is kept
	}
}

// wait takes the next progress from the channel.
func wait(progress <-chan loader.Progress) tea.Cmd {
	return func() tea.Msg {
		p, ok := <-progress
		return progressMsg{p, ok}
	}
}

// quick is how long a load may take for nothing of it to be shown before its
// end: a snapshot would flicker by.
const quick = 300 * time.Millisecond

// progressed takes the progress, and what it brings to look at already.
func (a *App) progressed(m progressMsg) tea.Cmd {
	if !m.ok || a.stop == nil {
		return nil
	}
	snapshot := m.progress.Dump
	m.progress.Dump = nil
	a.progress = m.progress
	if snapshot == nil || snapshot == a.newest || snapshot.Len() == 0 || m.progress.Elapsed < quick {
		return wait(a.feed)
	}
	a.newest = snapshot
	return tea.Batch(wait(a.feed), a.hunt())
}

// loaded takes the whole dump, or what was read of it.
func (a *App) loaded(m loadedMsg) tea.Cmd {
	if m.err != nil {
		a.failed = m.err
		return tea.Quit
	}
	a.stop, a.newest = nil, m.dump
	return a.hunt()
}

// runs are the hunts' runs: one goes on at a time, and the newest that was
// asked for meanwhile follows it.
type runs struct {
	going *run
	again bool // another was asked for
}

// run is what the hunts run over.
type run struct {
	dump    *loader.Dataset
	options hunts.Options
	stop    context.CancelFunc
}

// ranMsg is what the hunts found.
type ranMsg struct {
	run     *run
	results []hunts.Result
}

// hunt runs the hunts over the newest dataset with the options as they are.
func (a *App) hunt() tea.Cmd {
	if r := a.runs.going; r != nil {
		a.runs.again = true
		if r.options != a.options {
			r.stop() // nobody waits for what it finds
		}
		return nil
	}
	ctx, stop := context.WithCancel(a.ctx)
	r := &run{a.newest, a.options, stop}
	a.runs = runs{going: r}
	c := a.config
	return func() tea.Msg {
		r.dump.ShortARN("") // the first one to ask waits for the namesakes to be found: let it be no screen
		return ranMsg{r, hunt(ctx, r.dump, c, r.options)}
	}
}

// ran takes the results of a run, and begins the one that waits.
func (a *App) ran(m ranMsg) tea.Cmd {
	m.run.stop()
	again := a.runs.again
	a.runs = runs{}
	var cmds []tea.Cmd
	if m.run.options == a.options {
		cmds = append(cmds, a.take(m.run.dump, m.results))
	}
	if again {
		cmds = append(cmds, a.hunt())
	}
	return tea.Batch(cmds...)
}

// hunt runs the hunts, and narrows what they found to the filter of the start.
func hunt(ctx context.Context, dump *loader.Dataset, c Config, o hunts.Options) []hunts.Result {
	results := hunts.Run(ctx, dump, c.Hunts, o)
	if c.Filter.All() {
		return results
	}
	matches := map[loader.ID]bool{}
	err := dump.Find(ctx, c.Filter, func(ids []loader.ID) {
		for _, id := range ids {
			matches[id] = true
		}
	})
	for i := range results {
		if err != nil && results[i].Err == nil {
			results[i].Err = fmt.Errorf("filtering the findings: %w", err)
		}
		results[i].Findings = hunts.Having(results[i].Findings, matches)
	}
	return results
}

// take shows a dataset with what the hunts found in it: on the screens that
// are open, or, for the first time, on the roots of the tabs.
func (a *App) take(dump *loader.Dataset, results []hunts.Result) tea.Cmd {
	other := dump != a.dump
	first := a.dump == nil
	a.dump, a.results = dump, results
	a.news++
	if other {
		a.dumps++
	}
	if other && dump.Report().Stopped {
		a.message = safe.Sprintf("stopped: this is part of the dump, %s", plural(dump.Len(), safe.Lit("event")))
	}
	if first {
		return a.openTabs()
	}
	var cmds []tea.Cmd
	for _, t := range a.tabs {
		for _, v := range t.stack {
			cmds = append(cmds, a.tell(v, resultsMsg{other}))
		}
	}
	return tea.Batch(cmds...)
}

// openTabs opens the roots of the tabs in the place of the loading screen.
func (a *App) openTabs() tea.Cmd {
	for len(a.tabs[0].stack) > 0 { // help may lie over it
		a.open = 0
		a.closeTop()
	}
	a.history = history{}
	cmds := []tea.Cmd{
		a.push(3, newLoadReport(&a.env)),
		a.push(2, newEntities(&a.env)),
		a.push(1, newTimeline(&a.env, a.config.Filter)),
	}
	a.history = history{}
	cmds = append(cmds, a.push(0, newOverview(&a.env)))
	if len(a.config.Sweep) > 0 {
		cmds = append(cmds, a.push(0, newIndicators(&a.env, "", a.config.Sweep)))
	}
	return tea.Batch(cmds...)
}
