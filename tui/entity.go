package tui

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"coldtrail/hunts"
	"coldtrail/loader"
	"coldtrail/loader/kql"
	"coldtrail/loader/safe"
	"coldtrail/tui/ink"
	"coldtrail/tui/table"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"
)

// entityPage is everything about one entity: its time in the dump, what was
// done to it and what it did, who and from where, and the findings about it.
type entityPage struct {
	list
	entity  loader.Entity
	summary *summary // nil until it is computed
	stop    context.CancelFunc
	asked   int // numbers the summaries; a reply to an older one is dropped
	seen    int // env.news of the newest one that was asked for
	preview preview
	w, h    int
}

func newEntity(e *env, entity loader.Entity) *entityPage {
	cols := []table.Column{
		{Title: safe.Lit("WHAT"), Min: 24},
		{Title: safe.Lit("N"), Min: 4, Right: true},
		{Title: safe.Lit("FAIL"), Min: 4, Right: true},
		{Title: safe.Lit("FIRST"), Min: 11},
		{Title: safe.Lit("LAST"), Min: 11, Drop: 1},
	}
	return &entityPage{list: newList(e, cols, factRows{env: e}), entity: entity, preview: preview{e}}
}

// summaryMsg carries the summary of an entity, and the rows made of it.
type summaryMsg struct {
	asked   int
	summary summary
	rows    factRows
}

func (s *entityPage) Init(ctx context.Context) tea.Cmd {
	s.ctx = ctx
	if s.summary != nil && s.seen == s.news {
		return nil
	}
	return s.compute()
}

// compute summarises the entity over the newest dataset and results.
func (s *entityPage) compute() tea.Cmd {
	if s.stop != nil {
		s.stop()
	}
	var ctx context.Context
	ctx, s.stop = context.WithCancel(s.ctx)
	s.asked++
	s.seen = s.news
	e, dump, entity, results, asked := s.env, s.dump, s.entity, s.results, s.asked
	return func() tea.Msg {
		m := summarise(ctx, dump, e.zone, results, entity)
		if ctx.Err() != nil {
			return nil
		}
		return summaryMsg{asked, m, newFactRows(e, dump, entity, m)}
	}
}

func (s *entityPage) Update(msg tea.Msg) tea.Cmd {
	if cmd, done := s.heard(msg); done {
		return cmd
	}
	switch msg := msg.(type) {
	case summaryMsg:
		if msg.asked != s.asked {
			return nil
		}
		first := s.summary == nil
		s.summary = &msg.summary
		cmd := s.setRows(msg.rows)
		if first {
			s.SelectRow(msg.rows.firstCounted())
		}
		return cmd
	case resultsMsg:
		return s.compute()
	case tea.KeyMsg:
		return s.press(msg)
	}
	return nil
}

// Waits holds keys back until there are rows.
func (s *entityPage) Waits(tea.KeyMsg) bool { return s.summary == nil }

func (s *entityPage) press(msg tea.KeyMsg) tea.Cmd {
	if s.keys.moved(s.Model, msg) {
		return nil
	}
	f, ok := s.fact()
	switch {
	case s.keys.narrows(msg):
		return s.narrow(msg)
	case !ok:
	case key.Matches(msg, s.keys.Enter) && f.events() != nil:
		list := newKnown(s.env, safe.CellCut(s.dump.ShortARN(f.value), 40), f.events(), s.behind(f))
		list.subject, list.tells = f.finding, f.finding != nil
		return s.open(list)
	case key.Matches(msg, s.keys.Pivot):
		return s.pivot(f)
	case key.Matches(msg, s.keys.Choose):
		return choose(s.env, s.others(f))
	}
	return nil
}

// pivot opens the page of the entity that a row names; where it names several,
// the analyst chooses.
func (s *entityPage) pivot(f fact) tea.Cmd {
	if e, ok := loader.EntityOf(f.value); ok && e != s.entity && s.dump.Count(e) > 0 {
		return s.open(newEntity(s.env, e))
	}
	if f.section == asKnown {
		switch named := s.named(f); len(named) {
		case 0:
		case 1:
			return s.open(newEntity(s.env, named[0]))
		default:
			return choose(s.env, named)
		}
	}
	return s.say(safe.Lit("this row names no other entity: P chooses among those of its events"))
}

// named gives the entities that stand in a sentence, in full or in short.
func (s *entityPage) named(f fact) []loader.Entity {
	words := wordsOf(f.value)
	return slices.DeleteFunc(s.others(fact{}), func(e loader.Entity) bool {
		_, named := words.place(e)
		return !named
	})
}

// narrow opens all events of the entity to do there what a key does to filters.
func (s *entityPage) narrow(msg tea.KeyMsg) tea.Cmd {
	if !key.Matches(msg, s.keys.Filter, s.keys.TimeWindow, s.keys.Fold) {
		return s.say(safe.Lit("these rows are not filtered: / t and o open all events of the entity"))
	}
	s.open(newQuery(s.env, safe.Lit("events"), kql.Is(loader.RelatedEntity, s.entity.Value)))
	return s.request(pressMsg{msg})
}

