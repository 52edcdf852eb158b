package loader

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"coldtrail/loader/dumptest/pack"
)

func TestFileStates(t *testing.T) {
	a, b, c := call(1), call(2), call(3)
	insight := `{"eventType":"AwsCloudTrailInsight","eventTime":"2024-08-01T00:00:00Z","insightDetails":{"state":"Start"}}`
	zip := pack.Stored(envelope(a, b, c))
	second := fmt.Sprintf("record 1 at byte %d: ", len(envelope(a))-1) // where the second record of an envelope begins
	third := fmt.Sprintf("record 2 at byte %d: ", len(envelope(a, b))-1)
	behind := fmt.Sprintf("record 3 at byte %d: ", len(envelope(a, b, c)))
	tests := map[string]struct {
		data     string
		state    FileState
		why      string // a part of it; "" where there must be none
		records  RecordCounts
		problems []string // a part of each
	}{
		"an envelope":        {envelope(a, b), FileRead, "", RecordCounts{Read: 2, Kept: 2}, nil},
		"an empty envelope":  {envelope(), FileRead, "", RecordCounts{}, nil},
		"lines":              {lines(a, b), FileRead, "", RecordCounts{Read: 2, Kept: 2}, nil},
		"gzip":               {zip, FileRead, "", RecordCounts{Read: 3, Kept: 3}, nil},
		"gzip, two members":  {pack.Stored(lines(a)) + pack.Stored(lines(b)), FileRead, "", RecordCounts{Read: 2, Kept: 2}, nil},
		"gzip, cut members":  {pack.Stored(envelope(a)[:40]) + pack.Stored(envelope(a)[40:]), FileRead, "", RecordCounts{Read: 1, Kept: 1}, nil},
		"insights":           {envelope(a, insight), FileRead, "", RecordCounts{Read: 2, Kept: 1, Insights: 1}, nil},
		"insights alone":     {envelope(insight), FileRead, "", RecordCounts{Read: 1, Insights: 1}, nil},
		"no record among":    {envelope(a, `{"x":1}`, b), FileRead, "", RecordCounts{Read: 3, Kept: 2, Unreadable: 1}, []string{second + "no CloudTrail record"}},
		"a broken last line": {lines(a, `{"x":"y}`), FileRead, "", RecordCounts{Read: 2, Kept: 1, Unreadable: 1}, []string{": record 1 at byte 169: a line ends"}},
		"no time":            {lines(`{"eventSource":"s","eventName":"n"}`), FileRead, "", RecordCounts{Read: 1, Kept: 1, NoTime: 1}, nil},

		"broken off between records": {envelope(a, b)[:len(envelope(a))-1], FilePartial, "breaks off", RecordCounts{Read: 1, Kept: 1}, []string{second + "the file breaks off"}},
		"broken off in a record":     {envelope(a, b)[:230], FilePartial, "breaks off", RecordCounts{Read: 2, Kept: 1, Unreadable: 1}, []string{second + "its end"}},
		"broken off in the first":    {envelope(a)[:100], FilePartial, "breaks off", RecordCounts{Read: 1, Unreadable: 1}, []string{"record 0 at byte 12: its end"}},
		"gzip, broken off":           {zip[:len(zip)-60], FilePartial, "breaks off", RecordCounts{Read: 3, Kept: 2, Unreadable: 1}, []string{third + "gzip: unexpected EOF"}},
		"gzip, no checksum":          {zip[:len(zip)-8], FilePartial, "breaks off", RecordCounts{Read: 3, Kept: 3}, []string{behind + "the file breaks off"}},
		"gzip, wrong checksum":       {zip[:len(zip)-8] + "01234567", FilePartial, "checksum", RecordCounts{Read: 3, Kept: 3}, []string{behind + "gzip"}},
		"gzip, garbage behind":       {zip + "garbage behind it", FilePartial, "invalid header", RecordCounts{Read: 3, Kept: 3}, []string{behind + "gzip"}},

		"empty":             {"", FileNotCloudTrail, "empty", RecordCounts{}, nil},
		"white space":       {" \n", FileNotCloudTrail, "empty", RecordCounts{}, nil},
		"gzip of nothing":   {pack.Stored(""), FileNotCloudTrail, "empty", RecordCounts{}, nil},
		"text":              {"hello", FileNotCloudTrail, "no CloudTrail record", RecordCounts{}, nil},
		"other JSON":        {`{"a":[1,2]}{"b":1}`, FileNotCloudTrail, "no CloudTrail record", RecordCounts{}, nil},
		"a settings file":   {"[default]\nregion = eu-west-1\n", FileNotCloudTrail, "no CloudTrail record", RecordCounts{}, nil},
		"gzip of other":     {pack.Stored("hello"), FileNotCloudTrail, "no CloudTrail record", RecordCounts{}, nil},
		"gzip, no header":   {"\x1f\x8b\x08", FileUnreadable, "gzip", RecordCounts{}, []string{": gzip"}},
		"gzip, wrong":       {"\x1f\x8b\x08garbage behind it", FileUnreadable, "gzip", RecordCounts{}, []string{": gzip"}},
		"gzip, no data":     {zip[:10], FileUnreadable, "breaks off", RecordCounts{}, []string{"record 0 at byte 0: the file breaks off"}},
		"a record's start":  {a[:60], FileUnreadable, "breaks off", RecordCounts{Read: 1, Unreadable: 1}, []string{"record 0 at byte 0: its end"}},
		"an array's start":  {"[", FileUnreadable, "breaks off", RecordCounts{}, []string{"record 0 at byte 1: the file breaks off"}},
		"an invalid object": {`{"eventSource":x}`, FileNotCloudTrail, "no CloudTrail record", RecordCounts{}, nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			d := loadText(t, test.data)
			f := d.Report().Files[0]
			if f.State != test.state || !strings.Contains(f.Why, test.why) || (f.Why == "") != (test.why == "") {
				t.Errorf("the file is %v (%q), want %v (%q)", f.State, f.Why, test.state, test.why)
			}
			if f.Records != test.records {
				t.Errorf("records %+v, want %+v", f.Records, test.records)
			}
			if f.Size != int64(len(test.data)) {
				t.Errorf("size %d of %d bytes", f.Size, len(test.data))
			}
			if !slices.EqualFunc(d.Report().Problems, test.problems, func(p Problem, part string) bool { return strings.Contains(p.Error(), part) }) {
				t.Errorf("problems %v, want %q", d.Report().Problems, test.problems)
			}
			checkRaw(t, d, unzipped([]byte(test.data)))
		})
	}
}

