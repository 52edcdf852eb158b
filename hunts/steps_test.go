package hunts

import (
	"context"
	"testing"

	"coldtrail/loader"
	"coldtrail/loader/kql"
)

// The step for the address opens its page; where a finding has several, no one
// of them stands for the others.
func TestStepForSeveralAddresses(t *testing.T) {
	for _, tt := range []struct {
		records []string
		page    loader.Entity
		query   string
		events  int
	}{
		{[]string{toA(bob, noon)}, loader.Entity{Kind: loader.Address, Value: "198.51.100.24"}, `related.entity:"198.51.100.24"`, 1},
		{[]string{toA(bob, noon), toA(away, "2024-07-20T13:00:00Z")}, loader.Entity{}, `related.entity:("198.51.100.24" or "203.0.113.5")`, 2},
	} {
		d := load(t, tt.records...)
		found := run(t, d, ssmSessionIdentity(), Options{Span: Whole}).Findings
		if len(found) != 1 {
			t.Fatalf("%d findings", len(found))
		}
		step := addresses()
		if page, ok := step.Page(found[0]); ok && page != tt.page || ok != (tt.page.Value != "") {
			t.Errorf("the page is of %v, %v", page, ok)
		}
		q, ok := step.Query(d, found[0])
		want, err := kql.Parse(tt.query)
		if err != nil || !ok || q.String() != want.String() {
			t.Errorf("%v asks %s, want %s (%v)", tt.records, q, want, err)
		}
		n := 0
		if err := d.Find(context.Background(), q, func(ids []loader.ID) { n += len(ids) }); err != nil || n != tt.events {
			t.Errorf("%s finds %d events, %v", q, n, err)
		}
	}
}
