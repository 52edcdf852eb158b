package loader

import (
	"strings"
	"sync"
)

// symbols gives each distinct text a number, so that a column costs four bytes
// an event. 0 is the empty text. Any number of workers add through their own
// cache; the numbers depend on who came first and are never shown or sorted by.
type symbols struct {
	mu    sync.Mutex
	texts []string
	index map[string]uint32
}

func newSymbols() *symbols {
	return &symbols{texts: []string{""}, index: map[string]uint32{"": 0}}
}

func (s *symbols) add(text string) (uint32, string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if n, ok := s.index[text]; ok {
		return n, s.texts[n]
	}
	n := uint32(len(s.texts))
	text = strings.Clone(text) // the caller's text may point into a whole record
	s.texts = append(s.texts, text)
	s.index[text] = n
	return n, text
}

// symbolCache is one worker's view of the symbols.
type symbolCache struct {
	all   *symbols
	known map[string]uint32
}

func (c *symbolCache) number(text string) uint32 {
	if n, ok := c.known[text]; ok {
		return n
	}
	n, own := c.all.add(text)
	c.known[own] = n
	return n
}

// entityTable gives each distinct entity a number, as symbols do for texts.
type entityTable struct {
	mu    sync.Mutex
	list  []Entity
	index map[Entity]uint32
}

func newEntityTable() *entityTable { return &entityTable{index: map[Entity]uint32{}} }

func (t *entityTable) add(e Entity) (uint32, Entity) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if n, ok := t.index[e]; ok {
		return n, t.list[n]
	}
	n := uint32(len(t.list))
	e.Value = strings.Clone(e.Value)
	t.list = append(t.list, e)
	t.index[e] = n
	return n, e
}

// entityCache is one worker's view of the entity table.
type entityCache struct {
	all   *entityTable
	known map[Entity]uint32
}

func (c *entityCache) number(e Entity) uint32 {
	if n, ok := c.known[e]; ok {
		return n
	}
	n, own := c.all.add(e)
	c.known[own] = n
	return n
}
