package tui

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"coldtrail/hunts"
	"coldtrail/loader"
	"coldtrail/loader/safe"
	"coldtrail/tui/ink"
	"coldtrail/tui/table"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"
)

// entities lists everything that records mention, by kind, the busiest of each
// first. They are counted when the list is looked at, not before.
type entities struct {
	list
	shown bool
	stop  context.CancelFunc // of the counting that goes on
	seen  int                // env.news of what is counted; 0 before
	w, h  int
}

// The columns of entities.
const (
	entityKind = iota
	entityName
	entityEvents
	entityFindings
	entityFirst
	entityLast
)

func newEntities(e *env) *entities {
	cols := []table.Column{
		{Title: safe.Lit("KIND"), Min: 10},
		{Title: safe.Lit("ENTITY"), Min: 20, HeadCut: true},
		{Title: safe.Lit("EVENTS"), Min: 7, Right: true},
		{Title: safe.Lit("FINDINGS"), Min: 8, Right: true, Drop: 1},
		{Title: safe.Lit("FIRST"), Min: 11, Drop: 3},
		{Title: safe.Lit("LAST"), Min: 11, Drop: 2},
	}
	s := &entities{list: newList(e, cols, seenRows{env: e})}
	s.SelectCol(entityEvents)
	return s
}

// seenMsg carries the entities with their counts.
type seenMsg struct {
	news int
	rows seenRows
}

func (s *entities) Init(ctx context.Context) tea.Cmd {
	s.ctx = ctx
	return s.refresh()
}

// refresh counts, in a command, unless nobody has looked or all is counted.
func (s *entities) refresh() tea.Cmd {
	if !s.shown || s.seen == s.news {
		return nil
	}
	if s.stop != nil {
		s.stop()
	}
	var ctx context.Context
	ctx, s.stop = context.WithCancel(s.ctx)
	e, news, dump, results := s.env, s.news, s.dump, s.results
	return func() tea.Msg { return seenMsg{news, newSeenRows(ctx, e, dump, results)} }
}

func (s *entities) Update(msg tea.Msg) tea.Cmd {
	if cmd, done := s.heard(msg); done {
		return cmd
	}
	switch msg := msg.(type) {
	case shownMsg:
		s.shown = true
		return s.refresh()
	case resultsMsg:
		return s.refresh()
	case seenMsg:
		if msg.news != s.news {
			return nil
		}
		s.seen = msg.news
		return s.setRows(msg.rows)
	case tea.KeyMsg:
		if cmd, done := s.pressed(msg); done {
			return cmd
		}
		if s.Row() >= 0 && key.Matches(msg, s.keys.Enter, s.keys.Pivot) {
			return s.open(newEntity(s.env, s.rows.(seenRows).list[s.Row()].Entity))
		}
	}
	return nil
}

// Waits holds keys back until there are rows.
func (s *entities) Waits(tea.KeyMsg) bool { return s.seen == 0 }

func (s *entities) SetSize(w, h int) {
	s.w, s.h = w, h
	s.list.SetSize(w, h-1)
}

func (s *entities) View() string {
	if s.seen == 0 {
		return ink.Block([]string{"", new(ink.Line).Add(s.Text, safe.Lit("   counting …")).Fit(s.w)}, s.w, s.h)
	}
	return ink.Block(append(strings.Split(s.list.View(), "\n"), s.Rule(s.Border, s.Span(), s.w)), s.w, s.h)
}

func (s *entities) Title() safe.Text { return safe.Lit("Entities") }

func (s *entities) Status() Status {
	if s.seen == 0 {
		return Status{Counts: safe.Lit("counting …")}
	}
	n := s.rows.Len()
	if s.matched != nil {
		n = len(s.matched)
	}
	word := safe.Lit(" entities")
	if n == 1 {
		word = safe.Lit(" entity")
	}
	st := Status{Counts: s.orMore(safe.Int(n).Plus(word))}
	if s.Row() >= 0 {
		st.Message = s.rows.Value(s.Row(), s.Col())
	}
	return st
}

