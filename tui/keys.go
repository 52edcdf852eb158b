package tui

import (
	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"
)

// Keys is every binding of the workbench, declared once. A key means the same
// on every screen; a screen hands out those that do something there now, and
// the footer, the help and the README are made of them.
type Keys struct {
	Up, Down, Top, End, PageUp, PageDown, HalfUp, HalfDown key.Binding
	Left, Right                                            key.Binding
	Enter, Back, Leave, Quit, Stop                         key.Binding
	Hunts, Timeline, Entities, Load                        key.Binding
	Sort, ThenSort                                         key.Binding
	Pivot, Choose                                          key.Binding
	Next, Prev                                             key.Binding
	Filter, Keep, Drop, Values, Group, TimeWindow          key.Binding
	Filters, Toggle, Clear, Dim, NextMatch, PrevMatch      key.Binding
	Undo, Redo, Tick, Fold, Delta                          key.Binding
	Columns, Wider, Narrower                               key.Binding
	Command                                                key.Binding
	Notes, Focus, Step                                     key.Binding
	Mode, Window, Now                                      key.Binding
	CollapseAll, ExpandAll, Raw, Copy                      key.Binding
	HistoryBack, HistoryForward                            key.Binding
	Help, Suspend, Redraw                                  key.Binding
}

// bind makes a binding; the first word of the help is how its keys are shown.
func bind(shown, does string, keys ...string) key.Binding {
	return key.NewBinding(key.WithKeys(keys...), key.WithHelp(shown, does))
}

// defaultKeys is the key map.
func defaultKeys() Keys {
	return Keys{
		Up:       bind("k ↑", "up", "k", "up"),
		Down:     bind("j ↓", "down", "j", "down"),
		Top:      bind("g Home", "first", "g", "home"),
		End:      bind("G End", "last", "G", "end"),
		PageUp:   bind("PgUp ^B", "page up", "pgup", "ctrl+b"),
		PageDown: bind("PgDn ^F", "page down", "pgdown", "ctrl+f"),
		HalfUp:   bind("^U", "half a page up", "ctrl+u"),
		HalfDown: bind("^D", "half a page down", "ctrl+d"),
		Left:     bind("h ←", "column left, fold", "h", "left"),
		Right:    bind("l →", "column right, unfold", "l", "right"),

		Enter: bind("Enter", "open", "enter"),
		Back:  bind("Esc", "back", "esc"),
		Leave: bind("q", "back, or leave", "q"),
		Quit:  bind("Q", "quit", "Q"),
		Stop:  bind("^C", "stop, or quit", "ctrl+c"),

		Hunts:    bind("1", "hunts", "1"),
		Timeline: bind("2", "timeline", "2"),
		Entities: bind("3", "entities", "3"),
		Load:     bind("5", "load report", "5"),

		Sort:     bind("s", "sort by this column", "s"),
		ThenSort: bind("S", "then by this column", "S"),
		Pivot:    bind("p", "pivot", "p"),
		Choose:   bind("P", "pivot: choose an entity", "P"),

		Filter:     bind("/", "filter", "/"),
		Keep:       bind("+ =", "keep this value", "+", "="),
		Drop:       bind("-", "leave this value out", "-"),
		TimeWindow: bind("t", "time", "t"),
		Values:     bind("v", "values of the column", "v"),
		Group:      bind("b", "group by the column", "b"),
		Filters:    bind("F", "list of filters", "F"),
		Toggle:     bind(`\`, "all off or on", `\`),
		Clear:      bind("X", "clear all", "X"),
		Dim:        bind("x", "hide ↔ dim the rest", "x"),
		NextMatch:  bind("n", "next match", "n"),
		PrevMatch:  bind("N", "match before", "N"),
		Undo:       bind("u", "undo", "u"),
		Redo:       bind("U", "redo", "U"),
		Tick:       bind("Space", "tick", " "),
		Fold:       bind("o", "fold repeats", "o"),
		Delta:      bind("d", "time between rows", "d"),
		Columns:    bind("C", "columns", "C"),
		Wider:      bind(">", "wider", ">"),
		Narrower:   bind("<", "narrower", "<"),
		Command:    bind(": ^P", "command, or any id", ":", "ctrl+p"),

		Next: bind("J", "next record", "J"),
		Prev: bind("K", "previous record", "K"),

		Notes: bind("i", "notes", "i"),
		Focus: bind("Tab", "notes ↔ list", "tab"),
		Step:  bind(".", "step of a note", "."),

		Mode:   bind("D", "documented ↔ complete", "D"),
		Window: bind("W", "window", "W"),
		Now:    bind("T", "now = this event", "T"),

		CollapseAll: bind("(", "collapse all", "("),
		ExpandAll:   bind(")", "expand all", ")"),
		Raw:         bind("r", "raw bytes ↔ tree", "r"),
		Copy:        bind("y", "copy", "y"),

		HistoryBack:    bind("[", "place before", "["),
		HistoryForward: bind("]", "place after", "]"),

		Help:    bind("? F1", "help", "?", "f1"),
		Suspend: bind("^Z", "suspend", "ctrl+z"),
		Redraw:  bind("^L", "redraw", "ctrl+l"),
	}
}

// move is the block of keys that move in a list; it leads every help page.
func (k Keys) move() []key.Binding {
	return []key.Binding{k.Down, k.Up, k.Top, k.End, k.PageDown, k.PageUp, k.HalfDown, k.HalfUp}
}

// global is the block of keys that App itself answers everywhere.
func (k Keys) global() []key.Binding {
	return []key.Binding{k.Back, k.Leave, k.Quit, k.Stop, k.Hunts, k.Timeline, k.Entities, k.Load, k.Command, k.HistoryBack, k.HistoryForward, k.Help, k.Suspend, k.Redraw}
}

// off returns the binding switched off, so that it leaves footer and help.
func off(b key.Binding, when bool) key.Binding {
	b.SetEnabled(!when)
	return b
}

// named returns the binding with another word for what it does here.
func named(b key.Binding, does string) key.Binding {
	b.SetHelp(b.Help().Key, does)
	return b
}

// mover is a list or tree that the keys move in.
type mover interface {
	Move(delta int)
	Page(delta int)
	Half(delta int)
	Top()
	End()
}

// moved lets a key move in m, and tells whether it was one that moves.
func (k Keys) moved(m mover, msg tea.KeyMsg) bool {
	switch {
	case key.Matches(msg, k.Up):
		m.Move(-1)
	case key.Matches(msg, k.Down):
		m.Move(1)
	case key.Matches(msg, k.Top):
		m.Top()
	case key.Matches(msg, k.End):
		m.End()
	case key.Matches(msg, k.PageUp):
		m.Page(-1)
	case key.Matches(msg, k.PageDown):
		m.Page(1)
	case key.Matches(msg, k.HalfUp):
		m.Half(-1)
	case key.Matches(msg, k.HalfDown):
		m.Half(1)
	default:
		return false
	}
	return true
}
