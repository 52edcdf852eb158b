package tui

import (
	"cmp"
	"maps"
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
	words := wordsOf(texts...)
	places := map[loader.Entity]int{}
	for w, place := range words {
		if e, ok := loader.EntityOf(w); ok && e.Kind != loader.Account && d.Count(e) > 0 {
			places[e] = place
		}
	}
	for _, kind := range []loader.Kind{loader.Identity, loader.Role} { // whose names are cut short
		for _, e := range d.EntitiesOf(kind) {
			if place, ok := words.place(e); ok {
				places[e] = place
			}
		}
	}
	byPlace := func(a, b loader.Entity) int {
		return cmp.Or(places[a]-places[b], int(a.Kind)-int(b.Kind), strings.Compare(a.Value, b.Value))
	}
	return slices.SortedFunc(maps.Keys(places), byPlace)
}

// words are those of sentences, each with the place where it stands first.
type words map[string]int

func wordsOf(texts ...string) words {
	all := words{}
	between := func(r rune) bool { return strings.ContainsRune(" ,;()[]\"'", r) }
	for place, w := range strings.FieldsFunc(strings.Join(texts, " "), between) {
		w = strings.TrimRight(w, ".:")
		if _, there := all[w]; !there {
			all[w] = place
		}
	}
	return all
}

// place is where the words name an entity, in full, in short, or, of a role, by
// its name alone.
func (w words) place(e loader.Entity) (place int, ok bool) {
	short := e.Short()
	for _, name := range []string{e.Value, short, strings.TrimPrefix(short, "role/")} {
		if place, ok = w[name]; ok {
			return place, true
		}
	}
	return 0, false
}
