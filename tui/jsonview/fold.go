package jsonview

import "slices"

// At first the root is unfolded, what tells who and what is unless it has very
// many members, and other members of the root when they are short.
const (
	manyMembers = 64
	shortSource = 256 // bytes
)

// openFirst unfolds what a record shows at first.
func openFirst(root *node) {
	root.open = root.folds()
	for _, n := range root.members() {
		switch n.name() {
		case "userIdentity", "requestParameters":
			n.open = n.folds() && len(n.kids) <= manyMembers
		case "tlsDetails":
		default:
			n.open = len(n.raw) <= shortSource && n.folds()
		}
	}
}

// rebuild lists the nodes that are not hidden in a folded one, and puts the
// cursor on n or the nearest ancestor in the list.
func (m *Model) rebuild(n *node) {
	m.lines = m.lines[:0]
	m.root.walk(func(n *node) bool {
		m.lines = append(m.lines, n)
		return n.open
	})
	for p := n.parent; p != nil; p = p.parent {
		if !p.open {
			n = p
		}
	}
	m.cur = slices.Index(m.lines, n)
}

// Fold folds the node under the cursor; from a leaf or a folded node the
// cursor goes to the parent.
func (m *Model) Fold() {
	n := m.node()
	switch {
	case n.open:
		m.setOpen(n, false)
	case n.parent != nil:
		m.rebuild(n.parent)
	}
}

// Unfold unfolds the node under the cursor; from an unfolded node the cursor
// goes to its first member.
func (m *Model) Unfold() {
	n := m.node()
	switch {
	case n.open:
		m.Move(1)
	case n.folds():
		m.setOpen(n, true)
	}
}

// Toggle folds or unfolds the node under the cursor.
func (m *Model) Toggle() {
	if n := m.node(); n.folds() {
		m.setOpen(n, !n.open)
	}
}

func (m *Model) setOpen(n *node, open bool) {
	n.open = open
	m.rebuild(n)
}

// FoldAll folds all but the root.
func (m *Model) FoldAll() {
	n := m.node()
	m.root.walk(func(n *node) bool {
		wasRead := n.read
		n.open = n == m.root && n.folds()
		return wasRead // what was never read was never unfolded
	})
	m.rebuild(n)
}

// UnfoldAll unfolds everything.
func (m *Model) UnfoldAll() {
	m.root.walk(func(n *node) bool {
		n.open = n.folds()
		return true
	})
	m.rebuild(m.node())
}

// reveal unfolds what hides n and puts the cursor on it.
func (m *Model) reveal(n *node) {
	for p := n.parent; p != nil; p = p.parent {
		p.open = true
	}
	m.rebuild(n)
}
