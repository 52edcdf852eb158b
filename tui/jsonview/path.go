package jsonview

import (
	"slices"
	"strconv"
	"strings"
)

// path returns where n is, in jq's notation.
func (n *node) path() string {
	var steps []string
	for ; n.parent != nil; n = n.parent {
		steps = append(steps, n.step())
	}
	slices.Reverse(steps)
	path := strings.Join(steps, "")
	if !strings.HasPrefix(path, ".") {
		path = "." + path
	}
	return path
}

// step returns the last part of the path of n. A key that is no identifier is
// written as it stands in the record: jq reads the same escapes.
func (n *node) step() string {
	if !n.inObject() {
		return "[" + strconv.Itoa(n.index) + "]"
	}
	if name := n.name(); isIdentifier(name) {
		return "." + name
	}
	return "[" + n.key + "]"
}

// isIdentifier reports whether jq takes s after a dot without quotes.
func isIdentifier(s string) bool {
	for i := range len(s) {
		c := s[i] | 0x20 // letters in lower case
		letter := c >= 'a' && c <= 'z' || s[i] == '_'
		if digit := s[i] >= '0' && s[i] <= '9'; !letter && (i == 0 || !digit) {
			return false
		}
	}
	return s != ""
}

// find returns the node of path, or the nearest ancestor and false. Of equal
// keys it takes the last, as jq does.
func (n *node) find(path string) (*node, bool) {
	rest, ok := strings.CutPrefix(path, ".")
	if !ok {
		return n, false
	}
	if rest != "" && rest[0] != '[' {
		rest = path
	}
	for rest != "" {
		kid := n.next(rest)
		if kid == nil {
			return n, false
		}
		n, rest = kid, rest[len(kid.step()):]
	}
	return n, true
}

// next returns the last member whose step path begins with.
func (n *node) next(path string) *node {
	for _, kid := range slices.Backward(n.members()) {
		rest, ok := strings.CutPrefix(path, kid.step())
		if ok && (rest == "" || rest[0] == '.' || rest[0] == '[') {
			return kid
		}
	}
	return nil
}
