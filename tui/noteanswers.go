package tui

import (
	"context"

	"coldtrail/hunts"
	"coldtrail/loader/safe"
	"coldtrail/tui/ink"

	tea "github.com/charmbracelet/bubbletea"
)

// question is what the answers depend on: the finding, the dataset, and what
// all hunts found in it.
type question struct {
	key  string // of the subject
	news int    // env.news of the dataset and the results
}

// answeredMsg carries what the evidence says to a note.
type answeredMsg struct {
	inquiry int // its number
	note    int
	answer  hunts.Answer
}

// joinedMsg carries what was joined from several events.
type joinedMsg struct {
	inquiry int
	objects []hunts.Object
}

// inquiry is a question that is being answered. It has a number: who comes back to
// a finding asks the same again, and what an inquiry answers that was given up is
// no answer.
type inquiry struct {
	number int
	ctx    context.Context
	scene  hunts.Scene
	notes  []hunts.Note
}

// ask begins to ask the notes of the subject when they would be answered
// otherwise than before. What is known of the same finding stays meanwhile.
// The subject is the one that follow has taken.
func (p *notesPane) ask(ctx context.Context) tea.Cmd {
	q := question{p.key, p.news}
	if q == p.asked {
		return nil
	}
	if p.leave != nil {
		p.leave()
	}
	p.asked = q
	p.inquiry = inquiry{number: p.inquiry.number + 1}
	if p.subject == nil {
		return nil
	}
	ctx, p.leave = context.WithCancel(ctx)
	notes := p.subject.Result.Hunt.Notes
	if len(p.answers) != len(notes) {
		p.answers, p.drawn = make([]hunts.Answer, len(notes)), nil
	}
	p.inquiry = inquiry{p.inquiry.number, ctx, hunts.Scene{
		Dataset: p.dump, Finding: p.subject.Finding, Results: p.results, Origin: p.origin, Zone: p.zone, Memory: hunts.NewMemory(),
	}, notes}
	return p.inquiry.from(0)
}

// from asks a note. The next is asked after it, and the lineage last: a list
// that is walked quickly leaves no more than one behind.
func (q inquiry) from(note int) tea.Cmd {
	if note == len(q.notes) {
		return func() tea.Msg {
			objects, err := q.scene.Lineage(q.ctx)
			if err != nil {
				objects = failedLineage(err)
			}
			return joinedMsg{q.number, objects}
		}
	}
	return func() tea.Msg {
		a, err := q.notes[note].Answer(q.ctx, q.scene)
		if err != nil {
			a = hunts.Answer{Sign: hunts.Unknown, Text: err.Error()}
		}
		return answeredMsg{q.number, note, a}
	}
}

// answered takes an answer and asks the next note.
func (p *notesPane) answered(m answeredMsg) tea.Cmd {
	if m.inquiry != p.inquiry.number {
		return nil
	}
	p.answers[m.note], p.drawn = m.answer, nil
	return p.inquiry.from(m.note + 1)
}

// joined takes the lineage, and looks for what the pane names now.
func (p *notesPane) joined(m joinedMsg) tea.Cmd {
	if m.inquiry != p.inquiry.number {
		return nil
	}
	p.objects, p.drawn = m.objects, nil
	return p.name()
}

// failedLineage says why there is no lineage.
func failedLineage(err error) []hunts.Object {
	return []hunts.Object{{Kind: "lineage", Facts: []hunts.Fact{{Label: "failed", Text: err.Error()}}}}
}

// signStyle draws what needs eyes so that it is seen.
func (t Theme) signStyle(s hunts.Sign) ink.Style {
	switch s {
	case hunts.Look:
		return t.Warning
	case hunts.Holds:
		return t.Text
	}
	return t.Muted
}

// answer draws one note: its sign, what the evidence says, and at the right
// the letter of its first step with how many events that opens. Every further
// step has lines of its own, where that is wanted.
func (w *writer) answer(note hunts.Note, a hunts.Answer, steps []stepLine, every bool) {
	text := safe.CellCut(a.Text, longestReason)
	switch {
	case a.Sign == hunts.Unasked && len(steps) > 0:
		text = safe.Cell(steps[0].step.Label)
	case a.Text == "": // one line is enough: the note stands in full below
		text = w.Glyphs.Text(safe.Cell(note.Text)).Cut(max(w.w-4, 1))
	}
	right := new(ink.Line)
	if len(steps) > 0 {
		right = w.opens(steps[0])
		steps = steps[1:]
	}
	sign := w.Glyphs.Text(safe.Cell(a.Sign.Glyph()))
	before := safe.Lit(" ").Plus(sign, safe.Lit(" "))
	for _, part := range w.Glyphs.Text(text).Wrap(max(w.w-before.Width()-right.Width()-1, 1)) {
		left := new(ink.Line).Add(w.signStyle(a.Sign), before).Add(w.Text, part)
		w.lines = append(w.lines, ink.Ends(left, right, w.w))
		before, right = safe.Text{}.Fit(before.Width()), new(ink.Line)
	}
	if !every {
		return
	}
	for _, l := range steps {
		w.step(l, safe.Lit("   "))
	}
}

// opens is what stands at the right of a step: how many events it shows, and its letter.
func (w *writer) opens(l stepLine) *ink.Line {
	count := safe.Lit("…")
	switch {
	case l.count >= 0:
		count = w.env.count(l.count)
	case l.count == countFailed:
		count = safe.Lit("?")
	}
	return new(ink.Line).Add(w.Text, w.Glyphs.Text(count).Plus(safe.Lit(" "))).Add(w.Key, safe.Lit(".").Plus(safe.Cell(l.letter), safe.Lit(" ")))
}

// step draws a step by what it opens.
func (w *writer) step(l stepLine, before safe.Text) {
	right := w.opens(l)
	for _, part := range w.Glyphs.Text(safe.Cell(l.step.Label)).Wrap(max(w.w-before.Width()-right.Width()-1, 1)) {
		w.lines = append(w.lines, ink.Ends(new(ink.Line).Add(w.Text, before.Plus(part)), right, w.w))
		right = new(ink.Line)
	}
}
