package hunts

import (
	"coldtrail/loader"
	"coldtrail/loader/kql"
)

// Note is one documented question about a finding.
type Note struct {
	Text   string // the question or the advice, in our own words
	Ours   bool   // added by this project, not asked by the source
	People bool   // asks something of people: no log can answer it
	Check  Check  // answers it from the evidence; the zero Check for what asks people
	Steps  []Step // what to open; none where the log cannot help
}

// Step is a query made from a finding. One of Events and Page is set, or both:
// then Events opens where Page is not for the finding.
type Step struct {
	Label  string                                           // what opens: "all that mentions the instance"
	Events func(*loader.Dataset, Finding) (kql.Query, bool) // opens the events of a query; false: not for this finding
	Page   func(Finding) (loader.Entity, bool)              // opens an entity's page; false: not for this finding
}

// Query is what the step asks of the dataset; false when it does not apply to the finding.
func (s Step) Query(d *loader.Dataset, f Finding) (kql.Query, bool) {
	if s.Page != nil {
		if e, ok := s.Page(f); ok || s.Events == nil {
			return Pivot(e), ok
		}
	}
	return s.Events(d, f)
}

// Pivot is the query for everything that mentions an entity.
func Pivot(e loader.Entity) kql.Query { return kql.Is(loader.RelatedEntity, e.Value) }

// ask is the step that opens what fits all parts.
func ask(label string, parts ...part) Step { return Step{Label: label, Events: all(parts...)} }

// addresses is the step that opens the page of the finding's address or, where
// it has several, all that mentions one of them.
func addresses() Step {
	several := ask("the address, or all that mentions one of several", mentioning(loader.Address))
	one := page("", loader.Address)
	several.Page = func(f Finding) (loader.Entity, bool) {
		e, ok := one.Page(f)
		return e, ok && len(f.values(loader.Address)) == 1
	}
	return several
}

// page is the step that opens the page of the first entity of a kind that the
// finding is about.
func page(label string, kind loader.Kind) Step {
	return Step{Label: label, Page: func(f Finding) (loader.Entity, bool) {
		for _, e := range f.Entities {
			if e.Kind == kind {
				return e, true
			}
		}
		return loader.Entity{}, false
	}}
}

// callerPage is the step that opens the page of the instance whose role
// session called, where one did.
func callerPage(label string) Step {
	return Step{Label: label, Page: func(f Finding) (loader.Entity, bool) {
		for _, arn := range f.values(loader.Identity) {
			if e, ok := loader.EntityOf(loader.SessionName(arn)); ok && e.Kind == loader.Instance {
				return e, true
			}
		}
		return loader.Entity{}, false
	}}
}
