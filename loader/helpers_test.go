package loader

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"coldtrail/loader/kql"
)

// call is a record of the second n of a day, with an eventID of its own; more
// fields are written behind as they stand.
func call(n int, more ...string) string {
	head := fmt.Sprintf(`{"eventVersion":"1.08","eventTime":"2024-08-01T00:00:%02dZ","eventSource":"ssm.amazonaws.com","eventName":"StartSession","eventID":"%s"`, n, eventID(n))
	return strings.Join(append([]string{head}, more...), ",") + "}"
}

func eventID(n int) string { return fmt.Sprintf("0a0b0c0d-0000-4000-8000-%012d", n) }

// lines puts records one a line.
func lines(records ...string) string { return strings.Join(records, "\n") + "\n" }

// quote writes a text as a JSON string, with more escapes than are needed.
func quote(s string) string {
	b, err := json.Marshal(s)
	if err != nil {
		panic(err)
	}
	return strings.ReplaceAll(string(b), "/", `\/`)
}

// envelope puts records in the envelope in which CloudTrail delivers them.
func envelope(records ...string) string { return `{"Records":[` + strings.Join(records, ",") + "]}" }

// dump writes files into a folder of the test's own.
func dump(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		err := os.MkdirAll(filepath.Dir(path), 0o755)
		if err := errors.Join(err, os.WriteFile(path, []byte(text), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// loadPaths loads paths and fails where that is an error, or gives a dataset that
// does not hold what every dataset promises.
func loadPaths(t testing.TB, o Options, paths ...string) *Dataset {
	t.Helper()
	d, err := Load(context.Background(), paths, o, nil)
	if err != nil {
		t.Fatal(err)
	}
	checkBalance(t, d)
	return d
}

// loadText loads one text from standard input.
func loadText(t testing.TB, text string) *Dataset {
	t.Helper()
	return loadPaths(t, Options{Stdin: strings.NewReader(text)}, Stdin)
}

// checkBalance fails where the report loses a record.
func checkBalance(t testing.TB, d *Dataset) {
	t.Helper()
	r := d.Report()
	var sum RecordCounts
	for _, f := range r.Files {
		c := f.Records
		if c.Read != c.Kept+c.Repeats+c.Insights+c.Unreadable+c.LeftOut {
			t.Errorf("%s does not balance: %+v", f.Path, c)
		}
		sum.add(&c)
	}
	if r.Records != sum {
		t.Errorf("the files have %+v, the dump %+v", sum, r.Records)
	}
	if r.Records.Kept != d.Len() || len(d.All()) != d.Len() {
		t.Errorf("kept %d of %d events, All gives %d", r.Records.Kept, d.Len(), len(d.All()))
	}
}

// checkRaw fails where an event's record is not the bytes at its place.
func checkRaw(t testing.TB, d *Dataset, text []byte) {
	t.Helper()
	for _, id := range d.All() {
		place := d.Place(id)
		want := text[place.Offset : place.Offset+int64(place.Length)]
		for name, read := range map[string]func(context.Context, ID) ([]byte, error){"Raw": d.Raw, "Record": d.Record} {
			got, err := read(context.Background(), id)
			if err != nil || !bytes.Equal(got, want) {
				t.Errorf("%s of %v: got %q, %v, want %q", name, id, got, err, want)
			}
		}
	}
}

// unzipped is the text of a file's bytes as far as it can be read, however often
// they are compressed.
func unzipped(data []byte) []byte {
	for range 8 { // as often as a loader unpacks
		zip, err := gzip.NewReader(bytes.NewReader(data))
		if err != nil {
			break
		}
		data, _ = io.ReadAll(zip) // what comes before an error is the text
	}
	return data
}

// find gives all events that match a query, in time order, and fails where a
// batch is not.
func find(t testing.TB, d *Dataset, q kql.Query) []ID {
	t.Helper()
	var all []ID
	err := d.Find(context.Background(), q, func(ids []ID) {
		sorted := slices.Clone(ids)
		if d.InOrder(sorted); !slices.Equal(ids, sorted) {
			t.Errorf("%s: a batch is not in time order", q)
		}
		all = append(all, ids...)
	})
	if err != nil {
		t.Errorf("%s: %v", q, err)
	}
	d.InOrder(all)
	return all
}

// sameReport tells whether two loads say the same of a dump.
func sameReport(a, b *Report) bool {
	problem := func(p, q Problem) bool { return p.Error() == q.Error() }
	return a.Records == b.Records && slices.Equal(a.Files, b.Files) && slices.EqualFunc(a.Problems, b.Problems, problem) &&
		a.First.Equal(b.First) && a.Last.Equal(b.Last) && a.Before.Equal(b.Before) && a.Stopped == b.Stopped
}