// behind gathers the events behind a row in later datasets.
func (s *entityPage) behind(f fact) gather {
	if f.finding != nil {
		return f.finding.events
	}
	entity, zone := s.entity, s.zone
	return func(ctx context.Context, d *loader.Dataset, _ []hunts.Result) ([]loader.ID, *Subject, error) {
		m := summarise(ctx, d, zone, nil, entity)
		for _, t := range m.section(f.section) {
			if t.value == f.value {
				return t.ids, nil, ctx.Err()
			}
		}
		return f.events(), nil, ctx.Err()
	}
}

// others gives the entities of the events behind a row; of all events of the
// entity where there are none behind it.
func (s *entityPage) others(f fact) []loader.Entity {
	var all []loader.Entity
	seen := map[loader.Entity]bool{s.entity: true}
	ids := f.events()
	if ids == nil {
		ids = s.dump.Events(s.entity)
	}
	const enough = 1000 // events that are asked
	for _, id := range ids[:min(len(ids), enough)] {
		for _, e := range s.dump.Entities(id) {
			if !seen[e] {
				seen[e] = true
				all = append(all, e)
			}
		}
	}
	return all
}

func (s *entityPage) fact() (fact, bool) {
	if s.Row() < 0 {
		return fact{}, false
	}
	return s.rows.(factRows).facts[s.Row()], true
}

func (s *entityPage) SetSize(w, h int) {
	s.w, s.h = w, h
	s.list.SetSize(w, h-s.headRows()-s.previewRows()-1)
}

// headRows is how many rows the head of the page takes.
func (s *entityPage) headRows() int { return 3 }

// previewRows is how many rows the events behind the row take.
func (s *entityPage) previewRows() int {
	const least = 30 // rows of a screen that has room for both
	if s.h < least || s.w < narrowWidth {
		return 0
	}
	return s.h / 3
}

func (s *entityPage) View() string {
	if s.summary == nil {
		return ink.Block([]string{"", new(ink.Line).Add(s.Text, safe.Lit("   counting …")).Fit(s.w)}, s.w, s.h)
	}
	lines := append(s.head(), strings.Split(s.list.View(), "\n")...)
	lines = append(lines, s.Rule(s.Border, s.Span(), s.w))
	if n := s.previewRows(); n > 0 {
		if f, ok := s.fact(); ok {
			lines = append(lines, s.preview.view(f.events(), s.w, n))
		}
	}
	return ink.Block(strings.Split(strings.Join(lines, "\n"), "\n"), s.w, s.h)
}

// head says when the entity was seen, and how often by day.
func (s *entityPage) head() []string {
	m := s.summary
	line := func(style ink.Style, t safe.Text) string {
		return new(ink.Line).Add(style, safe.Lit(" ").Plus(s.Glyphs.Text(t))).Fit(s.w)
	}
	r := s.dump.Report()
	days := new(ink.Line).Add(s.Text, safe.Lit(" ").Plus(s.format(r.First, "01-02 "))).
		Add(s.Spark, s.spark(m.perDay, max(s.w-16, 1))).
		Add(s.Text, safe.Lit(" ").Plus(s.format(r.Last, "01-02")))
	return []string{
		line(s.Theme.Title, safe.Sprintf("%s %s", safe.Cell(s.entity.Kind.String()), s.Glyphs.Text(safe.CellCut(s.entity.Value, 2000)).CutHead(s.w-2-len(s.entity.Kind.String())))),
		line(s.Text, safe.Sprintf("first %s   last %s   %s", s.Time(m.first), s.Time(m.last), between(m.last.Sub(m.first)))),
		days.Fit(s.w),
	}
}

func (s *entityPage) Title() safe.Text {
	return safe.Sprintf("%s %s", safe.Cell(s.entity.Kind.String()), safe.CellCut(s.dump.ShortARN(s.entity.Value), 60))
}

func (s *entityPage) Status() Status {
	if s.summary == nil {
		return Status{Counts: safe.Lit("counting …")}
	}
	st := Status{Counts: s.counted(s.summary.total, safe.Lit("event"))}
	if f, ok := s.fact(); ok {
		st.Message = safe.CellCut(cmp.Or(f.value, f.text.String()), 1000)
		st.Finding = f.finding
	}
	return st
}

func (s *entityPage) ShortHelp() []key.Binding {
	f, ok := s.fact()
	return []key.Binding{
		off(named(s.keys.Enter, "events"), !ok || f.events() == nil), off(named(s.keys.Pivot, "pivot on"), !ok),
		off(named(s.keys.Choose, "entities"), !ok), s.keys.HistoryBack,
	}
}

func (s *entityPage) FullHelp() [][]key.Binding {
	return [][]key.Binding{s.keys.move(), {named(s.keys.Filter, "filter its events"), named(s.keys.TimeWindow, "its events of a time"), named(s.keys.Fold, "its events, repeats folded")}, {
		named(s.keys.Enter, "events behind the row"), named(s.keys.Pivot, "pivot on the row's entity"),
		s.keys.Choose,
	}}
}