func TestManyProblems(t *testing.T) {
	const broken = maxProblems + 50
	d := loadText(t, lines(append(slices.Repeat([]string{`{"x":1}`}, broken), call(1))...))
	r := d.Report()
	if r.Records != (RecordCounts{Read: broken + 1, Kept: 1, Unreadable: broken}) {
		t.Errorf("records %+v", r.Records)
	}
	if n := len(r.Problems); n != maxProblems+1 || r.Problems[n-1].Record >= 0 {
		t.Errorf("%d problems, the last %v", n, r.Problems[n-1])
	}
}

func TestSinceUntil(t *testing.T) {
	text := lines(call(1), call(2), call(3), call(4), `{"eventSource":"s","eventName":"n","eventTime":"redacted"}`)
	at := func(second int) time.Time { return time.Date(2024, 8, 1, 0, 0, second, 0, time.UTC) }
	tests := map[string]struct {
		since, until time.Time
		kept         []int32
	}{
		"no bound": {time.Time{}, time.Time{}, []int32{0, 1, 2, 3, 4}},
		"since":    {at(3), time.Time{}, []int32{2, 3, 4}},
		"until":    {time.Time{}, at(2), []int32{0, 1, 4}},
		"both":     {at(2), at(3), []int32{1, 2, 4}},
		"never":    {at(20), at(30), []int32{4}},
	}
	for name, test := range tests {
		d := loadPaths(t, Options{Since: test.since, Until: test.until, Stdin: strings.NewReader(text)}, Stdin)
		var kept []int32
		for _, id := range d.All() {
			kept = append(kept, id.Record)
		}
		if !slices.Equal(kept, test.kept) || d.Report().Records.LeftOut != 5-len(kept) {
			t.Errorf("%s: kept %v, want %v; %+v", name, kept, test.kept, d.Report().Records)
		}
	}
}

