package needle

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/tidwall/gjson"
)

func TestIn(t *testing.T) {
	tests := []struct {
		text, json    string
		exact, folded bool
	}{
		{"", "", true, true},
		{"", "x", true, true},
		{"x", "", false, false},
		{"abc", "ab", false, false},
		{"abc", "xabc", true, true},
		{"abc", "xABCx", false, true},
		{"aab", "aaab", true, true},
		{"Key", "a key", false, true},
		{"key", "a \u212aey", false, true}, // the Kelvin sign is a k in lower case
		{"ki", "\u212a\u0130", false, true},
		{"café", "CAFÉ", false, true},
		{"café", "cafe", false, false},
		{"日本", "x日本x", true, true},
		{"日本", "x", false, false},
		{"i-0", `{"a":"I-0"}`, false, true},
	}
	for _, test := range tests {
		if got := Exact(test.text).In([]byte(test.json)); got != test.exact {
			t.Errorf("%q in %q: %v", test.text, test.json, got)
		}
		if got := Folded(test.text).In([]byte(test.json)); got != test.folded {
			t.Errorf("%q in %q in any case: %v", test.text, test.json, got)
		}
	}
}

// Of the runes beyond ASCII only two are a letter of ASCII in lower case.
func TestFoldedRunes(t *testing.T) {
	for r := rune(utf8.RuneSelf); r <= unicode.MaxRune; r++ {
		lower := strings.ToLower(string(r))
		for i := range len(lower) {
			if c := lower[i]; c < utf8.RuneSelf && !Folded(string(rune(c))).In([]byte(string(r))) {
				t.Errorf("%q is %q in lower case, and is not found by it", r, lower)
			}
		}
	}
}

func TestEscaped(t *testing.T) {
	tests := []struct {
		text, json string
		want       bool
	}{
		{"abc", `"abd"`, false},
		{"abc", `"\u0061bc"`, true},
		{"abc", `"\"\\\n\/"`, false},
		{"abc", `"\\u0061bc"`, false}, // a backslash, and a u
		{"a/b", `"a\/b"`, true},
		{`a"b`, `"a\"b"`, true},
		{`a\b`, `"a\\b"`, true},
		{"a\nb", `"a\nb"`, true},
		{"a\tb", `"a\nb"`, false},
		{"", `"\u0061"`, false},
	}
	for _, test := range tests {
		if got := Exact(test.text).Escaped([]byte(test.json)); got != test.want {
			t.Errorf("%q in %s: %v", test.text, test.json, got)
		}
	}
}

