package kql

import (
	"slices"
	"testing"
	"time"
)

func TestConstructors(t *testing.T) {
	at := func(s string) time.Time {
		v, err := time.Parse(time.RFC3339Nano, s)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	ten, eleven := at("2024-08-01T10:00:00Z"), at("2024-08-01T12:00:00.5+01:00")
	a, b, c := Is("a", "1"), Is("b", "2"), Is("c", "3")
	tests := []struct {
		query Query
		want  string
	}{
		{Query{}, ""},
		{a, "a:1"},
		{Is("a", "1", "2"), "a:(1 or 2)"},
		{Is("a"), "not *:*"},
		{Is("a", "*"), `a:"*"`},
		{Is("a", `x"\`), `a:"x\"\\"`},
		{Is("a", "arn:aws:iam::1:role/x"), `a:"arn:aws:iam::1:role/x"`},
		{Is("a", "i-0abc", "10.0.0.1", "x@y.z"), "a:(i-0abc or 10.0.0.1 or x@y.z)"},
		{Is("a", "or"), `a:"or"`},
		{Is("a", ""), `a:""`},
		{Is("a", "x\x1b[0m\u202e"), `a:"x\u001b[0m\u202e"`},
		{Exists("a"), "a:*"},
		{Exists("*"), ""},
		{Like("a", "*"), "a:*"},
		{Like("a", "x"), "a:x"},
		{Like("a", "*:assumed-role/*"), `a:*\:assumed-role/*`},
		{Like("a", "!x y*"), `a:\u0021x\u0020y*`},
		{Word("x"), "x"},
		{Word(""), ""},
		{And(), ""},
		{And(Query{}, a, Query{}), "a:1"},
		{And(a, And(b, c)), "a:1 and b:2 and c:3"},
		{And(a, Or(b, c)), "a:1 and (b:2 or c:3)"},
		{And(a, Or()), "not *:*"},
		{Or(), "not *:*"},
		{Or(a, Query{}), ""},
		{Or(a, Or(b, c)), "a:1 or b:2 or c:3"},
		{Or(Is("a"), a), "a:1"},
		{Not(a), "not a:1"},
		{Not(Not(a)), "a:1"},
		{Not(And(a, b)), "not (a:1 and b:2)"},
		{Not(Query{}), "not *:*"},
		{Not(Not(Query{})), ""},
		{Within(ten, eleven), `@timestamp > "2024-08-01T10:00:00Z" and @timestamp <= "2024-08-01T11:00:00.5Z"`},
		{Within(time.Time{}, ten), `@timestamp <= "2024-08-01T10:00:00Z"`},
		{Within(ten, time.Time{}), `@timestamp > "2024-08-01T10:00:00Z"`},
		{Within(time.Time{}, time.Time{}), ""},
	}
	for _, tt := range tests {
		if got := tt.query.String(); got != tt.want {
			t.Errorf("got %s, want %s", got, tt.want)
		}
		if tt.query.All() != (tt.want == "") {
			t.Errorf("%q: All() = %v", tt.want, tt.query.All())
		}
	}
}

// Joining queries must not change the queries that are joined.
func TestQueriesAreImmutable(t *testing.T) {
	ab := And(Is("a", "1"), Is("b", "2"))
	first, second := And(ab, Is("c", "3")), And(ab, Is("d", "4"))
	if first.String() != "a:1 and b:2 and c:3" || second.String() != "a:1 and b:2 and d:4" || ab.String() != "a:1 and b:2" {
		t.Errorf("got %s; %s; %s", ab, first, second)
	}
}

func TestEqual(t *testing.T) {
	if !Is("a", "1", "2").Equal(Or(Is("a", "1"), Is("a", "2"))) {
		t.Error("the same question in two ways should be equal")
	}
	if Is("a", "*").Equal(Exists("a")) || (Query{}).Equal(Exists("a")) {
		t.Error("different questions should not be equal")
	}
}

func TestFieldNames(t *testing.T) {
	tests := []struct {
		text string
		want []string
	}{
		{"", nil},
		{"b:1 and (a:2 or not b:*) and c > 3", []string{"a", "b", "c"}},
		{"word or user.*:x", []string{"", "user.*"}},
	}
	for _, tt := range tests {
		q, err := Parse(tt.text)
		if err != nil {
			t.Fatal(err)
		}
		if got := q.FieldNames(); !slices.Equal(got, tt.want) {
			t.Errorf("%q: got %q, want %q", tt.text, got, tt.want)
		}
	}
}