func TestRepeats(t *testing.T) {
	noID := `{"eventTime":"2024-08-01T00:00:00Z","eventSource":"s","eventName":"n"}`
	nilID := strings.Replace(call(1), eventID(1), "00000000-0000-0000-0000-000000000000", 1)
	textID := strings.Replace(call(1), eventID(1), "id 1", 1)
	untimed := `{"eventSource":"s","eventName":"n","eventID":"a"}`
	tests := map[string]struct {
		records []string
		want    RecordCounts
	}{
		"same bytes":             {[]string{call(1), call(2), call(1), call(1)}, RecordCounts{Kept: 2, Repeats: 2}},
		"pretty-printed":         {[]string{call(1), strings.NewReplacer(",", " ,\n\t", ":{", ": {", `":"`, `" : "`).Replace(call(1))}, RecordCounts{Kept: 1, Repeats: 1}},
		"blanks in a string":     {[]string{call(1, `"x":"a b"`), call(1, `"x":"ab"`)}, RecordCounts{Kept: 2, SharedID: 2}},
		"blanks behind a quote":  {[]string{call(1, `"x":"\" b"`), call(1, `"x":"\"b"`)}, RecordCounts{Kept: 2, SharedID: 2}},
		"same id, other content": {[]string{call(1), call(1, `"x":1`), call(2)}, RecordCounts{Kept: 3, SharedID: 2}},
		"same id, other time":    {[]string{call(1), strings.Replace(call(2), eventID(2), eventID(1), 1)}, RecordCounts{Kept: 2, SharedID: 2}},
		"shared and repeated":    {[]string{call(1), call(1, `"x":1`), call(1)}, RecordCounts{Kept: 2, Repeats: 1, SharedID: 2}},
		"no id":                  {[]string{noID, noID}, RecordCounts{Kept: 2}},
		"an id of zeros":         {[]string{nilID, nilID}, RecordCounts{Kept: 1, Repeats: 1}},
		"an id that is no UUID":  {[]string{textID, textID, textID[:len(textID)-1] + `,"x":1}`}, RecordCounts{Kept: 2, Repeats: 1, SharedID: 2}},
		"no time":                {[]string{untimed, untimed}, RecordCounts{Kept: 1, Repeats: 1, NoTime: 1}},
	}
	for name, test := range tests {
		test.want.Read = len(test.records)
		d := loadText(t, lines(test.records...))
		if got := d.Report().Records; got != test.want {
			t.Errorf("%s: %+v, want %+v", name, got, test.want)
		}
		if first := (ID{0, 0}); !d.Has(first) {
			t.Errorf("%s: the first of the repeats is not the one that is kept", name)
		}
	}
}

// Of repeats in several files the first file's is kept, whichever was read first.
func TestRepeatsAcrossFiles(t *testing.T) {
	dir := dump(t, map[string]string{"a.json": lines(call(2)), "b.json": lines(call(1), call(2)), "c.json.gz": pack.Stored(envelope(call(2), call(1)))})
	d := loadPaths(t, Options{}, dir)
	if want := []ID{{1, 0}, {0, 0}}; !slices.Equal(d.All(), want) {
		t.Errorf("kept %v, want %v", d.All(), want)
	}
	for i, want := range []RecordCounts{{Read: 1, Kept: 1}, {Read: 2, Kept: 1, Repeats: 1}, {Read: 2, Repeats: 2}} {
		if got := d.Report().Files[i].Records; got != want {
			t.Errorf("file %d: %+v, want %+v", i, got, want)
		}
	}
}

