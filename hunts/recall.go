package hunts

import (
	"bytes"
	"context"
	"fmt"
	"slices"

	"coldtrail/loader"
)

// Reads are the records that the lives of the finding's instances rest on, and
// the loader does not hold ready.
func (s Scene) Reads(ctx context.Context) ([]loader.ID, error) {
	var ids []loader.ID
	for _, instance := range s.Finding.values(loader.Instance) {
		seen, err := s.sighting(ctx, instance)
		if err != nil {
			return nil, err
		}
		ids = append(ids, seen.records()...)
	}
	return slices.DeleteFunc(ids, s.Dataset.Held), nil
}

const (
	// worthRecall is how many records are read together rather than when asked for.
	worthRecall = 256
	// maxRecalled bounds the bytes of the records that a memory holds.
	maxRecalled = 64 << 20
)

// Recall reads records for all scenes that share the memory, in the order in
// which the evidence has them: one by one, many would be unpacked again for each.
// Nobody may use the memory meanwhile.
func (m *Memory) Recall(ctx context.Context, d *loader.Dataset, ids []loader.ID) error {
	if len(ids) < worthRecall {
		return nil
	}
	m.records = map[loader.ID]record{}
	size := 0
	err := d.Records(ctx, ids, func(id loader.ID, text []byte) {
		if size += len(text); size <= maxRecalled {
			m.records[id] = bytes.Clone(text)
		}
	})
	if err != nil {
		return fmt.Errorf("reading what the answers need: %w", err)
	}
	return nil
}

// open gives the record of an event, from the memory where it was recalled.
func (s Scene) open(ctx context.Context, id loader.ID) (record, error) {
	if s.Memory != nil {
		if r, ok := s.Memory.records[id]; ok {
			return r, nil
		}
	}
	return open(ctx, s.Dataset, id)
}
