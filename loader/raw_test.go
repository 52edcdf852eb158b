package loader

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"coldtrail/loader/dumptest/pack"
)

func TestRawOfFiles(t *testing.T) {
	text := envelope(call(1), call(2, `"x": [ 1 ,2 ]`), call(3))
	for name, data := range map[string]string{"plain.json": text, "zipped.gz": pack.Stored(text), "members.gz": pack.Stored(text[:200]) + pack.Stored(text[200:])} {
		d := loadPaths(t, Options{}, filepath.Join(dump(t, map[string]string{name: data}), name))
		if d.Len() != 3 {
			t.Errorf("%s: %d events", name, d.Len())
		}
		checkRaw(t, d, []byte(text))
	}
}

// What does not fit the cache is read from its file each time.
func TestRawOfManyBytes(t *testing.T) {
	filler := call(59, `"x":"`+strings.Repeat("x", 3<<20)+`"`)
	files := map[string]string{"large.json": lines(call(1), strings.Replace(filler, "x", "y", 1), filler, call(2), filler)}
	for i := range 12 {
		files[fmt.Sprintf("%d.json", i)] = lines(call(i), filler)
	}
	dir := dump(t, files)
	d := loadPaths(t, Options{}, dir)
	for _, id := range append(d.All(), d.All()...) {
		text := files[filepath.Base(d.Place(id).File)]
		place := d.Place(id)
		got, err := d.Record(context.Background(), id)
		if err != nil || string(got) != text[place.Offset:place.Offset+int64(place.Length)] {
			t.Errorf("%+v: %d other bytes, %v", place, len(got), err)
		}
	}
	if d.cache.bytes > maxCacheBytes || len(d.cache.order) != len(d.cache.pieces) {
		t.Errorf("holds %d bytes in %d pieces, %d in order", d.cache.bytes, len(d.cache.pieces), len(d.cache.order))
	}
}

func TestChangedEvidence(t *testing.T) {
	text := lines(call(1), call(2))
	tests := map[string]struct {
		change  string
		changed [2]bool // of the two records
	}{
		"a byte of the first":    {strings.Replace(text, "1.08", "1.09", 1), [2]bool{true, false}},
		"cut in the second":      {text[:len(text)-5], [2]bool{false, true}},
		"cut between them":       {text[:len(call(1))], [2]bool{false, true}},
		"a byte more in front":   {" " + text, [2]bool{true, true}},
		"empty":                  {"", [2]bool{true, true}},
		"longer":                 {text + call(3), [2]bool{false, false}},
		"compressed since, same": {pack.Stored(text), [2]bool{false, false}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(dump(t, map[string]string{"log.json": text}), "log.json")
			kept := loadPaths(t, Options{Keep: func(string, string) bool { return true }}, path)
			d := loadPaths(t, Options{}, path)
			if err := os.WriteFile(path, []byte(test.change), 0o644); err != nil {
				t.Fatal(err)
			}
			for i, id := range d.All() {
				for name, read := range map[string]func(context.Context, ID) ([]byte, error){"Raw": d.Raw, "Record": d.Record, "Raw, kept": kept.Raw} {
					data, err := read(context.Background(), id)
					var changed *ChangedError
					if errors.As(err, &changed) != test.changed[i] || (err == nil) == test.changed[i] {
						t.Errorf("%s of record %d: %q, %v", name, i, data, err)
					}
					if changed != nil && changed.Place != d.Place(id) {
						t.Errorf("%s of record %d: changed at %+v", name, i, changed.Place)
					}
				}
				if data, err := kept.Record(context.Background(), id); err != nil || string(data) != call(i+1) {
					t.Errorf("Record %d from memory: %q, %v", i, data, err)
				}
			}
		})
	}
}

// A record that was read with its whole file stays what was loaded.
func TestRecordFromCache(t *testing.T) {
	path := filepath.Join(dump(t, map[string]string{"log.json": lines(call(1), call(2))}), "log.json")
	d := loadPaths(t, Options{}, path)
	if _, err := d.Record(context.Background(), d.ID(0)); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if data, err := d.Record(context.Background(), d.ID(1)); err != nil || string(data) != call(2) {
		t.Errorf("got %q, %v", data, err)
	}
	if _, err := d.Raw(context.Background(), d.ID(1)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("Raw gives %v", err)
	}
}

func TestRawCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	d := loadText(t, lines(call(1), call(2)))
	for _, id := range d.All() {
		for name, read := range map[string]func(context.Context, ID) ([]byte, error){"Raw": d.Raw, "Record": d.Record} {
			if data, err := read(ctx, id); !errors.Is(err, context.Canceled) {
				t.Errorf("%s of %v: %q, %v", name, id, data, err)
			}
		}
	}
}

// What is kept in memory is what was asked for, and no repeat.
func TestKeep(t *testing.T) {
	other := `{"eventSource":"s","eventName":"n"}`
	d := loadPaths(t, Options{
		Keep:  func(provider, action string) bool { return provider == "ssm.amazonaws.com" && action == "StartSession" },
		Stdin: strings.NewReader(lines(call(1), other, call(1), call(2))),
	}, Stdin)
	if len(d.kept) != 2 || !bytes.Equal(d.kept[ID{0, 0}], []byte(call(1))) || !bytes.Equal(d.kept[ID{0, 3}], []byte(call(2))) {
		t.Errorf("kept %q", d.kept)
	}
}
