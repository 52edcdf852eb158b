package report

import (
	"io"
	"strings"

	"coldtrail/hunts"
	"coldtrail/loader/safe"
)

// Markdown writes the report to paste into a ticket or a wiki: what text for
// people says, with a section for each hunt and each finding, and what every note
// came to. What comes from a dump stands in code, so that nothing in it is
// taken for a link, a name to notify, an image or HTML.
func Markdown(w io.Writer, r Report, s Style) error {
	m := markdown{newPrinter(w, Style{Zone: s.Zone, ASCII: s.ASCII})}
	m.heading(1, safe.Sprintf("coldtrail %s: report", safe.Cell(r.Tool.Version)))
	m.fenced(func(p *printer) {
		p.dump(r)
		p.problems(r.Dataset.Report())
		p.indicators(r)
	})
	for i, result := range r.Results {
		m.hunt(r, i, result)
	}
	return m.flush()
}

// markdown is a printer whose lines are Markdown.
type markdown struct{ *printer }

func (m markdown) hunt(r Report, i int, result hunts.Result) {
	h := result.Hunt
	m.heading(2, safe.Sprintf("Hunt %s: %s (%s)", safe.Int(i+1), safe.Cell(h.Title), code(safe.Cell(h.ID))))
	m.fenced(func(p *printer) { p.huntFacts(result) })
	if result.Err != nil {
		return
	}
	if len(result.Findings) == 0 {
		m.fenced(func(p *printer) { p.findings(r, i, result) })
		return
	}
	shown := r.Findings(result)
	m.blank()
	m.line(howMany(len(shown), len(result.Findings), code(safe.Cell(r.Filter))))
	if len(shown) == 0 {
		return
	}
	m.table(result.Columns, shown)
	for j, f := range shown {
		m.heading(3, safe.Sprintf("Finding %s.%s", safe.Int(i+1), safe.Int(j+1)))
		m.fenced(func(p *printer) { p.finding(r, f, h.Notes, r.detail(i, j)) })
	}
}

// table gives every finding a row.
func (m markdown) table(columns []string, shown []hunts.Finding) {
	head := []safe.Text{safe.Lit("#"), safe.Lit("severity")}
	for _, c := range columns {
		head = append(head, code(safe.Cell(c)))
	}
	head = append(head, safe.Lit("first"), safe.Lit("last"))
	m.blank()
	m.row(head)
	for i := range head {
		head[i] = safe.Lit("---")
	}
	m.row(head)
	for j, f := range shown {
		row := []safe.Text{safe.Int(j + 1), severity(f.Severity)}
		for i := range columns {
			row = append(row, codeOf(cell(f.Values, i)))
		}
		m.row(append(row, m.time(f.First), m.time(f.Last)))
	}
}

func (m markdown) row(cells []safe.Text) {
	m.line(safe.Lit("| "), safe.Join(safe.Lit(" | "), cells...), safe.Lit(" |"))
}

func (m markdown) heading(level int, title safe.Text) {
	if level > 1 {
		m.blank()
	}
	m.line(safe.Cell(strings.Repeat("#", level)), safe.Lit(" "), title)
}

// codeOf is a value as code, a dash where it is absent.
func codeOf(v hunts.Value) safe.Text {
	if v.Absent() {
		return value(v)
	}
	return code(value(v))
}

// code is a text as code in a line, and so in a cell of a table.
func code(t safe.Text) safe.Text {
	s := strings.ReplaceAll(t.String(), "|", `\|`)
	ticks := strings.Repeat("`", longestRun(s, '`')+1)
	if strings.HasPrefix(s, "`") || strings.HasSuffix(s, "`") {
		s = " " + s + " "
	}
	return safe.Cell(ticks + s + ticks)
}

// fenced writes what do prints as a block of code.
func (m markdown) fenced(do func(*printer)) {
	var text strings.Builder
	p := newPrinter(&text, m.Style)
	do(p)
	_ = p.flush() // a builder takes everything
	fence := safe.Cell(strings.Repeat("`", max(longestRun(text.String(), '`')+1, 3)))
	m.blank()
	m.line(fence, safe.Lit("text"))
	_, _ = m.out.WriteString(text.String()) // lines of safe text; the writer keeps its error
	m.line(fence)
}

// longestRun is how often c stands behind itself at most.
func longestRun(s string, c rune) (longest int) {
	n := 0
	for _, r := range s {
		if n++; r != c {
			n = 0
		}
		longest = max(longest, n)
	}
	return longest
}

// finding writes a finding's marks, what every note came to, what was joined and
// where its first event is.
func (p *printer) finding(r Report, f hunts.Finding, notes []hunts.Note, d Detail) {
	for _, reason := range reasons(f) {
		p.say(safe.Text{}, reason)
	}
	for i, a := range d.Answers {
		p.say(safe.Sprintf("%s %s  ", safe.Cell(a.Sign.Glyph()), safe.Int(i+1).FitRight(2)), noteText(notes[i]))
		if a.Text != "" {
			p.say(safe.Lit("        "), safe.Cell(a.Text))
		}
	}
	for _, line := range p.lineage(d) {
		p.say(safe.Text{}, line)
	}
	p.line(r.place(f.Events))
}
