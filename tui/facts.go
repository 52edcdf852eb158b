package tui

import (
	"coldtrail/loader"
	"coldtrail/loader/safe"
	"coldtrail/tui/ink"
	"coldtrail/tui/table"
)

// fact is one row of an entity's page: a heading, or something counted.
type fact struct {
	text    safe.Text
	value   string // what the row stands for, in full; "" for a heading
	heading bool
	tally   tally
	finding *Subject
}

// events are the events behind the row; nil for a heading.
func (f fact) events() []loader.ID { return f.tally.ids }

// factRows is the rows of an entity's page.
type factRows struct {
	*env
	facts []fact
}

func newFactRows(e *env, entity loader.Entity, s summary) factRows {
	l := factRows{env: e}
	l.life(entity, s)
	l.section(targetWords(entity.Kind), s.target)
	l.section(safe.Lit("AS ACTOR (what it did)"), s.actor)
	l.section(safe.Lit("WHO"), s.who)
	l.section(safe.Lit("FROM WHERE"), s.from)
	l.findings(s)
	return l
}

// targetWords is what is said of the calls that an entity did not make.
func targetWords(k loader.Kind) safe.Text {
	if k == loader.Session || k == loader.Command || k == loader.Address {
		return safe.Lit("MENTIONED BY")
	}
	return safe.Lit("AS TARGET (what was done to it)")
}

func (l *factRows) heading(t safe.Text) { l.facts = append(l.facts, fact{text: t, heading: true}) }

// life lists when an instance was launched, started, stopped and terminated.
func (l *factRows) life(entity loader.Entity, s summary) {
	if entity.Kind != loader.Instance {
		return
	}
	l.heading(safe.Lit("LIFE"))
	for _, id := range s.life {
		e := l.dump.At(id)
		t := tally{ids: []loader.ID{id}, first: e.Time, last: e.Time}
		if e.Failed() {
			t.failed = 1
		}
		l.facts = append(l.facts, fact{
			text:  safe.Sprintf("%s by %s", safe.CellCut(e.Action, 40), safe.CellCut(who(e), 80)),
			value: e.ARN, tally: t,
		})
	}
	if len(s.life) == 0 {
		l.facts = append(l.facts, fact{text: safe.Lit("none seen in this dump")})
	}
}

func (l *factRows) section(title safe.Text, list []tally) {
	if len(list) == 0 {
		return
	}
	l.heading(title)
	for _, t := range list {
		l.facts = append(l.facts, fact{text: safe.CellCut(loader.ShortARN(t.value), 200), value: t.value, tally: t})
	}
}

func (l *factRows) findings(s summary) {
	l.heading(safe.Lit("IN HUNTS"))
	for _, f := range s.findings {
		word, _ := l.severity(f.Finding.Severity)
		l.facts = append(l.facts, fact{
			text:    safe.Sprintf("%s %s", word.Fit(4), safe.Cell(f.Result.Hunt.Title)),
			tally:   tally{ids: f.Finding.Events, first: f.Finding.First, last: f.Finding.Last},
			finding: &f,
		})
	}
	if len(s.findings) == 0 {
		l.facts = append(l.facts, fact{text: safe.Lit("in no finding")})
	}
}

// firstCounted is the first row that has events.
func (l factRows) firstCounted() int {
	for i, f := range l.facts {
		if f.events() != nil {
			return i
		}
	}
	return 0
}

func (l factRows) Len() int { return len(l.facts) }

func (l factRows) Cell(row, col int) safe.Text {
	f := l.facts[row]
	switch {
	case col == 0 && f.heading:
		return f.text
	case col == 0:
		return safe.Lit("  ").Plus(f.text)
	case f.events() == nil:
		return safe.Text{}
	}
	switch col {
	case 1:
		return safe.Int(len(f.tally.ids))
	case 2:
		return safe.Int(f.tally.failed)
	case 3:
		return l.Short(f.tally.first)
	default:
		return l.Short(f.tally.last)
	}
}

func (l factRows) Value(row, _ int) safe.Text { return safe.CellCut(l.facts[row].value, 1000) }

// Keys keeps the page in its order: it is not sorted.
func (l factRows) Keys(*loader.Dataset, int) func(row int) table.Key {
	return func(row int) table.Key { return table.Key{Number: int64(row)} }
}

// Style tells headings from rows, and failures from the rest.
func (l factRows) Style(row, col int) ink.Style {
	f := l.facts[row]
	switch {
	case f.heading:
		return l.Theme.Title
	case col == 2 && f.tally.failed > 0:
		return l.Failure
	}
	return l.Text
}
