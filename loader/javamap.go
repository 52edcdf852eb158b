package loader

import (
	"math"
	"strconv"
	"strings"
	"unicode/utf16"

	"coldtrail/loader/unwrap"
	"github.com/tidwall/gjson"
)

// Flatten renders a JSON value as the Elastic CloudTrail integration does,
// which is how Java prints a HashMap: {k=v, k=v}, [a, b], no quotes, keys in the
// order of the hash table. What counts as absent (null, "", {} and []) is left
// out, and "" is returned where nothing is left.
func Flatten(v gjson.Result) string {
	var b strings.Builder
	flatten(&b, v)
	return b.String()
}

// flatten writes the value, and tells whether there was one.
func flatten(b *strings.Builder, v gjson.Result) bool {
	if !unwrap.Present(v) {
		return false
	}
	switch {
	case v.IsObject():
		flattenMap(b, v)
	case v.IsArray():
		sep := "["
		v.ForEach(func(_, item gjson.Result) bool {
			if unwrap.Present(item) {
				b.WriteString(sep)
				flatten(b, item)
				sep = ", "
			}
			return true
		})
		b.WriteByte(']')
	case v.Type == gjson.Number:
		b.WriteString(javaNumber(v.Raw))
	default:
		b.WriteString(v.String())
	}
	return true
}

func flattenMap(b *strings.Builder, v gjson.Result) {
	type entry struct {
		key   string
		value gjson.Result
	}
	var entries []entry
	at := map[string]int{}
	v.ForEach(func(key, value gjson.Result) bool {
		if i, again := at[key.Str]; again { // a repeated key keeps its place and takes the last value
			entries[i].value = value
			return true
		}
		at[key.Str] = len(entries)
		entries = append(entries, entry{key.Str, value})
		return true
	})
	buckets := make([][]entry, javaCapacity(len(entries)))
	for _, e := range entries {
		h := javaHash(e.key)
		n := (h ^ h>>16) & uint32(len(buckets)-1)
		buckets[n] = append(buckets[n], e)
	}
	sep := "{"
	for _, bucket := range buckets {
		for _, e := range bucket {
			if unwrap.Present(e.value) {
				b.WriteString(sep + e.key + "=")
				flatten(b, e.value)
				sep = ", "
			}
		}
	}
	b.WriteByte('}')
}

// javaCapacity is the size of a HashMap's table after n keys were put in: 16,
// doubled whenever the keys are more than three quarters of it.
func javaCapacity(n int) int {
	c := 16
	for n > c*3/4 {
		c *= 2
	}
	return c
}

// javaHash is String.hashCode: 31-polynomial over UTF-16 units, 32 bits.
func javaHash(s string) uint32 {
	var h uint32
	for _, unit := range utf16.Encode([]rune(s)) {
		h = 31*h + uint32(unit)
	}
	return h
}

// javaNumber prints a JSON number as Java prints the Long, BigInteger or
// Double that it is read as.
func javaNumber(raw string) string {
	if !strings.ContainsAny(raw, ".eE") {
		return raw
	}
	f, err := strconv.ParseFloat(raw, 64)
	if err != nil {
		return raw
	}
	if abs := math.Abs(f); abs != 0 && (abs < 1e-3 || abs >= 1e7) {
		mantissa, exponent, _ := strings.Cut(strconv.FormatFloat(f, 'E', -1, 64), "E")
		if !strings.Contains(mantissa, ".") {
			mantissa += ".0"
		}
		n, _ := strconv.Atoi(exponent)
		return mantissa + "E" + strconv.Itoa(n)
	}
	s := strconv.FormatFloat(f, 'f', -1, 64)
	if !strings.Contains(s, ".") {
		s += ".0"
	}
	return s
}
