package loader

import (
	"bytes"
	"compress/gzip"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"coldtrail/loader/dumptest"
	"github.com/tidwall/gjson"
)

// This file is the plain reader that the fast one is held against: one file
// after the other, one record after the other, each asked by gjson and searched
// by regular expressions, all sorted at the end.

// plainEvent is what the plain reader makes of a record.
type plainEvent struct {
	event    Event
	entities []Entity
	text     string
}

func plainLoad(t *testing.T, dir string) []plainEvent {
	t.Helper()
	var events []plainEvent
	files := 0
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		file := files
		files++
		records := 0
		gjson.GetBytes(plainText(t, path), "Records").ForEach(func(_, record gjson.Result) bool {
			e := plainEvent{eventOf(record), plainEntities(record), record.Raw}
			e.event.ID = ID{int32(file), int32(records)}
			events = append(events, e)
			records++
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.SortStableFunc(events, func(a, b plainEvent) int {
		if a.event.Time.IsZero() != b.event.Time.IsZero() { // what has no time comes last
			return b.event.Time.Compare(a.event.Time)
		}
		return a.event.Time.Compare(b.event.Time)
	})
	seen := map[string]bool{}
	return slices.DeleteFunc(events, func(e plainEvent) bool {
		repeat := e.event.EventID != "" && seen[e.text]
		seen[e.text] = true
		return repeat
	})
}

func plainText(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	zip, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return data
	}
	text, err := io.ReadAll(zip)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

var (
	plainAddress  = regexp.MustCompile(`^([0-9]{1,3}\.){3}[0-9]{1,3}$|^[0-9a-f]*:[0-9a-f:]*:[0-9a-f.]*$`)
	plainInstance = regexp.MustCompile(`m?i-[0-9A-Za-z]+`)
	accessKeys    = regexp.MustCompile(`A[KS]IA[0-9A-Za-z]*`)
	plainARN      = regexp.MustCompile(`arn:[^ \t\r\n"'\\<>,;()\[\]{}|]*`)
	plainWord     = regexp.MustCompile(`[0-9A-Za-z]$`)
)

// plainEntities gives the entities of a record by kind and value, each once.
func plainEntities(record gjson.Result) []Entity {
	var found []Entity
	add := func(k Kind, value string) { found = append(found, Entity{k, value}) }
	arn := func(s string) {
		e, ok := EntityOf(s)
		if ok && (e.Kind == Identity || e.Kind == Role) && !strings.Contains(s, "*") {
			found = append(found, e)
			if role := RoleOf(s); e.Kind == Identity && role != "" {
				add(Role, role)
			}
		}
	}
	var look func(key string, v gjson.Result)
	look = func(key string, v gjson.Result) {
		s := v.String()
		switch {
		case v.IsObject():
			v.ForEach(func(k, v gjson.Result) bool { look(k.Str, v); return true })
		case v.IsArray():
			v.ForEach(func(_, v gjson.Result) bool { look(key, v); return true })
		case strings.HasSuffix(key, "ccountId") && isAccount(s) && v.Type != gjson.Null:
			add(Account, s)
		case v.Type != gjson.String || s == "":
		case key == "accessKeyId":
			add(AccessKey, s)
		case slices.Contains([]string{"eventID", "requestID", "eventTime", "eventVersion", "eventSource", "eventName", "eventType", "eventCategory"}, key):
		default:
			if key == "commandId" {
				add(Command, s)
			}
			if key == "sessionId" && strings.HasPrefix(record.Get("eventSource").Str, "ssm") {
				add(Session, s)
			}
			if plainAddress.MatchString(s) {
				if !strings.HasSuffix(key, "ersion") {
					add(Address, s)
				}
				return
			}
			for _, at := range plainInstance.FindAllStringIndex(s, -1) {
				before, id, behind := s[:at[0]], s[at[0]:at[1]], s[at[1]:]
				if IsInstance(id) && !plainWord.MatchString(before) && !strings.HasSuffix(before, "-") && !continues(behind) {
					add(Instance, id)
				}
			}
			for _, at := range accessKeys.FindAllStringIndex(s, -1) {
				before, key := s[:at[0]], s[at[0]:at[1]]
				if len(key) >= 16 && len(key) <= 32 && !plainWord.MatchString(before) && !strings.HasSuffix(before, "-") {
					add(AccessKey, key)
				}
			}
			if isWholeARN(s) {
				arn(s)
				return
			}
			for _, at := range plainARN.FindAllStringIndex(s, -1) {
				if !plainWord.MatchString(s[:at[0]]) {
					arn(s[at[0]:at[1]])
				}
			}
		}
	}
	look("", record)
	return sortedEntities(found)
}

func sortedEntities(list []Entity) []Entity {
	list = slices.Clone(list)
	slices.SortFunc(list, func(a, b Entity) int {
		if a.Kind != b.Kind {
			return int(a.Kind) - int(b.Kind)
		}
		return strings.Compare(a.Value, b.Value)
	})
	return slices.Compact(list)
}

// However many workers load a dump, it is what the plain reader makes of it.
func TestSameAsThePlainReader(t *testing.T) {
	made := t.TempDir()
	if err := dumptest.Noise(made, dumptest.Options{Seed: 7, Events: 4000, Files: 200}); err != nil {
		t.Fatal(err)
	}
	var odd []string
	for i, r := range layoutRecords() {
		odd = append(odd, r, r, call(i), call(i), `{"eventSource":"s","eventName":"untimed"}`)
	}
	dirs := []string{"../testdata/dumps/intrusion", made, dump(t, map[string]string{"a/1.json": envelope(odd...), "a/2.json": envelope(odd[1:]...)})}
	for _, dir := range dirs {
		want := plainLoad(t, dir)
		for _, workers := range []int{1, 2, 8} {
			comparePlain(t, loadPaths(t, Options{Workers: workers}, dir), want)
		}
	}
}

func comparePlain(t *testing.T, d *Dataset, want []plainEvent) {
	t.Helper()
	if d.Len() != len(want) || len(want) == 0 {
		t.Fatalf("%d events, the plain reader has %d", d.Len(), len(want))
	}
	postings := map[Entity][]ID{}
	calls := map[[2]string][]ID{}
	for i, w := range want {
		id := d.ID(i)
		if got := d.At(id); got != w.event {
			t.Fatalf("event %d is\n%+v\nthe plain reader has\n%+v", i, got, w.event)
		}
		if got := sortedEntities(d.Entities(id)); !slices.Equal(got, w.entities) {
			t.Fatalf("event %d mentions\n%v\nthe plain reader has\n%v\nin %s", i, got, w.entities, w.text)
		}
		for _, e := range w.entities {
			postings[e] = append(postings[e], id)
		}
		c := [2]string{w.event.Provider, w.event.Action}
		calls[c] = append(calls[c], id)
	}
	kinds := 0
	for _, k := range Kinds() {
		kinds += len(d.EntitiesOf(k))
	}
	if kinds != len(postings) {
		t.Errorf("%d entities, the plain reader has %d", kinds, len(postings))
	}
	for e, ids := range postings {
		if got := d.Events(e); !slices.Equal(got, ids) || d.Count(e) != len(ids) {
			t.Errorf("%v is mentioned by %v, the plain reader has %v", e, got, ids)
		}
	}
	for c, ids := range calls {
		if got := d.Calls(c[0], c[1]); !slices.Equal(got, ids) {
			t.Errorf("%v is called by %v, the plain reader has %v", c, got, ids)
		}
	}
}
