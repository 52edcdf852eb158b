package jsonview

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Place is what the view of a record shows: where the cursor and the window are,
// and what is unfolded.
type Place struct {
	node *node
	top  int
	open []*node
}

// Place returns what the view shows now.
func (m *Model) Place() Place {
	p := Place{node: m.node(), top: m.top}
	m.root.walk(func(n *node) bool {
		if n.open {
			p.open = append(p.open, n)
		}
		return n.read // what was never read was never unfolded
	})
	return p
}

// Return shows again what the view showed. The place is one of this Model.
func (m *Model) Return(p Place) {
	m.root.walk(func(n *node) bool {
		n.open = false
		return n.read
	})
	for _, n := range p.open {
		n.open = true
	}
	m.rebuild(p.node)
	m.top = p.top
}

// Search sets what to look for in keys and values, without regard to case, and
// puts the cursor on the first match at or after it, or else on the first. It
// returns the number of nodes that match. The empty text ends the search.
func (m *Model) Search(what string) int {
	what = strings.ToLower(what)
	number := 0
	m.matches, m.sought = m.matches[:0], len(what)
	m.root.walk(func(n *node) bool {
		n.number = number
		number++
		n.keyMatch = what != "" && n.inObject() && contains(n.name(), what)
		n.valueMatch = what != "" && !n.folds() && contains(n.text(), what)
		if n.valueMatch {
			n.matchAt = index(n.raw, what)
		}
		if n.keyMatch || n.valueMatch {
			m.matches = append(m.matches, n)
		}
		return true
	})
	if n := m.node(); !n.keyMatch && !n.valueMatch {
		m.Next()
	}
	return len(m.matches)
}

// Matches returns how many nodes match, and which of them the cursor is on: 1 is
// the first, 0 none.
func (m *Model) Matches() (at, of int) {
	return slices.Index(m.matches, m.node()) + 1, len(m.matches)
}

// index returns the byte of s where it holds lower, without regard to case; -1
// where it does not. A rune may have another length in lower case.
func index(s, lower string) int {
	in := strings.ToLower(s)
	at := strings.Index(in, lower)
	if at < 0 {
		return -1
	}
	runes := utf8.RuneCountInString(in[:at])
	for i := range s {
		if runes == 0 {
			return i
		}
		runes--
	}
	return -1
}

func contains(s, lower string) bool { return strings.Contains(strings.ToLower(s), lower) }

// Next puts the cursor on the next match, from the last one on the first; it
// reports whether there is one.
func (m *Model) Next() bool {
	if len(m.matches) == 0 {
		return false
	}
	to, here := m.matches[0], m.node().number
	for _, n := range m.matches {
		if n.number > here {
			to = n
			break
		}
	}
	m.reveal(to)
	return true
}

// Prev puts the cursor on the match before, from the first one on the last; it
// reports whether there is one.
func (m *Model) Prev() bool {
	if len(m.matches) == 0 {
		return false
	}
	to, here := m.matches[len(m.matches)-1], m.node().number
	for _, n := range m.matches {
		if n.number >= here {
			break
		}
		to = n
	}
	m.reveal(to)
	return true
}
