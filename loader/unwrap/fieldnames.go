package unwrap

import "strings"

// This file finds the field that a name stands for: exports write CloudTrail's
// names in another case, or have names of their own.

// target is the place in a record that a name stands for.
type target struct {
	path  []string
	name  string // the path as one folded name
	kind  fieldKind
	rank  int  // of several values for a place that of the lowest rank is taken; 0 is CloudTrail's own name
	lossy bool // the name belongs to a form that keeps only part of CloudTrail
}

// alias is another name for a field.
type alias struct{ name, path string }

// targets are the places by folded name.
var targets = indexNames()

func indexNames() map[string]target {
	byName := map[string]target{}
	for _, f := range recordFields {
		name := foldName(f.path)
		byName[name] = target{path: strings.Split(f.path, "."), name: name, kind: f.kind}
	}
	for _, f := range recordFields { // UserIdentityArn, user_identity_arn
		name := foldName(f.path)
		byName[strings.ReplaceAll(name, ".", "")] = byName[name]
	}
	rank := len(prefixes)
	for i, table := range [][]alias{otherNames, ecsNames, ocsfNames} {
		for _, a := range table {
			rank++
			t := byName[foldName(a.path)]
			t.rank, t.lossy = rank, i > 0
			if _, taken := byName[foldName(a.name)]; !taken {
				byName[foldName(a.name)] = t
			}
		}
	}
	return byName
}

// nameStarts are the beginnings, up to a dot, of the names that have several parts.
var nameStarts = indexStarts()

func indexStarts() map[string]bool {
	starts := map[string]bool{}
	add := func(name string) {
		for i, c := range name {
			if c == '.' {
				starts[name[:i]] = true
			}
		}
	}
	for name := range targets {
		add(name)
	}
	for _, prefix := range prefixes {
		add(prefix + ".")
	}
	return starts
}

// prefixes may stand before CloudTrail's own names in forms that keep only
// part of it; what is behind an earlier one is taken before what is behind a
// later one.
var prefixes = []string{"unmapped", "aws.cloudtrail.flattened", "aws.cloudtrail"}

// lookUp finds the place that a name stands for: a field's own name in any
// case, with or without underscores and blanks; another name; a path inside a
// field that the services fill, as requestParameters.target.
func lookUp(name string) (target, bool) {
	if t, ok := lookUpPlain(name); ok {
		return t, true
	}
	if !strings.Contains(name, ".") {
		return target{}, false
	}
	for i, prefix := range prefixes {
		parts := strings.Count(prefix, ".") + 2
		split := strings.SplitN(name, ".", parts)
		if len(split) < parts {
			continue
		}
		rest := split[parts-1]
		if foldName(name[:len(name)-len(rest)-1]) != prefix {
			continue
		}
		if t, ok := lookUpPlain(rest); ok {
			t.rank += i + 1
			t.lossy = true
			return t, true
		}
	}
	return target{}, false
}

func lookUpPlain(name string) (target, bool) {
	if t, ok := targets[foldName(name)]; ok {
		return t, true
	}
	head, rest, inside := strings.Cut(name, ".")
	t, ok := targets[foldName(head)]
	if !inside || !ok || t.rank > 0 || t.kind != asJSON {
		return target{}, false
	}
	const deepest = 8 // a key may hold dots itself: what is behind is one
	return target{path: append([]string{t.path[0]}, strings.SplitN(rest, ".", deepest)...), kind: asItIs}, true
}

// foldName makes of the ways to write a name one: no difference of case, no
// blanks, underscores and hyphens, no @ before it, no [UTC] behind it.
func foldName(name string) string {
	name, _, _ = strings.Cut(name, "[")
	if len(name) > longestName {
		return ""
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r == '_' || r == '-' || r == '@' || r == ' ' || r == '\uFEFF':
			return -1
		case 'A' <= r && r <= 'Z':
			return r - 'A' + 'a'
		}
		return r
	}, name)
}

// longestName is above the length of every name in the tables.
const longestName = 200
