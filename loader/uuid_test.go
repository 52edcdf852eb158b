package loader

import (
	"strings"
	"testing"
)

func TestUUID(t *testing.T) {
	const id = "0123abcd-4567-89ab-cdef-0123456789ab"
	got, ok := parseUUID(id)
	if !ok || formatUUID(got) != id {
		t.Errorf("%s comes back as %s, %v", id, formatUUID(got), ok)
	}
	for _, text := range []string{"", id[1:], id + "0", strings.ToUpper(id), strings.ReplaceAll(id, "-", ""), strings.ReplaceAll(id, "-", "_"), strings.Replace(id, "a", "g", 1)} {
		if _, ok := parseUUID(text); ok {
			t.Errorf("%q is taken for a UUID", text)
		}
	}
	for i := range id {
		for _, c := range "-x\x00é" {
			text := id[:i] + string(c) + id[min(i+len(string(c)), len(id)):]
			if _, ok := parseUUID(text); ok && text != id {
				t.Errorf("%q is taken for a UUID", text)
			}
		}
	}
}
