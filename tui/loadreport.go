package tui

import (
	"context"
	"strings"

	"coldtrail/loader"
	"coldtrail/loader/safe"
	"coldtrail/tui/ink"
	"coldtrail/tui/table"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"
)

// loadReport says what was read of the dump, what was not, what the digests
// say of it, and when events begin, end and pause.
type loadReport struct {
	list
	w, h     int
	facts    *reportFacts // nil until they are counted
	coverage coverage
	asked    int  // numbers the countings; a reply to an older one is dropped
	seen     int  // env.dumps of the newest that was asked for
	looked   bool // the analyst has opened the tab
	digests  digestCheck
}

// reportFacts is what is counted over the files of a report, once.
type reportFacts struct {
	report  *loader.Report
	states  map[loader.FileState]int
	digests int
}

// digestCheck is how far the verification of the digests has come.
type digestCheck struct {
	begun, done bool
	report      loader.DigestReport
	err         error
}

// factsMsg carries what was counted over a report, and the rows made of it.
type factsMsg struct {
	asked    int
	facts    reportFacts
	rows     troubleRows
	coverage coverage
}

// verifiedMsg is what the digests say.
type verifiedMsg struct {
	report loader.DigestReport
	err    error
}

func newLoadReport(e *env) *loadReport {
	cols := []table.Column{
		{Title: safe.Lit("LEVEL"), Min: 5},
		{Title: safe.Lit("WHAT"), Min: 20},
		{Title: safe.Lit("WHERE"), Min: 20, HeadCut: true},
	}
	s := &loadReport{list: newList(e, cols, troubleRows{env: e})}
	s.SelectCol(1) // what is said of the row stands in full in the message line
	return s
}

func (s *loadReport) Init(ctx context.Context) tea.Cmd {
	s.ctx = ctx
	if s.facts != nil && s.seen == s.dumps {
		return nil
	}
	return s.compute()
}

// compute counts over the report of the newest dataset.
func (s *loadReport) compute() tea.Cmd {
	s.asked++
	s.seen = s.dumps
	e, asked, r, digests := s.env, s.asked, s.dump.Report(), s.digests.report
	return func() tea.Msg {
		facts := reportFacts{report: r, states: map[loader.FileState]int{}, digests: r.Digests()}
		for i := range r.Files {
			facts.states[r.Files[i].State]++
		}
		return factsMsg{asked, facts, newTroubleRows(e, r, digests), newCoverage(e, r)}
	}
}

func (s *loadReport) Update(msg tea.Msg) tea.Cmd {
	if cmd, done := s.heard(msg); done {
		return cmd
	}
	switch msg := msg.(type) {
	case shownMsg:
		s.looked = true
		return s.verify()
	case resultsMsg:
		if msg.dump {
			return s.compute()
		}
	case factsMsg:
		if msg.asked != s.asked {
			return nil
		}
		s.facts, s.coverage = &msg.facts, msg.coverage
		return tea.Batch(s.setRows(msg.rows), s.verify())
	case verifiedMsg:
		s.digests.done, s.digests.report, s.digests.err = true, msg.report, msg.err
		return s.compute()
	case tea.KeyMsg:
		cmd, done := s.pressed(msg)
		if !done && s.Row() >= 0 && key.Matches(msg, s.keys.Enter) {
			return s.follow(s.Row())
		}
		return cmd
	}
	return nil
}

// verify verifies the digests, once, when the analyst has opened the tab and
// everything is read.
func (s *loadReport) verify() tea.Cmd {
	if !s.looked || s.digests.begun || s.growing() || s.facts == nil || s.facts.digests == 0 {
		return nil
	}
	s.digests.begun = true
	ctx, dump := s.ctx, s.dump
	return func() tea.Msg {
		report, err := dump.VerifyDigests(ctx)
		return verifiedMsg{report, err}
	}
}

// besideWidth is from where on the coverage stands beside the list, not below.
const besideWidth = 116

// SetSize gives the list what it needs, and the rest to the coverage; where
// both lack space the coverage gets a third.
func (s *loadReport) SetSize(w, h int) {
	s.w, s.h = w, h
	room := h - len(s.head()) - 2 // two rules
	if w >= besideWidth {
		s.coverage.setSize(w-w*3/5-1, room+1)
		s.list.SetSize(w*3/5, room)
		return
	}
	need := s.Len() + 1
	if w < narrowWidth {
		need = 2 * s.Len()
	}
	s.coverage.setSize(w, max(room-need, room/3))
	s.list.SetSize(w, room-len(s.coverage.lines()))
}

func (s *loadReport) View() string {
	rows := s.h - len(s.head()) - 2
	if s.w < besideWidth {
		rows -= len(s.coverage.lines())
	}
	rule := func(foot safe.Text, w int) string { return s.Rule(s.Border, foot, w) }
	lines := append(s.head(), rule(safe.Text{}, s.w))
	if s.w < besideWidth {
		lines = append(lines, s.troubles(s.w, rows)...)
		lines = append(append(lines, rule(s.Span(), s.w)), s.coverage.lines()...)
		return ink.Block(lines, s.w, s.h)
	}
	left := s.w * 3 / 5
	below := ink.Beside(
		ink.Block(append(s.troubles(left, rows), rule(s.Span(), left)), left+1, rows+1),
		ink.Block(s.coverage.lines(), s.w-left-1, rows+1))
	return ink.Block(append(lines, strings.Split(below, "\n")...), s.w, s.h)
}