func TestPath(t *testing.T) {
	tests := []struct {
		path, json string
		values     string // those that are asked for
		want       Answer // where none holds
	}{
		{"key", `{"key":"a","x":{"key":12}}`, "a", No},
		{"x.key", ` { "key" : "a" , "x" : { "key" : 12 } } `, "12", No},
		{"x.key", `{"x":[{"key":-7},{"y":0},[{"key":[true,"b",null,{},"",["c"]]}]]}`, "-7 true b c", No},
		{"key", `{"key":null,"x":"key","y":["key","z"],"z":"\"key\": \"v\""}`, "", No},
		{"key", `{"key":"","key":"b"}`, "", No}, // the first counts
		{"key", `{"key":{"key":"b"}}`, "", No},
		{"key", `{"monkey":"m"}`, "", No},
		{"a.b.c", `{"a":{"b.c":"v"}}`, "v", No},
		{"a.b.c", `{"a.b":{"c":"v"}}`, "v", No},
		{"a.b", `{"a.b.c":{"b":"v"},"a":{"b":"w"}}`, "w", No},
		{"key", `{"key":1.5}`, "", Unknown},
		{"key", `{"key":1e3}`, "", Unknown},
		{"key", `{"key":"a\/b"}`, "", Unknown},
		{"key", `{"k\u0065y":"a"}`, "", Unknown},
		{"key", `{"x":"\u0065","key":"a"}`, "a", No},
		// The first key near the end.
		{"key.a", `{"w":"","x":{"y":[{"z":1}]},"key":{"b":"a","a":"v","a":"w"}}`, "v", No},
		{"key.a", `{"w":"long enough","x":{"w":"","key":{"a":"v"}}}`, "", No},
		{"key.a", `{"w":"long enough","x":[{"key":{"a":"v"}}],"key":{"a":"w"}}`, "w", No},
		{"key.a", `{"w":"long enough","keyb":"key","y":"\"key","key":{"a":"w"}}`, "w", No},
		{"key.a", `{"w":"long enough","key.a":"v","key":{"a":"w"}}`, "v", No},
		{"key.a", `{"w":"long enough","key":{"b":"w"},"key.a":"v"}`, "", No},
		{"key.a", `{"w":"long enough","key":[{"b":1},{"a":["w"]}],"key":{"a":"v"}}`, "w", No},
		{"key.a", `{"w":"long enough","k\u0065y":{"b":1},"key":{"a":"v"}}`, "", Unknown},
		{"key.a", `{"w":"long enough","\"key":{"a":"v"}}`, "", Unknown},
		{":", `{"a":": x\",\"b\":1}"}`, "", No},
		{"a\\", `{"x":1,"a\":":1}`, "", Unknown},
	}
	for _, test := range tests {
		if !gjson.Valid(test.json) {
			t.Fatalf("%s is no JSON", test.json)
		}
		p := NewPath(strings.Split(test.path, "."))
		var values []string
		got := find(skipBlanks([]byte(test.json)), p.steps, func(v []byte) bool {
			values = append(values, string(v))
			return false
		})
		if all := strings.Join(values, " "); all != test.values || got != test.want {
			t.Errorf("%s of %s: asked for %q, %v, want %q, %v", test.path, test.json, all, got, test.values, test.want)
		}
		if got := p.Any([]byte(test.json), func([]byte) bool { return false }); got != test.want && got != No {
			t.Errorf("%s of %s: %v where none holds", test.path, test.json, got)
		}
		if got := p.Any([]byte(test.json), func([]byte) bool { return true }); (got == Yes) != (test.values != "") {
			t.Errorf("%s of %s: %v where any holds", test.path, test.json, got)
		}
	}
}

// FuzzFolded compares with the library, over any text.
func FuzzFolded(f *testing.F) {
	f.Add("ssm", "com.SSM.amazonaws")
	f.Add("k\u0130", "\u212ai")
	f.Add("Ü\xff", "ü\xfe\xff")
	f.Fuzz(func(t *testing.T, text, json string) {
		want := strings.Contains(strings.ToLower(json), strings.ToLower(text))
		if got := Folded(text).In([]byte(json)); got != want {
			t.Errorf("%q in %q in any case: %v", text, json, got)
		}
		if got := Exact(text).In([]byte(json)); got != strings.Contains(json, text) {
			t.Errorf("%q in %q: %v", text, json, got)
		}
	})
}

// FuzzEscaped looks for a text in the strings of any JSON, and asks whether it
// could be known that it is not there.
func FuzzEscaped(f *testing.F) {
	f.Add("a/b", `{"x":["a\/b"]}`)
	f.Add("é\"", `{"\u00e9\"":1}`)
	f.Fuzz(func(t *testing.T, text, json string) {
		if !utf8.ValidString(json) || !gjson.Valid(json) {
			return
		}
		n := Exact(text)
		if holds(gjson.Parse(json), text) && !n.In([]byte(json)) && !n.Escaped([]byte(json)) {
			t.Errorf("%q is in a string of %s", text, json)
		}
	})
}

func holds(v gjson.Result, text string) bool {
	if v.Type == gjson.String {
		return strings.Contains(v.Str, text)
	}
	found := false
	if v.Type == gjson.JSON {
		v.ForEach(func(key, inner gjson.Result) bool {
			found = key.Type == gjson.String && strings.Contains(key.Str, text) || holds(inner, text)
			return !found
		})
	}
	return found
}

// FuzzPath compares with the library, over any JSON: what is said without
// parsing is what parsing says.
func FuzzPath(f *testing.F) {
	f.Add("key.a", "v", `{"x":{"key":{"a":"v"}},"key":{"a":"v","key":{"a":1}}}`)
	f.Add("key.a", "v", `{"x":"long enough","key":[{"b":1},{"a":["v"]}],"key":{"a":"v"}}`)
	f.Add("key.a.b", "v", `{"key":null,"key.a":{"b":"v"}}`)
	f.Add("key", "v", `{"x":"\"key\": \"v\"","key":"v"}`)
	f.Add(":", "v", `{"a":": x\",\"b\":1}"}`)
	f.Add(":", "v", `{"a":":v","b":":\"v\"}"}`)
	f.Add("a\\", "v", `{"x":1,"a\":":"v"}`)
	f.Fuzz(func(t *testing.T, path, value, json string) {
		if !utf8.ValidString(json) || !gjson.Valid(json) || !gjson.Parse(json).IsObject() {
			return
		}
		comparePath(t, path, value, json)
	})
}

