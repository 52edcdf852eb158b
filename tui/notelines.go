package tui

import (
	"coldtrail/hunts"
	"coldtrail/loader/safe"
	"coldtrail/tui/ink"
)

// longestReason is how many cells of a mark's reason or of an answer are
// shown: they may quote evidence, and what follows must stay in sight.
const longestReason = 240

// lines draws everything there is to say about the subject, once for each
// change of it.
func (p *notesPane) lines() []string {
	switch {
	case p.subject == nil:
		w := &writer{env: p.env, w: p.w}
		w.hanging(p.Muted, safe.Text{}, p.instead)
		return w.lines
	case p.drawn == nil:
		p.drawn = p.draw()
	}
	return p.drawn
}

func (p *notesPane) draw() []string {
	w := &writer{env: p.env, w: p.w}
	hunt := p.subject.Result.Hunt
	for _, m := range p.subject.Finding.Marks {
		w.hanging(p.Warning, safe.Lit("! "), safe.CellCut(m.String(), longestReason))
	}
	if p.growing() {
		w.hanging(p.Muted, safe.Text{}, safe.Lit("so far: the dump is still being read"))
	}
	marks := len(w.lines)
	for _, every := range []bool{true, false} { // further steps only where there is room for all: they stand below, too
		w.lines = w.lines[:marks]
		for i, note := range hunt.Notes {
			if i < len(p.answers) { // the subject may be new, and not asked about yet
				w.answer(note, p.answers[i], p.stepsOf(i), every)
			}
		}
		if len(w.lines) <= p.h {
			break
		}
	}
	for _, o := range p.objects {
		w.gap()
		w.object(o)
	}
	w.gap()
	p.inFull(w)
	w.gap()
	w.hanging(p.Muted, safe.Text{}, safe.Sprintf("Notes after %s, in our own words", safe.Cell(hunt.Source.Title)))
	w.hanging(p.Muted, safe.Text{}, sourceWords(hunt))
	for _, t := range hunt.Attack {
		w.hanging(p.Muted, safe.Text{}, attackWords(t))
	}
	return w.lines
}

// inFull draws the notes themselves, what their steps open, and by what rule
// they are answered.
func (p *notesPane) inFull(w *writer) {
	for i, note := range p.subject.Result.Hunt.Notes {
		text := safe.Cell(note.Text)
		switch {
		case note.Ours:
			text = text.Plus(safe.Lit(" (our note)"))
		case note.People:
			text = text.Plus(safe.Lit(" (ask people)"))
		}
		w.hanging(p.Text, safe.Int(i+1).Plus(safe.Lit(".")).Fit(4), text)
		for _, l := range p.stepsOf(i) {
			w.step(l, safe.Lit("     "))
		}
		if note.Check.Rule != "" {
			w.hanging(p.Muted, safe.Lit("    "), safe.Sprintf("Rule: %s", safe.Cell(note.Check.Rule)))
		}
	}
}

// stepsOf are the steps of the note with that index.
func (p *notesPane) stepsOf(note int) []stepLine {
	for i, l := range p.steps {
		if l.note == note+1 {
			end := i
			for end < len(p.steps) && p.steps[end].note == note+1 {
				end++
			}
			return p.steps[i:end]
		}
	}
	return nil
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

// object draws what was joined from several events.
func (w *writer) object(o hunts.Object) {
	w.hanging(w.Theme.Title, safe.Text{}, safe.Sprintf("%s %s", safe.Cell(o.Kind), safe.CellCut(o.Name, longestReason)))
	for _, f := range o.Facts {
		text := safe.CellCut(f.Text, longestReason)
		if !f.At.IsZero() {
			text = w.Time(f.At).Plus(safe.Lit(" "), text)
		}
		w.hanging(w.Text, safe.Cell(f.Label).Plus(safe.Lit(": ")), text)
	}
}

func (w *writer) gap() { w.lines = append(w.lines, "") }
