package loader

import (
	"slices"
	"strings"
)

// madeNode is a value of a record in the making: JSON, or an object of others.
// A nil node has no value.
type madeNode struct {
	json    string
	names   []string
	members map[string]*madeNode
}

// put takes a value for a place that has none yet.
func (n *madeNode) put(path []string, json string) {
	for _, name := range path {
		if n.json != "" {
			return
		}
		next := n.members[name]
		if next == nil {
			if n.members == nil {
				n.members = map[string]*madeNode{}
			}
			next = &madeNode{}
			n.members[name] = next
			n.names = append(n.names, name)
		}
		n = next
	}
	if n.json == "" && n.members == nil {
		n.json = json
	}
}

// member gives the node of that name; nil for none.
func (n *madeNode) member(name string) *madeNode {
	if n == nil {
		return &madeNode{}
	}
	if next := n.members[name]; next != nil {
		return next
	}
	return &madeNode{}
}

// text writes the node that is at that path of a record as JSON.
func (n *madeNode) text(path string) string {
	var b strings.Builder
	n.write(&b, path)
	return b.String()
}

func (n *madeNode) write(b *strings.Builder, path string) {
	if n.json != "" {
		b.WriteString(n.json)
		return
	}
	inside := func(name string) string { return strings.TrimPrefix(path+"."+name, ".") }
	slices.SortStableFunc(n.names, func(x, y string) int { return placeOf(inside(x)) - placeOf(inside(y)) })
	for i, name := range n.names {
		b.WriteString([]string{"{", ","}[min(i, 1)])
		b.WriteString(quoted(name))
		b.WriteByte(':')
		next := n.members[name]
		if next.json == "" && isList(inside(name)) {
			b.WriteByte('[')
			next.write(b, inside(name))
			b.WriteByte(']')
			continue
		}
		next.write(b, inside(name))
	}
	if len(n.names) == 0 {
		b.WriteByte('{')
	}
	b.WriteByte('}')
}
