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

// loadReport says what was read of the dump and what was not.
type loadReport struct {
	list
	w, h int
}

func newLoadReport(e *env) *loadReport {
	cols := []table.Column{
		{Title: safe.Lit("WHAT"), Min: 12},
		{Title: safe.Lit("WHY"), Min: 20},
		{Title: safe.Lit("WHERE"), Min: 20, HeadCut: true},
	}
	return &loadReport{list: newList(e, cols, newTroubleRows(e))}
}

func (s *loadReport) Init(ctx context.Context) tea.Cmd {
	s.ctx = ctx
	return nil
}

func (s *loadReport) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case sortedMsg:
		s.sorted(msg)
	case tea.KeyMsg:
		cmd, _ := s.pressed(msg)
		return cmd
	}
	return nil
}

func (s *loadReport) SetSize(w, h int) {
	s.w, s.h = w, h
	s.list.SetSize(w, h-len(s.head())-2)
}

func (s *loadReport) View() string {
	lines := append(s.head(), s.Rule(s.Border, safe.Text{}, s.w))
	if s.Len() == 0 {
		lines = append(lines, new(ink.Line).Add(s.Text, safe.Lit("   Every file was read to its end.")).Fit(s.w))
		return ink.Block(lines, s.w, s.h)
	}
	lines = append(lines, strings.Split(s.list.View(), "\n")...)
	return ink.Block(append(lines, s.Rule(s.Border, s.Span(), s.w)), s.w, s.h)
}

// head is the counts: files by what became of them, records as they balance.
func (s *loadReport) head() []string {
	r := s.dump.Report()
	c := r.Records
	var lines []string
	for _, t := range []safe.Text{
		safe.Sprintf("records  %s read = %s kept + %s repeats + %s insights + %s unreadable + %s left out", safe.Int(c.Read), safe.Int(c.Kept),
			safe.Int(c.Repeats), safe.Int(c.Insights), safe.Int(c.Unreadable), safe.Int(c.LeftOut)),
		safe.Sprintf("files    %s read, %s partly, %s not CloudTrail, %s unreadable", safe.Int(r.FilesIn(loader.FileRead)), safe.Int(r.FilesIn(loader.FilePartial)),
			safe.Int(r.FilesIn(loader.FileNotCloudTrail)), safe.Int(r.FilesIn(loader.FileUnreadable))),
		safe.Sprintf("events   %s .. %s   %s without a time, %s share an eventID", s.Time(r.First), s.Time(r.Last), safe.Int(c.NoTime), safe.Int(c.SharedID)),
	} {
		for _, part := range s.Glyphs.Text(t).Wrap(s.w - 2) {
			lines = append(lines, new(ink.Line).Add(s.Text, safe.Lit(" ").Plus(part)).Fit(s.w))
		}
	}
	if r.Stopped {
		lines = append(lines, new(ink.Line).Add(s.Warning, safe.Lit(" The load was stopped: every count is of a part of the dump.")).Fit(s.w))
	}
	return lines
}

func (s *loadReport) Title() safe.Text { return safe.Lit("Load report") }

func (s *loadReport) Status() Status {
	st := Status{Counts: plural(len(s.dump.Report().Problems), safe.Lit("problem"))}
	if s.Row() >= 0 {
		st.Message = s.rows.Value(s.Row(), s.Col())
	}
	return st
}

func (s *loadReport) ShortHelp() []key.Binding {
	return []key.Binding{off(named(s.keys.Sort, "sort"), s.Len() == 0)}
}

func (s *loadReport) FullHelp() [][]key.Binding { return s.listHelp() }

// trouble is a line of the load report.
type trouble struct{ what, why, where string }

// troubleRows is the problems, and the files that hold no CloudTrail, as rows.
type troubleRows struct{ list []trouble }

func newTroubleRows(e *env) troubleRows {
	r := e.dump.Report()
	var l troubleRows
	for _, p := range r.Problems {
		where := p.File
		if p.Record >= 0 {
			where += "#" + safe.Int(p.Record).String() + " byte " + safe.Int(int(p.Offset)).String()
		}
		l.list = append(l.list, trouble{"problem", p.Err.Error(), where})
	}
	for _, f := range r.Files {
		if f.State == loader.FileNotCloudTrail || f.State == loader.FileSkipped {
			l.list = append(l.list, trouble{f.State.String(), f.Why, f.Path})
		}
	}
	return l
}

func (l troubleRows) Len() int { return len(l.list) }

func (l troubleRows) text(row, col int) string {
	t := l.list[row]
	return [...]string{t.what, t.why, t.where}[col]
}

func (l troubleRows) Cell(row, col int) safe.Text { return safe.Cell(l.text(row, col)) }

func (l troubleRows) Value(row, col int) safe.Text { return safe.Cell(l.text(row, col)) }

func (l troubleRows) Compare(a, b, col int) int {
	return strings.Compare(l.text(a, col), l.text(b, col))
}
