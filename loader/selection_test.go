package loader

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// A selection gives what looking at every event gives.
func TestSelectionAsPlain(t *testing.T) {
	d := loadText(t, story())
	r := rand.New(rand.NewPCG(3, 4))
	var entities []Entity
	for _, k := range Kinds() {
		entities = append(entities, d.EntitiesOf(k)...)
	}
	met := 0
	for range 2000 {
		e := entities[r.IntN(len(entities))]
		call := d.At(d.ID(r.IntN(d.Len())))
		from, to := d.At(d.ID(r.IntN(d.Len()))).Time, d.At(d.ID(r.IntN(d.Len()))).Time
		switch r.IntN(5) {
		case 0:
			from = time.Time{}
		case 1:
			to = time.Time{}
		case 2:
			from, to = time.Time{}, time.Time{}
		}
		but := make([]ID, r.IntN(9))
		for i := range but {
			but[i] = d.ID(r.IntN(d.Len()))
		}
		var want []ID
		for _, id := range d.All() {
			at := d.At(id)
			in := !at.Time.IsZero() && (from.IsZero() || at.Time.After(from)) && (to.IsZero() || !at.Time.After(to))
			if in && at.Provider == call.Provider && at.Action == call.Action && slices.Contains(d.Entities(id), e) && !slices.Contains(but, id) {
				want = append(want, id)
			}
		}
		got := d.Mentioning(e).Within(from, to).And(d.Calling(call.Provider, call.Action)).Without(but)
		if !slices.Equal(got.IDs(), want) || got.Len() != len(want) {
			t.Fatalf("%v by %s in %v…%v but %v: %v, want %v", e, call.Action, from, to, but, got.IDs(), want)
		}
		if len(want) > 0 {
			met++
		}
	}
	if met < 200 {
		t.Errorf("only %d selections hold any event", met)
	}
}

// What is alike is counted together, and everything is counted.
func TestSelectionAlike(t *testing.T) {
	alike := func(e Event) Event {
		e.ID, e.Time, e.EventID, e.Region, e.Address, e.UserAgent, e.AccessKey, e.Partial = ID{}, time.Time{}, "", "", "", "", "", false
		return e
	}
	called := func(e Event) Event {
		return Event{Provider: e.Provider, Action: e.Action, EventType: e.EventType, Outcome: e.Outcome, ErrorCode: e.ErrorCode}
	}
	d := loadText(t, story())
	for _, e := range d.EntitiesOf(Identity) {
		s := d.Mentioning(e)
		got := slices.Collect(s.Alike(t.Context()))
		if want := plainAlike(s, alike); !slices.Equal(got, want) {
			t.Errorf("%v: %+v, want %+v", e, got, want)
		}
		for _, a := range got {
			of := s.Where(func(e Event) bool { return alike(e) == a.Event })
			if of.Len() != a.Count || of.ID(0) != s.ID(a.First) || of.ID(of.Len()-1) != s.ID(a.Last) {
				t.Errorf("%v: %v are like %+v", e, of.IDs(), a)
			}
		}
		if got, want := slices.Collect(s.Calls(t.Context())), plainAlike(s, called); !slices.Equal(got, want) {
			t.Errorf("calls of %v: %+v, want %+v", e, got, want)
		}
	}
}

// plainAlike counts the events together that share the same columns.
func plainAlike(s Selection, shared func(Event) Event) []Alike {
	var all []Alike
	n := 0
	for e := range s.Events(context.Background()) {
		i := slices.IndexFunc(all, func(a Alike) bool { return a.Event == shared(e) })
		if i < 0 {
			i, all = len(all), append(all, Alike{Event: shared(e), First: n})
		}
		all[i].Last = n
		all[i].Count++
		n++
	}
	return all
}

func TestSelectionMentioned(t *testing.T) {
	d := loadText(t, story())
	for _, e := range d.EntitiesOf(Instance) {
		for _, k := range Kinds() {
			var want []Entity
			for _, id := range d.Events(e) {
				for _, m := range d.Entities(id) {
					if m.Kind == k && !slices.Contains(want, m) {
						want = append(want, m)
					}
				}
			}
			if got := d.Mentioning(e).Mentioned(k); !slices.Equal(got, want) {
				t.Errorf("%s with %v: %v, want %v", k, e, got, want)
			}
		}
	}
}

func TestGallop(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 500 {
		rows := make([]uint32, r.IntN(40))
		for i := range rows {
			rows[i] = uint32(r.IntN(100))
		}
		slices.Sort(rows)
		row := uint32(r.IntN(102))
		if want, _ := slices.BinarySearch(rows, row); gallop(rows, row) != want {
			t.Fatalf("%d of %v are less than %d, want %d", gallop(rows, row), rows, row, want)
		}
	}
}

func TestSelectionFrom(t *testing.T) {
	d := loadText(t, story())
	for _, e := range d.EntitiesOf(Identity) {
		for _, from := range append(d.EntitiesOf(Address), Entity{Address, "ssm.amazonaws.com"}, Entity{}) {
			var want []ID
			for _, id := range d.Events(e) {
				if d.At(id).Address == from.Value {
					want = append(want, id)
				}
			}
			if got := d.Mentioning(e).From(from.Value).IDs(); !slices.Equal(got, want) {
				t.Errorf("%v from %q: %v, want %v", e, from.Value, got, want)
			}
		}
	}
}
