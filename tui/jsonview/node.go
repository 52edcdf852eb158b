package jsonview

import (
	"unicode/utf8"

	"coldtrail/loader/safe"

	"github.com/tidwall/gjson"
)

// maxDepth is how deep members are shown; what lies deeper is one line. It
// also bounds every walk down the tree.
const maxDepth = 200

// node is a value of the record with its key. Its members are read from raw
// when they are first asked for.
type node struct {
	parent *node
	key    string // as it stands in the record, quotes included; empty in an array
	index  int    // among its siblings
	raw    string
	depth  int
	opaque bool // raw is not JSON: a leaf, whatever it looks like

	read     bool
	kids     []*node
	keyWidth int // cells of the widest key among the kids
	open     bool

	number               int // in the order of the record, once it was searched
	keyMatch, valueMatch bool
	matchAt              int // byte of raw where a value that matches does; -1 where escapes hide it
}

// container reports whether n is an object or an array.
func (n *node) container() bool {
	return !n.opaque && (n.raw[0] == '{' || n.raw[0] == '[')
}

// folds reports whether n has members that can be shown.
func (n *node) folds() bool { return len(n.members()) > 0 }

// deeper reports whether n has members that cannot be shown.
func (n *node) deeper() bool { return n.depth >= maxDepth && n.container() }

func (n *node) isObject() bool { return n.container() && n.raw[0] == '{' }

// inObject reports whether n has a key rather than an index alone.
func (n *node) inObject() bool { return n.parent != nil && n.parent.isObject() }

// members returns the members of an object or an array, none of a leaf.
// Those of equal keys are all there.
func (n *node) members() []*node {
	if n.read {
		return n.kids
	}
	n.read = true
	if !n.container() || n.depth >= maxDepth {
		return nil
	}
	object := n.isObject()
	gjson.Parse(n.raw).ForEach(func(key, value gjson.Result) bool {
		kid := &node{parent: n, index: len(n.kids), raw: value.Raw, depth: n.depth + 1}
		if object {
			kid.key = key.Raw
		}
		n.kids = append(n.kids, kid)
		n.keyWidth = max(n.keyWidth, kid.label().Width())
		return true
	})
	return n.kids
}

// walk visits n and what is below it in the order of the record, as far as
// visit returns true. Its depth is at most maxDepth.
func (n *node) walk(visit func(*node) bool) {
	if !visit(n) {
		return
	}
	for _, kid := range n.members() {
		kid.walk(visit)
	}
}

// maxKey is how many cells of a key are shown at most.
const maxKey = 64

// label returns how the key is shown: without its quotes where that leaves no
// doubt; in an array, the index.
func (n *node) label() safe.Text {
	switch {
	case n.parent == nil:
		return safe.Text{}
	case !n.inObject():
		return safe.Cell(n.step())
	}
	key := n.key
	if bare := key[1 : len(key)-1]; isWord(bare) {
		key = bare
	}
	return safe.JSON(head(key, 4*maxKey)).Cut(maxKey)
}

// isWord reports whether s is printable ASCII without blanks, quotes and
// escapes.
func isWord(s string) bool {
	for i := range len(s) {
		if s[i] <= ' ' || s[i] > '~' || s[i] == '"' || s[i] == '\\' {
			return false
		}
	}
	return s != ""
}

// name returns the unescaped key.
func (n *node) name() string { return gjson.Parse(n.key).Str }

// isString reports whether n is a JSON string.
func (n *node) isString() bool { return !n.opaque && n.raw[0] == '"' }

// text returns the unescaped text of a string, or the source of anything else.
func (n *node) text() string {
	if n.isString() {
		return gjson.Parse(n.raw).Str
	}
	return n.raw
}

// head returns at most the first size bytes of s, ending with a whole rune.
func head(s string, size int) string {
	if len(s) <= size {
		return s
	}
	for size > 0 && !utf8.RuneStart(s[size]) {
		size--
	}
	return s[:size]
}