// troubles is the list in w×h cells, or that there is nothing to list.
func (s *loadReport) troubles(w, h int) []string {
	if s.Len() == 0 {
		words := safe.Lit("   Every file was read to its end.")
		if s.growing() {
			words = safe.Lit("   Every file so far was read to its end.")
		}
		none := new(ink.Line).Add(s.Text, words).Fit(w)
		return strings.Split(ink.Block([]string{none}, w, max(h, 1)), "\n")
	}
	return strings.Split(ink.Block(strings.Split(s.list.View(), "\n"), w, max(h, 1)), "\n")
}

// head is the counts: records as they balance, files by what became of them,
// log files by what the digests say.
func (s *loadReport) head() []string {
	if s.facts == nil {
		return []string{new(ink.Line).Add(s.Text, safe.Lit(" counting …")).Fit(s.w)}
	}
	r := s.facts.report
	c := r.Records
	var lines []string
	say := func(style ink.Style, label string, t safe.Text) {
		indent := 9 // below the first number
		switch {
		case label == "":
			indent = 0
		case s.w < narrowWidth: // every row counts
			t, label, indent = safe.Cell(label).Plus(safe.Lit(" "), t), "", 0
		}
		for _, part := range s.Glyphs.Text(t).Wrap(s.w - 2 - indent) {
			lines = append(lines, new(ink.Line).Add(style, safe.Lit(" ").Plus(safe.Cell(label).Fit(indent), part)).Fit(s.w))
			label = ""
		}
	}
	say(s.Text, "records", balance(c))
	say(s.Text, "files", s.files())
	words, failed := s.digestWords()
	if failed {
		say(s.Failure, "digests", words)
	} else {
		say(s.Text, "digests", words)
	}
	switch {
	case r.Loading:
		say(s.Warning, "", safe.Lit("The load goes on: every count is of what was read so far."))
	case r.Stopped:
		say(s.Warning, "", safe.Lit("The load was stopped: every count is of a part of the dump."))
	}
	return lines
}

// balance says what became of the records. Insights are told where there are
// some, so that 80 columns hold the rest.
func balance(c loader.RecordCounts) safe.Text {
	insights := safe.Text{}
	if c.Insights > 0 {
		insights = safe.Sprintf(" + %s insights", safe.Int(c.Insights))
	}
	return safe.Sprintf("%s read = %s kept + %s repeats%s + %s unreadable + %s left out", safe.Int(c.Read), safe.Int(c.Kept),
		safe.Int(c.Repeats), insights, safe.Int(c.Unreadable), safe.Int(c.LeftOut))
}

func (s *loadReport) files() safe.Text {
	in := func(state loader.FileState) safe.Text { return safe.Int(s.facts.states[state]) }
	t := safe.Sprintf("%s read, %s partly, %s not CloudTrail, %s unreadable", in(loader.FileRead), in(loader.FilePartial),
		in(loader.FileNotCloudTrail), in(loader.FileUnreadable))
	for _, state := range []loader.FileState{loader.FileLeftOut, loader.FileSkipped} {
		if s.facts.states[state] > 0 {
			t = t.Plus(safe.Sprintf(", %s %s", in(state), safe.Cell(state.String())))
		}
	}
	return t
}

// digestWords says what the digests say, and whether they disagree with what is there.
func (s *loadReport) digestWords() (words safe.Text, failed bool) {
	d := s.digests
	n := plural(s.facts.digests, safe.Lit("digest"))
	if s.facts.digests == 0 {
		n = safe.Lit("none")
	}
	switch {
	case s.facts.report.Loading:
		return safe.Sprintf("%s so far: log files are held against them when everything is read", n), false
	case s.facts.digests == 0:
		return safe.Lit("none: nothing tells whether log files are missing or altered"), false
	case !d.done:
		return safe.Sprintf("%s: reading the log files again …", n), false
	case d.err != nil:
		return safe.Sprintf("not verified: %s", safe.Err(d.err)), true
	}
	counts := []safe.Text{safe.Sprintf("%s verified", safe.Int(d.report.Verified()))}
	for _, state := range loader.LogStates() {
		counts = append(counts, safe.Sprintf("%s %s", safe.Int(d.report.In(state)), safe.Cell(state.String())))
	}
	return safe.Sprintf("%s, log files: %s", n, safe.Join(safe.Lit(", "), counts...)), d.report.Failed()
}

func (s *loadReport) Title() safe.Text { return safe.Lit("Load report") }

func (s *loadReport) Status() Status {
	n := s.rows.(troubleRows).levels
	st := Status{Counts: s.soFar(safe.Join(safe.Lit(", "),
		plural(n[levelError], safe.Lit("error")), plural(n[levelWarning], safe.Lit("warning")), plural(n[levelNote], safe.Lit("note"))))}
	if s.Row() >= 0 {
		st.Message = s.rows.Value(s.Row(), s.Col())
	}
	return st
}

func (s *loadReport) ShortHelp() []key.Binding {
	return []key.Binding{off(named(s.keys.Enter, "events"), !s.leads()), off(named(s.keys.Sort, "sort"), s.Len() == 0)}
}

func (s *loadReport) FullHelp() [][]key.Binding {
	return append(s.listHelp(), []key.Binding{off(named(s.keys.Enter, "events round a gap, of a file"), !s.leads())})
}
