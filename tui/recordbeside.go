package tui

import (
	"context"
	"strings"

	"coldtrail/loader"
	"coldtrail/loader/safe"
	"coldtrail/tui/ink"
	"coldtrail/tui/jsonview"

	tea "github.com/charmbracelet/bubbletea"
)

// beside shows the record under the cursor at the side of a list of events. It
// has no cursor: Enter opens the record.
type beside struct {
	*env
	reading bool      // one at a time: a list that is walked quickly leaves no more behind
	number  int       // of the reading; a reply to an older one is dropped
	id      loader.ID // of the record that is there
	there   bool
	tree    *jsonview.Model // nil where the record cannot be shown
	size    int             // of the record, in bytes
	err     error
	w, h    int
}

// largestBeside is how many bytes a record may have to be shown without being
// opened: moving on must take no time.
const largestBeside = 256 << 10

// besideMsg carries the record of an event, as it was read from the evidence.
type besideMsg struct {
	number int
	id     loader.ID
	size   int
	tree   *jsonview.Model
	err    error
}

// look begins to read a record, unless it is there or another is being read.
func (p *beside) look(ctx context.Context, id loader.ID) tea.Cmd {
	if p.reading || p.there && p.id == id {
		return nil
	}
	p.reading = true
	p.number++
	number, dump, glyphs, styles := p.number, p.dump, p.Glyphs, p.Theme.JSON
	glyphs.Cursor = safe.Lit(" ")
	styles.Cursor = p.Text
	return func() tea.Msg {
		data, err := dump.Raw(ctx, id)
		m := besideMsg{number: number, id: id, size: len(data), err: err}
		if err == nil && len(data) <= largestBeside {
			m.tree = jsonview.New(data, nil, styles, glyphs)
		}
		return m
	}
}

// giveUp drops the reading that goes on: its visit of the screen has ended.
func (p *beside) giveUp() {
	p.reading = false
	p.number++
}

func (p *beside) take(m besideMsg) {
	if m.number != p.number {
		return
	}
	p.reading, p.there = false, true
	p.id, p.size, p.tree, p.err = m.id, m.size, m.tree, m.err
}

// view draws the record of an event, and before it what the record does not tell.
func (p *beside) view(id loader.ID, about ...safe.Text) string {
	var lines []string
	for _, t := range about {
		lines = append(lines, p.lines(p.Muted, t)...)
	}
	says, style := safe.Text{}, p.Muted
	switch {
	case !p.there || p.id != id:
		says = safe.Lit("reading the evidence …")
	case p.err != nil:
		says, style = safe.Err(p.err), p.Failure
	case p.tree == nil:
		says = safe.Sprintf("a record of %s bytes: Enter opens it", safe.Int(p.size))
	default:
		p.tree.SetSize(p.w, p.h-len(lines))
		return ink.Block(append(lines, strings.Split(p.tree.View(), "\n")...), p.w, p.h)
	}
	return ink.Block(append(lines, p.lines(style, says)...), p.w, p.h)
}

// lines are a text, wrapped; none for the empty one.
func (p *beside) lines(style ink.Style, t safe.Text) (lines []string) {
	if t.Empty() {
		return nil
	}
	for _, part := range p.Glyphs.Text(t).Wrap(max(p.w-2, 1)) {
		lines = append(lines, new(ink.Line).Add(style, safe.Lit(" ").Plus(part)).Fit(p.w))
	}
	return lines
}
