package tui

import (
	"context"
	"slices"
	"strings"

	"coldtrail/hunts"
	"coldtrail/loader"
	"coldtrail/loader/safe"
	"coldtrail/tui/ink"
	"coldtrail/tui/table"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"
)

// findings is the rows of one hunt.
type findings struct {
	list
	hunt    hunts.Hunt
	seen    int        // env.news of the newest result that it has
	funnel  *funnelMsg // why there are no rows; nil until it is computed, and where there are some
	preview preview
	w, h    int
}

func newFindings(e *env, r hunts.Result) *findings {
	rows := newFindingRows(e, r)
	return &findings{list: newList(e, rows.columns(), rows), hunt: r.Hunt, seen: e.news, preview: preview{env: e}}
}

func (s *findings) Init(ctx context.Context) tea.Cmd {
	s.ctx = ctx
	if s.seen != s.news {
		return s.take()
	}
	return s.explain()
}

func (s *findings) Update(msg tea.Msg) tea.Cmd {
	if cmd, done := s.heard(msg); done {
		s.SetColumns(s.shown().columns()) // those of the rows that may have come
		return cmd
	}
	switch msg := msg.(type) {
	case resultsMsg:
		return s.take()
	case funnelMsg:
		s.explained(msg)
	case tea.KeyMsg:
		if s.near() && key.Matches(msg, s.keys.Enter) {
			return s.open(newKnown(s.env, safe.Lit("near misses"), s.funnel.Near, s.misses()))
		}
		if cmd, done := s.pressed(msg); done {
			return cmd
		}
		f, ok := s.finding()
		switch {
		case !ok:
		case key.Matches(msg, s.keys.Enter):
			return s.open(newBehind(s.env, findingTitle(s.dump, f), Subject{s.shown().result, f}))
		case key.Matches(msg, s.keys.Pivot):
			return s.pivot(f)
		case key.Matches(msg, s.keys.Choose):
			return choose(s.env, about([]hunts.Finding{f}))
		}
	}
	return nil
}

// take shows the hunt's new result. That of another reading has other columns:
// there the sort ends, and the cursor stays at its position.
func (s *findings) take() tea.Cmd {
	s.seen = s.news
	r, ok := s.env.result(s.hunt.ID)
	if !ok {
		return nil
	}
	rows, old := newFindingRows(s.env, r), s.shown()
	if !slices.Equal(r.Columns, old.result.Columns) {
		s.unsort()
	}
	if rows.graded != old.graded {
		by := 1 // a column comes, or goes
		if old.graded {
			by = -1
		}
		s.shiftColumns(len(r.Columns), by)
	}
	cmd := s.setRows(rows)
	s.SetColumns(s.shown().columns())
	return tea.Batch(cmd, s.explain())
}

// shown are the rows on the screen.
func (s *findings) shown() findingRows { return s.rows.(findingRows) }

// finding is the row under the cursor.
func (s *findings) finding() (hunts.Finding, bool) {
	if s.Row() < 0 {
		return hunts.Finding{}, false
	}
	return s.shown().result.Findings[s.Row()], true
}

// pivot opens the pivot on the entity in the cell under the cursor, or of the
// first that the row is about.
func (s *findings) pivot(f hunts.Finding) tea.Cmd {
	for _, text := range s.shown().texts(s.Row(), s.Col()) {
		if e, ok := loader.EntityOf(text); ok && s.dump.Count(e) > 0 {
			return s.open(newEntity(s.env, e))
		}
	}
	if s.Col() > 0 || len(f.Entities) == 0 {
		return s.say(safe.Lit("this cell names no entity: P chooses among those of the row"))
	}
	return s.open(newEntity(s.env, f.Entities[0]))
}

// findingTitle names a finding by the first two entities that it is about, but
// for those that the screen is about.
func findingTitle(d *loader.Dataset, f hunts.Finding, but ...loader.Entity) safe.Text {
	var parts []safe.Text
	for _, e := range f.Entities {
		if len(parts) < 2 && !slices.Contains(but, e) {
			parts = append(parts, safe.CellCut(d.ShortARN(e.Value), 200).CutHead(40))
		}
	}
	if len(parts) == 0 {
		return safe.Lit("events")
	}
	return safe.Join(safe.Lit(" / "), parts...)
}

// Needs are the rows of the table without a filter, with its header, its filters
// and its rule: what is typed over it moves nothing. It needs all of them where a
// preview takes the rest, where more findings may come, and where there are none.
func (s *findings) Needs(w, h int) int {
	if s.hasPreview(w, h) || s.growing() || s.rows.Len() == 0 {
		return h
	}
	return s.rows.Len() + 3
}

// SetSize gives the preview of the events what the rows can spare.
func (s *findings) SetSize(w, h int) {
	s.w, s.h = w, h
	s.list.SetSize(w, h-s.previewRows()-1)
}

// previewRows is how many rows the events behind the finding take.
func (s *findings) previewRows() int {
	if !s.hasPreview(s.w, s.h) {
		return 0
	}
	rows := s.Len()
	if rows == 0 {
		rows = 4 // lines, of why there are none
	}
	return max(s.h/3, s.h-rows-4)
}

