package unwrap

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tidwall/gjson"
)

// maker makes a record out of values that have other names than CloudTrail's,
// or stand apart where CloudTrail has them in one another. Absent values (null,
// "", {} and []) are left out; the others are kept as they are written.
type maker struct {
	values []placed
	seen   map[string]bool // the fields that the form has, also where this record has no value
	lossy  bool
}

// placed is a value and its place in the record.
type placed struct {
	path []string
	rank int
	json string
}

// madeOf reads the values of an object.
func madeOf(v gjson.Result) *maker {
	m := &maker{}
	m.addAll("", v)
	m.addSignIn(v)
	return m
}

// addAll reads the values of an object whose keys go on a name; what is inside
// of objects counts where the name of something begins like that.
func (m *maker) addAll(start string, v gjson.Result) {
	v.ForEach(func(key, inner gjson.Result) bool {
		name := start + key.Str
		if !m.add(name, inner) && inner.IsObject() && nameStarts[foldName(name)] {
			m.addAll(name+".", inner)
		}
		return true
	})
}

// add reads a value by its name, and tells whether it is one of a record.
func (m *maker) add(name string, v gjson.Result) bool {
	t, ok := lookUp(name)
	return ok && m.put(t, v)
}

// put reads the value for a place. It refuses an object where CloudTrail has a text.
func (m *maker) put(t target, v gjson.Result) bool {
	if t.kind != asList && t.kind != asItIs {
		v = onlyItem(v)
	}
	switch {
	case t.kind.isText() && v.IsObject():
		return false
	case !t.kind.isText() && t.kind != asItIs && v.Type == gjson.String:
		v = parsedText(t, v)
	}
	if m.seen == nil {
		m.seen = map[string]bool{}
	}
	m.seen[t.path[0]] = true
	m.lossy = m.lossy || t.lossy
	if !Present(v) {
		return true
	}
	switch {
	case t.kind == asObject && v.IsObject():
		m.addMembers(t, v)
	case t.kind == asList && v.Type == gjson.JSON:
		m.note(t.path, t.rank, listOf(t, v))
	case t.name == "useridentity.principalid" && t.rank > 0 && strings.HasPrefix(v.Str, "arn:"):
		m.put(targets["useridentity.arn"].as(t), v)
	default:
		m.note(t.path, t.rank, jsonAs(t.kind, v))
	}
	return true
}

// as gives the target the rank of another.
func (t target) as(other target) target {
	t.rank, t.lossy = other.rank, other.lossy
	return t
}

// note takes down a value as JSON.
func (m *maker) note(path []string, rank int, json string) {
	m.values = append(m.values, placed{path, rank, json})
}

// addMembers reads the values of an object whose keys are in the table, in any
// case; a key that is not is kept as it is.
func (m *maker) addMembers(t target, v gjson.Result) {
	v.ForEach(func(key, inner gjson.Result) bool {
		name := t.name + "." + foldName(key.Str)
		path := append(slices.Clone(t.path), key.Str)
		member, known := targets[name]
		member.rank, member.lossy = t.rank+member.rank, t.lossy
		switch {
		case known && m.put(member, inner):
		case inner.IsObject() && nameStarts[name]:
			m.addMembers(target{path: path, name: name, rank: t.rank, lossy: t.lossy}, inner)
		case Present(inner):
			m.note(path, t.rank, jsonAs(asItIs, inner))
		}
		return true
	})
}

// listOf writes a list of objects, or one object for a list of one.
func listOf(t target, v gjson.Result) string {
	items := []gjson.Result{v}
	if v.IsArray() {
		items = v.Array()
	}
	texts := make([]string, 0, len(items))
	for _, item := range items {
		text := item.Raw
		if item.IsObject() {
			m := &maker{}
			m.addMembers(t, item)
			text = m.tree().member(t.path[0]).String()
		}
		texts = append(texts, text)
	}
	return "[" + strings.Join(texts, ",") + "]"
}

// record writes the record, in CloudTrail's order.
func (m *maker) record() (Record, error) {
	if !m.seen["eventSource"] {
		return Record{}, ErrNoRecord
	}
	root := m.tree()
	source := root.member("eventSource").json
	if !strings.Contains(source, "amazonaws") && (m.lossy || !m.seen["awsRegion"] || !m.seen["userIdentity"]) {
		return Record{}, ErrNoRecord // other logs have sources and names, too
	}
	data := []byte(root.String())
	if err := Check(data); err != nil {
		return Record{}, fmt.Errorf("making a record: %w", err)
	}
	missing := func(field string) bool { return !m.seen[field] }
	return Record{data, m.lossy || slices.ContainsFunc(essential, missing)}, nil
}

// tree puts the values in their places.
func (m *maker) tree() *madeNode {
	slices.SortStableFunc(m.values, func(a, b placed) int {
		if a.rank != b.rank {
			return a.rank - b.rank
		}
		return len(a.path) - len(b.path) // a whole value counts before parts of it
	})
	root := &madeNode{}
	for _, p := range m.values {
		root.put(ownerOf(p, root), p.json)
	}
	return root
}

// ownerOf gives the place of a value. The name of a user that other forms have
// is the role's for a role's session.
func ownerOf(p placed, root *madeNode) []string {
	if p.rank == 0 || len(p.path) != 2 || p.path[1] != "userName" {
		return p.path
	}
	switch root.member("userIdentity").member("type").json {
	case `"AssumedRole"`, `"FederatedUser"`:
		return []string{"userIdentity", "sessionContext", "sessionIssuer", "userName"}
	}
	return p.path
}
