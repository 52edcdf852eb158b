package loader

import (
	"context"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"testing"
)

// Records gives what reading the records one by one gives, each once.
func TestRecordsAsOneByOne(t *testing.T) {
	for name, keep := range map[string]func(string, string) bool{
		"read again": nil,
		"held":       func(string, string) bool { return true },
	} {
		d := loadPaths(t, Options{Keep: keep, Workers: 2}, dump(t, manyFiles(t)))
		var ids []ID
		want := map[ID]string{}
		for i, id := range d.All() {
			if i%3 == 0 {
				continue
			}
			ids = append(ids, id, id)
			data, err := d.Record(t.Context(), id)
			if err != nil {
				t.Fatal(err)
			}
			want[id] = string(data)
		}
		ids = append(ids, ID{File: 1 << 20}) // no event
		got := map[ID]string{}
		err := d.Records(t.Context(), ids, func(id ID, record []byte) {
			if _, again := got[id]; again {
				t.Errorf("%s: %v came twice", name, id)
			}
			got[id] = string(record)
		})
		if err != nil || !maps.Equal(got, want) {
			t.Errorf("%s: %d records, want %d: %v", name, len(got), len(want), err)
		}
	}
}

func TestRecordsFail(t *testing.T) {
	dir := dump(t, map[string]string{"a.json": envelope(call(1), call(2))})
	d := loadPaths(t, Options{}, dir)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := d.Records(ctx, d.All(), func(ID, []byte) {}); !errors.Is(err, context.Canceled) {
		t.Errorf("an interrupted one ends with %v", err)
	}
	if err := os.WriteFile(filepath.Join(dir, "a.json"), []byte(envelope(call(3), call(4))), 0o644); err != nil {
		t.Fatal(err)
	}
	var changed *ChangedError
	if err := d.Records(t.Context(), d.All(), func(ID, []byte) {}); !errors.As(err, &changed) {
		t.Errorf("evidence that changed ends with %v", err)
	}
}
