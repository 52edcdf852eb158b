package tui

import (
	"context"

	"coldtrail/hunts"
	"coldtrail/loader"
	"coldtrail/loader/safe"
	"coldtrail/tui/ink"

	tea "github.com/charmbracelet/bubbletea"
)

// notesPane shows the notes of the finding that the analyst looks at: first
// what the evidence answers, with what each note can open and how many events
// that would show, then what is joined from several events, then the notes in
// full.
type notesPane struct {
	*env
	subject *Subject
	instead safe.Text // what is said while there is no subject
	key     string    // of the subject that the steps are made for
	dumps   int       // env.dumps of the dataset that they are made in
	of      Subject
	ctx     context.Context // of the making and counting that goes on
	cancel  context.CancelFunc
	steps   []stepLine
	made    bool // the steps are there
	making  int  // numbers the makings of steps: who comes back to a finding has them made again
	asked   question
	inquiry inquiry            // into what is asked
	leave   context.CancelFunc // ends it
	answers []hunts.Answer     // parallel to the hunt's notes
	objects []hunts.Object     // joined from the finding's events and those around them
	named   []loader.Entity    // that answers and objects name
	w, h    int
	top     int
	drawn   []string // what lines gave last; nil when it would give something else
}

// chord waits for the letter of a step.
func (p *notesPane) chord() *chord {
	if len(p.steps) == 0 {
		return nil
	}
	run := map[string]func() tea.Cmd{}
	for _, l := range p.steps {
		run[l.letter] = func() tea.Cmd {
			if l.page != nil {
				return p.open(newEntity(p.env, *l.page))
			}
			s := newQuery(p.env, safe.Cell(l.step.Label), l.query)
			s.aim(p.subject.Finding.Events)
			return p.open(s)
		}
	}
	prompt := safe.Sprintf("open a step of the notes: %s to %s", safe.Cell(p.steps[0].letter), safe.Cell(p.steps[len(p.steps)-1].letter))
	return &chord{prompt, run}
}

// shown tells whether the pane has something to show.
func (p *notesPane) shown() bool { return p.subject != nil || !p.instead.Empty() }

func (p *notesPane) setSize(w, h int) {
	if w != p.w || h != p.h {
		p.w, p.h, p.drawn = w, h, nil
	}
	p.Move(0)
}

// view draws the pane; headed where no frame carries its title and its focus.
func (p *notesPane) view(headed, focused bool) string {
	var lines []string
	h := p.h
	if headed {
		hint := safe.Lit("notes: i hides, Tab reads, . opens ")
		style := p.Border
		switch {
		case p.subject == nil:
			hint = safe.Lit("notes: i hides ")
		case focused:
			hint, style = safe.Lit("NOTES: j k scroll, Tab back to the list "), p.Theme.Title
		}
		lines = append(lines, p.Rule(style, hint, p.w))
		h--
	}
	all := p.lines()
	top := min(p.top, len(all))
	return ink.Block(append(lines, all[top:min(top+max(h, 0), len(all))]...), p.w, p.h)
}

// Move scrolls by lines.
func (p *notesPane) Move(delta int) { p.top = max(min(p.top+delta, len(p.lines())-p.h+1), 0) }

// Page scrolls by windows.
func (p *notesPane) Page(delta int) { p.Move(delta * p.h) }

// Half scrolls by half windows.
func (p *notesPane) Half(delta int) { p.Move(delta * p.h / 2) }

// Top scrolls to the first line.
func (p *notesPane) Top() { p.top = 0 }

// End scrolls to the last line.
func (p *notesPane) End() { p.Move(len(p.lines())) }