// manyFiles is a dump of every sort of file, with repeats across them.
func manyFiles(t testing.TB) map[string]string {
	files := map[string]string{"empty": "", "text.txt": "hello", "broken.json": envelope(call(1), call(2))[:300], "other/bad.gz": "\x1f\x8b"}
	for i := range 40 {
		records := []string{`{"eventSource":"s","eventName":"n"}`}
		for j := range 30 {
			n := (7*i + j) % 60
			records = append(records, call(n, fmt.Sprintf(`"awsRegion":"r%d","requestParameters":{"target":"i-%08d","x":%d}`, n%3, n%5, n*i%2)))
		}
		files[fmt.Sprintf("%02d/log.json.gz", i)] = pack.Stored(envelope(records...))
	}
	return files
}

func TestSameForAnyWorkers(t *testing.T) {
	dir := dump(t, manyFiles(t))
	one := loadPaths(t, Options{Workers: 1}, dir)
	for _, workers := range []int{0, 2, 8} {
		d := loadPaths(t, Options{Workers: workers}, dir)
		if !slices.Equal(d.All(), one.All()) {
			t.Fatalf("%d workers: other events, or in another order", workers)
		}
		if !sameReport(d.Report(), one.Report()) {
			t.Errorf("%d workers: another report:\n%+v\n%+v", workers, d.Report(), one.Report())
		}
		for _, id := range one.All() {
			if d.At(id) != one.At(id) || d.Place(id) != one.Place(id) || !slices.Equal(d.Entities(id), one.Entities(id)) {
				t.Errorf("%d workers: event %v is another", workers, id)
			}
		}
	}
}

// However the bytes of a dump are damaged, the report balances and every kept
// event's record is what stands in the file.
func TestDamagedFiles(t *testing.T) {
	whole := envelope(call(1), call(2, `"requestParameters":{"target":"i-0123456789"}`), call(1), call(3, `"x":"{\"a\":[1]}"`))
	check := func(text string) {
		t.Helper()
		d := loadText(t, text)
		checkRaw(t, d, unzipped([]byte(text)))
	}
	for i := range whole {
		check(whole[:i])
		check(whole[i:])
		check(whole[:i] + string(whole[i]^0x10) + whole[i+1:])
		check(whole[:i] + whole[len(whole)-i:])
		check(whole[:i] + whole)
	}
	for i, zip := 0, pack.Stored(whole); i < len(zip); i++ {
		check(zip[:i])
		check(zip[:i] + string([]byte{zip[i] ^ 0x10}) + zip[i+1:])
	}
}

func TestLoadPaths(t *testing.T) {
	dir := dump(t, map[string]string{"b.json": lines(call(1)), "a/z.json": lines(call(2)), "a/.hidden": lines(call(3))})
	for name, test := range map[string]struct{ paths, files []string }{
		"a folder, in lexical order": {[]string{dir}, []string{"a/.hidden", "a/z.json", "b.json"}},
		"a file":                     {[]string{filepath.Join(dir, "b.json")}, []string{"b.json"}},
		"in the order given":         {[]string{filepath.Join(dir, "b.json"), filepath.Join(dir, "a")}, []string{"b.json", "a/.hidden", "a/z.json"}},
	} {
		d := loadPaths(t, Options{}, test.paths...)
		var files []string
		for _, f := range d.Report().Files {
			rel, err := filepath.Rel(dir, f.Path)
			if err != nil {
				t.Fatal(err)
			}
			files = append(files, filepath.ToSlash(rel))
		}
		if !slices.Equal(files, test.files) || !slices.Equal(d.Report().Paths, test.paths) {
			t.Errorf("%s: files %v of %v, want %v", name, files, d.Report().Paths, test.files)
		}
	}
}

