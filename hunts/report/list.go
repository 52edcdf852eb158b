package report

import (
	"io"
	"time"

	"coldtrail/hunts"
	"coldtrail/loader/safe"
)

type listDoc struct {
	Tool  Tool           `json:"tool"`
	Hunts []describedDoc `json:"hunts"`
}

type describedDoc struct {
	ID         string         `json:"id"`
	Title      string         `json:"title"`
	Hypothesis string         `json:"hypothesis"`
	Severity   hunts.Severity `json:"severity"`
	Source     listSourceDoc  `json:"source"`
	Attack     []techniqueDoc `json:"attack"`
	Lookback   optional       `json:"lookback"` // null for the whole dump
	Definition optional       `json:"definition"`
	Complete   *readingDoc    `json:"complete"`
	Documented *readingDoc    `json:"documented"` // null where the hunt has one reading only
	Notes      []noteDoc      `json:"notes"`
}

type listSourceDoc struct {
	sourceDoc
	Schedule optional `json:"schedule"`
}

type techniqueDoc struct {
	Tactic        optional `json:"tactic"`
	TacticName    optional `json:"tactic_name"`
	Technique     optional `json:"technique"`
	TechniqueName optional `json:"technique_name"`
	Remark        optional `json:"remark"`
}

type readingDoc struct {
	Words   string   `json:"words"`
	Columns []string `json:"columns"`
	Where   []string `json:"where"` // the conditions that an event has to meet, in their order
	Keeps   optional `json:"keeps"` // which rows are kept; null for all
}

type noteDoc struct {
	Text   string   `json:"text"`
	Ours   bool     `json:"ours"`
	People bool     `json:"people"`
	Rule   optional `json:"rule"` // when the answer has which sign; null where people are asked
	Steps  []string `json:"steps"`
}

// HuntsJSON describes the hunts as one JSON object.
func HuntsJSON(w io.Writer, tool Tool, all []hunts.Hunt) error {
	doc := listDoc{Tool: tool, Hunts: []describedDoc{}}
	for _, h := range all {
		doc.Hunts = append(doc.Hunts, describe(h))
	}
	return Encode(w, doc)
}

func describe(h hunts.Hunt) describedDoc {
	doc := describedDoc{
		ID: h.ID, Title: h.Title, Hypothesis: h.Hypothesis, Severity: h.Severity,
		Source: listSourceDoc{source(h.Source), optional(h.Source.Schedule)}, Attack: []techniqueDoc{},
		Definition: optional(h.Definition), Complete: reading(h.Complete), Documented: reading(h.Documented), Notes: []noteDoc{},
	}
	if h.Lookback > 0 {
		doc.Lookback = optional(hunts.Span(h.Lookback).String())
	}
	for _, t := range h.Attack {
		doc.Attack = append(doc.Attack, techniqueDoc{
			optional(t.Tactic), optional(t.TacticName), optional(t.Technique), optional(t.TechniqueName), optional(t.Remark),
		})
	}
	for _, n := range h.Notes {
		steps := []string{}
		for _, s := range n.Steps {
			steps = append(steps, s.Label)
		}
		doc.Notes = append(doc.Notes, noteDoc{n.Text, n.Ours, n.People, optional(n.Check.Rule), steps})
	}
	return doc
}

func reading(r hunts.Reading) *readingDoc {
	if r.Rows == nil {
		return nil
	}
	return &readingDoc{Words: r.Words, Columns: append([]string{}, r.Columns...), Where: conditions(r), Keeps: optional(r.Keeps)}
}

// conditions are what a reading asks of an event, in words.
func conditions(r hunts.Reading) []string {
	words := []string{}
	for _, c := range r.Where {
		words = append(words, c.String())
	}
	return words
}

// HuntsText describes the hunts for people.
func HuntsText(w io.Writer, tool Tool, all []hunts.Hunt, s Style) error {
	p := newPrinter(w, s)
	p.line(safe.Sprintf("coldtrail %s: hunts", safe.Cell(tool.Version)))
	for i, h := range all {
		p.blank()
		p.describe(h, i+1)
	}
	return p.flush()
}

func (p *printer) describe(h hunts.Hunt, number int) {
	p.line(safe.Sprintf("Hunt %s: %s (%s)", safe.Int(number), safe.Cell(h.Title), safe.Cell(h.ID)))
	p.say(safe.Lit("  "), safe.Cell(h.Hypothesis))
	p.label(safe.Lit("severity"), severity(h.Severity))
	p.label(safe.Lit("source"), sourceLine(h.Source))
	for _, t := range h.Attack {
		p.label(safe.Lit("ATT&CK"), technique(t))
	}
	p.label(safe.Lit("window"), lookback(h.Lookback))
	if h.Definition != "" {
		p.label(safe.Lit("definition"), safe.Cell(h.Definition))
	}
	p.reading(safe.Lit("complete"), h.Complete)
	p.reading(safe.Lit("documented"), h.Documented)
	p.notes(h.Notes)
}

func (p *printer) reading(name safe.Text, r hunts.Reading) {
	if r.Rows == nil {
		return
	}
	p.label(name, safe.Cell(r.Words))
	columns := make([]safe.Text, len(r.Columns))
	for i, c := range r.Columns {
		columns[i] = safe.Cell(c)
	}
	p.label(safe.Lit("  columns"), safe.Join(safe.Lit(", "), columns...))
	for i, c := range conditions(r) {
		name := safe.Text{}
		if i == 0 {
			name = safe.Lit("  where")
		}
		p.label(name, safe.Cell(c))
	}
	if r.Keeps != "" {
		p.label(safe.Lit("  keeps"), safe.Cell(r.Keeps))
	}
}

func technique(t hunts.Technique) safe.Text {
	text := safe.Sprintf("%s %s: %s %s", safe.Cell(t.Tactic), safe.Cell(t.TacticName), safe.Cell(t.Technique), safe.Cell(t.TechniqueName))
	if t.Remark != "" {
		text = text.Plus(safe.Sprintf(" (%s)", safe.Cell(t.Remark)))
	}
	return text
}

func lookback(d time.Duration) safe.Text {
	if d == 0 {
		return safe.Lit("the whole dump")
	}
	return safe.Sprintf("%s back from now", safe.Cell(hunts.Span(d).String()))
}
