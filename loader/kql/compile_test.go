package kql

import (
	"path"
	"strings"
	"testing"
	"time"
)

// record is a Doc. Its text is its values, each on a line of its own.
type record map[string][]string

func (r record) Values(field string) []string { return r[field] }

func (r record) Time() (time.Time, bool) {
	if r[TimeField] == nil {
		return time.Time{}, false
	}
	t, err := time.Parse(time.RFC3339Nano, r[TimeField][0])
	return t, err == nil
}

func (r record) Contains(word string) bool {
	for _, values := range r {
		if strings.Contains(strings.ToLower(strings.Join(values, "\n")), word) {
			return true
		}
	}
	return false
}

func (r record) Fields(pattern string) []string {
	var names []string
	for name := range r {
		if ok, err := path.Match(pattern, name); ok && err == nil {
			names = append(names, name)
		}
	}
	return names
}

func TestMatch(t *testing.T) {
	doc := record{
		"event.action": {"StartSession"},
		"user.name":    {"Alice", "alice@example.com"},
		"user.id":      {"AROA1:alice"},
		"count":        {"10"},
		"star":         {"a*b"},
		"agent":        {"aws-cli/2.1 Python/3.8"},
	}
	tests := []struct {
		text string
		want bool
	}{
		{"", true},
		{"event.action:StartSession", true},
		{"event.action:startsession", false},
		{"event.action:Start", false},
		{"event.action:Start*", true},
		{"event.action:*Session", true},
		{"event.action:*art*ess*", true},
		{"event.action:*ess*art*", false},
		{"event.action:Start*tSession", false},
		{"event.action:start*", false},
		{`event.action:"Start*"`, false},
		{`star:a\*b`, true},
		{"star:a*b", true},
		{`star:"a*b"`, true},
		{`star:a\**`, true},
		{`event.action:S\**`, false},
		{"event.action:(x or StartSession)", true},
		{"event.action:(x or Start*)", true},
		{"event.action:(x or y)", false},
		{"event.action:(Start* and not *Session)", false},

		{"user.name:alice@example.com", true},
		{"user.name:(Alice and alice@example.com)", true},
		{"user.name:*", true},
		{"missing:*", false},
		{"missing:x", false},
		{"not missing:x", true},
		{"not missing:*", true},
		{`missing:""`, false},
		{"user.*:Alice", true},
		{"user.*:AROA1*", true},
		{"user.*:*", true},
		{"cloud.*:*", false},
		{"*:StartSession", true},
		{"*:nobody", false},

		{"event.action:StartSession and count:10", true},
		{"event.action:StartSession and count:11", false},
		{"count:11 or event.action:StartSession and not missing:*", true},
		{"(count:11 or event.action:StartSession) and missing:*", false},
		{"not *", false},

		{"count > 9", true},
		{"count > 10", false},
		{"count >= 10.0", true},
		{"count < 9", false},
		{"count <= 10", true},
		{"count > 1e1", false},
		{"count > x", false},
		{"event.action > S", true},
		{"event.action < T", true},
		{"missing > 0", false},
		{"not missing > 0", true},
		{"user.* > AROB", true},

		{"startsession", true},
		{"ALICE", true},
		{`"cli/2.1 python"`, true},
		{"nobody", false},
		{"not nobody", true},

		{"@timestamp:*", false},
		{"@timestamp > 2024", false},
		{"not @timestamp > 2024", true},
		{"@timestamp:2024", false},
	}
	for _, tt := range tests {
		q, err := Parse(tt.text)
		if err != nil {
			t.Errorf("%q: %v", tt.text, err)
		} else if got := q.Compile()(doc); got != tt.want {
			t.Errorf("%q: got %v, want %v", tt.text, got, tt.want)
		}
	}
}

// Constructors cannot refuse a time that is none: it matches nothing.
func TestMatchNoTime(t *testing.T) {
	doc := record{TimeField: {"2024-08-01T10:00:00Z"}}
	for _, q := range []Query{Is(TimeField, "now"), Is(TimeField, "x", "y"), Like(TimeField, "2024*")} {
		if q.Compile()(doc) {
			t.Errorf("%s matches", q)
		}
	}
}
