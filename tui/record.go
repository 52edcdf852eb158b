package tui

import (
	"context"
	"strings"

	"coldtrail/loader"
	"coldtrail/loader/kql"
	"coldtrail/loader/safe"
	"coldtrail/tui/filter"
	"coldtrail/tui/ink"
	"coldtrail/tui/jsonview"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"
)

// record is one record as a foldable tree, or as the bytes of its file.
type record struct {
	*env
	events *events // the list below, which J and K go through
	id     loader.ID
	pos    int // of the record in the list
	synced int // the version of the list that pos is of

	ctx  context.Context
	stop context.CancelFunc // of the reading that goes on
	late bool               // what is shown is not the record yet
	asks int                // numbers the readings; a reply to an older one is dropped
	data []byte             // nil until it was read
	err  error
	tree *jsonview.Model
	raw  rawView
	text bool // the bytes are shown, not the tree
	find search
	w, h int
}

// newRecord shows the record under the cursor of a list.
func newRecord(e *env, list *events) *record {
	pos := list.Pos()
	return &record{env: e, events: list, id: list.at(pos), pos: pos, synced: list.version}
}

// place gives where the record stands in its list, which may have grown.
func (s *record) place() int {
	if s.synced != s.events.version {
		s.synced = s.events.version
		if pos := s.events.position(s.id); pos >= 0 {
			s.pos = pos
		}
	}
	return s.pos
}

// readMsg carries a record as it was read again from the evidence.
type readMsg struct {
	asked int
	data  []byte
	err   error
}

func (s *record) Init(ctx context.Context) tea.Cmd {
	s.ctx = ctx
	return s.read()
}

// read reads the bytes of the record in a command.
func (s *record) read() tea.Cmd {
	if s.stop != nil {
		s.stop()
	}
	ctx, stop := context.WithCancel(s.ctx)
	s.stop, s.late = stop, true
	s.asks++
	asked, dump, id := s.asks, s.dump, s.id
	return func() tea.Msg {
		data, err := dump.Raw(ctx, id)
		return readMsg{asked, data, err}
	}
}

func (s *record) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case readMsg:
		if msg.asked == s.asks {
			s.show(msg)
		}
	case tea.KeyMsg:
		if s.find.bar != nil {
			s.typed(msg)
			return nil
		}
		return s.press(msg)
	}
	return nil
}

// show takes the bytes; the place in the tree stays what it was in the record
// before.
func (s *record) show(m readMsg) {
	path := ""
	if s.tree != nil {
		path = s.tree.Path()
	}
	s.data, s.err, s.tree, s.late = m.data, m.err, nil, false
	if m.err != nil {
		s.find.bar = nil
		return // there is nothing to show, to search or to copy
	}
	s.tree = jsonview.New(m.data, s.hint, s.Theme.JSON, s.Glyphs)
	s.raw = rawView{env: s.env, data: m.data}
	s.SetSize(s.w, s.h)
	if path != "" {
		s.tree.SelectPath(path)
	}
	s.searchAgain()
}

// Waits holds back what is done to the record until it was read. To go on to the
// next one needs no reading.
func (s *record) Waits(msg tea.KeyMsg) bool {
	return s.late && !key.Matches(msg, s.keys.Next, s.keys.Prev)
}

func (s *record) press(msg tea.KeyMsg) tea.Cmd {
	switch {
	case key.Matches(msg, s.keys.Next):
		return s.turn(+1)
	case key.Matches(msg, s.keys.Prev):
		return s.turn(-1)
	case s.tree == nil:
		return nil
	case key.Matches(msg, s.keys.Raw):
		s.text = !s.text
	case key.Matches(msg, s.keys.Choose):
		return choose(s.env, s.dump.Entities(s.id))
	case key.Matches(msg, s.keys.Now):
		e := s.dump.At(s.id)
		return s.request(nowMsg{e})
	case key.Matches(msg, s.searchKeys()...):
		return s.search(msg)
	case s.text:
		s.keys.moved(&s.raw, msg)
	case s.keys.moved(s.tree, msg):
	default:
		return s.inTree(msg)
	}
	return nil
}

// inTree does what a key does to the node under the cursor.
func (s *record) inTree(msg tea.KeyMsg) tea.Cmd {
	switch {
	case key.Matches(msg, s.keys.Left):
		s.tree.Fold()
	case key.Matches(msg, s.keys.Right):
		s.tree.Unfold()
	case key.Matches(msg, s.keys.CollapseAll):
		s.tree.FoldAll()
	case key.Matches(msg, s.keys.ExpandAll):
		s.tree.UnfoldAll()
	case key.Matches(msg, s.keys.Keep), key.Matches(msg, s.keys.Drop):
		return s.filter(key.Matches(msg, s.keys.Drop))
	case key.Matches(msg, s.keys.Enter) && !s.tree.IsLeaf():
		s.tree.Toggle()
	case key.Matches(msg, s.keys.Enter), key.Matches(msg, s.keys.Pivot):
		if e, ok := s.entity(s.tree.Value()); ok && s.tree.IsLeaf() {
			return s.open(newEntity(s.env, e))
		}
		return s.say(safe.Lit("this value names no entity: P chooses among those of the record"))
	}
	return nil
}