func (s *entities) ShortHelp() []key.Binding {
	none := s.Len() == 0
	return []key.Binding{
		off(named(s.keys.Enter, "its page"), none), s.keys.Filter, off(named(s.keys.Sort, "busy or rare first"), none), off(named(s.keys.Values, "values"), none),
	}
}

func (s *entities) FullHelp() [][]key.Binding {
	none := s.Len() == 0
	return append(s.listHelp(), []key.Binding{off(named(s.keys.Enter, "page of the entity"), none), off(s.keys.Pivot, none)})
}

// seenRows is entities as rows.
type seenRows struct {
	*env
	list  []loader.Seen
	found map[loader.Entity]int // findings that are about it
	where map[loader.Entity]int // its row
}

// newSeenRows counts the entities of a dump, and the findings about them.
func newSeenRows(ctx context.Context, e *env, d *loader.Dataset, results []hunts.Result) seenRows {
	l := seenRows{env: e, found: map[loader.Entity]int{}, where: map[loader.Entity]int{}}
	for _, k := range loader.Kinds() {
		if ctx.Err() != nil {
			return l
		}
		of := d.SeenOf(k)
		slices.SortStableFunc(of, func(a, b loader.Seen) int { return cmp.Compare(b.Events, a.Events) })
		l.list = append(l.list, of...)
	}
	for row, s := range l.list {
		l.where[s.Entity] = row
	}
	for _, r := range results {
		for _, f := range r.Findings {
			for _, entity := range about([]hunts.Finding{f}) {
				l.found[entity]++
			}
		}
	}
	return l
}

func (l seenRows) Len() int { return len(l.list) }

func (l seenRows) Cell(row, col int) safe.Text {
	const enough = 200 // cells: more than any column has
	switch s := l.list[row]; col {
	case entityKind:
		return safe.Cell(s.Entity.Kind.String())
	case entityName:
		return safe.CellCut(l.dump.ShortARN(s.Entity.Value), enough)
	case entityEvents:
		return l.count(s.Events)
	case entityFindings:
		return safe.Int(l.found[s.Entity])
	case entityFirst:
		return l.Short(s.First)
	default:
		return l.Short(s.Last)
	}
}

// Value is the entity in full, whatever the column: it is what there is to read.
func (l seenRows) Value(row, _ int) safe.Text {
	e := l.list[row].Entity
	return safe.Sprintf("%s %s", safe.Cell(e.Kind.String()), safe.CellCut(e.Value, 1000))
}

// Keys sorts by the kind, the name, a count or a time.
func (l seenRows) Keys(d *loader.Dataset, col int) func(row int) table.Key {
	return func(row int) table.Key {
		switch s := l.list[row]; col {
		case entityKind:
			return table.Key{Number: int64(s.Entity.Kind)}
		case entityName:
			return table.Key{Text: d.ShortARN(s.Entity.Value)}
		case entityEvents:
			return table.Key{Number: int64(s.Events)}
		case entityFindings:
			return table.Key{Number: int64(l.found[s.Entity])}
		case entityFirst:
			return timeKey(s.First)
		default:
			return timeKey(s.Last)
		}
	}
}

// Find gives the row of the same entity.
func (l seenRows) Find(earlier listRows, row int) int {
	if now, ok := l.where[earlier.(seenRows).list[row].Entity]; ok {
		return now
	}
	return -1
}

// Columns is the number of columns that can be asked for.
func (l seenRows) Columns() int { return entityFindings + 1 }

// Fields are the columns by name.
func (l seenRows) Fields() []string { return []string{"kind", "entity", "events", "findings"} }

// Ask gives what a cell says.
func (l seenRows) Ask(row, col int) []asked {
	switch s := l.list[row]; col {
	case entityKind:
		return []asked{{"kind", s.Entity.Kind.String()}}
	case entityName:
		return []asked{{"entity", s.Entity.Value}}
	case entityEvents:
		return []asked{{"events", strconv.Itoa(s.Events)}}
	case entityFindings:
		return []asked{{"findings", strconv.Itoa(l.found[s.Entity])}}
	}
	return nil
}
