package tui

import (
	"slices"

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
	goesOn  bool // in the next row
	section section
	tally   tally
	finding *Subject
}

// section is a part of an entity's page.
type section uint8

const (
	inLife section = iota
	asKnown
	asTarget
	asActor
	byWhom
	fromWhere
	endedHow
	inHunts
	inTime
)

// section gives the tallies of a part; none for those that are no tallies.
func (s *summary) section(of section) []tally {
	switch of {
	case asTarget:
		return s.target
	case asActor:
		return s.actor
	case byWhom:
		return s.who
	case fromWhere:
		return s.from
	case endedHow:
		return s.outcomes
	}
	return nil
}

// events are the events behind the row; nil for a heading.
func (f fact) events() []loader.ID { return f.tally.ids }

// factRows is the rows of an entity's page.
type factRows struct {
	*env
	facts []fact
}

// newFactRows makes the rows of a summary of the dataset. Commands call it.
func newFactRows(e *env, d *loader.Dataset, entity loader.Entity, s summary) factRows {
	l := factRows{env: e}
	l.life(d, entity, s)
	l.known(entity, s)
	l.tallies(d, asTarget, targetWords(entity.Kind), s)
	l.tallies(d, asActor, safe.Lit("AS ACTOR (what it did)"), s)
	l.tallies(d, byWhom, safe.Lit("WHO"), s)
	l.tallies(d, fromWhere, safe.Lit("FROM WHERE"), s)
	l.tallies(d, endedHow, safe.Lit("OUTCOMES"), s)
	l.findings(d, entity, s)
	l.timeline(d, s)
	return l
}

// targetWords is what is said of the calls that an entity did not make.
func targetWords(k loader.Kind) safe.Text {
	if k == loader.Session || k == loader.Command || k == loader.Address {
		return safe.Lit("MENTIONED BY")
	}
	return safe.Lit("AS TARGET (what was done to it)")
}

func (l *factRows) heading(of section, t safe.Text) {
	l.facts = append(l.facts, fact{text: t, heading: true, section: of})
}

// mostLife is how many rows the life of an entity has.
const mostLife = 20

// life lists what began, changed and ended an entity.
func (l *factRows) life(d *loader.Dataset, entity loader.Entity, s summary) {
	if lifeCalls[entity.Kind] == nil {
		return
	}
	l.heading(inLife, safe.Lit("LIFE"))
	for _, t := range s.life[:min(len(s.life), mostLife)] {
		e := d.At(t.ids[0])
		text := times(e.Action, t).Plus(safe.Lit(" by "), safe.CellCut(who(d, e), 80))
		if e.ErrorCode != "" {
			text = text.Plus(safe.Lit(": "), safe.CellCut(e.ErrorCode, 60))
		}
		l.facts = append(l.facts, fact{text: text, value: t.value, tally: t})
	}
	if len(s.life) == 0 {
		l.facts = append(l.facts, fact{text: safe.Lit("none seen in this dump")})
	}
	if more := len(s.life) - mostLife; more > 0 {
		l.facts = append(l.facts, fact{text: safe.Sprintf("and %s more like these", safe.Int(more))})
	}
}

// times is an action, and how often it was repeated.
func times(action string, t tally) safe.Text {
	text := safe.CellCut(action, 40)
	if len(t.ids) > 1 {
		text = text.Plus(safe.Lit(" ×"), safe.Int(len(t.ids)))
	}
	return text
}

// timeline lists all that happened in time order, repeats folded.
func (l *factRows) timeline(d *loader.Dataset, s summary) {
	l.heading(inTime, safe.Lit("TIMELINE, REPEATS FOLDED"))
	for _, t := range s.runs {
		e := d.At(t.ids[0])
		l.facts = append(l.facts, fact{
			text:  times(e.Action, t).Plus(safe.Lit(" by "), safe.CellCut(who(d, e), 80), safe.Lit(" from "), safe.CellCut(e.Address, 40)),
			value: t.value, section: inTime, tally: t,
		})
	}
	if s.moreRuns > 0 {
		l.facts = append(l.facts, fact{text: safe.Sprintf("and %s more: Enter on a row above opens its events", safe.Int(s.moreRuns)), section: inTime})
	}
}

