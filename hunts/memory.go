package hunts

import (
	"strings"
	"sync"

	"coldtrail/loader"
)

// Memory keeps what the answers to many findings of one dataset have in
// common, so that a report does not look for it again and again. It is safe
// for any goroutine.
type Memory struct {
	calls     memo[loader.Selection] // by what they are
	sightings memo[sighting]         // by the instance
	lives     memo[life]             // by the instance
	trails    memo[trail]            // by what is asked
	answers   memo[Answer]           // by what is asked
	openings  memo[[]opening]        // by the identities that called
	signIns   memo[[]loader.Event]   // of instances, by nothing
	starts    memo[[]start]          // by whom they count for
}

// NewMemory is a memory for the scenes of one dataset.
func NewMemory() *Memory { return new(Memory) }

// memory is that of the scene, or one that nothing else knows.
func (s Scene) memory() *Memory {
	if s.Memory == nil {
		return NewMemory()
	}
	return s.Memory
}

// memo keeps what was worked out, by its key. The zero memo is empty.
type memo[V any] struct {
	mu    sync.Mutex
	known map[string]*kept[V]
}

// kept is one thing of a memo. Whoever wants it while it is worked out waits.
type kept[V any] struct {
	mu    sync.Mutex
	value V
	done  bool
}

// get gives what is kept under a key, or works it out and keeps it. What failed
// is not kept.
func (m *memo[V]) get(key string, work func() (V, error)) (V, error) {
	m.mu.Lock()
	k, ok := m.known[key]
	if !ok {
		if m.known == nil {
			m.known = map[string]*kept[V]{}
		}
		k = new(kept[V])
		m.known[key] = k
	}
	m.mu.Unlock()
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.done {
		return k.value, nil
	}
	v, err := work()
	if err == nil {
		k.value, k.done = v, true
	}
	return v, err
}

// key names what is asked of the finding's identities, whatever its events.
func (s Scene) key(what string) string {
	return what + "\x00" + strings.Join(s.Finding.values(loader.Identity), "\x00")
}

// some gives calls that answers to several findings begin with. key names them.
func (s Scene) some(key string, calls func() loader.Selection) loader.Selection {
	kept, _ := s.memory().calls.get(key, func() (loader.Selection, error) { return calls(), nil })
	return kept
}
