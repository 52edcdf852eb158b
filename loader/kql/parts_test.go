package kql

import "testing"

func TestPartsMakeTheWholeAgain(t *testing.T) {
	for text, want := range map[string]int{
		``: 0, `a:b`: 1, `a:b or c:d`: 1, `not a:b`: 1, `a:b and c:d`: 2, `a:b and (c:d or e:f) and not g:h`: 3,
	} {
		q, err := Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		parts := q.Parts()
		if len(parts) != want || !And(parts...).Equal(q) {
			t.Errorf("%s has the parts %v", text, parts)
		}
	}
}
