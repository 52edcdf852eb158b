package hunts

import (
	"context"
	"fmt"
	"slices"
	"time"

	"coldtrail/loader"
)

// Object is a thing that no single event tells of: joined from several by what
// they share.
type Object struct {
	Kind  string // session, command, chain or instance
	Name  string // its id; what the chain leads to
	Facts []Fact
}

// Fact is one thing that is known of an object.
type Fact struct {
	Label string
	At    time.Time // zero where it has no time
	Text  string    // may quote evidence
}

// say adds a fact; a zero time is none.
func (o *Object) say(label string, at time.Time, format string, args ...any) {
	o.Facts = append(o.Facts, Fact{label, at, fmt.Sprintf(format, args...)})
}

// fewObjects is how many objects of a kind stand for all those of a finding.
const fewObjects = 3

// Lineage gives the objects behind the finding: who stands behind its caller,
// the sessions and commands that it opened, and the instances that it is about.
// Of each kind the first few.
func (s Scene) Lineage(ctx context.Context) ([]Object, error) {
	var all []Object
	callers := map[string]bool{}
	for _, id := range s.Finding.Events {
		e := s.Dataset.At(id)
		if key := e.ARN + e.AccessKey; !callers[key] && len(callers) < fewObjects {
			callers[key] = true
			o, err := s.chain(ctx, e)
			if err != nil {
				return nil, fmt.Errorf("following who stands behind %s: %w", who(e), err)
			}
			if len(o.Facts) > 1 && !slices.ContainsFunc(all, o.same) {
				all = append(all, o)
			}
		}
	}
	for _, kind := range []loader.Kind{loader.Session, loader.Command, loader.Instance} {
		values := s.Finding.values(kind)
		for _, value := range values[:min(len(values), fewObjects)] {
			some, err := s.LineageOf(ctx, loader.Entity{Kind: kind, Value: value})
			if err != nil {
				return nil, err
			}
			all = append(all, some...)
		}
	}
	return all, nil
}

// same tells whether two chains have the same links: the keys may differ.
func (o Object) same(p Object) bool {
	return o.Kind == p.Kind && o.Name == p.Name && o.Facts[0] == p.Facts[0]
}

// LineageOf gives the objects that an entity is, or is a part of: a session, a
// command, an instance's life, the chain behind an identity or a key. It needs
// no more of the scene than the dataset.
func (s Scene) LineageOf(ctx context.Context, e loader.Entity) ([]Object, error) {
	var o Object
	var err error
	switch e.Kind {
	case loader.Session:
		o, err = s.session(ctx, e.Value)
	case loader.Command:
		o, err = s.command(ctx, e.Value)
	case loader.Instance:
		o, err = s.instance(ctx, e.Value)
	case loader.Identity, loader.AccessKey:
		for _, id := range s.Dataset.Events(e) {
			if by := s.Dataset.At(id); by.ARN == e.Value || by.AccessKey == e.Value {
				o, err = s.chain(ctx, by)
				break
			}
		}
	}
	if err != nil {
		return nil, fmt.Errorf("joining the events of %s %s: %w", e.Kind, e.Value, err)
	}
	if len(o.Facts) == 0 {
		return nil, nil
	}
	return []Object{o}, nil
}
