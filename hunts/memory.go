package hunts

import (
	"context"
	"strings"
	"sync"

	"coldtrail/loader"
)

// Memory keeps what the answers to many findings of one dataset have in
// common, so that a report does not look for it again and again. It is safe
// for any goroutine.
type Memory struct {
	mu      sync.Mutex
	lives   map[string]life
	found   map[string][]loader.ID
	answers map[string]Answer
}

// NewMemory is a memory for the scenes of one dataset.
func NewMemory() *Memory {
	return &Memory{lives: map[string]life{}, found: map[string][]loader.ID{}, answers: map[string]Answer{}}
}

// key names what is asked of the finding's identities, whatever its events.
func (s Scene) key(what string) string {
	return what + "\x00" + strings.Join(s.Finding.values(loader.Identity), "\x00")
}

// remember gives what is kept under a key, or works it out and keeps it. Two
// goroutines may work out the same. Without a memory nothing is kept.
func remember[V any](m *Memory, kept func(*Memory) map[string]V, key string, work func() (V, error)) (V, error) {
	if m == nil {
		return work()
	}
	m.mu.Lock()
	v, known := kept(m)[key]
	m.mu.Unlock()
	if known {
		return v, nil
	}
	v, err := work()
	if err == nil {
		m.mu.Lock()
		kept(m)[key] = v
		m.mu.Unlock()
	}
	return v, err
}

// life is what the dump tells of an instance.
func (s Scene) life(ctx context.Context, instance string) (life, error) {
	return remember(s.Memory, func(m *Memory) map[string]life { return m.lives }, instance, func() (life, error) {
		return lifeOf(ctx, s.Dataset, instance)
	})
}

// findCommon is find for parts that ask by nothing but the finding's
// identities, or by nothing of it.
func (s Scene) findCommon(ctx context.Context, key string, parts ...part) ([]loader.ID, error) {
	return remember(s.Memory, func(m *Memory) map[string][]loader.ID { return m.found }, key, func() ([]loader.ID, error) {
		ids, _, err := s.find(ctx, parts...)
		return ids, err
	})
}
