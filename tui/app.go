package tui

import (
	"context"
	"slices"
	"strings"

	"coldtrail/loader"
	"coldtrail/loader/safe"
	"coldtrail/tui/ink"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"
)

// App holds the tabs with their stacks of screens, and routes: keys and sizes
// to the screen on top, replies to the screen that asked. It decides nothing
// about hunts or events.
type App struct {
	env
	config Config
	ctx    context.Context
	cancel context.CancelFunc // of everything
	stop   context.CancelFunc // of the load, while it goes on
	feed   <-chan loader.Progress
	newest *loader.Dataset // of the load, its hunts not yet run perhaps
	runs   runs

	w, h    int
	tabs    []tab
	open    int // index of the open tab
	visits  int // numbers visits
	history history

	notes         notesPane
	showNotes     bool // the analyst wants notes where there is room
	onNotes       bool // the notes have the focus
	message       safe.Text
	chord         *chord
	palette       *palette // nil while it is closed
	typedCommands []string
	held          []tea.KeyMsg // typed ahead, for the screen on top
	asked         bool         // whether to quit, and the question stands
	failed        error
}

// tab is the root of a stack of screens.
type tab struct {
	key   key.Binding
	name  safe.Text
	stack []*visit // empty: the tab has nothing to show yet
}

// visit is a screen on a stack.
type visit struct {
	id     int
	screen Screen
	cancel context.CancelFunc
}

// chord waits for the second key of two.
type chord struct {
	prompt safe.Text
	run    map[string]func() tea.Cmd
}

// copier is a screen with something to copy.
type copier interface {
	copies() *chord // what the second key copies; nil where there is nothing
}

func newApp(ctx context.Context, c Config) *App {
	ctx, cancel := context.WithCancel(ctx)
	a := &App{
		config: c, ctx: ctx, cancel: cancel, showNotes: true,
		env: env{Theme: newTheme(c.Theme, c.ASCII, c.NoColor), keys: defaultKeys(), zone: c.Zone, options: c.Options, origin: c.Origin, given: c.Filter, clipboard: c.Clipboard, typedFilters: new([]string), typedSearches: new([]string)},
	}
	a.tabs = []tab{
		{key: a.keys.Hunts, name: safe.Lit("Hunts")},
		{key: a.keys.Timeline, name: safe.Lit("Timeline")},
		{key: a.keys.Entities, name: safe.Lit("Entities")},
		{key: a.keys.Load, name: safe.Lit("Load")},
	}
	a.notes.env = &a.env
	a.noted = a.notesName
	return a
}

func (a *App) close() { a.cancel() }

// Init opens the loading screen and starts the load.
func (a *App) Init() tea.Cmd {
	ctx, stop := context.WithCancel(a.ctx)
	progress := make(chan loader.Progress, 1)
	a.stop, a.feed = stop, progress
	return tea.Batch(
		a.push(0, newLoading(&a.env, a.config.Paths, a.config.Hunts)),
		load(ctx, a.config, progress),
		wait(progress),
	)
}

// Update routes one message.
func (a *App) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	return a, tea.Batch(a.route(msg), a.settle(), a.release())
}

func (a *App) route(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		a.w, a.h = msg.Width, msg.Height
	case tea.KeyMsg:
		var cmds []tea.Cmd
		for _, key := range typed(msg) {
			cmds = append(cmds, a.press(key), a.settle())
		}
		return tea.Batch(cmds...)
	case progressMsg:
		return a.progressed(msg)
	case loadedMsg:
		return a.loaded(msg)
	case ranMsg:
		return a.ran(msg)
	case steppedMsg:
		return a.notes.stepped(msg)
	case entitiesMsg:
		if a.palette != nil {
			a.palette.found(msg)
		}
	case countedMsg:
		return a.notes.counted(msg)
	case answeredMsg:
		return a.notes.answered(msg)
	case joinedMsg:
		return a.notes.joined(msg)
	case namedMsg:
		a.notes.took(msg)
	case replyMsg:
		return a.reply(msg)
	}
	return nil
}

