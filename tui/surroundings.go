package tui

import (
	"context"
	"time"

	"coldtrail/loader/safe"

	tea "github.com/charmbracelet/bubbletea"
)

// This file is what a list of events tells round its rows: bars over time,
// which events are hits, and the record at its side.

// chartedMsg carries the bars over what a version of the list shows.
type chartedMsg struct {
	version int
	bars    histogram
}

// hitsMsg carries the hits of the hunts.
type hitsMsg struct {
	news int
	hits hits
}

// around computes, in commands, the bars over what is shown and the hits, as
// far as they are older than what they belong to.
func (s *events) around() tea.Cmd {
	if s.ctx == nil || s.seen == 0 {
		return nil
	}
	var cmds []tea.Cmd
	if s.hitsAsked != s.news && s.hitsOf != s.news {
		s.hitsAsked = s.news
		ctx, news, results := s.ctx, s.news, s.results
		cmds = append(cmds, func() tea.Msg { return hitsMsg{news, hitsOf(ctx, results)} })
	}
	if s.whole && s.charted != s.version {
		s.charted = s.version
		cmds = append(cmds, s.chart())
	}
	return tea.Batch(cmds...)
}

// chart counts what matches by time.
func (s *events) chart() tea.Cmd {
	if s.stopChart != nil {
		s.stopChart()
	}
	var ctx context.Context
	ctx, s.stopChart = context.WithCancel(s.ctx)
	e, version, rows, matched := s.env, s.version, s.rows.(eventRows), s.matched
	return func() tea.Msg {
		n, at := rows.Len(), rows.When
		if matched != nil {
			n, at = len(matched), func(i int) time.Time { return rows.When(matched[i]) }
		}
		last := n // those without a time come last
		for last > 0 && at(last-1).IsZero() {
			last--
		}
		if last == 0 {
			return chartedMsg{version, histogram{env: e}}
		}
		return chartedMsg{version, countBars(ctx, e, at(0), at(last-1), last, at)}
	}
}

// tell takes what around computed, and tells whether it was that.
func (s *events) tell(msg tea.Msg) bool {
	switch msg := msg.(type) {
	case chartedMsg:
		if msg.version == s.version {
			bar := s.bars.bar
			s.bars = msg.bars
			s.bars.bar = max(min(bar, len(s.bars.counts)-1), 0)
		}
	case hitsMsg:
		if msg.news == s.news {
			s.hitsOf, s.hits = msg.news, msg.hits
		}
	case besideMsg:
		s.beside.take(msg)
	default:
		return false
	}
	return true
}

// Look reads the record under the cursor where there is room for it.
func (s *events) Look() tea.Cmd {
	if s.ctx == nil || s.Row() < 0 || s.besideWidth() == 0 {
		return nil
	}
	return s.beside.look(s.ctx, s.ids()[s.Row()])
}

// besideWidth is how many cells the record at the side takes, and the rule
// before it; none where the rows need them.
func (s *events) besideWidth() int {
	const (
		rows        = 78 // cells, in which no column is dropped that says who did what from where
		least, most = 34, 90
		leastHeight = 18
	)
	if s.w < rows+least || s.h < leastHeight {
		return 0
	}
	return min(s.w*2/5, s.w-rows, most)
}

// NextPane goes from the rows to the bars and back; it tells whether the screen
// keeps the focus.
func (s *events) NextPane() bool {
	if s.barRows() == 0 || s.Typing() {
		return false
	}
	if !s.bars.focus && s.Row() >= 0 {
		s.bars.bar = max(s.bars.barOf(s.rows.(eventRows).When(s.Row())), 0)
	}
	s.bars.focus = !s.bars.focus
	return s.bars.focus
}

// barRows is how many rows the bars take, where there is room for them.
func (s *events) barRows() int {
	const least = 18
	if s.h < least || !s.whole {
		return 0
	}
	return s.bars.rows()
}

// Focused tells whether the bars have the focus.
func (s *events) Focused() bool { return s.bars.focus }

// Peel takes the focus from the bars first.
func (s *events) Peel() (tea.Cmd, bool) {
	if s.bars.focus {
		s.bars.focus = false
		return nil, true
	}
	return s.list.Peel()
}

// PeelWord says what Peel would do.
func (s *events) PeelWord() safe.Text {
	if s.bars.focus {
		return safe.Lit("to the rows")
	}
	return s.list.PeelWord()
}
