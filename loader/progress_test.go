package loader

import (
	"context"
	"testing"
)

func TestProgress(t *testing.T) {
	dir := dump(t, manyFiles(t))
	var all []Progress
	d, err := Load(context.Background(), []string{dir}, Options{}, func(p Progress) { all = append(all, p) })
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 2 {
		t.Fatalf("called %d times", len(all))
	}
	for i, p := range all[1:] {
		before := all[i]
		if p.Files < before.Files || p.Bytes < before.Bytes || p.Events < before.Events || p.Elapsed < before.Elapsed || before.Done {
			t.Errorf("%+v comes after %+v", p, before)
		}
	}
	var size int64
	for _, f := range d.Report().Files {
		size += f.Size
	}
	last := all[len(all)-1]
	r := d.Report()
	if !last.Done || last.Files != len(r.Files) || last.FilesTotal != len(r.Files) || last.Bytes != size || last.BytesTotal != size {
		t.Errorf("at the end %+v of %d files with %d bytes", last, len(r.Files), size)
	}
	if last.Events != r.Records.Kept+r.Records.Repeats || !last.First.Equal(r.First) || !last.Last.Equal(r.Last) || last.File == "" {
		t.Errorf("at the end %+v of %+v", last, r)
	}
}

func TestProgressOfNothing(t *testing.T) {
	var last Progress
	if _, err := Load(context.Background(), []string{t.TempDir()}, Options{}, func(p Progress) { last = p }); err != nil {
		t.Fatal(err)
	}
	if !last.Done || last.FilesTotal != 0 || !last.First.IsZero() || !last.Last.IsZero() {
		t.Errorf("at the end %+v", last)
	}
}
