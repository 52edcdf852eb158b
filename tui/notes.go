package tui

import (
	"context"

	"coldtrail/loader/safe"
	"coldtrail/tui/ink"

	tea "github.com/charmbracelet/bubbletea"
)

// notesPane shows the notes of the finding that the analyst looks at: first
// what the notes can open, with how many events that would show, then the notes
// in full.
type notesPane struct {
	*env
	subject *Subject
	key     string // of the subject that the steps are made for
	dumps   int    // env.dumps of the dataset that they are made in
	of      Subject
	ctx     context.Context // of the making and counting that goes on
	cancel  context.CancelFunc
	steps   []stepLine
	made    bool // the steps are there
	w, h    int
	top     int
}

// longestReason is how many cells of a mark's reason are shown: it may quote
// evidence, and the steps must stay in sight.
const longestReason = 240

// chord waits for the letter of a step.
func (p *notesPane) chord() *chord {
	if len(p.steps) == 0 {
		return nil
	}
	run := map[string]tea.Cmd{}
	for _, l := range p.steps {
		screen := Screen(newQuery(p.env, safe.Cell(l.step.Label), l.query))
		if l.page != nil {
			screen = newEntity(p.env, *l.page)
		}
		run[l.letter] = open(screen)
	}
	prompt := safe.Sprintf("open a step of the notes: %s to %s", safe.Cell(p.steps[0].letter), safe.Cell(p.steps[len(p.steps)-1].letter))
	return &chord{prompt, run}
}

func (p *notesPane) setSize(w, h int) {
	p.w, p.h = w, h
	p.Move(0)
}

// view draws the pane; headed where no frame carries its title and its focus.
func (p *notesPane) view(headed, focused bool) string {
	var lines []string
	h := p.h
	if headed {
		hint := safe.Lit("notes: i hides, Tab reads, . opens ")
		style := p.Border
		if focused {
			hint, style = safe.Lit("NOTES: j k scroll, Tab back to the list "), p.Theme.Title
		}
		lines = append(lines, p.Rule(style, hint, p.w))
		h--
	}
	all := p.lines()
	top := min(p.top, len(all))
	return ink.Block(append(lines, all[top:min(top+max(h, 0), len(all))]...), p.w, p.h)
}

// lines draws everything there is to say about the subject.
func (p *notesPane) lines() []string {
	if p.subject == nil {
		return nil
	}
	w := &writer{env: p.env, w: p.w}
	hunt := p.subject.Result.Hunt
	for _, m := range p.subject.Finding.Marks {
		w.hanging(p.Warning, safe.Lit("! "), safe.Sprintf("%s: %s", safe.Cell(m.Kind), safe.CellCut(m.Reason, longestReason)))
	}
	for _, l := range p.steps {
		w.step(l)
	}
	w.gap()
	for i, note := range hunt.Notes {
		text := safe.Cell(note.Text)
		switch {
		case note.Ours:
			text = text.Plus(safe.Lit(" (our note)"))
		case note.People:
			text = text.Plus(safe.Lit(" (ask people)"))
		}
		w.hanging(p.Text, safe.Int(i+1).Plus(safe.Lit(".")).Fit(4), text)
	}
	w.gap()
	w.hanging(p.Muted, safe.Text{}, safe.Sprintf("Notes after %s, in our own words", safe.Cell(hunt.Source.Title)))
	w.hanging(p.Muted, safe.Text{}, sourceWords(hunt))
	for _, t := range hunt.Attack {
		w.hanging(p.Muted, safe.Text{}, attackWords(t))
	}
	return w.lines
}

// writer collects wrapped lines of w cells.
type writer struct {
	*env
	w     int
	lines []string
}

// hanging wraps a text behind what stands before its first line.
func (w *writer) hanging(style ink.Style, before, t safe.Text) {
	t, before = w.Glyphs.Text(t), w.Glyphs.Text(before)
	for _, part := range t.Wrap(max(w.w-before.Width()-2, 1)) {
		w.lines = append(w.lines, new(ink.Line).Add(style, safe.Lit(" ").Plus(before, part)).Fit(w.w))
		before = safe.Text{}.Fit(before.Width())
	}
}

// step draws a step: its letter, what it opens, how many events that are.
func (w *writer) step(l stepLine) {
	count := safe.Lit("…")
	switch {
	case l.count >= 0:
		count = w.env.count(l.count)
	case l.count == countFailed:
		count = safe.Lit("?")
	}
	right := new(ink.Line).Add(w.Text, w.Glyphs.Text(count).Plus(safe.Lit(" ")))
	letter := safe.Lit(" .").Plus(safe.Cell(l.letter), safe.Lit(" "))
	for _, part := range w.Glyphs.Text(safe.Cell(l.step.Label)).Wrap(max(w.w-letter.Width()-right.Width()-1, 1)) {
		left := new(ink.Line).Add(w.Key, letter).Add(w.Text, part)
		w.lines = append(w.lines, ink.Ends(left, right, w.w))
		letter, right = safe.Text{}.Fit(letter.Width()), new(ink.Line)
	}
}

func (w *writer) gap() { w.lines = append(w.lines, "") }

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
