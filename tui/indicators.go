package tui

import (
	"context"
	"strconv"
	"strings"

	"coldtrail/hunts"
	"coldtrail/hunts/sweep"
	"coldtrail/loader"
	"coldtrail/loader/safe"
	"coldtrail/tui/ink"
	"coldtrail/tui/table"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"
)

// indicators shows which of a list of indicators are seen in the dump.
type indicators struct {
	list
	file     string             // to read the list from; "" where it is known
	all      []sweep.Indicator  // the list, once it was read
	stop     context.CancelFunc // of the sweep that goes on
	seen     int                // env.dumps of the dataset that was swept; 0 before
	sweeping *job               // how far the sweep is
	fail     error
	w, h     int
}

// sweptMsg carries what a sweep found.
type sweptMsg struct {
	dumps int
	all   []sweep.Indicator
	hits  []sweep.Hit
	dump  *loader.Dataset
	err   error
}

func newIndicators(e *env, file string, all []sweep.Indicator) *indicators {
	cols := []table.Column{
		{Title: safe.Lit("INDICATOR"), Min: 20, HeadCut: true},
		{Title: safe.Lit("KIND"), Min: 10, Drop: 3},
		{Title: safe.Lit("EVENTS"), Min: 7, Right: true},
		{Title: safe.Lit("FIRST"), Min: 11, Drop: 2},
		{Title: safe.Lit("LAST"), Min: 11},
		{Title: safe.Lit("CALLS"), Min: 12, Drop: 1},
	}
	return &indicators{list: newList(e, cols, hitRows{env: e}), file: file, all: all}
}

func (s *indicators) Init(ctx context.Context) tea.Cmd {
	s.ctx = ctx
	if s.seen == s.dumps || s.fail != nil {
		return nil
	}
	return s.sweep()
}

// sweep reads the list, if need be, and looks for it, in a command.
func (s *indicators) sweep() tea.Cmd {
	if s.stop != nil {
		s.stop()
	}
	var ctx context.Context
	ctx, s.stop = context.WithCancel(s.ctx)
	j := &job{number: s.dumps, over: make(chan struct{})}
	s.sweeping = j
	m, file := sweptMsg{dumps: s.dumps, all: s.all, dump: s.dump}, s.file
	return tea.Batch(func() tea.Msg {
		defer close(j.over)
		if m.all == nil {
			m.all, m.err = sweep.ReadFile(file)
		}
		if m.err == nil {
			m.hits, m.err = sweep.Run(ctx, m.dump, m.all, j.read)
		}
		return m
	}, j.tick())
}

func (s *indicators) Update(msg tea.Msg) tea.Cmd {
	if m, ok := msg.(tickMsg); ok && s.seen != s.dumps && m.number == s.sweeping.number {
		return s.sweeping.tick()
	}
	if cmd, done := s.heard(msg); done {
		return cmd
	}
	switch msg := msg.(type) {
	case resultsMsg:
		if msg.dump && s.fail == nil {
			return s.sweep()
		}
	case sweptMsg:
		if msg.dumps != s.dumps {
			return nil
		}
		s.seen, s.all, s.fail = msg.dumps, msg.all, msg.err
		return s.setRows(hitRows{s.env, msg.hits})
	case tea.KeyMsg:
		if cmd, done := s.pressed(msg); done {
			return cmd
		}
		if s.Row() >= 0 {
			return s.act(msg, s.rows.(hitRows).hits[s.Row()])
		}
	}
	return nil
}

// act opens what the indicator under the cursor names.
func (s *indicators) act(msg tea.KeyMsg, h sweep.Hit) tea.Cmd {
	switch {
	case !key.Matches(msg, s.keys.Enter, s.keys.Pivot):
		return nil
	case len(h.Events) == 0:
		return s.say(safe.Lit("no event mentions it"))
	case h.Word() || key.Matches(msg, s.keys.Enter):
		query := h.Query()
		return s.open(newKnown(s.env, safe.CellCut(h.Text, 40), h.Events, func(ctx context.Context, d *loader.Dataset, _ []hunts.Result) (ids []loader.ID, _ *Subject, err error) {
			err = d.Find(ctx, query, func(some []loader.ID) { ids = append(ids, some...) })
			d.InOrder(ids)
			return ids, nil, err
		}))
	}
	return s.open(newEntity(s.env, h.Entity))
}

// Waits holds keys back until there are rows.
func (s *indicators) Waits(tea.KeyMsg) bool { return s.seen == 0 && s.fail == nil }

