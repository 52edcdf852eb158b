package tui

import (
	"coldtrail/loader/kql"
	"coldtrail/loader/safe"
	"coldtrail/tui/ink"
	"coldtrail/tui/jsonview"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"
)

// This file searches the keys and values of a record. The search goes on in the
// records that J and K lead to, until Esc ends it.

// search is what is looked for in a record.
type search struct {
	text string         // empty for nothing
	bar  *bar           // what is being typed; nil when nothing is
	from jsonview.Place // what the tree showed before that
}

// searchKeys are the keys that search.
func (s *record) searchKeys() []key.Binding {
	return []key.Binding{s.keys.Filter, s.keys.NextMatch, s.keys.PrevMatch}
}

// search does what a key that searches does.
func (s *record) search(msg tea.KeyMsg) tea.Cmd {
	switch {
	case s.text:
		return s.say(safe.Lit("searching is for the tree: r shows it"))
	case key.Matches(msg, s.keys.Filter):
		s.find.bar = newBar(s.env, safe.Lit("/"), "", func(string) (kql.Query, error) { return kql.Query{}, nil })
		s.find.bar.remembers(s.typedSearches)
		s.find.from = s.tree.Place()
	case s.find.text == "":
		return s.say(safe.Lit("nothing is searched for: / types it"))
	case key.Matches(msg, s.keys.NextMatch) && !s.tree.Next(), key.Matches(msg, s.keys.PrevMatch) && !s.tree.Prev():
		return s.say(safe.Sprintf("no key or value of this record has %s", safe.CellCut(s.find.text, 60)))
	}
	return nil
}

// typed takes a key while the bar is open. The cursor follows what is typed;
// leaving the bar gives back what was shown and searched for before.
func (s *record) typed(msg tea.KeyMsg) {
	b := s.find.bar
	did := b.press(msg)
	if did == edited {
		s.tree.Return(s.find.from)
		s.tree.Search(b.input.value())
		return
	}
	s.find.bar = nil
	if did == entered {
		b.remember()
		s.find.text = b.input.value()
		return
	}
	s.tree.Search(s.find.text)
	s.tree.Return(s.find.from)
}

// searchAgain searches a tree that is new; what it shows stays.
func (s *record) searchAgain() {
	text := s.find.text
	if s.find.bar != nil {
		text = s.find.bar.input.value()
	}
	s.find.from = s.tree.Place()
	s.tree.Search(text)
	s.tree.Return(s.find.from)
}

// searching tells whether matches are marked.
func (s *record) searching() bool { return s.find.text != "" && s.tree != nil && !s.text }

// Typing tells whether keys are text now.
func (s *record) Typing() bool { return s.find.bar != nil }

// TypingHelp is the keys that are no text then.
func (s *record) TypingHelp() []key.Binding { return s.find.bar.help("search") }

// Peel ends the search, and tells whether there was one.
func (s *record) Peel() (tea.Cmd, bool) {
	if !s.searching() {
		return nil, false
	}
	s.find.text = ""
	s.tree.Search("")
	return nil, true
}

// PeelWord says what Esc would do; nothing where that is nothing of the record's.
func (s *record) PeelWord() safe.Text {
	switch {
	case s.find.bar != nil:
		return safe.Lit("discard")
	case s.searching():
		return safe.Lit("end the search")
	}
	return safe.Text{}
}

// searchRows is how many rows the search takes.
func (s *record) searchRows() int {
	if s.find.bar != nil || s.searching() {
		return 1
	}
	return 0
}

// searchRow shows what is searched for, and which of the matches the cursor is on.
func (s *record) searchRow() string {
	right := new(ink.Line)
	switch at, of := s.tree.Matches(); {
	case of > 0 && at > 0:
		right.Add(s.Text, safe.Sprintf("%s/%s ", safe.Int(at), safe.Int(of)))
	case of > 0:
		right.Add(s.Text, safe.Sprintf("%s matching ", safe.Int(of)))
	case s.find.bar == nil || s.find.bar.input.value() != "":
		right.Add(s.Failure, safe.Lit("no match "))
	}
	if s.find.bar != nil {
		return s.find.bar.line(s.w, right)
	}
	left := new(ink.Line).Add(s.Key, safe.Lit(" / ")).Add(s.Text, s.Glyphs.Text(safe.CellCut(s.find.text, s.w)))
	return ink.Ends(left, right, s.w)
}