func TestLoadMissing(t *testing.T) {
	missing := filepath.Join(t.TempDir(), "no such dump")
	d, err := Load(context.Background(), []string{t.TempDir(), missing}, Options{}, nil)
	var is *MissingError
	if !errors.As(err, &is) || is.Path != missing || d != nil {
		t.Errorf("got %v, %v", d, err)
	}
}

func TestLoadNothing(t *testing.T) {
	d := loadPaths(t, Options{}, t.TempDir())
	if d.Len() != 0 || len(d.Report().Files) != 0 || len(d.Report().Problems) != 0 || !d.Report().First.IsZero() {
		t.Errorf("an empty folder gives %+v", d.Report())
	}
}

func TestLoadStdin(t *testing.T) {
	failed := errors.New("the pipe broke")
	in := io.MultiReader(strings.NewReader(lines(call(1), call(2))), errReader{failed})
	d := loadPaths(t, Options{Stdin: in}, Stdin)
	if d.Len() != 2 || d.Place(d.ID(0)).File != Stdin {
		t.Errorf("%d events, the first at %+v", d.Len(), d.Place(d.ID(0)))
	}
	if p := d.Report().Problems; len(p) != 1 || !errors.Is(p[0].Err, failed) {
		t.Errorf("problems %v", p)
	}
}

type errReader struct{ err error }

func (r errReader) Read([]byte) (int, error) { return 0, r.err }

func TestLoadCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	d, err := Load(ctx, []string{dump(t, manyFiles(t))}, Options{}, nil)
	if !errors.Is(err, context.Canceled) || d == nil || !d.Report().Stopped {
		t.Fatalf("got %v, %v", d, err)
	}
	if r := d.Report(); r.FilesIn(FileSkipped) != len(r.Files) || d.Len() != 0 {
		t.Errorf("%d events of %d files, of which %d were not reached", d.Len(), len(r.Files), r.FilesIn(FileSkipped))
	}
}

// A load that is stopped in the middle of a file gives what it read until then.
func TestLoadStopped(t *testing.T) {
	var records []string
	for n := range 5000 {
		records = append(records, call(n%60, fmt.Sprintf(`"x":%d`, n)))
	}
	records[999] = `{"eventSource":"s","eventName":"Last"}`
	text := lines(records...)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	keep := func(_, action string) bool {
		if action == "Last" {
			cancel()
		}
		return false
	}
	d, err := Load(ctx, []string{Stdin}, Options{Stdin: strings.NewReader(text), Keep: keep}, nil)
	if !errors.Is(err, context.Canceled) || !d.Report().Stopped {
		t.Fatalf("ended with %v, %+v", err, d.Report())
	}
	checkBalance(t, d)
	checkRaw(t, d, []byte(text))
	f := d.Report().Files[0]
	if f.State != FilePartial || f.Records != (RecordCounts{Read: 1000, Kept: 1000, NoTime: 1, SharedID: f.Records.SharedID}) || len(d.Report().Problems) != 0 {
		t.Errorf("%+v, %v", f, d.Report().Problems)
	}
}

func TestEvidenceUntouched(t *testing.T) {
	dir := dump(t, manyFiles(t))
	state := func() map[string]string {
		all := map[string]string{}
		err := filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
			if err != nil {
				return err
			}
			info, err := entry.Info()
			if err != nil {
				return err
			}
			var data []byte
			if info.Mode().IsRegular() {
				data, err = os.ReadFile(path)
			}
			all[path] = fmt.Sprint(info.Mode(), info.ModTime(), string(data))
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return all
	}
	before := state()
	d := loadPaths(t, Options{}, dir)
	for _, id := range d.All()[:10] {
		if _, err := d.Raw(context.Background(), id); err != nil {
			t.Error(err)
		}
	}
	if !maps.Equal(before, state()) {
		t.Error("loading changed the evidence")
	}
}
