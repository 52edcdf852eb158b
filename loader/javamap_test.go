package loader

import (
	"fmt"
	"strings"
	"testing"

	"github.com/tidwall/gjson"
)

func TestFlatten(t *testing.T) {
	tests := map[string]struct{ json, want string }{
		"absent":                {``, ""},
		"null":                  {`null`, ""},
		"empty":                 {`{}`, ""},
		"text":                  {`"{\"a\":1}"`, `{"a":1}`},
		"empty all the way":     {`{"a":null,"b":"","c":{},"d":[],"e":[{},null,[""]],"f":{"g":{}}}`, ""},
		"what is empty is left": {`{"a":[null,1,{},"x",[]],"b":{"c":null,"d":[{"e":false}]}}`, "{a=[1, x], b={d=[{e=false}]}}"},
		"no quotes":             {`{"a":"b, c=d}"}`, "{a=b, c=d}}"},
		"escapes":               {`{"a":"x\ny\u00e9","\u0062":1}`, "{a=x\nyé, b=1}"},
		"order of the hash":     {`{"p":1,"a":2,"q":3,"b":4}`, "{p=1, a=2, q=3, b=4}"},
		"a bucket's order":      {`{"BB":1,"Aa":2}`, "{BB=1, Aa=2}"},
		"a bucket's other":      {`{"Aa":2,"BB":1}`, "{Aa=2, BB=1}"},
		"a key again":           {`{"BB":1,"Aa":2,"BB":3}`, "{BB=3, Aa=2}"},
		"an array":              {`[{"a":[1,[2,3]]},"b"]`, "[{a=[1, [2, 3]]}, b]"},
		"numbers":               {`[0,-5,12345678901234567890,1.0,1.50,-0.25,100.0]`, "[0, -5, 12345678901234567890, 1.0, 1.5, -0.25, 100.0]"},
		"numbers with exponent": {`[1e3,1e7,12345678.9,9999999.5,0.001,0.0001,1.5E-10,1e21,-2e8,0.0,0e5]`, "[1000.0, 1.0E7, 1.23456789E7, 9999999.5, 0.001, 1.0E-4, 1.5E-10, 1.0E21, -2.0E8, 0.0, 0.0]"},
		"booleans":              {`{"a":true,"b":false}`, "{a=true, b=false}"},
	}
	for name, test := range tests {
		if got := Flatten(gjson.Parse(test.json)); got != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
}

// The hash table has room for every key that was put in, also for those whose
// value is dropped: one key more and the order is another.
func TestFlattenCapacity(t *testing.T) {
	// "p" is 112 and "a" is 97: buckets 0 and 1 of 16, 16 and 1 of 32, 48 and 33 of 64.
	for dropped, want := range map[int]string{
		0:  "{p=1, a=2}",
		10: "{p=1, a=2}",
		11: "{a=2, p=1}",
		22: "{a=2, p=1}",
		46: "{a=2, p=1}",
	} {
		var fields []string
		for i := range dropped {
			fields = append(fields, fmt.Sprintf(`"dropped%d":null`, i))
		}
		fields = append(fields, `"p":1`, `"a":2`)
		if got := Flatten(gjson.Parse("{" + strings.Join(fields, ",") + "}")); got != want {
			t.Errorf("%d keys more: %s, want %s", dropped, got, want)
		}
	}
	for keys, want := range map[int]int{0: 16, 12: 16, 13: 32, 24: 32, 25: 64, 48: 64, 49: 128} {
		if got := javaCapacity(keys); got != want {
			t.Errorf("%d keys: capacity %d, want %d", keys, got, want)
		}
	}
}

// Values of String.hashCode as the Java documentation's formula gives them.
func TestJavaHash(t *testing.T) {
	for text, want := range map[string]int32{
		"": 0, "a": 97, "Aa": 2112, "BB": 2112, "hello": 99162322, "target": -880905839, "é": 233, "😀": 1772899,
	} {
		if got := int32(javaHash(text)); got != want {
			t.Errorf("%q: %d, want %d", text, got, want)
		}
	}
}
