package loader

import (
	"encoding/binary"
	"strings"
	"sync"
)

// numbers gives each distinct value a number, so that a column costs four
// bytes an event. Any number of workers add through their own cache; the numbers
// depend on who came first and are never shown or sorted by.
type numbers[T comparable] struct {
	mu    sync.RWMutex
	list  []T // number → value
	index map[T]uint32
	own   func(T) T      // a copy that does not point into a record
	form  func(T) uint32 // a number by which a cache finds it again
}

func newNumbers[T comparable](own func(T) T, form func(T) uint32) *numbers[T] {
	return &numbers[T]{index: map[T]uint32{}, own: own, form: form}
}

// newTexts numbers texts; 0 is the empty text.
func newTexts() *numbers[string] {
	n := newNumbers(strings.Clone, form)
	n.add("")
	return n
}

// newEntities numbers entities.
func newEntities() *numbers[Entity] {
	own := func(e Entity) Entity { return Entity{e.Kind, strings.Clone(e.Value)} }
	return newNumbers(own, func(e Entity) uint32 { return form(e.Value) + uint32(e.Kind) })
}

// newTuples numbers values without pointers.
func newTuples[T comparable](form func(T) uint32) *numbers[T] {
	return newNumbers(func(v T) T { return v }, form)
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

// find gives the number of a value that was added.
func (s *numbers[T]) find(v T) (uint32, bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	n, ok := s.index[v]
	return n, ok
}

// values are those that were added so far, by their numbers.
func (s *numbers[T]) values() []T {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.list
}

// cache is one worker's view of the numbers: what came lately is found by its
// form, without a lock or a map.
type cache[T comparable] struct {
	all    *numbers[T]
	lately []numbered[T]
}

// numbered is a value and its number.
type numbered[T comparable] struct {
	value  T
	number uint32
	known  bool
}

// newCache makes a cache that holds a power of two of values.
func newCache[T comparable](all *numbers[T], size int) cache[T] {
	return cache[T]{all, make([]numbered[T], size)}
}

// number gives the number of a value.
func (c *cache[T]) number(v T) uint32 {
	at := &c.lately[int(c.all.form(v))&(len(c.lately)-1)]
	if !at.known || at.value != v {
		at.number, at.value = c.all.add(v)
		at.known = true
	}
	return at.number
}

// form is a number that texts of one kind seldom share: it comes of their
// length, beginning and end.
func form(s string) uint32 {
	const mix = 0x9E3779B97F4A7C15 // 2⁶⁴ over the golden ratio
	n := uint64(len(s))
	switch {
	case len(s) >= 8:
		var ends [16]byte
		copy(ends[:8], s)
		copy(ends[8:], s[len(s)-8:])
		n += binary.LittleEndian.Uint64(ends[:8])*31 + binary.LittleEndian.Uint64(ends[8:])
	case len(s) > 0:
		n += uint64(s[0])<<8 | uint64(s[len(s)/2])<<16 | uint64(s[len(s)-1])<<24
	}
	return uint32(n * mix >> 40)
}
