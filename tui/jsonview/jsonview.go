// Package jsonview shows a record as foldable lines, one node a line.
//
// Keys and values are shown as they stand in the record: as JSON source, with
// its escapes, its duplicate keys and its numbers. Nodes are read from the
// record when they are first unfolded or searched, and only the lines in the
// window become text.
//
// The words used here:
//
//   - node: a value of the record with its key or index.
//   - leaf: a node that is no object and no array.
//   - path: where a node is, in jq's notation: .resources[0].ARN; the root's
//     is a dot.
//   - folded: the state of an object or array whose members are not shown.
package jsonview

import (
	"encoding/json"
	"strings"

	"coldtrail/loader/safe"
	"coldtrail/tui/ink"
)

// Hint returns what to show at the right of a leaf, such as ↗instance, or the
// empty text. The value is the unescaped text of a string, else the source.
type Hint func(path, key, value string) safe.Text

// Styles holds how the parts of a record are drawn. Cursor is laid over the
// cursor's line, Match over keys and values that hold what was searched for,
// Hostile over those in which something had to be made visible.
type Styles struct {
	Key, Value, Muted, Hint, Cursor, Match, Hostile ink.Style
}

// Model is a record with a cursor, a window, and folded and unfolded nodes.
type Model struct {
	root *node
	hint Hint
	st   Styles
	g    ink.Glyphs

	lines   []*node // those that no folded node hides
	matches []*node // in the order of the record
	sought  int     // length of what is searched for, in bytes
	w, h    int
	cur     int // line of the cursor
	top     int // first line of the window, before window corrects it
}

// New returns a view of record. hint may be nil. What is not valid JSON is one
// leaf, with its bytes as its text.
func New(record []byte, hint Hint, st Styles, g ink.Glyphs) *Model {
	if hint == nil {
		hint = func(string, string, string) safe.Text { return safe.Text{} }
	}
	m := &Model{hint: hint, st: st, g: g}
	if json.Valid(record) {
		m.root = &node{raw: strings.TrimSpace(string(record))}
	} else {
		m.root = &node{raw: string(record), opaque: true}
	}
	openFirst(m.root)
	m.rebuild(m.root)
	return m
}

// SetSize sets the size of the view, in cells. A view that shrinks and grows
// again shows the same window as before.
func (m *Model) SetSize(w, h int) { m.w, m.h = max(w, 0), max(h, 0) }

// node returns the node under the cursor.
func (m *Model) node() *node { return m.lines[m.cur] }

// Path returns the path of the node under the cursor.
func (m *Model) Path() string { return m.node().path() }

// Key returns the unescaped key of the node under the cursor; in an array,
// and at the root, it is empty.
func (m *Model) Key() string { return m.node().name() }

// Value returns the unescaped text of the string under the cursor, or the
// JSON source of anything else.
func (m *Model) Value() string { return m.node().text() }

// Raw returns the JSON source of the node under the cursor.
func (m *Model) Raw() []byte { return []byte(m.node().raw) }

// IsLeaf reports whether the node under the cursor is a leaf.
func (m *Model) IsLeaf() bool { return !m.node().container() }

// SelectPath unfolds what hides the node of path and puts the cursor on it; it
// goes to the nearest ancestor and returns false when there is no such node.
func (m *Model) SelectPath(path string) bool {
	n, ok := m.root.find(path)
	m.reveal(n)
	return ok
}

// Move moves the cursor by delta lines.
func (m *Model) Move(delta int) {
	m.top, _ = m.window()
	m.cur = max(0, min(m.cur+delta, len(m.lines)-1))
	m.top, _ = m.window()
}

// Page moves the cursor by delta windows.
func (m *Model) Page(delta int) { m.Move(delta * max(m.h, 1)) }

// Half moves the cursor by delta half windows.
func (m *Model) Half(delta int) { m.Move(delta * max(m.h/2, 1)) }

// Top puts the cursor on the first line.
func (m *Model) Top() { m.Move(-len(m.lines)) }

// End puts the cursor on the last line.
func (m *Model) End() { m.Move(len(m.lines)) }

// SelectLine puts the cursor on line y of the view; it reports whether there
// is one.
func (m *Model) SelectLine(y int) bool {
	first, n := m.window()
	if y < 0 || y >= n {
		return false
	}
	m.Move(first + y - m.cur)
	return true
}

// window returns the first line of the window, and how many it shows.
func (m *Model) window() (first, n int) { return ink.Window(m.top, m.cur, m.h, len(m.lines)) }

// Span returns which lines are in the window, such as "1–17 of 42".
func (m *Model) Span() safe.Text {
	first, n := m.window()
	return m.g.Span(first, n, len(m.lines))
}