// hasPreview tells whether w×h cells have room for the events too.
func (s *findings) hasPreview(w, h int) bool {
	const least = 24 // rows
	return h >= least && w >= narrowWidth
}

func (s *findings) View() string {
	if s.rows.Len() == 0 {
		return ink.Block(s.nothing(), s.w, s.h)
	}
	view := s.list.View()
	view += "\n" + s.Rule(s.Border, s.Span(), s.w)
	n := s.previewRows()
	if f, ok := s.finding(); ok && n > 0 {
		view += "\n" + s.preview.view(f.Events, s.w, n)
	}
	return ink.Block(strings.Split(view, "\n"), s.w, s.h)
}

func (s *findings) Title() safe.Text { return safe.Cell(s.hunt.Title) }

func (s *findings) Status() Status {
	r := s.shown().result
	st := Status{Counts: safe.Sprintf("%s  %s", s.rowWords(r), s.matchWords(r))}
	if f, ok := s.finding(); ok {
		st.Finding = &Subject{r, f}
		st.Under = s.under(s.shown().name(s.Col()))
	} else if s.rows.Len() > 0 {
		st.NoFinding = s.noneLeft()
	}
	return st
}

// noneLeft says, in the place of the notes, why there are none and which key
// brings findings back.
func (s *findings) noneLeft() safe.Text {
	switch {
	case !s.ready || s.job != nil:
		return safe.Lit("looking …")
	case s.bar != nil:
		return safe.Sprintf("No notes: none of %s fits what is typed. Esc discards it.", plural(s.rows.Len(), safe.Lit("finding")))
	}
	return safe.Sprintf(`No notes: the filters leave none of %s. X clears them, \ turns them off, u undoes the last act.`, plural(s.rows.Len(), safe.Lit("finding")))
}

func (s *findings) ShortHelp() []key.Binding {
	none := s.Len() == 0
	return []key.Binding{off(named(s.keys.Enter, s.enterWords("events")), none && !s.near()), off(s.keys.Pivot, none), off(s.keys.Filter, s.rows.Len() == 0), off(named(s.keys.Sort, "sort"), none), named(s.keys.Mode, "reading"), s.keys.Window}
}

func (s *findings) FullHelp() [][]key.Binding {
	none := s.Len() == 0
	return append(s.listHelp(), []key.Binding{
		off(named(s.keys.Enter, s.enterWords("events behind the row")), none && !s.near()),
		off(named(s.keys.Pivot, "pivot on the cell's entity"), none), off(s.keys.Choose, none),
	})
}

// findingRows is a hunt's findings as rows: its columns, then first and last.
type findingRows struct {
	*env
	result hunts.Result
	graded bool // findings differ in severity: a column says which
	rises  bool // more events can only raise the numbers
}

func newFindingRows(e *env, r hunts.Result) findingRows {
	rows := findingRows{env: e, result: r}
	rows.rises, _ = r.Rises(e.options)
	for _, f := range r.Findings {
		rows.graded = rows.graded || f.Severity != r.Findings[0].Severity
	}
	return rows
}

// columns gives the columns of the table.
func (l findingRows) columns() []table.Column {
	var cols []table.Column
	for i, name := range l.result.Columns {
		c := table.Column{Title: columnTitle(name), HeadCut: tailTells(name)}
		c.Min = max(8, c.Title.Width())
		switch {
		case l.numeric(i):
			c.Min, c.Right = 2, true
			if c.Title.Width() > 1 { // no count of the row's events
				c.Min, c.Drop = c.Title.Width(), 6
			}
			if !l.rises && l.growing() {
				c.Title = l.soFar(c.Title)
				c.Min = c.Title.Width()
			}
		case strings.HasSuffix(name, ".type"):
			c.Min, c.Drop = 7, 3
		case strings.HasSuffix(name, ".arn"), name == "identity", name == "role":
			c.Min = 18
		case strings.HasSuffix(name, "address"):
			c.Min = 13
		case strings.HasSuffix(name, "outcome"):
			c.Min = 7
		case name == "document":
			c.Min = 9 // tells AWS-RunShellScript from AWS-RunPowerShellScript
		case name == "variation":
			c.Min = 16
		case name == "new", name == "usual":
			c.Min, c.Drop = 16, 5
		case i == 0:
			c.Min = 19
		case i > 4:
			c.Drop = 5 // what a hunt collects beside its keys and its count
		}
		cols = append(cols, c)
	}
	if l.graded {
		cols = append(cols, table.Column{Title: safe.Lit("SEV"), Min: 4})
	}
	return append(cols,
		table.Column{Title: safe.Lit("FIRST"), Min: 11, Drop: 4},
		table.Column{Title: safe.Lit("LAST"), Min: 11})
}

// tailTells tells whether the end of a column's texts says more than their
// beginning, as that of an id or an ARN does. Of several such texts a cell holds
// the first and their number: cut at the head, the last would stand for all.
func tailTells(name string) bool {
	switch name {
	case "document", "variation", "new", "usual":
		return false
	}
	return !strings.HasSuffix(name, ".type")
}

