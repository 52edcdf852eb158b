package unwrap

import (
	"slices"
	"strings"
)

// madeNode is a value of a record in the making: JSON, or an object of others.
type madeNode struct {
	name    string
	path    string // from the root of the record
	place   int    // in CloudTrail's order
	json    string // "" for an object
	members []*madeNode
	byName  map[string]*madeNode
}

// put takes a value for a place that has none yet.
func (n *madeNode) put(path []string, json string) {
	for _, name := range path {
		if n.json != "" {
			return
		}
		next := n.byName[name]
		if next == nil {
			next = n.add(name)
		}
		n = next
	}
	if n.json == "" && n.members == nil {
		n.json = json
	}
}

func (n *madeNode) add(name string) *madeNode {
	if n.byName == nil {
		n.byName = map[string]*madeNode{}
	}
	path := strings.TrimPrefix(n.path+"."+name, ".")
	next := &madeNode{name: name, path: path, place: placeOf(path)}
	n.byName[name] = next
	n.members = append(n.members, next)
	return next
}

// member gives the value of that name; an empty object where there is none.
func (n *madeNode) member(name string) *madeNode {
	if next := n.byName[name]; next != nil {
		return next
	}
	return &madeNode{}
}

// write writes the value as JSON, the members of an object in CloudTrail's
// order and behind them, as they came, those that it does not know.
func (n *madeNode) write(b *strings.Builder) {
	if n.json != "" {
		b.WriteString(n.json)
		return
	}
	slices.SortStableFunc(n.members, func(x, y *madeNode) int { return x.place - y.place })
	b.WriteByte('{')
	for i, member := range n.members {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(quoted(member.name))
		b.WriteByte(':')
		if member.json == "" && isList(member.path) { // the fields of one item came apart
			b.WriteByte('[')
			member.write(b)
			b.WriteByte(']')
			continue
		}
		member.write(b)
	}
	b.WriteByte('}')
}

func (n *madeNode) String() string {
	var b strings.Builder
	n.write(&b)
	return b.String()
}
