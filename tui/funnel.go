package tui

import (
	"context"

	"coldtrail/hunts"
	"coldtrail/loader"
	"coldtrail/loader/safe"
	"coldtrail/tui/ink"

	tea "github.com/charmbracelet/bubbletea"
)

// This file is the findings screen of a hunt that found nothing: it explains
// itself.

// funnelMsg carries why a hunt found nothing.
type funnelMsg struct {
	hunts.Funnel
	err   error
	asked int // env.news of the result that it explains
}

// explain computes why there are no rows, where there are none.
func (s *findings) explain() tea.Cmd {
	r := s.shown().result
	if len(r.Findings) > 0 || r.Err != nil {
		s.funnel = nil
		return nil
	}
	ctx, dump, asked := s.ctx, s.dump, s.seen
	return func() tea.Msg {
		f, err := r.Funnel(ctx, dump)
		return funnelMsg{f, err, asked}
	}
}

// explained takes a funnel; one of results that are no longer shown is late.
func (s *findings) explained(m funnelMsg) {
	if m.asked == s.seen && s.Len() == 0 {
		s.funnel = &m
	}
}

// misses gathers the near misses, in later datasets too.
func (s *findings) misses() gather {
	id := s.hunt.ID
	return func(ctx context.Context, d *loader.Dataset, results []hunts.Result) ([]loader.ID, *Subject, error) {
		for _, r := range results {
			if r.Hunt.ID == id {
				f, err := r.Funnel(ctx, d)
				return f.Near, nil, err
			}
		}
		return nil, nil, nil
	}
}

// near tells whether there are near misses to open.
func (s *findings) near() bool { return s.Len() == 0 && s.funnel != nil && len(s.funnel.Near) > 0 }

// enterWords says what Enter opens, where rows say otherwise.
func (s *findings) enterWords(ofRows string) string {
	if s.near() {
		return "near misses"
	}
	return ofRows
}

// gaps is how many hours-long gaps the dump's coverage has.
func (s *findings) gaps() int {
	n := 0
	for _, c := range s.dump.Report().Coverage {
		n += len(c.Gaps)
	}
	return n
}

// nothing says why there are no rows: a hunt that failed, a window that hides
// what the dump holds, or nothing to find.
func (s *findings) nothing() []string {
	var lines []string
	say := func(style ink.Style, t safe.Text) {
		for _, part := range s.Glyphs.Text(t).Wrap(s.w - 6) {
			lines = append(lines, new(ink.Line).Add(style, safe.Lit("   ").Plus(part)).Fit(s.w))
		}
	}
	r := s.shown().result
	lines = append(lines, "")
	if r.Err != nil {
		say(s.Failure, safe.Err(r.Err))
		return lines
	}
	heading := safe.Sprintf("No findings. The hunt ran to the end over %s.", plural(s.dump.Len(), safe.Lit("event")))
	if s.growing() {
		heading = safe.Sprintf("No findings so far, in the first %s that were read.", plural(s.dump.Len(), safe.Lit("event")))
	}
	say(s.Theme.Title, heading)
	lines = append(lines, "")
	lines = append(lines, s.stages()...)
	lines = append(lines, "")
	say(s.Text, s.matchWords(r).Plus(safe.Lit("; "), safe.Lit("window "), s.span(r.Window)))
	if !r.Window.Whole() && len(r.Matched) > r.InWindow {
		say(s.Warning, safe.Lit("W widens the window: events outside of it match."))
	}
	if r.Mode == hunts.Documented {
		say(s.Text, safe.Lit("D shows the complete reading."))
	}
	if n := s.gaps(); n > 0 {
		say(s.Warning, safe.Sprintf("Coverage has %s: what happened there is not in the dump. 5 lists them.", plural(n, safe.Lit("gap"))))
	}
	if s.near() {
		say(s.Text, safe.Sprintf("Enter opens the %s that passed the condition before.", plural(len(s.funnel.Near), safe.Lit("event"))))
	}
	return lines
}

// stages draws the conditions with how many events are left after each.
func (s *findings) stages() []string {
	if s.funnel == nil {
		return []string{new(ink.Line).Add(s.Muted, s.Glyphs.Text(safe.Lit("   counting what each condition leaves …"))).Fit(s.w)}
	}
	if s.funnel.err != nil {
		return []string{new(ink.Line).Add(s.Failure, safe.Lit("   ").Plus(s.Glyphs.Text(safe.Err(s.funnel.err)))).Fit(s.w)}
	}
	const widest = 84 // words and numbers farther apart are hard to read together
	w := min(s.w-3, widest)
	line := func(style ink.Style, words, left safe.Text) string {
		return ink.Ends(new(ink.Line).Add(style, s.Glyphs.Text(safe.Lit("   ").Plus(words))), new(ink.Line).Add(style, s.Glyphs.Text(left)), w)
	}
	lines := []string{line(s.Theme.Title, safe.Lit("What it looked at"), safe.Lit("left       "))}
	for i, stage := range s.funnel.Stages {
		style, here := s.Text, safe.Lit("       ")
		if i == s.funnel.Last {
			style, here = s.Warning, safe.Lit(" ◀ here")
		}
		lines = append(lines, line(style, safe.Lit("  ").Plus(safe.Cell(stage.Words)), s.env.count(stage.Left).Plus(here)))
	}
	return lines
}
