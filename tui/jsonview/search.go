package jsonview

import "strings"

// Search sets what to look for in keys and values, without regard to case, and
// puts the cursor on the first match at or after it, or else on the first. It
// returns the number of nodes that match. The empty text ends the search.
func (m *Model) Search(what string) int {
	what = strings.ToLower(what)
	number := 0
	m.matches = m.matches[:0]
	m.root.walk(func(n *node) bool {
		n.number = number
		number++
		n.keyMatch = what != "" && n.inObject() && contains(n.name(), what)
		n.valueMatch = what != "" && !n.folds() && contains(n.text(), what)
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
