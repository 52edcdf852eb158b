package tui

import (
	"context"
	"strings"

	"coldtrail/hunts"
	"coldtrail/loader"
	"coldtrail/loader/kql"
	"coldtrail/loader/safe"
	"coldtrail/tui/ink"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"
)

// events is a list of events: those behind a finding, those of a query, or all.
type events struct {
	list
	title safe.Text
	about *Subject   // the finding that they are behind, where no screen below has it
	query *kql.Query // nil where the events were given
	done  bool       // the query has run to its end
	err   error
	w, h  int
}

// newEvents lists events that are known.
func newEvents(e *env, title safe.Text, ids []loader.ID) *events {
	return &events{list: newList(e, eventColumns(), eventRows{e, ids}), title: title, done: true}
}

// newQuery lists the events that match a query, when it has run.
func newQuery(e *env, title safe.Text, q kql.Query) *events {
	s := newEvents(e, title, nil)
	s.query, s.done = &q, false
	return s
}

// newTimeline lists all events, or those of the filter of the start.
func newTimeline(e *env, filter kql.Query) *events {
	if filter.All() {
		return newEvents(e, safe.Lit("All events"), e.dump.All())
	}
	return newQuery(e, safe.Sprintf("Events %s", safe.Cell(filter.String())), filter)
}

// foundMsg carries what a query found.
type foundMsg struct {
	ids []loader.ID
	err error
}

func (s *events) Init(ctx context.Context) tea.Cmd {
	s.ctx = ctx
	if s.query == nil || s.done {
		return nil
	}
	dump, q := s.dump, *s.query
	return func() tea.Msg {
		var m foundMsg
		m.err = dump.Find(ctx, q, func(ids []loader.ID) { m.ids = append(m.ids, ids...) })
		dump.InOrder(m.ids)
		return m
	}
}

func (s *events) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case foundMsg:
		s.done, s.err = true, msg.err
		return s.setRows(eventRows{s.env, msg.ids})
	case sortedMsg:
		s.sorted(msg)
	case tea.KeyMsg:
		if cmd, done := s.pressed(msg); done {
			return cmd
		}
		if s.Row() >= 0 {
			return s.act(msg)
		}
	}
	return nil
}

// act does what a key does to the event under the cursor.
func (s *events) act(msg tea.KeyMsg) tea.Cmd {
	id := s.ids()[s.Row()]
	switch {
	case key.Matches(msg, s.keys.Enter):
		return open(newRecord(s.env, s.shown(), s.Pos()))
	case key.Matches(msg, s.keys.Pivot):
		return s.pivot()
	case key.Matches(msg, s.keys.Choose):
		return choose(s.env, s.dump.Entities(id))
	case key.Matches(msg, s.keys.Now):
		e := s.dump.At(id)
		return func() tea.Msg { return nowMsg{e} }
	}
	return nil
}

func (s *events) ids() []loader.ID { return s.rows.(eventRows).ids }

// shown gives the events as they stand on the screen, for going from record to record.
func (s *events) shown() sequence {
	ids, order := s.ids(), s.order
	return sequence{len(ids), func(pos int) loader.ID {
		if order != nil {
			pos = order[pos]
		}
		return ids[pos]
	}}
}

// sequence is events one after the other.
type sequence struct {
	n  int
	at func(pos int) loader.ID
}

// pivot opens the page of the entity in the cell under the cursor.
func (s *events) pivot() tea.Cmd {
	text := s.rows.(eventRows).text(s.Row(), s.Col())
	if e, ok := loader.EntityOf(text); ok && s.dump.Count(e) > 0 {
		return open(newEntity(s.env, e))
	}
	return say(safe.Lit("this cell names no entity: P chooses among those of the event"))
}

// SetSize leaves some rows below the list for the event under the cursor.
func (s *events) SetSize(w, h int) {
	s.w, s.h = w, h
	s.list.SetSize(w, h-s.detailRows())
}

func (s *events) detailRows() int {
	if s.h < 16 {
		return 1
	}
	return 5
}

func (s *events) View() string {
	switch {
	case s.err != nil:
		return s.words(s.Failure, safe.Err(s.err))
	case !s.done:
		return s.words(s.Text, safe.Lit("looking …"))
	case s.Len() == 0:
		return s.words(s.Text, safe.Lit("No event of the dump fits."))
	}
	lines := append(strings.Split(s.list.View(), "\n"), s.Rule(s.Border, s.Span(), s.w))
	if s.Row() >= 0 {
		lines = append(lines, s.detail(s.ids()[s.Row()])...)
	}
	return ink.Block(lines, s.w, s.h)
}

// words fills the screen with what there is to say instead of rows.
func (s *events) words(style ink.Style, t safe.Text) string {
	lines := []string{""}
	for _, part := range s.Glyphs.Text(t).Wrap(s.w - 6) {
		lines = append(lines, new(ink.Line).Add(style, safe.Lit("   ").Plus(part)).Fit(s.w))
	}
	if s.query != nil {
		lines = append(lines, "")
		for _, part := range s.Glyphs.Text(safe.Cell(s.query.String())).Wrap(s.w - 6) {
			lines = append(lines, new(ink.Line).Add(s.Muted, safe.Lit("   ").Plus(part)).Fit(s.w))
		}
	}
	return ink.Block(lines, s.w, s.h)
}

// detail tells what the columns leave out of an event.
func (s *events) detail(id loader.ID) []string {
	e, place := s.dump.At(id), s.dump.Place(id)
	var lines []string
	for _, t := range []safe.Text{
		safe.Sprintf("%s  %s  %s", safe.Cell(e.Provider), safe.Cell(e.Region), safe.CellCut(e.ErrorCode, 80)).Plus(partialWords(e)),
		safe.Sprintf("agent %s", safe.CellCut(e.UserAgent, s.w)),
		safe.Sprintf("key %s  type %s  issuer %s", orDash(e.AccessKey), orDash(e.IdentityType), orDash(loader.ShortARN(e.IssuerARN))),
		placeWords(place).CutHead(s.w - 2),
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
	st := Status{Counts: plural(s.Len(), safe.Lit("event")), Finding: s.about}
	if !s.done {
		st.Counts = safe.Lit("looking …")
	}
	if s.Row() >= 0 {
		st.Message = s.cellMessage(safe.Cell(eventFields[s.Col()]))
	}
	return st
}

func (s *events) ShortHelp() []key.Binding {
	none := s.Len() == 0
	return []key.Binding{off(named(s.keys.Enter, "record"), none), off(s.keys.Pivot, none), off(named(s.keys.Choose, "entities"), none), off(named(s.keys.Sort, "sort"), none)}
}

func (s *events) FullHelp() [][]key.Binding {
	none := s.Len() == 0
	return append(s.listHelp(), []key.Binding{
		off(named(s.keys.Enter, "the record"), none),
		off(named(s.keys.Pivot, "page of the entity in the cell"), none),
		off(named(s.keys.Choose, "choose among the event's entities"), none), off(s.keys.Now, none),
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
