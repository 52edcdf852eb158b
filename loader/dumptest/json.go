package dumptest

import "strings"

// object joins members made by the functions below into a JSON object. Building
// text this way keeps CloudTrail's key order and needs no reflection.
func object(members ...string) string {
	return "{" + strings.Join(members, ",") + "}"
}

// str is the member key with a text value.
func str(key, value string) string {
	return quote(key) + ":" + quote(value)
}

// raw is the member key with a value that is JSON already.
func raw(key, value string) string {
	return quote(key) + ":" + value
}

// list is the member key with a list of texts.
func list(key string, values ...string) string {
	quoted := make([]string, len(values))
	for i, v := range values {
		quoted[i] = quote(v)
	}
	return raw(key, "["+strings.Join(quoted, ",")+"]")
}

func quote(s string) string {
	return string(appendString(make([]byte, 0, len(s)+2), s))
}

// appendString appends s as a JSON text. The generator's own texts hold no
// control characters, so only the quote and the backslash need escaping.
func appendString(b []byte, s string) []byte {
	b = append(b, '"')
	if !strings.ContainsAny(s, `"\`) {
		return append(append(b, s...), '"')
	}
	for i := range len(s) {
		if s[i] == '"' || s[i] == '\\' {
			b = append(b, '\\')
		}
		b = append(b, s[i])
	}
	return append(b, '"')
}

// appendMember appends `"key":"value",`, and nothing for an empty value.
func appendMember(b []byte, key, value string) []byte {
	if value == "" {
		return b
	}
	b = append(appendString(b, key), ':')
	return append(appendString(b, value), ',')
}

// appendRaw appends `"key":value,`, and nothing for an empty value.
func appendRaw(b []byte, key, value string) []byte {
	if value == "" {
		return b
	}
	b = append(appendString(b, key), ':')
	return append(append(b, value...), ',')
}

// endObject closes an object whose last member left a comma behind.
func endObject(b []byte) []byte {
	if b[len(b)-1] == ',' {
		b = b[:len(b)-1]
	}
	return append(b, '}')
}
