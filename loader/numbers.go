package loader

import (
	"encoding/binary"
	"hash/maphash"
	"strings"
	"sync"
)

// numbers gives each distinct value a number, so that a column costs four
// bytes an event. Any number of workers add through their own cache; the numbers
// depend on who came first and are never shown or sorted by. A dump has very many
// values that come once, such as access keys, so the way from a value to its
// number is a table of numbers alone: a map would hold each value again.
type numbers[T comparable] struct {
	mu    sync.Mutex
	list  []T    // number → value
	table []slot // by hash, a power of two of them; never full
	hash  func(T) uint64
	own   func(T) T // a copy that does not point into a record
}

// slot is a place of the table: a number and 1, or 0 where it is empty, and the
// upper half of the value's hash, which tells others at once.
type slot struct{ number, hash uint32 }

// newTexts numbers texts; 0 is the empty text.
func newTexts() *numbers[string] {
	seed := maphash.MakeSeed()
	n := &numbers[string]{
		hash: func(s string) uint64 { return maphash.String(seed, s) },
		own:  newShelf().clone,
	}
	n.add("", n.hash(""))
	return n
}

// newEntities numbers entities.
func newEntities() *numbers[Entity] {
	seed, values := maphash.MakeSeed(), newShelf()
	return &numbers[Entity]{
		hash: func(e Entity) uint64 { return maphash.String(seed, e.Value) + uint64(e.Kind) },
		own:  func(e Entity) Entity { return Entity{e.Kind, values.clone(e.Value)} },
	}
}

// newTuples numbers values without pointers.
func newTuples[T comparable]() *numbers[T] {
	seed := maphash.MakeSeed()
	return &numbers[T]{
		hash: func(v T) uint64 { return maphash.Comparable(seed, v) },
		own:  func(v T) T { return v },
	}
}

// add gives the number of a value with that hash.
func (s *numbers[T]) add(v T, whole uint64) uint32 {
	hash := uint32(whole >> 32)
	s.mu.Lock()
	defer s.mu.Unlock()
	if 2*len(s.list) >= len(s.table) {
		s.grow()
	}
	at := s.place(v, hash)
	if at.number == 0 {
		s.list = append(s.list, s.own(v))
		*at = slot{uint32(len(s.list)), hash}
	}
	return at.number - 1
}

// find gives the number of a value that was added.
func (s *numbers[T]) find(v T) (uint32, bool) {
	hash := uint32(s.hash(v) >> 32)
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.table) == 0 {
		return 0, false
	}
	n := s.place(v, hash).number
	return n - 1, n > 0
}

// place gives where in the table the value with that hash is, or is missing.
func (s *numbers[T]) place(v T, hash uint32) *slot {
	for i := s.first(hash); ; i = (i + 1) & (len(s.table) - 1) {
		at := &s.table[i]
		if at.number == 0 || at.hash == hash && s.list[at.number-1] == v {
			return at
		}
	}
}

// first is the first place that a value with that hash may have: the larger the
// hash, the further behind.
func (s *numbers[T]) first(hash uint32) int {
	return int(uint64(hash) * uint64(len(s.table)) >> 32)
}

// grow doubles the table. What stands in order in the old one does so in the
// new, so both are passed through from front to back.
func (s *numbers[T]) grow() {
	old := s.table
	s.table = make([]slot, max(2*len(old), 64))
	for _, o := range old {
		if o.number == 0 {
			continue
		}
		i := s.first(o.hash)
		for s.table[i].number != 0 {
			i = (i + 1) & (len(s.table) - 1)
		}
		s.table[i] = o
	}
}

// values are those that were added so far, by their numbers.
func (s *numbers[T]) values() []T {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.list
}

// cache is one worker's view of the numbers: what came lately is found by its
// hash alone, without a lock and without a look at the value. Two values of a
// dump that share the 64 bits, which nobody can foresee, do not occur.
type cache[T comparable] struct {
	all    *numbers[T]
	lately []numbered // by hash
}

// numbered is the hash of a value, and its number and 1; 0 is none.
type numbered struct {
	hash   uint64
	number uint32
}

// newCache makes a cache that holds a power of two of values.
func newCache[T comparable](all *numbers[T], size int) cache[T] {
	return cache[T]{all, make([]numbered, size)}
}

// number gives the number of a value.
func (c *cache[T]) number(v T) uint32 {
	hash := c.all.hash(v)
	at := &c.lately[int(hash)&(len(c.lately)-1)]
	if at.hash != hash || at.number == 0 {
		*at = numbered{hash, c.all.add(v, hash) + 1}
	}
	return at.number - 1
}

// mix spreads a number over its upper bits: it is 2⁶⁴ over the golden ratio.
const mix = 0x9E3779B97F4A7C15

// form is a number that texts of one kind seldom share: it comes of their
// length, beginning and end.
func form(s string) uint32 {
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

// shelf keeps texts one behind the other: very many short ones cost nothing
// beside their bytes.
type shelf struct{ block strings.Builder }

func newShelf() *shelf { return &shelf{} }

// clone gives a text of its own.
func (s *shelf) clone(text string) string {
	const size = 64 << 10
	if len(text) > size/16 {
		return strings.Clone(text)
	}
	if s.block.Cap()-s.block.Len() < len(text) {
		s.block = strings.Builder{}
		s.block.Grow(size)
	}
	at := s.block.Len()
	s.block.WriteString(text)
	return s.block.String()[at:]
}