// reply hands a message to the visit that asked for it; what is for App is
// done here.
func (a *App) reply(msg replyMsg) tea.Cmd {
	switch m := msg.msg.(type) {
	case nil:
		return nil
	case openMsg:
		return a.push(a.open, m.screen)
	case replaceMsg:
		a.closeTop()
		return a.push(a.open, m.screen)
	case sayMsg:
		a.message = m.text
		return nil
	case nowMsg:
		return a.setNow(m.event)
	case pressMsg:
		return a.press(m.key)
	case downMsg:
		return a.down(msg.to, m)
	}
	for t := range a.tabs {
		for _, v := range a.tabs[t].stack {
			if v.id == msg.to {
				return a.tell(v, msg.msg)
			}
		}
	}
	return nil // the screen was closed
}

// down takes a message to the screen below the one that sent it.
func (a *App) down(from int, m downMsg) tea.Cmd {
	for t := range a.tabs {
		stack := a.tabs[t].stack
		i := slices.IndexFunc(stack, func(v *visit) bool { return v.id == from })
		if i < 1 {
			continue
		}
		below := stack[i-1]
		if m.close && a.top() == stack[i] {
			a.closeTop()
			a.history.note(a)
		}
		return a.tell(below, m.msg)
	}
	return nil // the screen was closed
}

// top is the screen that is shown; nil when the tab is empty.
func (a *App) top() *visit {
	stack := a.tabs[a.open].stack
	if len(stack) == 0 {
		return nil
	}
	return stack[len(stack)-1]
}

// push opens a screen on a tab.
func (a *App) push(tab int, s Screen) tea.Cmd {
	v := &visit{screen: s}
	a.open = tab
	a.tabs[tab].stack = append(a.tabs[tab].stack, v)
	a.onNotes = false
	a.history.note(a)
	return a.start(v)
}

// start gives a visit a number and a context of its own and lets its screen begin;
// again when the screen was closed and is visited again. What it asked before, and
// was given up, is answered to nobody.
func (a *App) start(v *visit) tea.Cmd {
	ctx, cancel := context.WithCancel(a.ctx)
	a.visits++
	v.id, v.cancel = a.visits, cancel
	return a.answer(v, v.screen.Init(ctx))
}

// tell hands a message to a screen.
func (a *App) tell(v *visit, msg tea.Msg) tea.Cmd { return a.answer(v, v.screen.Update(msg)) }

// answer sees to what a screen gave back, and to what it asked for.
func (a *App) answer(v *visit, cmd tea.Cmd) tea.Cmd {
	cmds := []tea.Cmd{addressed(v.id, cmd)}
	requests := a.requests
	a.requests = nil
	for _, msg := range requests {
		cmds = append(cmds, a.reply(replyMsg{v.id, msg}))
	}
	return tea.Batch(cmds...)
}

// closeTop closes the screen on top.
func (a *App) closeTop() {
	t := &a.tabs[a.open]
	n := len(t.stack) - 1
	t.stack[n].cancel()
	t.stack = t.stack[:n:n]
}

// goTo opens a tab where it was left.
func (a *App) goTo(tab int) tea.Cmd {
	if len(a.tabs[tab].stack) == 0 {
		a.message = safe.Lit("nothing to show there before the dump is loaded")
		return nil
	}
	a.open, a.onNotes = tab, false
	a.history.note(a)
	return a.tell(a.top(), shownMsg{})
}

// arrange gives the screen on top and the notes their sizes.
func (a *App) arrange() {
	a.notes.subject, a.notes.instead = a.subject(), a.noFinding()
	l := a.layout()
	v := a.top()
	if l.TooSmall || v == nil {
		return
	}
	if l.Body.W > 0 {
		w, h := l.Body.W, l.Body.H
		if l.Framed {
			w, h = ink.Inner(w, h)
		}
		v.screen.SetSize(w, h)
	}
	if a.palette != nil {
		a.palette.w, a.palette.h = a.w, max(a.h-4, 0)
	}
	w, h := l.Notes.W, l.Notes.H
	if l.Framed {
		w, h = ink.Inner(w, h)
	}
	a.notes.setSize(w, h)
}

