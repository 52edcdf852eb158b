package tui

import (
	"slices"
	"strings"

	"coldtrail/loader"

	tea "github.com/charmbracelet/bubbletea"
)

// This file is which entities the notes of a finding name, so that a key leads
// from what they say to its page.

// namedMsg carries the entities that the answers and the lineage name.
type namedMsg struct {
	inquiry  int
	entities []loader.Entity
}

// name looks for the entities that the pane names.
func (p *notesPane) name() tea.Cmd {
	number, d, texts := p.inquiry.number, p.dump, p.texts()
	return func() tea.Msg { return namedMsg{number, namedIn(d, texts)} }
}

func (p *notesPane) took(m namedMsg) {
	if m.inquiry == p.inquiry.number {
		p.named = m.entities
	}
}

// texts are what the pane says of the evidence.
func (p *notesPane) texts() []string {
	var all []string
	for _, a := range p.answers {
		all = append(all, a.Text)
	}
	for _, o := range p.objects {
		all = append(all, o.Name)
		for _, f := range o.Facts {
			all = append(all, f.Text)
		}
	}
	return all
}

// namedIn gives the entities of the dataset that texts name, in full or in short,
// in the order in which they do; accounts are left out.
func namedIn(d *loader.Dataset, texts []string) []loader.Entity {
	var found []loader.Entity
	short := map[string]int{} // what may be a name that is cut short → its place among the words
	at := map[loader.Entity]int{}
	add := func(e loader.Entity, place int) {
		if _, there := at[e]; !there && e.Kind != loader.Account {
			at[e] = place
			found = append(found, e)
		}
	}
	words := strings.FieldsFunc(strings.Join(texts, " "), func(r rune) bool { return strings.ContainsRune(" ,;()[]\"'", r) })
	for i, w := range words {
		w = strings.TrimRight(w, ".:")
		if e, ok := loader.EntityOf(w); ok && d.Count(e) > 0 {
			add(e, i)
		} else if _, there := short[w]; !there {
			short[w] = i
		}
	}
	for _, kind := range []loader.Kind{loader.Identity, loader.Role} {
		for _, e := range d.EntitiesOf(kind) {
			if i, ok := short[e.Short()]; ok {
				add(e, i)
			} else if i, ok := short[strings.TrimPrefix(e.Short(), "role/")]; ok {
				add(e, i)
			}
		}
	}
	slices.SortStableFunc(found, func(a, b loader.Entity) int { return at[a] - at[b] })
	return found
}
