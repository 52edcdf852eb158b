package loader

import (
	"maps"
	"testing"
)

func TestDissect(t *testing.T) {
	type keys = map[string]string
	tests := []struct {
		text, pattern string
		want          keys // nil where nothing matches
	}{
		{"", "", keys{}},
		{"anything", "", keys{}},
		{"a", "b", nil},
		{"abc", "ab", keys{}},
		{"xab", "ab%{k}", nil},
		{"ab", "ab%{k}", keys{"k": ""}},
		{"abc", "ab%{k}", keys{"k": "c"}},
		{"a=1, b=2, c=3", "a=%{a}, b=%{b}, ", keys{"a": "1", "b": "2"}},
		{"a=1, b=2, c=3", "a=%{a}, %{rest}", keys{"a": "1", "rest": "b=2, c=3"}},
		{"a=1, b=2, c=3", "%{}b=%{b}, %{}", keys{"b": "2"}},
		{"a=1, b=2", "%{}b=%{b}, %{}", nil},
		{"a=1", "%{k}=%{v}=%{w}", nil},
		{"a==1", "%{k}=%{v}", keys{"k": "a", "v": "=1"}},
		{"x}y", "%{k}}y", keys{"k": "x"}},
		{"héllo wörld", "%{a} w%{b}", keys{"a": "héllo", "b": "örld"}},
		{"rest", "%{k", keys{"k": "rest"}},
	}
	for _, test := range tests {
		got, ok := Dissect(test.text, test.pattern)
		if ok != (test.want != nil) || !maps.Equal(got, test.want) {
			t.Errorf("%q by %q: %v, %v, want %v", test.text, test.pattern, got, ok, test.want)
		}
	}
}
