package loader

import (
	"strings"
	"sync"
)

// numbers gives each distinct value a number, so that a column costs four
// bytes an event. Any number of workers add through their own cache; the numbers
// depend on who came first and are never shown or sorted by.
type numbers[T comparable] struct {
	mu    sync.Mutex
	list  []T // number → value
	index map[T]uint32
	own   func(T) T // a copy that does not point into a record
}

// newTexts numbers texts; 0 is the empty text.
func newTexts() *numbers[string] {
	return &numbers[string]{list: []string{""}, index: map[string]uint32{"": 0}, own: strings.Clone}
}

// newEntities numbers entities.
func newEntities() *numbers[Entity] {
	return &numbers[Entity]{index: map[Entity]uint32{}, own: func(e Entity) Entity {
		return Entity{e.Kind, strings.Clone(e.Value)}
	}}
}

// add gives the number of a value, and the value as it is kept.
func (s *numbers[T]) add(v T) (uint32, T) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if n, ok := s.index[v]; ok {
		return n, s.list[n]
	}
	n := uint32(len(s.list))
	v = s.own(v)
	s.list = append(s.list, v)
	s.index[v] = n
	return n, v
}

// cache is one worker's view of the numbers.
type cache[T comparable] struct {
	all   *numbers[T]
	known map[T]uint32
}

func newCache[T comparable](all *numbers[T]) cache[T] {
	return cache[T]{all, map[T]uint32{}}
}

// number gives the number of a value.
func (c *cache[T]) number(v T) uint32 {
	if n, ok := c.known[v]; ok {
		return n
	}
	n, own := c.all.add(v)
	c.known[own] = n
	return n
}
