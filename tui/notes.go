package tui

import (
	"context"
	"slices"
	"strconv"

	"coldtrail/hunts"
	"coldtrail/loader"
	"coldtrail/loader/kql"
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

// stepLine is a step that applies to the finding.
type stepLine struct {
	letter string
	note   int // the number of its note, from 1
	step   hunts.Step
	query  kql.Query
	page   *loader.Entity // what it opens, for a step that opens a page
	count  int            // events; -1 until they are counted, -2 when that failed
}

// steppedMsg carries the steps of a subject.
type steppedMsg struct {
	key   string
	dumps int
	steps []stepLine
}

// countedMsg carries how many events a step would show.
type countedMsg struct {
	key   string
	dumps int
	step  int
	count int
}

// longestReason is how many cells of a mark's reason are shown: it may quote
// evidence, and the steps must stay in sight.
const longestReason = 240

const (
	uncounted   = -1
	countFailed = -2
)

// follow starts to make the steps of the subject, and to count what they open,
// when it is another subject than before, or of another dataset. Those of the
// same finding stay meanwhile.
func (p *notesPane) follow(ctx context.Context) tea.Cmd {
	key := ""
	if p.subject != nil {
		key = subjectKey(*p.subject)
	}
	if key == p.key && (p.dumps == p.env.dumps || key == "") {
		return nil
	}
	if p.cancel != nil {
		p.cancel()
	}
	if !p.same() {
		p.steps, p.made, p.top = nil, false, 0
	}
	p.key, p.dumps = key, p.env.dumps
	if p.subject == nil {
		return nil
	}
	p.of = *p.subject
	p.ctx, p.cancel = context.WithCancel(ctx)
	dump, dumps, of := p.dump, p.dumps, p.of
	return func() tea.Msg { return steppedMsg{key, dumps, makeSteps(dump, of)} }
}

// same tells whether the subject is the finding of before, of later results
// perhaps.
func (p *notesPane) same() bool {
	if p.subject == nil || p.key == "" {
		return false
	}
	before, now := p.of, p.subject
	return before.Result.Hunt.ID == now.Result.Hunt.ID && before.Result.Mode == now.Result.Mode &&
		slices.Contains(now.Finding.Events, before.Finding.Events[0]) && p.dumps != p.env.dumps
}

// subjectKey tells a finding from every other on the screen.
func subjectKey(s Subject) string {
	key := s.Finding.Hunt + "\x00" + s.Result.Mode.String()
	for _, v := range s.Finding.Values {
		key += "\x00" + v.String()
	}
	if len(s.Finding.Events) > 0 {
		id := s.Finding.Events[0]
		key += "\x00" + strconv.Itoa(int(id.File)) + "#" + strconv.Itoa(int(id.Record))
	}
	return key
}

// makeSteps gives the steps that apply to a finding, lettered. Commands call it:
// a step may look through the dataset for its query.
func makeSteps(d *loader.Dataset, s Subject) []stepLine {
	var lines []stepLine
	for i, note := range s.Result.Hunt.Notes {
		for _, step := range note.Steps {
			q, ok := step.Query(d, s.Finding)
			if !ok || len(lines) == 26 {
				continue
			}
			l := stepLine{letter: string(rune('a' + len(lines))), note: i + 1, step: step, query: q, count: uncounted}
			if step.Page != nil {
				if e, ok := step.Page(s.Finding); ok {
					l.page = &e
				}
			}
			lines = append(lines, l)
		}
	}
	return lines
}

// stepped takes the steps and starts to count them.
func (p *notesPane) stepped(m steppedMsg) tea.Cmd {
	if m.key != p.key || m.dumps != p.dumps {
		return nil
	}
	old := p.steps
	p.steps, p.made = m.steps, true
	for i := range p.steps { // what the same steps counted before stays until they are counted again
		if i < len(old) && old[i].step.Label == p.steps[i].step.Label {
			p.steps[i].count = old[i].count
		}
	}
	return p.countFrom(0)
}

// countFrom counts what a step opens. The next is counted after it: a list that
// is walked quickly leaves no more than one behind.
func (p *notesPane) countFrom(step int) tea.Cmd {
	if step >= len(p.steps) {
		return nil
	}
	ctx, dump, q := p.ctx, p.dump, p.steps[step].query
	m := countedMsg{key: p.key, dumps: p.dumps, step: step}
	return func() tea.Msg {
		if err := dump.Find(ctx, q, func(ids []loader.ID) { m.count += len(ids) }); err != nil {
			m.count = countFailed
		}
		return m
	}
}

// counted takes a count and goes on with the next.
func (p *notesPane) counted(m countedMsg) tea.Cmd {
	if m.key != p.key || m.dumps != p.dumps {
		return nil
	}
	p.steps[m.step].count = m.count
	return p.countFrom(m.step + 1)
}

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
