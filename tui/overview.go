package tui

import (
	"context"
	"strings"

	"coldtrail/hunts"
	"coldtrail/loader/safe"
	"coldtrail/tui/ink"
	"coldtrail/tui/table"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"
)

// overview lists the hunts with what they found, and tells about the one
// under the cursor.
type overview struct {
	list
	stopListing context.CancelFunc
	other       map[string]int // hunt → rows of the reading that is not shown; nil until they are counted
	w, h        int
}

// The columns of the overview.
const (
	huntSeverity = iota
	huntTitle
	huntRows
	huntHits
	huntInDump
	huntDays
)

func newOverview(e *env) *overview {
	s := &overview{list: newList(e, nil, huntList{env: e, results: e.results})}
	s.SetColumns(s.columns())
	return s
}

// columns are those of the table: while the load goes on, counts have words
// beside them.
func (s *overview) columns() []table.Column {
	r := s.dump.Report()
	days := safe.Sprintf("%s .. %s", s.format(r.First, "01-02"), s.format(r.Last, "01-02"))
	number := 4
	if s.growing() {
		number = len("99 so far")
	}
	return []table.Column{
		{Title: safe.Lit("SEV"), Min: 4},
		{Title: safe.Lit("HUNT"), Min: 16},
		{Title: safe.Lit("ROWS"), Min: number, Right: true},
		{Title: safe.Lit("HITS"), Min: number, Right: true},
		{Title: safe.Lit("IN DUMP"), Min: 7, Right: true, Drop: 2},
		{Title: days, Min: leastDays, Drop: 1},
	}
}

// listedMsg carries what is counted over results.
type listedMsg struct {
	news int
	list huntList
}

func (s *overview) Init(ctx context.Context) tea.Cmd {
	s.ctx = ctx
	return tea.Batch(s.listed(), s.countOther())
}

// listed counts over the results in a command.
func (s *overview) listed() tea.Cmd {
	if s.stopListing != nil {
		s.stopListing()
	}
	var ctx context.Context
	ctx, s.stopListing = context.WithCancel(s.ctx)
	e, news, dump, results := s.env, s.news, s.dump, s.results
	return func() tea.Msg { return listedMsg{news, newHuntList(ctx, e, dump, results)} }
}

func (s *overview) Update(msg tea.Msg) tea.Cmd {
	if cmd, done := s.heard(msg); done {
		return cmd
	}
	switch msg := msg.(type) {
	case resultsMsg:
		return tea.Batch(s.listed(), s.countOther())
	case otherMsg:
		if msg.news == s.news {
			s.other = msg.rows
		}
	case listedMsg:
		if msg.news != s.news {
			return nil
		}
		s.SetColumns(s.columns())
		msg.list.width = s.rows.(huntList).width
		return s.setRows(msg.list)
	case tea.KeyMsg:
		return s.press(msg)
	}
	return nil
}

func (s *overview) press(msg tea.KeyMsg) tea.Cmd {
	if cmd, done := s.pressed(msg); done {
		return cmd
	}
	r, ok := s.result()
	switch {
	case !ok:
	case key.Matches(msg, s.keys.Enter):
		if now, ok := s.env.result(r.Hunt.ID); ok { // those that are listed may be older
			r = now
		}
		return s.open(newFindings(s.env, r))
	case key.Matches(msg, s.keys.Choose):
		return choose(s.env, about(r.Findings))
	}
	return nil
}

// result is the hunt under the cursor.
func (s *overview) result() (hunts.Result, bool) {
	if s.Row() < 0 {
		return hunts.Result{}, false
	}
	return s.rows.(huntList).results[s.Row()], true
}

// SetSize gives the list as many rows as there are hunts, and the rest to what
// is told about the hunt under the cursor.
func (s *overview) SetSize(w, h int) {
	s.w, s.h = w, h
	rows := s.Len() + 1
	if w < narrowWidth {
		rows = 2 * s.Len()
	}
	s.list.SetSize(w, min(rows, max(h-len(s.progressHead())-4, 3)))
	if l := s.rows.(huntList); l.daysWidth() != sparkWidth(w) {
		l.width = sparkWidth(w)
		s.rows = l
		s.Set(s.lens(&s.Theme), s.order, s.Row())
	}
}

// progressHead tells above the list how far the load is, while it goes on.
func (s *overview) progressHead() []string {
	const least = 18 // rows of a screen that has room for it
	if !s.growing() || s.h < least {
		return nil
	}
	return append(s.progressLines(s.w), s.Rule(s.Border, safe.Text{}, s.w))
}

func (s *overview) View() string {
	top := append(s.progressHead(), strings.Split(s.list.View(), "\n")...)
	rest := s.h - len(top)
	if rest < 2 {
		return ink.Block(top, s.w, s.h)
	}
	top = append(top, s.Rule(s.Border, safe.Text{}, s.w))
	r, ok := s.result()
	switch {
	case !ok:
	case s.w < framedWidth-2:
		top = append(top, s.about(r, s.w)...)
	default:
		half := s.w / 2
		left := ink.Block(s.about(r, half-1), half, rest-1)
		right := ink.Block(s.busiest(s.w-half, rest-1), s.w-half, rest-1)
		top = append(top, strings.Split(ink.Beside(left, right), "\n")...)
	}
	return ink.Block(top, s.w, s.h)
}

