package tui

import (
	"context"
	"slices"
	"strconv"

	"coldtrail/loader"
	"coldtrail/loader/safe"
	"coldtrail/tui/table"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"
)

// picker lets the analyst choose one of several entities, by cursor or digit.
// The page of the one that is chosen takes its place.
type picker struct {
	list
	entities []loader.Entity
}

// choose opens a picker, where there is something to choose among: entities of
// the row, and behind them those that the notes beside it name.
func choose(e *env, entities []loader.Entity) tea.Cmd {
	entities = slices.Clone(entities)
	if e.noted != nil {
		for _, n := range e.noted() {
			if !slices.Contains(entities, n) {
				entities = append(entities, n)
			}
		}
	}
	if len(entities) == 0 {
		return e.say(safe.Lit("no entity here"))
	}
	rows := entityRows{e, entities}
	cols := []table.Column{
		{Title: safe.Lit("#"), Min: 3, Right: true},
		{Title: safe.Lit("KIND"), Min: 10},
		{Title: safe.Lit("ENTITY"), Min: 20, HeadCut: true},
		{Title: safe.Lit("EVENTS"), Min: 7, Right: true},
	}
	return e.open(&picker{list: newList(e, cols, rows), entities: entities})
}

func (s *picker) Init(ctx context.Context) tea.Cmd {
	s.ctx = ctx
	return nil
}

func (s *picker) Update(msg tea.Msg) tea.Cmd {
	if cmd, done := s.heard(msg); done {
		return cmd
	}
	switch msg := msg.(type) {
	case tea.KeyMsg:
		if n, err := strconv.Atoi(msg.String()); err == nil && n >= 1 && n <= len(s.entities) {
			return s.pick(n - 1)
		}
		if cmd, done := s.pressed(msg); done {
			return cmd
		}
		if key.Matches(msg, s.keys.Enter) || key.Matches(msg, s.keys.Pivot) {
			return s.pick(s.Row())
		}
	}
	return nil
}

func (s *picker) pick(row int) tea.Cmd {
	page := newEntity(s.env, s.entities[row])
	return s.request(replaceMsg{page})
}

func (s *picker) Title() safe.Text { return safe.Lit("choose an entity") }

func (s *picker) Status() Status {
	return Status{Counts: safe.Int(len(s.entities)), Under: s.under(s.entities[s.Row()].Kind.String())}
}

func (s *picker) ShortHelp() []key.Binding {
	return []key.Binding{named(s.keys.Enter, "open the page"), bind("1–9", "open at once", "1", "2", "3", "4", "5", "6", "7", "8", "9")}
}

func (s *picker) FullHelp() [][]key.Binding { return append(s.listHelp(), s.ShortHelp()) }

// entityRows is entities as rows.
type entityRows struct {
	*env
	entities []loader.Entity
}

func (l entityRows) Len() int { return len(l.entities) }

func (l entityRows) Cell(row, col int) safe.Text {
	switch e := l.entities[row]; col {
	case 0:
		return safe.Int(row + 1)
	case 1:
		return safe.Cell(e.Kind.String())
	case 2:
		return safe.CellCut(l.dump.ShortARN(e.Value), 200)
	default:
		return l.count(l.dump.Count(e))
	}
}

func (l entityRows) Value(row, _ int) safe.Text { return safe.CellCut(l.entities[row].Value, 1000) }

// Keys sorts by the number of the row, the kind, the short form or the events.
func (l entityRows) Keys(d *loader.Dataset, col int) func(row int) table.Key {
	return func(row int) table.Key {
		switch e := l.entities[row]; col {
		case 0:
			return table.Key{Number: int64(row)}
		case 1:
			return table.Key{Number: int64(e.Kind)}
		case 2:
			return table.Key{Text: d.ShortARN(e.Value)}
		default:
			return table.Key{Number: int64(d.Count(e))}
		}
	}
}
