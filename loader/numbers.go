package loader

import (
	"encoding/binary"
	"hash/maphash"
	"math/bits"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
)

// numbers gives each distinct value a number, so that a column costs four
// bytes an event. Any number of workers add through their own cache; the numbers
// depend on who came first and are never shown or sorted by. A dump has very many
// values that come once, such as access keys, so the way from a value to its
// number is a table of hashes and numbers: a map would hold each value again. It
// tells values by 64 bits of a hash that nobody can foresee; two of a dump that
// share them do not occur.
type numbers[T comparable] struct {
	mu    sync.Mutex
	list  []T                   // number → value
	table atomic.Pointer[table] // value → number
	hash  func(T) uint64
	own   func(T) T // a copy that does not point into a record
}

// table is a power of two of slots by hash, never full. One may look into it
// while another adds.
type table []slot

// slot is a hash, and the number of its value and 1, which is written when the
// hash stands there; 0 where it is empty.
type slot struct {
	hash   uint64
	number uint32
}

// newTexts numbers texts; 0 is the empty text.
func newTexts() *numbers[string] {
	seed := maphash.MakeSeed()
	n := &numbers[string]{
		hash: func(s string) uint64 { return maphash.String(seed, s) },
		own:  newShelf().clone,
	}
	n.number("", n.hash(""))
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

// number gives the number of a value with that hash, adding it where it is new.
func (s *numbers[T]) number(v T, hash uint64) uint32 {
	if n, ok := s.withHash(hash); ok {
		return n
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	t := s.room()
	at, n := t.place(hash)
	if n == 0 {
		if len(s.list) == cap(s.list) {
			s.list = slices.Grow(s.list, max(len(s.list), 64))
		}
		s.list = append(s.list, s.own(v))
		n = uint32(len(s.list))
		at.hash = hash
		atomic.StoreUint32(&at.number, n)
	}
	return n - 1
}

// find gives the number of a value that was added.
func (s *numbers[T]) find(v T) (uint32, bool) { return s.withHash(s.hash(v)) }

// withHash gives the number of the value with that hash, if it was added.
func (s *numbers[T]) withHash(hash uint64) (uint32, bool) {
	t := s.table.Load()
	if t == nil {
		return 0, false
	}
	_, n := t.place(hash)
	return n - 1, n > 0
}

// room gives the table with room for one more, doubled if need be: whoever looks
// into the one before then may miss what is new.
func (s *numbers[T]) room() table {
	old := s.table.Load()
	switch {
	case old == nil:
		old = new(table)
	case 2*len(s.list) < len(*old):
		return *old
	}
	grown := make(table, max(2*len(*old), 64))
	for _, from := range *old {
		if from.number > 0 {
			at, _ := grown.place(from.hash)
			*at = from
		}
	}
	s.table.Store(&grown)
	return grown
}

// place gives where in the table the hash is, or is missing, and the number there.
func (t table) place(hash uint64) (*slot, uint32) {
	for i := t.first(hash); ; i = (i + 1) & (len(t) - 1) {
		at := &t[i]
		if n := atomic.LoadUint32(&at.number); n == 0 || at.hash == hash {
			return at, n
		}
	}
}

// first is the first place that a hash may have: the larger, the further behind,
// so that a table is doubled from front to back.
func (t table) first(hash uint64) int {
	at, _ := bits.Mul64(hash, uint64(len(t)))
	return int(at)
}

// values are those that were added so far, by their numbers.
func (s *numbers[T]) values() []T {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.list
}

// cache is one worker's view of the numbers: what came lately is found in a table
// so small that it stays near the processor.
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
		*at = numbered{hash, c.all.number(v, hash) + 1}
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
