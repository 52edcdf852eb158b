package report

import (
	"strings"

	"coldtrail/hunts/sweep"
	"coldtrail/loader/safe"
)

// This file is what a report says of a list of indicators.

// hits are the indicators with those of their events that the filter lets
// through; nil where no list was given.
func (r Report) hits() []sweep.Hit {
	if r.Shown == nil || r.Indicators == nil {
		return r.Indicators
	}
	hits := make([]sweep.Hit, len(r.Indicators))
	for i, h := range r.Indicators {
		hits[i] = h.Among(r.Dataset, r.Shown)
	}
	return hits
}

// indicatorDoc is an indicator with all events that mention it, as a finding has
// its events.
type indicatorDoc struct {
	Indicator string     `json:"indicator"`
	Kind      string     `json:"kind"` // of the entity that it names, or word
	First     optional   `json:"first"`
	Last      optional   `json:"last"`
	Calls     []string   `json:"calls"`  // event.action, the most frequent first, three at most
	Events    []optional `json:"events"` // event ids, in time order
	Refs      []string   `json:"refs"`   // file#record, parallel to Events
}

func (r Report) indicatorDocs() []indicatorDoc {
	var docs []indicatorDoc
	for _, h := range r.hits() {
		doc := indicatorDoc{
			Indicator: h.Text, Kind: h.Kind(), First: optional(stamp(h.First)), Last: optional(stamp(h.Last)),
			Calls: append([]string{}, h.Calls...),
		}
		doc.Events, doc.Refs = eventDocs(r.Dataset, h.Events)
		docs = append(docs, doc)
	}
	return docs
}

// mostUnseen is how many indicators that are not seen are named: of a long list
// most are not.
const mostUnseen = 20

// indicators writes those that are seen, with how often, when, in what calls and
// where first, and then which are not.
func (p *printer) indicators(r Report) {
	hits := r.hits()
	if hits == nil {
		return
	}
	t := textTable{head: []safe.Text{safe.Lit("indicator"), safe.Lit("kind"), safe.Lit("events"), safe.Lit("first"), safe.Lit("last"), safe.Lit("calls")}}
	var unseen []safe.Text
	for _, h := range hits {
		if len(h.Events) == 0 {
			unseen = append(unseen, safe.Cell(h.Text))
			continue
		}
		t.rows = append(t.rows, []safe.Text{
			safe.Cell(h.Text), safe.Cell(h.Kind()), safe.Int(len(h.Events)), p.time(h.First), p.time(h.Last), safe.Cell(strings.Join(h.Calls, ", ")),
		})
		t.reasons = append(t.reasons, nil)
		t.places = append(t.places, r.place(h.Events))
	}
	p.blank()
	where := safe.Lit("in the dump")
	if r.Shown != nil {
		where = safe.Sprintf("in events that match %s", safe.Cell(r.Filter))
	}
	p.line(safe.Sprintf("Indicators: %s of %s seen %s", safe.Int(len(t.rows)), safe.Int(len(hits)), where))
	if len(t.rows) > 0 {
		t.write(p)
	}
	switch n := len(unseen); {
	case n > mostUnseen && len(t.rows) == 0: // the heading says it
	case n > mostUnseen:
		p.label(safe.Lit("not seen"), safe.Sprintf("the other %s", safe.Int(n)))
	case n > 0:
		p.label(safe.Lit("not seen"), safe.Join(safe.Lit(", "), unseen...))
	}
}