// TestPathOfNested compares with the library over random objects of a few keys,
// so that the same key stands at every depth, and before and behind others.
func TestPathOfNested(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		json := nested(random, 0)
		for _, path := range []string{"key", "key.a", "key.a.b", "a.key", ":", `"a`} {
			comparePath(t, path, "v", json)
		}
	}
}

// nested is a random object.
func nested(random *rand.Rand, depth int) string {
	pick := func(of ...string) string { return of[random.IntN(len(of))] }
	var members []string
	for range random.IntN(5) {
		value := pick(`"v"`, `"w"`, `1`, `null`, `""`, `"\"key\":"`, `"\"key\":1}"`, `": v\",\"key\":1"`, `["v",{"a":"v"}]`)
		if depth < 4 && random.IntN(2) == 0 {
			value = pick("", "[") + nested(random, depth+1)
			value += strings.Repeat("]", strings.Count(value[:1], "["))
		}
		key := pick("key", "key", "a", "a", "b", "key.a", "key.a.b", "keya", "akey", ":", `\"a`, `a\\`, `k\u0065y`, "long enough")
		members = append(members, `"`+key+`"`+pick("", " ")+":"+pick("", " ")+value)
	}
	return "{" + strings.Join(members, ",") + "}"
}

// comparePath tells where what is said of a path is not what parsing says.
func comparePath(t *testing.T, path, value, json string) {
	t.Helper()
	steps := strings.Split(path, ".")
	values := parsed(gjson.Parse(json), steps)
	answer := NewPath(steps).Any([]byte(json), func(v []byte) bool { return string(v) == value })
	if is := slices.Contains(values, value); value != "" && answer != Unknown && (answer == Yes) != is {
		t.Errorf("%q at %q in %s: %v, and parsing tells %v", value, path, json, answer, is)
	}
	answer = NewPath(steps).Any([]byte(json), func([]byte) bool { return true })
	if is := len(values) > 0; answer != Unknown && (answer == Yes) != is {
		t.Errorf("any at %q in %s: %v, and parsing tells %v", path, json, answer, is)
	}
}

// parsed is the values at a path.
func parsed(v gjson.Result, steps []string) (values []string) {
	switch {
	case v.IsArray():
		for _, inner := range v.Array() {
			values = append(values, parsed(inner, steps)...)
		}
	case v.IsObject():
		found := false
		v.ForEach(func(key, inner gjson.Result) bool {
			for n := 1; n <= len(steps) && !found; n++ {
				if found = key.Str == strings.Join(steps[:n], "."); found {
					values = parsed(inner, steps[n:])
				}
			}
			return !found
		})
	case len(steps) == 0 && v.Type != gjson.Null && v.String() != "":
		values = []string{v.String()}
	}
	return values
}

// BenchmarkFolded measures the search against lowering the text first.
func BenchmarkFolded(b *testing.B) {
	json := []byte(strings.Repeat(`{"eventVersion":"1.11","userIdentity":{"type":"AssumedRole","principalId":"AROANCI4QNYARGEBC3EUZ:jun.ops","arn":"arn:aws:sts::111122223333:assumed-role/Reports/jun.ops","accountId":"111122223333"},"eventTime":"2025-10-23T12:00:29Z","eventSource":"s3.amazonaws.com"}`, 4))
	for _, word := range []string{"mimikatz", "i-0123456789abcdef0", "assume", "een"} {
		b.Run(word, func(b *testing.B) {
			n := Folded(word)
			b.SetBytes(int64(len(json)))
			for b.Loop() {
				n.In(json)
			}
		})
		b.Run(word+" lowered", func(b *testing.B) {
			b.SetBytes(int64(len(json)))
			for b.Loop() {
				_ = strings.Contains(strings.ToLower(string(json)), word)
			}
		})
	}
}
