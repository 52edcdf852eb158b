package report

import (
	"bufio"
	"io"
	"time"

	"coldtrail/loader/safe"
)

// Style says how text is laid out.
type Style struct {
	Zone  *time.Location // of the times; nil is UTC
	Width int            // cells of a line; 0 where lines may be of any length
	ASCII bool           // draw ASCII only
}

// prose is the width of sentences: longer lines are hard to read.
const prose = 96

// printer writes lines of safe text. An error is kept for flush.
type printer struct {
	Style
	out *bufio.Writer
}

func newPrinter(w io.Writer, s Style) *printer {
	if s.Zone == nil {
		s.Zone = time.UTC
	}
	return &printer{Style: s, out: bufio.NewWriter(w)}
}

func (p *printer) flush() error { return p.out.Flush() }

// text is t as this printer may draw it; it comes before all measuring.
func (p *printer) text(t safe.Text) safe.Text {
	if p.ASCII {
		return t.ASCII()
	}
	return t
}

// line writes the parts as one line, however long.
func (p *printer) line(parts ...safe.Text) {
	_, _ = p.out.WriteString(p.text(safe.Join(safe.Text{}, parts...)).String()) // the writer keeps its error
	_ = p.out.WriteByte('\n')
}

func (p *printer) blank() { p.line() }

// say writes a sentence, wrapped; head stands before its first line, and the
// following ones are indented as far.
func (p *printer) say(head, sentence safe.Text) {
	head = p.text(head)
	indent := safe.Text{}.Fit(head.Width())
	for i, t := range p.text(sentence).Wrap(max(p.proseWidth()-head.Width(), 20)) {
		if i > 0 {
			head = indent
		}
		p.line(head, t)
	}
}

func (p *printer) proseWidth() int {
	if p.Width > 0 {
		return min(p.Width, prose)
	}
	return prose
}

// labelWidth is what the names before a value take, their indent included.
const labelWidth = 14

// label writes a named value, wrapped like a sentence.
func (p *printer) label(name, value safe.Text) {
	p.say(safe.Lit("  ").Plus(name).Fit(labelWidth), value)
}

// time is a time in the printer's zone; a dash where there is none.
func (p *printer) time(t time.Time) safe.Text {
	if t.IsZero() {
		return safe.Lit("-")
	}
	return safe.Cell(t.In(p.Zone).Format("2006-01-02 15:04:05"))
}

// zone names the zone of the times.
func (p *printer) zone() safe.Text { return safe.Cell(p.Zone.String()) }
