package hunts

import (
	"testing"
	"time"

	"coldtrail/loader"
)

// growing loads the intrusion day by day: what is read of a dump while a load
// goes on, where the files come in the order of time.
func growing(t *testing.T) []*loader.Dataset {
	t.Helper()
	var dumps []*loader.Dataset
	for day := time.Date(2025, 10, 8, 0, 0, 0, 0, time.UTC); day.Month() == time.October; day = day.Add(48 * time.Hour) {
		d, err := loader.Load(t.Context(), []string{"../testdata/dumps/intrusion"}, loader.Options{Keep: Keep(All()), Until: day}, nil)
		if err != nil {
			t.Fatal(err)
		}
		dumps = append(dumps, d)
	}
	return dumps
}

// TestCountsRise holds what Rises promises: rows that are found are found again
// in more of the dump, and hits do not become fewer.
func TestCountsRise(t *testing.T) {
	dumps := growing(t)
	fell := map[string]bool{}
	for _, mode := range []Mode{Complete, Documented} {
		for _, span := range []Span{Own, Whole} {
			o := Options{Mode: mode, Span: span}
			before := Run(t.Context(), dumps[0], All(), o)
			for _, d := range dumps[1:] {
				now := Run(t.Context(), d, All(), o)
				for i, r := range now {
					rows, hits := r.Rises(o)
					if hits && r.InWindow < before[i].InWindow || len(r.Matched) < len(before[i].Matched) {
						t.Errorf("%s, %s: %d hits become %d", r.Hunt.ID, mode, before[i].InWindow, r.InWindow)
					}
					for _, f := range before[i].Findings {
						if r.Same(f) >= 0 {
							continue
						}
						fell[r.Hunt.ID] = true
						if rows {
							t.Errorf("%s, %s: the row %v is gone", r.Hunt.ID, mode, f.Values)
						}
					}
					if rows && len(r.Findings) < len(before[i].Findings) {
						t.Errorf("%s, %s: %d rows become %d", r.Hunt.ID, mode, len(before[i].Findings), len(r.Findings))
					}
				}
				before = now
			}
		}
	}
	if !fell["ssm_rare_send_command"] {
		t.Error("no command became common: nothing shows that rows may go")
	}
}

func TestSameFindsTheMostAlike(t *testing.T) {
	id := func(n int32) loader.ID { return loader.ID{Record: n} }
	row := func(name string, events ...loader.ID) Finding {
		return Finding{Values: []Value{Text(name), Number(len(events))}, Events: events}
	}
	now := Result{Findings: []Finding{row("a", id(1), id(2)), row("b", id(0), id(1), id(2)), row("c", id(3))}}
	for _, tt := range []struct {
		before Finding
		want   int
	}{
		{row("a", id(1)), 0},
		{row("b", id(1)), 1},
		{row("b", id(0)), 1},
		{row("z", id(3)), 2},
		{row("c", id(4)), -1},
	} {
		if got := now.Same(tt.before); got != tt.want {
			t.Errorf("%v of %v is row %d, not %d", tt.before.Values, tt.before.Events, got, tt.want)
		}
	}
}
