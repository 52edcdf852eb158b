package tui

import (
	"context"
	"slices"
	"strconv"

	"coldtrail/hunts"
	"coldtrail/loader"
	"coldtrail/loader/kql"

	tea "github.com/charmbracelet/bubbletea"
)

// This file is what the notes of a finding can open, and how many events that
// would show.

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
	making int
	steps  []stepLine
}

// countedMsg carries how many events a step would show.
type countedMsg struct {
	making int
	step   int
	count  int
}

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
		p.answers, p.objects, p.named = nil, nil, nil
	}
	p.key, p.dumps, p.drawn = key, p.env.dumps, nil
	p.making++
	if p.subject == nil {
		return nil
	}
	p.of = *p.subject
	p.ctx, p.cancel = context.WithCancel(ctx)
	dump, making, of := p.dump, p.making, p.of
	return func() tea.Msg { return steppedMsg{making, makeSteps(dump, of)} }
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
	if m.making != p.making {
		return nil
	}
	old := p.steps
	p.steps, p.made, p.drawn = m.steps, true, nil
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
	m := countedMsg{making: p.making, step: step}
	return func() tea.Msg {
		if err := dump.Find(ctx, q, func(ids []loader.ID) { m.count += len(ids) }); err != nil {
			m.count = countFailed
		}
		return m
	}
}

// counted takes a count and goes on with the next.
func (p *notesPane) counted(m countedMsg) tea.Cmd {
	if m.making != p.making {
		return nil
	}
	p.steps[m.step].count, p.drawn = m.count, nil
	return p.countFrom(m.step + 1)
}
