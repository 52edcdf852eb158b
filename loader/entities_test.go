package loader

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"coldtrail/loader/kql"
)

func TestSeenIsWhatTheEventsSay(t *testing.T) {
	d := loadPaths(t, Options{}, "../testdata/dumps/intrusion")
	entities := 0
	for _, k := range Kinds() {
		for _, s := range d.SeenOf(k) {
			entities++
			ids := d.Events(s.Entity)
			if s.Entity.Kind != k || s.Events != len(ids) || s.First != d.At(ids[0]).Time || s.Last != d.At(ids[len(ids)-1]).Time {
				t.Errorf("%v", s)
			}
		}
	}
	if entities < 100 {
		t.Errorf("%d entities", entities)
	}
	if s := d.Seen(Entity{Instance, "i-00000000000000000"}); s.Events != 0 || !s.First.IsZero() {
		t.Errorf("an unknown instance: %v", s)
	}
}

func TestCountValues(t *testing.T) {
	d := loadPaths(t, Options{}, "../testdata/dumps/intrusion")
	every := func(string) bool { return true }
	counted, err := d.CountValues(t.Context(), "event.action", every, 1000)
	if err != nil {
		t.Fatal(err)
	}
	sum := 0
	for i, c := range counted {
		sum += c.Events
		if i > 0 && c.Events > counted[i-1].Events {
			t.Errorf("%v comes behind %v", c, counted[i-1])
		}
	}
	if sum != d.Len() {
		t.Errorf("%d events have an action, of %d", sum, d.Len())
	}
	counted, _ = d.CountValues(t.Context(), RelatedEntity, func(v string) bool { return strings.HasPrefix(v, "203.0.113.66") }, 10)
	if want := (Counted{"203.0.113.66", d.Count(Entity{Address, "203.0.113.66"})}); !slices.Equal(counted, []Counted{want}) {
		t.Errorf("got %v, want %v", counted, want)
	}
	if counted, err = d.CountValues(t.Context(), "requestParameters.target", every, 10); counted != nil || err != nil {
		t.Errorf("a field of records: %v, %v", counted, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err = d.CountValues(ctx, "event.action", every, 10); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func TestAmongIsFindOfAPart(t *testing.T) {
	d := loadPaths(t, Options{}, "../testdata/dumps/intrusion")
	all := d.All()
	part := all[100:900]
	for _, text := range []string{"", "event.action:StartSession", "kenji", "requestParameters.target:*", "not source.address:*"} {
		q, err := kql.ParseLenient(text)
		if err != nil {
			t.Fatal(err)
		}
		var want []int
		err = d.Find(t.Context(), q, func(ids []ID) {
			for _, id := range ids {
				if i := slices.Index(part, id); i >= 0 {
					want = append(want, i)
				}
			}
		})
		if err != nil {
			t.Fatal(err)
		}
		slices.Sort(want)
		got, err := d.Among(t.Context(), q, part)
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: %d events, %v; want %d", text, len(got), err, len(want))
		}
	}
	got, err := d.Among(t.Context(), kql.Query{}, []ID{{File: -1}, part[0]})
	if err != nil || !slices.Equal(got, []int{1}) {
		t.Errorf("of an unknown event and another: %v, %v", got, err)
	}
}
