package loader

import (
	"slices"
	"strconv"
	"sync"
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

// Workers that number the same values at once agree, also while the table grows.
func TestNumbersTogether(t *testing.T) {
	const many, workers = 5000, 8
	all := newTexts()
	got := make([][]uint32, workers)
	var work sync.WaitGroup
	for w := range got {
		work.Go(func() {
			c := newCache(all, 4)
			for i := range many {
				got[w] = append(got[w], c.number(strconv.Itoa((i+w*many/workers)%many)))
			}
		})
	}
	work.Wait()
	for w, numbers := range got {
		first := w * many / workers
		if !slices.Equal(append(slices.Clone(numbers[many-first:]), numbers[:many-first]...), got[0]) {
			t.Errorf("worker %d has other numbers", w)
		}
	}
	if n := len(all.values()); n != many+1 {
		t.Errorf("%d values", n)
	}
}