// factWidth is how many cells a row of what is known has: a page of 80 columns
// shows it whole.
const factWidth = 70

// known lists what was joined from several events about the entity, each as a
// sentence that runs on over the columns, in as many rows as it takes; of an
// instance not what its life has told.
func (l *factRows) known(entity loader.Entity, s summary) {
	for _, o := range s.objects {
		l.heading(asKnown, safe.Sprintf("KNOWN OF THE %s", safe.Cell(o.Kind).Upper()))
		for _, f := range o.Facts {
			if entity.Kind == loader.Instance && !f.At.IsZero() {
				continue
			}
			text := safe.Cell(f.Label).Plus(safe.Lit(": "))
			if !f.At.IsZero() {
				text = text.Plus(l.Time(f.At), safe.Lit(" "))
			}
			parts := text.Plus(safe.CellCut(f.Text, 400)).Wrap(factWidth)
			for i, part := range parts {
				if i > 0 {
					part = safe.Lit("  ").Plus(part)
				}
				l.facts = append(l.facts, fact{text: part, value: f.Text, section: asKnown, goesOn: i+1 < len(parts)})
			}
		}
	}
}

func (l *factRows) tallies(d *loader.Dataset, of section, title safe.Text, s summary) {
	list := s.section(of)
	if len(list) == 0 {
		return
	}
	l.heading(of, title)
	for _, t := range list {
		l.facts = append(l.facts, fact{text: safe.CellCut(d.ShortARN(t.value), 200), value: t.value, section: of, tally: t})
	}
}

// findings lists the findings about the entity below the hunts that they are of,
// each by what else it is about.
func (l *factRows) findings(d *loader.Dataset, entity loader.Entity, s summary) {
	l.heading(inHunts, safe.Lit("IN HUNTS"))
	for i, f := range s.findings {
		hunt := f.Result.Hunt
		if i == 0 || s.findings[i-1].Result.Hunt.ID != hunt.ID {
			l.facts = append(l.facts, fact{text: safe.Cell(hunt.Title), value: hunt.Title, section: inHunts, goesOn: true})
		}
		word, _ := l.severity(f.Finding.Severity)
		l.facts = append(l.facts, fact{
			text:    safe.Sprintf("  %s %s", word.Fit(4), findingTitle(d, f.Finding, entity)),
			section: inHunts,
			tally:   tally{ids: f.Finding.Events, first: f.Finding.First, last: f.Finding.Last},
			finding: &f,
		})
	}
	if len(s.findings) == 0 {
		l.facts = append(l.facts, fact{text: safe.Lit("in no finding"), section: inHunts})
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
	case col == 0 && (f.events() != nil || f.goesOn):
		return safe.Lit("  ").Plus(f.text)
	case col == 0:
		return safe.Lit("  ").Plus(l.soFar(f.text))
	case f.events() == nil:
		return safe.Text{}
	}
	number := l.count
	if f.section == inLife && len(f.events()) == 1 {
		number = safe.Int // it is one event, and the next may be another row
	}
	switch col {
	case 1:
		return number(len(f.tally.ids))
	case 2:
		return number(f.tally.failed)
	case 3:
		return l.Short(f.tally.first)
	default:
		return l.Short(f.tally.last)
	}
}

// RunsOn tells headings and sentences from what is counted.
func (l factRows) RunsOn(row int) bool { return l.facts[row].events() == nil }

// Find finds the row of the same thing in the same part of the page.
func (l factRows) Find(earlier listRows, row int) int {
	old := earlier.(factRows).facts[row]
	return slices.IndexFunc(l.facts, func(f fact) bool {
		switch {
		case f.section != old.section || f.heading != old.heading:
			return false
		case f.finding != nil && old.finding != nil:
			return f.finding.Result.Hunt.ID == old.finding.Result.Hunt.ID && slices.Contains(f.events(), old.events()[0])
		case (f.section == inLife || f.section == inTime) && f.events() != nil && old.events() != nil:
			return f.events()[0] == old.events()[0]
		case f.section == asKnown && f.text == old.text:
			return true
		}
		return f.value == old.value
	})
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
