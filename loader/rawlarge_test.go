package loader

import (
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"coldtrail/loader/dumptest/pack"
)

// largeDumps pack a text so that it is entered in the middle.
func largeDumps() map[string]func(text string) string {
	return map[string]func(string) string{
		"gzip":         pack.Gzip,
		"gz in tar.gz": func(text string) string { return pack.Gzip(pack.Tar(pack.File{"a.json.gz", pack.Gzip(text)})) },
		"zip":          func(text string) string { return pack.Zip(pack.File{"a.json", text}) },
		"tar":          func(text string) string { return pack.Tar(pack.File{"a.json", text}) },
		"zstd frames": func(text string) string {
			third := len(text) / 3
			return pack.Zstd(text[:third]) + pack.Zstd(text[third:2*third]) + pack.Zstd(text[2*third:])
		},
	}
}

// TestRawOfLargeText reads records at random and at once from texts of which no
// more is decompressed than lies behind the last mark: from a file as from
// standard input.
func TestRawOfLargeText(t *testing.T) {
	records := large(t)
	for name, packed := range largeDumps() {
		data := packed(lines(records...))
		for _, path := range []string{"a", Stdin} {
			t.Run(name+" "+path, func(t *testing.T) {
				o := Options{}
				if path == Stdin {
					o.Stdin = strings.NewReader(data)
				} else {
					path = filepath.Join(dump(t, map[string]string{"a": data}), "a")
				}
				d := loadPaths(t, o, path)
				ids := d.All()
				if len(ids) != len(records) {
					t.Fatalf("%d events of %d", len(ids), len(records))
				}
				rand.New(rand.NewPCG(1, 1)).Shuffle(len(ids), func(i, j int) { ids[i], ids[j] = ids[j], ids[i] })
				for _, id := range ids[:20] {
					if got, err := d.Raw(context.Background(), id); err != nil || string(got) != records[id.Record] {
						t.Errorf("record %d: %d bytes, %v", id.Record, len(got), err)
					}
				}
				r := d.row(ID{0, int32(len(records) - 1)})
				if near := d.sources[0].Near(d.fileOf(r).spot, r.offset); near < r.offset/2 {
					t.Errorf("the record at byte %d is reached from byte %d on", r.offset, near)
				}
			})
		}
	}
}

// TestChangedLargeText says that a change in the middle of a text that is
// entered there is noticed, and costs no record that is still there.
func TestChangedLargeText(t *testing.T) {
	records := large(t)
	const changed = 200
	other := append([]string(nil), records...)
	other[changed] = strings.Replace(other[changed], `"x"`, `"y"`, 1)
	for name, packed := range largeDumps() {
		if name == "zip" { // whose members are found by their places in its directory
			continue
		}
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(dump(t, map[string]string{"a": packed(lines(records...))}), "a")
			d := loadPaths(t, Options{}, path)
			if err := os.WriteFile(path, []byte(packed(lines(other...))), 0o600); err != nil {
				t.Fatal(err)
			}
			for _, record := range []int32{0, changed - 1, changed, changed + 1, int32(len(records) - 1)} {
				for how, read := range map[string]func(context.Context, ID) ([]byte, error){"Raw": d.Raw, "Record": d.Record} {
					got, err := read(context.Background(), ID{0, record})
					var gone *ChangedError
					if record == changed && !errors.As(err, &gone) {
						t.Errorf("%s of the record that changed: %d bytes, %v", how, len(got), err)
					}
					if record != changed && (err != nil || string(got) != records[record]) {
						t.Errorf("%s of record %d: %d bytes, %v", how, record, len(got), err)
					}
				}
			}
		})
	}
}

// TestDamagedLargeText says that behind damage which came since, records are
// still read, and that those in it are not.
func TestDamagedLargeText(t *testing.T) {
	records := large(t)
	data := []byte(pack.Gzip(lines(records...)))
	path := filepath.Join(dump(t, map[string]string{"a.gz": string(data)}), "a.gz")
	d := loadPaths(t, Options{}, path)
	clear(data[len(data)/2 : len(data)/2+4000])
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	lost := 0
	for i := range len(records) {
		got, err := d.Record(context.Background(), ID{0, int32(i)})
		if err == nil && string(got) != records[i] {
			t.Errorf("record %d is another", i)
		}
		if err != nil {
			lost++
		}
		if err != nil && (i == 0 || i == len(records)-1) {
			t.Errorf("record %d: %v", i, err)
		}
	}
	if lost == 0 {
		t.Error("no record is lost")
	}
}
