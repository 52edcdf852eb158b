package tui

import (
	"context"
	"slices"
	"strings"

	"coldtrail/hunts"
	"coldtrail/loader"
	"coldtrail/loader/safe"
	"coldtrail/tui/ink"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"
)

// events is a list of events: those behind a finding, those of a query, or all.
type events struct {
	list
	title  safe.Text
	gather gather
	delta  deltaShown

	beside    beside
	bars      histogram
	charted   int // the version of the list that bars are, or will be, of
	stopChart context.CancelFunc

	stop    context.CancelFunc // of the gathering that goes on
	asked   int                // numbers the gatherings; a reply to an older one is dropped
	seen    int                // env.dumps of the dataset that the rows were gathered in; 0 before
	subject *Subject           // the finding that they are behind; nil for none
	whole   bool               // all events of the dump are its rows
	tells   bool               // no screen below has the finding
	w, h    int
}

// gatheredMsg carries what was gathered.
type gatheredMsg struct {
	asked   int
	dump    *loader.Dataset
	dumps   int // env.dumps of the dataset
	ids     []loader.ID
	subject *Subject
	err     error
}

func (s *events) Init(ctx context.Context) tea.Cmd {
	s.beside.giveUp()
	if s.seen == s.dumps {
		return s.start(ctx)
	}
	s.ctx = ctx
	return s.refresh()
}

// refresh gathers the events, unless those of the newest dataset are there.
func (s *events) refresh() tea.Cmd {
	if s.seen == s.dumps {
		return nil
	}
	if s.stop != nil {
		s.stop()
	}
	var ctx context.Context
	ctx, s.stop = context.WithCancel(s.ctx)
	s.asked++
	from, dump, results := s.gather, s.dump, s.results
	m := gatheredMsg{asked: s.asked, dump: dump, dumps: s.dumps}
	return func() tea.Msg {
		m.ids, m.subject, m.err = from(ctx, dump, results)
		return m
	}
}

// take shows what was gathered, unless it was asked for again.
func (s *events) take(m gatheredMsg) tea.Cmd {
	if m.asked != s.asked {
		return nil
	}
	s.stop()
	if m.err != nil {
		s.seen = m.dumps
		s.put(arrangement{err: m.err})
		return nil
	}
	s.seen, s.subject = m.dumps, m.subject
	if s.whole {
		s.allOf, s.all = m.dumps, m.ids
	}
	return s.setRows(eventRows{s.env, m.dump, m.ids})
}

func (s *events) Update(msg tea.Msg) tea.Cmd {
	return tea.Batch(s.update(msg), s.around())
}

func (s *events) update(msg tea.Msg) tea.Cmd {
	if cmd, done := s.heard(msg); done || s.tell(msg) {
		return cmd
	}
	switch msg := msg.(type) {
	case resultsMsg:
		if msg.dump {
			return s.refresh()
		}
	case gatheredMsg:
		return s.take(msg)
	case tea.KeyMsg:
		if s.bars.focus {
			if s.bars.press(s.keys, msg) {
				return s.filter(s.bars.window())
			}
			return nil
		}
		if cmd, done := s.pressed(msg); done {
			return cmd
		}
		if s.Row() >= 0 {
			return s.act(msg)
		}
	}
	return nil
}

// Waits holds keys back until there are rows.
func (s *events) Waits(tea.KeyMsg) bool { return s.seen == 0 || !s.ready }

// act does what a key does to the event under the cursor.
func (s *events) act(msg tea.KeyMsg) tea.Cmd {
	id := s.ids()[s.Row()]
	switch {
	case key.Matches(msg, s.keys.Delta):
		s.delta = !s.delta
		s.SetColumns(s.delta.columns())
	case key.Matches(msg, s.keys.Enter) && s.runs[s.Row()] > 1:
		title := safe.Sprintf("%s ×%s", safe.CellCut(s.dump.At(id).Action, 40), safe.Int(s.runs[s.Row()]))
		return s.open(newThese(s.env, title, s.folded()))
	case key.Matches(msg, s.keys.Enter):
		return s.open(newRecord(s.env, s))
	case key.Matches(msg, s.keys.Pivot):
		return s.pivot()
	case key.Matches(msg, s.keys.Choose):
		return choose(s.env, s.dump.Entities(id))
	case key.Matches(msg, s.keys.Now):
		e := s.dump.At(id)
		return s.request(nowMsg{e})
	}
	return nil
}

func (s *events) ids() []loader.ID { return s.rows.(eventRows).ids }

// folded gives the events that the row under the cursor stands for.
func (s *events) folded() []loader.ID {
	all := s.ids()
	var ids []loader.ID
	for _, row := range s.run(s.Pos()) {
		ids = append(ids, all[row])
	}
	return ids
}

// at gives the event at a position, as they stand on the screen.
func (s *events) at(pos int) loader.ID {
	if s.order != nil {
		pos = s.order[pos]
	}
	return s.ids()[pos]
}

// position gives where an event stands on the screen; -1 where it does not.
func (s *events) position(id loader.ID) int {
	row := s.rows.(eventRows).find(id)
	if row < 0 || s.order == nil {
		return row
	}
	return slices.Index(s.order, row)
}

// pivot opens the pivot on the entity in the cell under the cursor.
func (s *events) pivot() tea.Cmd {
	text := s.rows.(eventRows).text(s.Row(), s.Col())
	if e, ok := loader.EntityOf(text); ok && s.dump.Count(e) > 0 {
		return s.open(newEntity(s.env, e))
	}
	return s.say(safe.Lit("this cell names no entity: P chooses among those of the event"))
}

