package loader

import (
	"strconv"
	"testing"
)

func TestNumbers(t *testing.T) {
	all := newTexts()
	c := newCache(all, 4)
	if n := c.number(""); n != 0 {
		t.Errorf("the empty text has number %d", n)
	}
	const many = 5000
	for range 3 {
		for i := range many {
			s := strconv.Itoa(i)
			if n := c.number(s); n != uint32(i+1) {
				t.Fatalf("%s has number %d", s, n)
			}
		}
	}
	for i := range 2 * many {
		s := strconv.Itoa(i)
		if n, ok := all.find(s); ok != (i < many) || ok && (n != uint32(i+1) || all.values()[n] != s) {
			t.Fatalf("%s is found as %d, %v", s, n, ok)
		}
	}
	if _, ok := newEntities().find(Entity{Instance, "i-01234567"}); ok {
		t.Error("what is empty has something")
	}
}
