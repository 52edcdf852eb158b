package tui

import (
	"context"
	"fmt"

	"coldtrail/hunts"
	"coldtrail/loader"
	"coldtrail/loader/safe"

	tea "github.com/charmbracelet/bubbletea"
)

// This file is what App computes in commands: the load, and the hunts.

// loadedMsg says that the load ended: with a dataset, of a part of the dump if
// it was stopped, and the results of the hunts over it, or with an error.
type loadedMsg struct {
	dump    *loader.Dataset
	results []hunts.Result
	err     error
}

// ranMsg is what the hunts found when they were run again.
type ranMsg struct {
	options hunts.Options
	results []hunts.Result
}

// load loads the dump and runs the hunts. The latest progress is put into
// the channel, which is closed at the end.
func load(ctx context.Context, c Config, progress chan loader.Progress) tea.Cmd {
	return func() tea.Msg {
		defer close(progress)
		dump, err := loader.Load(ctx, c.Paths, c.Load, func(p loader.Progress) {
			select {
			case <-progress: // nobody took the one before
			default:
			}
			progress <- p
		})
		if dump == nil {
			return loadedMsg{err: err}
		}
		if dump.Len() == 0 {
			return loadedMsg{err: &NothingError{dump.Report()}}
		}
		// A stopped load is hunted all the same: what was read is kept.
		results, err := hunt(context.WithoutCancel(ctx), dump, c, c.Options)
		return loadedMsg{dump: dump, results: results, err: err}
	}
}

// run runs the hunts over a dump that is loaded.
func run(ctx context.Context, dump *loader.Dataset, c Config, o hunts.Options) tea.Cmd {
	return func() tea.Msg {
		results, err := hunt(ctx, dump, c, o)
		if err != nil {
			return replyMsg{msg: sayMsg{safe.Err(err)}}
		}
		return ranMsg{o, results}
	}
}

// hunt runs the hunts, and narrows what they found to the filter of the start.
func hunt(ctx context.Context, dump *loader.Dataset, c Config, o hunts.Options) ([]hunts.Result, error) {
	results := hunts.Run(ctx, dump, c.Hunts, o)
	if c.Filter.All() {
		return results, nil
	}
	matches := map[loader.ID]bool{}
	err := dump.Find(ctx, c.Filter, func(ids []loader.ID) {
		for _, id := range ids {
			matches[id] = true
		}
	})
	if err != nil {
		return nil, fmt.Errorf("filtering the findings: %w", err)
	}
	for i := range results {
		results[i].Findings = hunts.Having(results[i].Findings, matches)
	}
	return results, nil
}

// loaded takes the dump and opens the roots of the tabs.
func (a *App) loaded(m loadedMsg) tea.Cmd {
	a.stop = nil
	if m.err != nil {
		a.failed = m.err
		return tea.Quit
	}
	a.dump, a.results = m.dump, m.results
	if m.dump.Report().Stopped {
		a.message = safe.Sprintf("stopped: this is part of the dump, %s", plural(m.dump.Len(), safe.Lit("event")))
	}
	a.closeTop() // the loading screen
	a.history = history{}
	cmds := []tea.Cmd{
		a.push(2, newLoadReport(&a.env)),
		a.push(1, newTimeline(&a.env, a.config.Filter)),
	}
	a.history = history{}
	cmds = append(cmds, a.push(0, newOverview(&a.env)))
	return tea.Batch(cmds...)
}

// ran takes the results of a new run and tells every screen.
func (a *App) ran(m ranMsg) tea.Cmd {
	if m.options != a.options {
		return nil // another run was asked for meanwhile
	}
	a.results = m.results
	var cmds []tea.Cmd
	for _, t := range a.tabs {
		for _, v := range t.stack {
			cmds = append(cmds, addressed(v.id, v.screen.Update(resultsMsg{m.results})))
		}
	}
	return tea.Batch(cmds...)
}