// numeric tells whether a column counts.
func (l findingRows) numeric(col int) bool {
	for _, f := range l.result.Findings {
		if v := f.Values[col]; !v.Absent() {
			_, ok := v.Number()
			return ok
		}
	}
	return false
}

// columnTitle is the heading of a column: the last part of its name, counts as N.
func columnTitle(name string) safe.Text {
	last := name[strings.LastIndexByte(name, '.')+1:]
	switch {
	case last == "arn":
		last = "identity"
	case strings.HasSuffix(last, "counts") || last == "count":
		last = "n"
	}
	return safe.Cell(strings.ToUpper(last))
}

// Columns behind those of the hunt.
const (
	colSeverity = iota
	colFirst
	colLast
)

// extra tells which of the columns behind the hunt's own a column is.
func (l findingRows) extra(col int) (int, bool) {
	n := col - len(l.result.Columns)
	if n >= 0 && !l.graded {
		n++
	}
	return n, n >= 0
}

func (l findingRows) Len() int { return len(l.result.Findings) }

func (l findingRows) Cell(row, col int) safe.Text {
	f := l.result.Findings[row]
	switch n, extra := l.extra(col); {
	case !extra:
		if _, number := f.Values[col].Number(); number && l.growing() && l.rises {
			return l.orMore(l.shortValue(f.Values[col]))
		}
		if texts := f.Values[col].Texts(); len(texts) > 1 && tailTells(l.result.Columns[col]) {
			return safe.Sprintf("%s +%s", safe.CellCut(l.dump.ShortARN(texts[0]), 200), safe.Int(len(texts)-1))
		}
		return l.shortValue(f.Values[col])
	case n == colFirst:
		return l.Short(f.First)
	case n == colLast:
		return l.Short(f.Last)
	}
	word, _ := l.severity(f.Severity)
	return word
}

// shortValue renders a value for a cell: ARNs in their short form.
func (l findingRows) shortValue(v hunts.Value) safe.Text {
	if v.Absent() {
		return safe.Lit("–")
	}
	texts := v.Texts()
	if texts == nil {
		n, _ := v.Number()
		return safe.Int(n)
	}
	const enough = 200 // cells: more than any column has
	parts := make([]safe.Text, 0, len(texts))
	for _, t := range texts[:min(len(texts), 20)] {
		parts = append(parts, safe.CellCut(l.dump.ShortARN(t), enough))
	}
	return safe.Join(safe.Lit(", "), parts...)
}

// Value is the whole cell.
func (l findingRows) Value(row, col int) safe.Text {
	f := l.result.Findings[row]
	switch n, extra := l.extra(col); {
	case !extra && f.Values[col].Absent():
		return safe.Lit("absent")
	case !extra:
		return safe.CellCut(f.Values[col].String(), 1000)
	case n == colFirst:
		return l.Time(f.First)
	case n == colLast:
		return l.Time(f.Last)
	}
	return safe.Cell(f.Severity.String())
}

// Find finds the same finding.
func (l findingRows) Find(earlier listRows, row int) int {
	old := earlier.(findingRows).result
	if old.Mode != l.result.Mode {
		return row
	}
	return l.result.Same(old.Findings[row])
}

// texts are the texts of a cell, none for what the hunt did not name.
func (l findingRows) texts(row, col int) []string {
	if _, extra := l.extra(col); extra || row < 0 {
		return nil
	}
	return l.result.Findings[row].Values[col].Texts()
}

// name is the field that a column shows.
func (l findingRows) name(col int) string {
	n, extra := l.extra(col)
	if !extra {
		return l.result.Columns[col]
	}
	return [...]string{"severity", "first", "last"}[n]
}

// Keys sorts by the number, then by the text of a value.
func (l findingRows) Keys(_ *loader.Dataset, col int) func(row int) table.Key {
	n, extra := l.extra(col)
	return func(row int) table.Key {
		f := l.result.Findings[row]
		switch {
		case !extra:
			i, _ := f.Values[col].Number()
			return table.Key{Number: int64(i), Text: f.Values[col].String()}
		case n == colFirst:
			return timeKey(f.First)
		case n == colLast:
			return timeKey(f.Last)
		}
		return table.Key{Number: int64(f.Severity)}
	}
}

// Style colours failures and severities.
func (l findingRows) Style(row, col int) ink.Style {
	f := l.result.Findings[row]
	n, extra := l.extra(col)
	if extra && n == colSeverity {
		_, style := l.severity(f.Severity)
		return style
	}
	if !extra && f.Values[col].String() == loader.Failure {
		return l.Failure
	}
	return l.Text
}

// Mark shows which rows the documented query gets wrong, or are doubtful; the
// notes say why.
func (l findingRows) Mark(row int) (safe.Text, ink.Style) {
	if len(l.result.Findings[row].Marks) > 0 {
		return safe.Lit("!"), l.Warning
	}
	return safe.Text{}, l.Text
}