func (a *App) layout() Layout {
	switch {
	case !a.notes.shown() || !a.showNotes:
		return Arrange(a.w, a.h, NoNotes)
	case a.onNotes && !a.notesFit():
		return Arrange(a.w, a.h, FullNotes)
	}
	l := Arrange(a.w, a.h, a.noteRoom())
	if v := a.top(); v != nil {
		if s, ok := v.screen.(sparing); ok {
			l = l.Spare(s.Needs(l.Body.W, l.Body.H))
		}
	}
	return l
}

// notesName gives the entities that the notes on the screen name.
func (a *App) notesName() []loader.Entity {
	if a.notes.subject == nil || a.layout().Notes.W == 0 {
		return nil
	}
	return a.notes.named
}

// noteRoom is where notes may stand: deeper down than their finding only at
// the side, so that a small terminal leaves its rows to the screen.
func (a *App) noteRoom() Show {
	if v := a.top(); v != nil && (v.screen.Status().Finding != nil || !a.notes.instead.Empty()) {
		return BelowNotes
	}
	return SideNotes
}

// noFinding is what the screen on top says in the place of the notes.
func (a *App) noFinding() safe.Text {
	if v := a.top(); v != nil {
		return v.screen.Status().NoFinding
	}
	return safe.Text{}
}

// notesFit tells whether the terminal has room for notes beside the screen.
func (a *App) notesFit() bool { return Arrange(a.w, a.h, a.noteRoom()).Notes.W > 0 }

// subject is the finding that the notes are about: of the screen on top, or
// the nearest below it that has one.
func (a *App) subject() *Subject {
	stack := a.tabs[a.open].stack
	for i := len(stack) - 1; i >= 0; i-- {
		if s := stack[i].screen.Status().Finding; s != nil {
			return s
		}
	}
	return nil
}

// settle makes sizes and notes those of the screen on top: what the next key
// acts on.
func (a *App) settle() tea.Cmd {
	a.arrange()
	return a.follow()
}

// follow starts counting the steps of the notes when they are about another
// finding than before, and reading what the screen on top has come to show.
func (a *App) follow() tea.Cmd {
	return tea.Batch(a.notes.follow(a.ctx), a.notes.ask(a.ctx), a.look())
}

// look lets the screen on top read what it has room for, now that it has its size.
func (a *App) look() tea.Cmd {
	v := a.top()
	if v == nil {
		return nil
	}
	if s, ok := v.screen.(looker); ok {
		return addressed(v.id, s.Look())
	}
	return nil
}

// setNow makes the time of an event the now of the hunts.
func (a *App) setNow(e loader.Event) tea.Cmd {
	if e.Time.IsZero() {
		a.message = safe.Lit("this event has no time to take as now")
		return nil
	}
	a.options.Now = e.Time
	return a.hunt()
}

// View draws the whole terminal: exactly w×h cells.
func (a *App) View() string {
	if a.w < 1 || a.h < 1 {
		return ""
	}
	l := a.layout()
	if l.TooSmall || a.top() == nil {
		return a.tooSmall()
	}
	parts := []string{a.tabRow(), a.crumbRow()}
	body := ""
	if a.palette != nil {
		body = a.palette.view()
	} else {
		body = a.panes(l)
	}
	parts = append(parts, body, a.messageRow(), a.footRow())
	return strings.Join(parts, "\n")
}

// panes draws the screen on top and the notes.
func (a *App) panes(l Layout) string {
	screen, notes := "", ""
	if l.Body.W > 0 {
		v := a.top().screen
		screen = a.pane(v.View(), v.Title(), l.Framed, !a.onNotes, l.Body)
	}
	if l.Notes.W > 0 {
		notes = a.pane(a.notes.view(!l.Framed, a.onNotes), safe.Lit("Notes"), l.Framed, a.onNotes, l.Notes)
	}
	switch {
	case notes == "":
		return screen
	case screen == "":
		return notes
	case l.Notes.X > 0:
		return ink.Beside(screen, notes)
	}
	return screen + "\n" + notes
}

func (a *App) pane(body string, title safe.Text, framed, focused bool, r Rect) string {
	if !framed {
		return body
	}
	return ink.Frame{Title: title, Focused: focused, Border: a.Border, Text: a.Text, Glyphs: a.Glyphs}.Draw(body, r.W, r.H)
}