// about tells what a hunt is, and what it saw.
func (s *overview) about(r hunts.Result, w int) []string {
	h := r.Hunt
	var lines []string
	say := func(style ink.Style, t safe.Text) {
		for _, part := range s.Glyphs.Text(t).Wrap(w - 2) {
			lines = append(lines, new(ink.Line).Add(style, safe.Lit(" ").Plus(part)).Fit(w))
		}
	}
	say(s.Theme.Title, safe.Cell(h.Title))
	say(s.Text, s.matchWords(r).Plus(safe.Lit("; "), safe.Lit("window "), s.span(r.Window)))
	if r.Err != nil {
		say(s.Failure, safe.Err(r.Err))
	}
	if t := s.readingWords(r); !t.Empty() {
		say(s.Text, t)
	}
	say(s.Text, safe.Cell(h.Hypothesis))
	say(s.Muted, sourceWords(h))
	for _, t := range h.Attack {
		say(s.Text, attackWords(t))
	}
	say(s.Text, safe.Sprintf("%s reading: %s", safe.Cell(r.Mode.String()), safe.Cell(h.Reading(r.Mode).Words)))
	if h.Definition != "" {
		say(s.Text, safe.Cell(h.Definition))
	}
	return lines
}

// matchWords says how many events the hunt looks at, and how many more the
// window leaves out.
func (e *env) matchWords(r hunts.Result) safe.Text {
	if r.Window.Whole() {
		return safe.Sprintf("%s in the dump", e.counted(len(r.Matched), safe.Lit("hit")))
	}
	_, rises := r.Rises(e.options)
	hits := e.upTo(rises, plural(r.InWindow, safe.Lit("hit")))
	return safe.Sprintf("%s in %s · %s in the dump", hits, lookback(r.Window), e.count(len(r.Matched)))
}

// rowWords says how many rows a hunt has.
func (e *env) rowWords(r hunts.Result) safe.Text {
	rises, _ := r.Rises(e.options)
	return e.upTo(rises, plural(len(r.Findings), safe.Lit("row")))
}

// sourceWords names where a hunt comes from.
func sourceWords(h hunts.Hunt) safe.Text {
	src := h.Source
	words := []safe.Text{safe.Cell(src.Author), safe.Cell(src.Language)}
	if h.Severity != hunts.None {
		words = append(words, safe.Lit("severity ").Plus(safe.Cell(h.Severity.String())))
	}
	if src.Risk > 0 {
		words = append(words, safe.Lit("risk ").Plus(safe.Int(src.Risk)))
	}
	if src.Version != "" {
		words = append(words, safe.Lit("version ").Plus(safe.Cell(src.Version)))
	}
	if src.ID != "" {
		words = append(words, safe.Cell(src.ID))
	}
	return safe.Join(safe.Lit(" · "), append(words, safe.Cell(src.Licence))...)
}

func attackWords(t hunts.Technique) safe.Text {
	words := safe.Sprintf("%s %s", safe.Cell(t.Tactic), safe.Cell(t.TacticName))
	if t.Technique != "" {
		words = words.Plus(safe.Sprintf(" · %s %s", safe.Cell(t.Technique), safe.Cell(t.TechniqueName)))
	}
	if t.Remark != "" {
		words = words.Plus(safe.Sprintf(" (%s)", safe.Cell(t.Remark)))
	}
	return words
}

// busiest lists the entities that the most hunts have found, as many as fit.
func (s *overview) busiest(w, h int) []string {
	lines := []string{new(ink.Line).Add(s.Theme.Title, safe.Lit(" Entities in the most findings")).Fit(w)}
	all := s.rows.(huntList).busiest
	for _, b := range all[:min(len(all), max(h-1, 0))] {
		tail := s.soFar(safe.Sprintf(" %s, %s", plural(b.rows, safe.Lit("row")), plural(b.hunts, safe.Lit("hunt"))))
		kind := safe.Lit(" ").Plus(safe.Cell(b.entity.Kind.String()).Fit(11))
		room := w - 2 - kind.Width() - tail.Width()
		name := s.Glyphs.Text(safe.CellCut(s.dump.ShortARN(b.entity.Value), 200)).CutHead(max(room, 0))
		left := new(ink.Line).Add(s.Text, kind.Plus(name))
		lines = append(lines, ink.Ends(left, new(ink.Line).Add(s.Muted, tail), w-1))
	}
	return lines
}

func (s *overview) Title() safe.Text { return safe.Lit("Hunts") }

func (s *overview) Status() Status {
	with := 0
	for _, r := range s.results {
		if len(r.Findings) > 0 {
			with++
		}
	}
	st := Status{Counts: s.soFar(safe.Sprintf("%s, %s with findings", plural(len(s.results), safe.Lit("hunt")), safe.Int(with)))}
	if r := s.dump.Report(); r.LoneNewest() && !s.growing() {
		st.Message = safe.Sprintf("the newest event, %s, is %s after the one before it: is that the now you mean?  T sets now", s.Time(r.Last), between(r.Last.Sub(r.Before)))
	}
	return st
}

func (s *overview) ShortHelp() []key.Binding {
	return []key.Binding{named(s.keys.Enter, "findings"), named(s.keys.Choose, "entities"), named(s.keys.Mode, "reading"), s.keys.Window, named(s.keys.Sort, "sort")}
}

func (s *overview) FullHelp() [][]key.Binding {
	return append(s.listHelp(), []key.Binding{named(s.keys.Enter, "findings of the hunt"), s.keys.Choose})
}
