package loader

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"

	"coldtrail/loader/kql"
)

func TestNoSuchEvent(t *testing.T) {
	d := loadText(t, lines(call(1), `{"x":1}`, call(1), call(2)))
	for _, id := range []ID{{0, 1}, {0, 2}, {0, 4}, {0, -1}, {1, 0}, {-1, 0}} {
		if d.Has(id) || d.At(id) != (Event{}) || d.Place(id) != (Place{}) || d.Entities(id) != nil {
			t.Errorf("%v is an event", id)
		}
		if data, err := d.Raw(context.Background(), id); err == nil {
			t.Errorf("%v has the record %q", id, data)
		}
		if data, err := d.Record(context.Background(), id); err == nil {
			t.Errorf("%v has the record %q", id, data)
		}
	}
}

func TestPlace(t *testing.T) {
	text := "  " + envelope(call(1), `7`, call(2))
	d := loadText(t, text)
	want := Place{File: Stdin, Record: 2, Offset: int64(len(text) - len(call(2)) - 2), Length: len(call(2))}
	if got := d.Place(ID{0, 2}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if e := d.At(ID{0, 2}); e.ID != (ID{0, 2}) || e.EventID != eventID(2) {
		t.Errorf("another event is there: %+v", e)
	}
}

func TestPostings(t *testing.T) {
	target := func(n int, id string) string { return call(n, `"requestParameters":{"target":"`+id+`"}`) }
	d := loadText(t, lines(target(3, "i-aaaaaaaa"), target(1, "i-bbbbbbbb"), target(2, "i-aaaaaaaa"), target(2, "i-aaaaaaaa"), call(4)))
	a, b, none := Entity{Instance, "i-aaaaaaaa"}, Entity{Instance, "i-bbbbbbbb"}, Entity{Role, "i-aaaaaaaa"}
	for e, want := range map[Entity][]ID{a: {{0, 2}, {0, 0}}, b: {{0, 1}}, none: nil} {
		if got := d.Events(e); !slices.Equal(got, want) || d.Count(e) != len(want) {
			t.Errorf("%v: %v, %d, want %v", e, got, d.Count(e), want)
		}
	}
	if got := d.EntitiesOf(Instance); !slices.Equal(got, []Entity{a, b}) {
		t.Errorf("instances %v", got)
	}
	if got := d.EntitiesOf(Role); got != nil {
		t.Errorf("roles %v", got)
	}
	calls := map[[2]string][]ID{
		{"ssm.amazonaws.com", "StartSession"}: d.All(),
		{"ssm.amazonaws.com", "Other"}:        nil,
		{"other", "StartSession"}:             nil,
		{"", ""}:                              nil,
	}
	for c, want := range calls {
		if got := d.Calls(c[0], c[1]); !slices.Equal(got, want) {
			t.Errorf("%v: %v, want %v", c, got, want)
		}
	}
}

// What only an event mentions that was not kept is no entity of the dataset.
func TestEntitiesOfKeptOnly(t *testing.T) {
	d := loadText(t, lines(call(1), `{"eventType":"AwsCloudTrailInsight","x":"i-aaaaaaaa"}`))
	if got := d.EntitiesOf(Instance); got != nil {
		t.Errorf("instances %v", got)
	}
}

func TestReport(t *testing.T) {
	day := func(n int) string {
		return fmt.Sprintf(`{"eventSource":"s","eventName":"n","eventTime":"2024-08-%02dT00:00:00Z"}`, n)
	}
	tests := map[string]struct {
		records             []string
		first, last, before int // days; 0 for none
		lone                bool
	}{
		"none":             {nil, 0, 0, 0, false},
		"no time":          {[]string{some(`"x":1`)}, 0, 0, 0, false},
		"one":              {[]string{day(3), some(`"x":1`)}, 3, 3, 0, false},
		"more":             {[]string{day(5), day(3), day(4)}, 3, 5, 4, false},
		"seven days apart": {[]string{day(3), day(10)}, 3, 10, 3, false},
		"a lone newest":    {[]string{day(3), day(11)}, 3, 11, 3, true},
		"two newest":       {[]string{day(3), day(11), day(11)}, 3, 11, 11, false},
	}
	for name, test := range tests {
		r := loadText(t, envelope(test.records...)).Report()
		for day, got := range map[int]int{test.first: r.First.Day(), test.last: r.Last.Day(), test.before: r.Before.Day()} {
			if got != max(day, 1) { // the zero time is the first of a month
				t.Errorf("%s: a time is on day %d, want %d", name, got, day)
			}
		}
		if r.First.IsZero() != (test.first == 0) || r.Before.IsZero() != (test.before == 0) || r.LoneNewest() != test.lone {
			t.Errorf("%s: %+v", name, r)
		}
	}
}

// A dataset may be asked by many at once; the race detector watches.
func TestConcurrentUse(t *testing.T) {
	d := loadPaths(t, Options{Keep: func(string, string) bool { return true }}, dump(t, manyFiles(t)))
	ctx := context.Background()
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for _, id := range d.All() {
				e := d.At(id)
				for _, entity := range d.Entities(id) {
					if len(d.Events(entity)) != d.Count(entity) {
						t.Errorf("%v: not as many events as it counts", entity)
					}
				}
				if !slices.Contains(d.Calls(e.Provider, e.Action), id) {
					t.Errorf("%v is not among its calls", id)
				}
			}
			for _, id := range d.All()[:20] {
				if _, err := d.Raw(ctx, id); err != nil {
					t.Error(err)
				}
				if _, err := d.Record(ctx, id); err != nil {
					t.Error(err)
				}
			}
			if n := len(find(t, d, kql.Exists("requestParameters.target"))); n == 0 || n == d.Len() {
				t.Errorf("found %d", n)
			}
		})
	}
	all.Wait()
}