// SetSize leaves room for the event under the cursor: at the side of the list,
// else some rows below it.
func (s *events) SetSize(w, h int) {
	s.w, s.h = w, h
	s.list.setSize(w, w-s.besideWidth(), h-s.barRows()-s.detailRows())
	s.beside.w, s.beside.h = max(s.besideWidth()-1, 0), h-s.barRows()-s.filterRows()
}

func (s *events) detailRows() int {
	if s.h < 16 || s.besideWidth() > 0 {
		return 1
	}
	return 5
}

func (s *events) View() string {
	var lines []string
	if s.barRows() > 0 {
		lines = s.bars.view(s.w)
	}
	rows := append(strings.Split(s.list.View(), "\n"), s.Rule(s.Border, s.Span(), s.rowW))
	switch {
	case s.besideWidth() > 0:
		rows = s.withRecord(rows)
	case s.Row() >= 0:
		rows = append(rows, s.detail(s.ids()[s.Row()])...)
	}
	return ink.Block(append(lines, rows...), s.w, s.h)
}

// withRecord puts the record under the cursor at the side of the rows, below the
// filters.
func (s *events) withRecord(lines []string) []string {
	h, filters := s.beside.h, s.filterRows()
	rule := make([]string, h)
	for i := range rule {
		rule[i] = new(ink.Line).Add(s.Border, s.Glyphs.VLine).Fit(1)
	}
	record := ink.Block(nil, s.beside.w, h)
	if s.Row() >= 0 {
		id := s.ids()[s.Row()]
		record = s.beside.view(id, placeWords(s.dump.Place(id)).CutHead(s.beside.w-2), s.hits.words(s.env, id).Plus(partialWords(s.dump.At(id))))
	}
	rows := ink.Beside(ink.Block(lines[filters:], s.rowW, h), strings.Join(rule, "\n"), record)
	return append(lines[:filters:filters], strings.Split(rows, "\n")...)
}

// detail tells what the columns leave out of an event.
func (s *events) detail(id loader.ID) []string {
	e, place := s.dump.At(id), s.dump.Place(id)
	var lines []string
	for _, t := range []safe.Text{
		safe.Sprintf("%s  %s  %s", safe.Cell(e.Provider), safe.Cell(e.Region), safe.CellCut(e.ErrorCode, 80)).Plus(partialWords(e), s.hits.words(s.env, id)),
		safe.Sprintf("agent %s", safe.CellCut(e.UserAgent, s.w)),
		safe.Sprintf("key %s  type %s  issuer %s", orDash(e.AccessKey), orDash(e.IdentityType), orDash(s.dump.ShortARN(e.IssuerARN))),
		s.Glyphs.Text(placeWords(place)).CutHead(s.w - 2),
	} {
		lines = append(lines, new(ink.Line).Add(s.Text, safe.Lit(" ").Plus(s.Glyphs.Text(t))).Fit(s.w))
	}
	return lines
}

// partialWords warns that the dump's form of the record is not whole.
func partialWords(e loader.Event) safe.Text {
	if e.Partial {
		return safe.Lit("  ~ partial: this form keeps only part of the record")
	}
	return safe.Text{}
}

// placeWords is file#record, as a reference to a record is written.
func placeWords(p loader.Place) safe.Text {
	return safe.Sprintf("%s#%s", safe.Path(p.File), safe.Int(p.Record))
}

func orDash(s string) safe.Text {
	if s == "" {
		return safe.Lit("–")
	}
	return safe.CellCut(s, 100)
}

func (s *events) Title() safe.Text { return s.title }

func (s *events) Status() Status {
	st := Status{Counts: s.number(s.counts(safe.Lit("event")))}
	if s.Waits(tea.KeyMsg{}) {
		st.Counts = safe.Lit("looking …")
	}
	if s.tells {
		st.Finding = s.subject
	}
	switch {
	case s.bars.focus && len(s.bars.counts) > 0:
		st.Message = s.bars.says()
	case s.Row() >= 0:
		st.Under = s.under(eventFields[s.Col()])
	}
	return st
}

// number marks a number of these events while more may come.
func (s *events) number(t safe.Text) safe.Text {
	if s.seen != s.dumps {
		return safe.Lit("≥").Plus(t) // the newest dataset was not asked yet
	}
	return s.orMore(t)
}

func (s *events) ShortHelp() []key.Binding {
	if s.bars.focus {
		return []key.Binding{named(s.keys.Enter, "take this window"), named(s.keys.Left, "bar before"), named(s.keys.Right, "next bar"), named(s.keys.Focus, "rows")}
	}
	none := s.Len() == 0
	return []key.Binding{off(named(s.keys.Enter, "record"), none), off(s.keys.Pivot, none), off(named(s.keys.Choose, "entities"), none), s.keys.Filter, off(s.keys.TimeWindow, none), off(named(s.keys.Sort, "sort"), none)}
}

func (s *events) FullHelp() [][]key.Binding {
	none := s.Len() == 0
	return append(s.listHelp(), []key.Binding{
		off(named(s.keys.Enter, "the record"), none),
		off(named(s.keys.Pivot, "pivot on the cell's entity"), none),
		off(s.keys.Choose, none), off(s.keys.Now, none), off(s.keys.Delta, none), off(named(s.keys.Focus, "choose a bar"), s.barRows() == 0),
	})
}

// about gives the entities that findings are about, each once.
func about(found []hunts.Finding) []loader.Entity {
	var all []loader.Entity
	seen := map[loader.Entity]bool{}
	for _, f := range found {
		for _, e := range f.Entities {
			if !seen[e] {
				seen[e] = true
				all = append(all, e)
			}
		}
	}
	return all
}
