package tui

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"coldtrail/loader"
	"coldtrail/loader/safe"
	"coldtrail/tui/ink"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"
)

// palette takes a command by some part of its name, or any id, and does it or
// opens its page. It lies over the screen on top and is on no stack.
type palette struct {
	*env
	input    editor
	commands []command
	entities []loader.Seen // that hold what is typed
	number   int           // of the search for them
	items    []command     // what fits, as it is shown
	cursor   int
	past     *[]string // what was typed before, the latest last
	at       int
	w, h     int
}

// command is something that can be done now.
type command struct {
	name string // in the words of the help
	hint safe.Text
	does func(a *App) tea.Cmd
}

// entitiesMsg carries the entities that hold what is typed.
type entitiesMsg struct {
	number int
	found  []loader.Seen
}

func newPalette(e *env, commands []command, past *[]string) *palette {
	p := &palette{env: e, commands: commands, past: past, at: len(*past)}
	p.fit()
	return p
}

// press takes a key; done tells that the palette closes, and does what to do then.
func (p *palette) press(ctx context.Context, msg tea.KeyMsg) (cmd tea.Cmd, done bool, does func(*App) tea.Cmd) {
	k := p.keys
	switch {
	case key.Matches(msg, k.Back, k.Stop):
		return nil, true, nil
	case key.Matches(msg, k.Enter):
		p.remember()
		return nil, true, p.chosen()
	case key.Matches(msg, k.HalfUp):
		p.input.set("")
	case msg.Type == tea.KeyUp && p.cursor == 0:
		p.recall(-1)
	case msg.Type == tea.KeyUp:
		p.cursor--
		return nil, false, nil
	case msg.Type == tea.KeyDown:
		p.cursor = min(p.cursor+1, max(len(p.items)-1, 0))
		return nil, false, nil
	case key.Matches(msg, k.Focus) && len(p.items) > 0:
		p.input.set(p.items[p.cursor].name)
	default:
		p.input.press(msg)
	}
	p.cursor, p.entities = 0, nil
	p.fit()
	return p.look(ctx), false, nil
}

// chosen is what the item under the cursor does; without one it says what the
// text is not.
func (p *palette) chosen() func(*App) tea.Cmd {
	text := p.typed()
	if file, ok := strings.CutPrefix(text, sweepCommand+" "); ok && p.dump != nil {
		return func(a *App) tea.Cmd { return a.push(a.open, newIndicators(&a.env, strings.TrimSpace(file), nil)) }
	}
	if p.cursor < len(p.items) {
		return p.items[p.cursor].does
	}
	return func(a *App) tea.Cmd {
		a.message = safe.Sprintf("%s is no command, and nothing in this dump is called so", safe.CellCut(text, 60))
		if e, ok := loader.EntityOf(text); ok {
			a.message = safe.Sprintf("no event of this dump mentions the %s %s", safe.Cell(e.Kind.String()), safe.CellCut(text, 60))
		}
		return nil
	}
}

func (p *palette) typed() string { return strings.TrimSpace(p.input.value()) }

func (p *palette) remember() {
	if text := p.typed(); text != "" {
		*p.past = append(slices.DeleteFunc(slices.Clone(*p.past), func(old string) bool { return old == text }), text)
	}
}

func (p *palette) recall(step int) {
	if at := p.at + step; at >= 0 && at < len(*p.past) {
		p.at = at
		p.input.set((*p.past)[at])
	}
}

// fit finds what fits the text: the entity that it names, then commands, then
// entities that hold it.
func (p *palette) fit() {
	text := strings.ToLower(p.typed())
	p.items = nil
	if e, ok := loader.EntityOf(p.typed()); ok && p.dump != nil && p.dump.Count(e) > 0 {
		p.items = append(p.items, p.page(p.dump.Seen(e)))
	}
	for _, c := range p.commands {
		if strings.Contains(strings.ToLower(c.name), text) {
			p.items = append(p.items, c)
		}
	}
	slices.SortStableFunc(p.items, func(a, b command) int { return cmp.Compare(rank(a.name, text), rank(b.name, text)) })
	for _, s := range p.entities {
		if !strings.EqualFold(s.Entity.Value, p.typed()) {
			p.items = append(p.items, p.page(s))
		}
	}
}

// rank puts what is meant before what begins so, and that before the rest.
func rank(name, text string) int {
	name = strings.ToLower(name)
	switch {
	case strings.HasSuffix(name, text) && strings.Contains(name, " "+text) && strings.HasPrefix(text, "arn:"), name == text:
		return 0
	case strings.HasPrefix(name, text):
		return 1
	}
	return 2
}

// page is the command that opens an entity's page.
func (p *palette) page(s loader.Seen) command {
	return command{
		name: s.Entity.Kind.String() + " " + s.Entity.Value,
		hint: plural(s.Events, safe.Lit("event")),
		does: func(a *App) tea.Cmd { return a.push(a.open, newEntity(&a.env, s.Entity)) },
	}
}

// mostFound is how many entities are offered.
const mostFound = 50

// look searches, in a command, for entities that hold the text.
func (p *palette) look(ctx context.Context) tea.Cmd {
	p.number++
	text, number, dump := strings.ToLower(p.typed()), p.number, p.dump
	if dump == nil || len(text) < 2 {
		return nil
	}
	return func() tea.Msg {
		var found []loader.Seen
		for _, k := range loader.Kinds() {
			for _, e := range dump.EntitiesOf(k) {
				if strings.Contains(strings.ToLower(e.Value), text) {
					found = append(found, dump.Seen(e))
				}
			}
			if ctx.Err() != nil {
				return nil
			}
		}
		slices.SortStableFunc(found, func(a, b loader.Seen) int { return cmp.Compare(b.Events, a.Events) })
		return entitiesMsg{number, found[:min(len(found), mostFound)]}
	}
}

func (p *palette) found(m entitiesMsg) {
	if m.number == p.number {
		p.entities = m.found
		p.fit()
	}
}

func (p *palette) view() string {
	b := bar{env: p.env, input: p.input, label: safe.Lit(":")}
	lines := []string{b.line(p.w, new(ink.Line).Add(p.Text, safe.Int(len(p.items)).Plus(safe.Lit(" "))))}
	first, n := ink.Window(0, p.cursor, max(p.h-1, 1), len(p.items))
	for i := first; i < first+n; i++ {
		c := p.items[i]
		style, sign := p.Text, safe.Lit("   ")
		if i == p.cursor {
			style, sign = p.Theme.Table.Cursor, safe.Lit(" ").Plus(p.Glyphs.Cursor, safe.Lit(" "))
		}
		right := new(ink.Line).Add(style, p.Glyphs.Text(c.hint).Plus(safe.Lit(" ")))
		left := new(ink.Line).Fill(style).Add(style, sign.Plus(p.Glyphs.Text(safe.CellCut(c.name, 300))))
		lines = append(lines, ink.Ends(left, right, p.w))
	}
	return ink.Block(lines, p.w, p.h)
}

// says is the item under the cursor in full.
func (p *palette) says() safe.Text {
	if p.cursor < len(p.items) {
		return safe.CellCut(p.items[p.cursor].name, 500)
	}
	return safe.Lit("nothing is called so here")
}