func (s *indicators) SetSize(w, h int) {
	s.w, s.h = w, h
	s.list.SetSize(w, h-1)
}

func (s *indicators) View() string {
	words, style := safe.Text{}, s.Text
	switch {
	case s.fail != nil:
		words, style = safe.Err(s.fail), s.Failure
	case s.seen == 0:
		words = safe.Lit("looking for the indicators …")
		if s.sweeping != nil && s.sweeping.reading.Load() {
			words = safe.Sprintf("looking for the indicators … %s%%", safe.Int(int(100*s.sweeping.done.Load()/max(s.sweeping.total.Load(), 1))))
		}
	}
	if words.Empty() {
		return ink.Block(append(strings.Split(s.list.View(), "\n"), s.Rule(s.Border, s.Span(), s.w)), s.w, s.h)
	}
	lines := []string{""}
	for _, part := range s.Glyphs.Text(words).Wrap(s.w - 6) {
		lines = append(lines, new(ink.Line).Add(style, safe.Lit("   ").Plus(part)).Fit(s.w))
	}
	return ink.Block(lines, s.w, s.h)
}

func (s *indicators) Title() safe.Text { return safe.Lit("Indicators") }

func (s *indicators) Status() Status {
	seen := 0
	for _, h := range s.rows.(hitRows).hits {
		if len(h.Events) > 0 {
			seen++
		}
	}
	st := Status{Counts: s.orMore(safe.Sprintf("%s of %s seen", safe.Int(seen), plural(s.rows.Len(), safe.Lit("indicator"))))}
	if s.Row() >= 0 {
		st.Message = s.rows.Value(s.Row(), s.Col())
	}
	return st
}

func (s *indicators) ShortHelp() []key.Binding {
	none := s.Len() == 0
	return []key.Binding{off(named(s.keys.Enter, "its events"), none), off(named(s.keys.Pivot, "its page"), none), s.keys.Filter, off(named(s.keys.Sort, "sort"), none)}
}

func (s *indicators) FullHelp() [][]key.Binding { return append(s.listHelp(), s.ShortHelp()) }

// hitRows is the hits of a sweep as rows.
type hitRows struct {
	*env
	hits []sweep.Hit
}

func (l hitRows) Len() int { return len(l.hits) }

func (l hitRows) Cell(row, col int) safe.Text {
	const enough = 200 // cells: more than any column has
	h := l.hits[row]
	switch {
	case col == 0:
		return safe.CellCut(l.dump.ShortARN(h.Text), enough)
	case col == 1:
		return safe.Cell(l.hits[row].Kind())
	case col == 2:
		return l.count(len(h.Events))
	case len(h.Events) == 0:
		return safe.Lit("–")
	case col == 3:
		return l.Short(h.First)
	case col == 4:
		return l.Short(h.Last)
	}
	return safe.CellCut(strings.Join(h.Calls, ", "), enough)
}

func (l hitRows) Value(row, col int) safe.Text {
	if col == 5 {
		return safe.CellCut(strings.Join(l.hits[row].Calls, ", "), 1000)
	}
	return safe.Sprintf("%s %s", safe.Cell(l.hits[row].Kind()), safe.CellCut(l.hits[row].Text, 1000))
}

// Keys sorts by the text, the kind, the number of events or a time.
func (l hitRows) Keys(_ *loader.Dataset, col int) func(row int) table.Key {
	return func(row int) table.Key {
		switch h := l.hits[row]; col {
		case 0:
			return table.Key{Text: h.Text}
		case 1:
			return table.Key{Text: h.Kind()}
		case 2:
			return table.Key{Number: int64(len(h.Events))}
		case 3:
			return timeKey(h.First)
		case 4:
			return timeKey(h.Last)
		default:
			return table.Key{Text: strings.Join(h.Calls, ", ")}
		}
	}
}

// Columns is the number of columns that can be asked for.
func (l hitRows) Columns() int { return 3 }

// Fields are those columns by name.
func (l hitRows) Fields() []string { return []string{"indicator", "kind", "events"} }

// Ask gives what a cell says.
func (l hitRows) Ask(row, col int) []asked {
	switch col {
	case 0:
		return []asked{{"indicator", l.hits[row].Text}}
	case 1:
		return []asked{{"kind", l.hits[row].Kind()}}
	case 2:
		return []asked{{"events", strconv.Itoa(len(l.hits[row].Events))}}
	}
	return nil
}
