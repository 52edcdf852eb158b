package tui

import (
	"context"

	"coldtrail/loader"
	"coldtrail/loader/safe"
	"coldtrail/tui/table"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"
)

// columnsScreen lets the analyst choose which columns of the list below are
// shown. Esc leaves them as they were.
type columnsScreen struct{ list }

// columnsMsg gives columns of a list their shapes.
type columnsMsg struct {
	cols   []int
	shapes []table.Shape // parallel to cols
}

// widening is by how many cells a key makes a column wider.
const widening = 4

func newColumns(e *env, of *table.Model) *columnsScreen {
	rows := columnRows{}
	here := 0
	for col, c := range of.Columns() {
		if c.Hidden { // a key of its own shows it
			continue
		}
		if col == of.Col() {
			here = len(rows.cols)
		}
		rows.cols, rows.titles = append(rows.cols, col), append(rows.titles, c.Title)
		rows.shapes, rows.fits = append(rows.shapes, of.Shape(col)), append(rows.fits, of.Fits(col))
	}
	cols := []table.Column{{Min: 3}, {Title: safe.Lit("COLUMN"), Min: 20}, {Min: 8, Drop: 1}}
	s := &columnsScreen{newList(e, cols, rows)}
	s.Select(here)
	return s
}

func (s *columnsScreen) Init(ctx context.Context) tea.Cmd { return s.start(ctx) }

func (s *columnsScreen) Update(msg tea.Msg) tea.Cmd {
	if cmd, done := s.heard(msg); done {
		return cmd
	}
	press, ok := msg.(tea.KeyMsg)
	if !ok {
		return nil
	}
	rows := s.rows.(columnRows)
	switch row := s.Row(); {
	case key.Matches(press, s.keys.Enter):
		return s.down(columnsMsg{rows.cols, rows.shapes}, true)
	case key.Matches(press, s.keys.Tick) && row == 0:
		return s.say(safe.Lit("the first column stays: rows are known by it"))
	case key.Matches(press, s.keys.Tick):
		rows.shapes[row].Hidden = !rows.shapes[row].Hidden
		s.Move(1)
		return nil
	case key.Matches(press, s.keys.Columns):
		return s.say(safe.Lit("these are the columns: Space hides or shows one, Enter takes the choice"))
	}
	cmd, _ := s.pressed(press)
	return cmd
}

func (s *columnsScreen) Title() safe.Text { return safe.Lit("columns") }

func (s *columnsScreen) Status() Status {
	return Status{Counts: plural(s.rows.Len(), safe.Lit("column"))}
}

func (s *columnsScreen) ShortHelp() []key.Binding {
	return []key.Binding{named(s.keys.Enter, "take the choice"), named(s.keys.Tick, "hide or show")}
}

func (s *columnsScreen) FullHelp() [][]key.Binding {
	return [][]key.Binding{s.keys.move(), s.ShortHelp()}
}

// columnRows is the columns of a list as rows.
type columnRows struct {
	cols   []int // of the list below
	titles []safe.Text
	shapes []table.Shape
	fits   []bool // there was room for it on the list
}

func (l columnRows) Len() int { return len(l.titles) }

func (l columnRows) Cell(row, col int) safe.Text {
	switch {
	case col == 1:
		return l.titles[row]
	case col == 2 && !l.fits[row] && !l.shapes[row].Hidden:
		return safe.Lit("no room for it yet: hide others")
	case col == 2:
		return safe.Text{}
	case l.shapes[row].Hidden:
		return safe.Lit("[ ]")
	}
	return safe.Lit("[x]")
}

func (l columnRows) Value(row, _ int) safe.Text { return l.titles[row] }

// Keys keeps the order of the columns.
func (l columnRows) Keys(*loader.Dataset, int) func(row int) table.Key {
	return func(row int) table.Key { return table.Key{Number: int64(row)} }
}