// filter takes the value under the cursor to the list that the record came from:
// to be kept there, or left out.
func (s *record) filter(out bool) tea.Cmd {
	field, ok := filter.FieldOf(s.tree.Path())
	if !ok || !s.tree.IsLeaf() {
		return s.say(safe.Lit("no filter can ask for this: move to a value"))
	}
	q := filter.Term(field, s.tree.Value())
	if string(s.tree.Raw()) == "null" {
		q = filter.Term(field, "")
	}
	if out {
		q = kql.Not(q)
	}
	return s.down(withMsg{[]kql.Query{q}}, true)
}

// turn goes to the next or previous record of the list.
func (s *record) turn(step int) tea.Cmd {
	pos := s.place() + step
	if pos < 0 || pos >= s.events.Len() {
		return s.say(safe.Lit("no record further that way"))
	}
	s.pos, s.id = pos, s.events.at(pos)
	return s.read()
}

func (s *record) SetSize(w, h int) {
	s.w, s.h = w, h
	if s.tree != nil {
		s.tree.SetSize(w, h-2-s.searchRows())
		s.raw.setSize(w, h-2)
	}
}

func (s *record) View() string {
	lines := s.provenance()
	switch {
	case s.err != nil:
		for _, part := range s.Glyphs.Text(safe.Err(s.err)).Wrap(s.w - 6) {
			lines = append(lines, new(ink.Line).Add(s.Failure, safe.Lit("   ").Plus(part)).Fit(s.w))
		}
	case s.tree == nil:
		lines = append(lines, new(ink.Line).Add(s.Text, safe.Lit("   reading the evidence …")).Fit(s.w))
	case s.text:
		lines = append(lines, s.raw.view()...)
	default:
		if s.searchRows() > 0 {
			lines = append(lines, s.searchRow())
		}
		lines = append(lines, strings.Split(s.tree.View(), "\n")...)
	}
	return ink.Block(lines, s.w, s.h)
}

// provenance says where the bytes are: file, record, byte range.
func (s *record) provenance() []string {
	p := s.dump.Place(s.id)
	file := new(ink.Line).Add(s.Muted, safe.Lit(" src ")).Add(s.Text, s.Glyphs.Text(safe.Path(p.File)).CutHead(s.w-6))
	where := safe.Sprintf("     record %s   bytes %s–%s", safe.Int(p.Record), safe.Int(int(p.Offset)), safe.Int(int(p.Offset)+p.Length))
	line := new(ink.Line).Add(s.Text, s.Glyphs.Text(where))
	if p.Inside {
		line.Add(s.Text, safe.Lit("   unwrapped from these"))
	}
	line.Add(s.Warning, s.Glyphs.Text(partialWords(s.dump.At(s.id))))
	return []string{file.Fit(s.w), line.Fit(s.w)}
}

func (s *record) Title() safe.Text {
	e := s.dump.At(s.id)
	return safe.Sprintf("%s %s", safe.CellCut(e.Action, 40), s.Time(e.Time))
}

func (s *record) Status() Status {
	st := Status{Counts: safe.Sprintf("%s of %s", safe.Int(s.place()+1), s.events.number(safe.Int(s.events.Len())))}
	if s.tree != nil && !s.text {
		st.Message = safe.CellCut(s.tree.Path(), 500)
		if s.tree.IsLeaf() {
			st.Message, st.Under = safe.Text{}, Named{s.tree.Path(), safe.CellCut(s.tree.Value(), 500)}
		}
	}
	return st
}

func (s *record) ShortHelp() []key.Binding {
	one := s.events.Len() < 2
	return []key.Binding{
		off(s.keys.NextMatch, !s.searching()), off(s.keys.PrevMatch, !s.searching()),
		off(named(s.keys.Pivot, "pivot"), s.text), off(named(s.keys.Next, "next"), one), off(named(s.keys.Prev, "previous"), one),
		off(named(s.keys.Filter, "search"), s.text), named(s.keys.Raw, "raw"), s.keys.Copy, named(s.keys.Choose, "entities"),
	}
}

func (s *record) FullHelp() [][]key.Binding {
	one := s.events.Len() < 2
	return [][]key.Binding{s.keys.move(), {
		off(named(s.keys.Enter, "fold, or page of the entity"), s.text), off(named(s.keys.Left, "fold"), s.text), off(named(s.keys.Right, "unfold"), s.text),
		off(s.keys.CollapseAll, s.text), off(s.keys.ExpandAll, s.text),
		off(named(s.keys.Pivot, "pivot on the entity here"), s.text), s.keys.Choose,
		off(named(s.keys.Filter, "search keys and values"), s.text), off(s.keys.NextMatch, !s.searching()), off(s.keys.PrevMatch, !s.searching()),
		off(s.keys.Keep, s.text), off(s.keys.Drop, s.text),
		off(s.keys.Next, one), off(s.keys.Prev, one), s.keys.Raw, s.keys.Copy, s.keys.Now,
	}}
}
