package loader

import (
	"fmt"
	"slices"
	"testing"

	"coldtrail/loader/unwrap"
	"github.com/tidwall/gjson"
)

// seen is what everyLeaf visits, a line each.
func seen(json string) (lines []string) {
	var keys []string
	everyLeaf(json, &keys, func(key, value string, number bool) {
		lines = append(lines, fmt.Sprintf("%q %q %v", key, value, number))
	})
	return lines
}

// asked is the same, asked of gjson level by level.
func asked(key string, v gjson.Result) (lines []string) {
	switch v.Type {
	case gjson.JSON:
		v.ForEach(func(inner, item gjson.Result) bool {
			if v.IsObject() {
				lines = append(lines, asked(inner.Str, item)...)
			} else {
				lines = append(lines, asked(key, item)...)
			}
			return true
		})
	case gjson.String:
		lines = append(lines, fmt.Sprintf("%q %q false", key, v.Str))
	case gjson.Number:
		lines = append(lines, fmt.Sprintf("%q %q true", key, v.Raw))
	}
	return lines
}

func TestLeaves(t *testing.T) {
	for _, json := range append(layoutRecords(),
		`{}`, ` { "a" : "b" , "c" : [ 1, -2.5e+3, "d", [ "e", { "f" : null } ], true ] , "g" : { "h" : "" } } `,
		`{"a\"b":"c\\","d":"\\\"e\u00e9","":[[]],"i":{"j":{},"k":"l"},"m":"n"}`, `["a",{"b":"c"},"d"]`, `"alone"`, `7`,
	) {
		if got, want := seen(json), asked("", gjson.Parse(json)); !slices.Equal(got, want) {
			t.Errorf("%s\ngot  %q\nwant %q", json, got, want)
		}
	}
}

// FuzzLeaves compares the reading by hand with gjson's, over any valid JSON.
func FuzzLeaves(f *testing.F) {
	for _, r := range layoutRecords() {
		f.Add([]byte(r))
	}
	f.Add([]byte(`{"a":["\\",{"b\n":1e5}," \" "],"c":{"d":[[],{}]}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		if !gjson.ValidBytes(data) || unwrap.Check(data) != nil && len(data) > 1<<16 {
			return
		}
		json := string(data)
		if got, want := seen(json), asked("", gjson.Parse(json)); !slices.Equal(got, want) {
			t.Errorf("%q\ngot  %q\nwant %q", json, got, want)
		}
	})
}

// BenchmarkLeaves measures the reading by hand against gjson's.
func BenchmarkLeaves(b *testing.B) {
	record := layoutRecords()[1]
	b.Run("by hand", func(b *testing.B) {
		var keys []string
		b.SetBytes(int64(len(record)))
		for b.Loop() {
			everyLeaf(record, &keys, func(string, string, bool) {})
		}
	})
	b.Run("gjson", func(b *testing.B) {
		b.SetBytes(int64(len(record)))
		var walk func(v gjson.Result)
		walk = func(v gjson.Result) {
			if v.Type == gjson.JSON {
				v.ForEach(func(_, item gjson.Result) bool { walk(item); return true })
			}
		}
		for b.Loop() {
			walk(gjson.Parse(record))
		}
	})
}
