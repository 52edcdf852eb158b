package kql

import (
	"errors"
	"strings"
	"testing"
)

// Both readers share the grammar: what each text means, printed canonically.
func TestParseBoth(t *testing.T) {
	tests := []struct{ text, want string }{
		{"", ""},
		{" \t\n", ""},
		{"*", ""},
		{"*:*", ""},
		{`""`, ""},
		{"* or a:1", ""},
		{"* and a:1", "a:1"},
		{"not *", "not *:*"},
		{"not *:* or a:1", "a:1"},
		{"not *:* and a:1", "not *:*"},

		{"a:1", "a:1"},
		{" a : 1 ", "a:1"},
		{`a:"1"`, "a:1"},
		{`a:"1 2"`, `a:"1 2"`},
		{`"a":1`, "a:1"},
		{`"a b":1`, `"a b":1`},
		{`a:""`, `a:""`},
		{"a:*", "a:*"},
		{"a:**", "a:*"},
		{`a:"*"`, `a:"*"`},
		{`a:\*`, `a:"*"`},
		{"user.*:x", "user.*:x"},
		{"*:x", "*:x"},
		{"**.a:x", "*.a:x"},
		{"a:Get**Token*", "a:Get*Token*"},
		{`a:x\*y*`, `a:x\*y*`},

		{"a:1 and b:2 or c:3", "a:1 and b:2 or c:3"},
		{"a:1 or b:2 and c:3", "a:1 or b:2 and c:3"},
		{"a:1 and (b:2 or c:3)", "a:1 and (b:2 or c:3)"},
		{"(a:1 and b:2) and (c:3)", "a:1 and b:2 and c:3"},
		{"a:1 AND b:2 Or c:3", "a:1 and b:2 or c:3"},
		{"NOT a:1", "not a:1"},
		{"not a:1 and b:2", "not a:1 and b:2"},
		{"not (a:1 and b:2)", "not (a:1 and b:2)"},
		{"not not a:1", "a:1"},
		{"!a:1", "not a:1"},
		{"! (a:1 or b:2)", "not (a:1 or b:2)"},
		{"(a:1)or(b:2)", "a:1 or b:2"},
		{"not(a:1)", "not a:1"},

		{"a:(1 or 2)", "a:(1 or 2)"},
		{"a:1 or a:2", "a:(1 or 2)"},
		{"not a:(1 or 2)", "not a:(1 or 2)"},
		{"a:(1 or 2) and b:3", "a:(1 or 2) and b:3"},
		{"a:(1 or 2) or b:3", "a:1 or a:2 or b:3"},
		{"a:(1 or 2 and not 3)", "a:1 or a:2 and not a:3"},
		{"a:(1 or (2 and !3))", "a:1 or a:2 and not a:3"},
		{"a:(x* or *)", "a:x* or a:*"},
		{`a:("not" or "or")`, `a:("not" or "or")`},

		{"a>5", "a > 5"},
		{"a >= 5", "a >= 5"},
		{"a < 5 and a <=6", "a < 5 and a <= 6"},
		{`a > "x y"`, `a > "x y"`},

		{"root", "root"},
		{`"Access Denied"`, `"Access Denied"`},
		{"not root", "not root"},
		{"*root*", "root"},
		{`\*root`, `"*root"`},

		{`a:\(x\)`, `a:"(x)"`},
		{`a:\:\"\\\<\>\{\}`, `a:":\"\\<>{}"`},
		{`a:x\ y`, `a:"x y"`},
		{`a:\and`, `a:"and"`},
		{`a:\not`, `a:"not"`},
		{`a:this\ \or\ that`, `a:"this or that"`},
		{`a:\!x`, `a:"!x"`},
		{`a:\u0041\t`, `a:"A\u0009"`},
		{`a:"\u00e9\ud83d\ude00"`, "a:é😀"},
		{`a:"C:\x\\y"`, `a:"C:\\x\\y"`},
		{`a:"\t"`, `a:"\u0009"`},
		{"not:x", `"not":x`},
		{"and.or:x", "and.or:x"},
		{"a:android", "a:android"},
		{"a:x!", "a:x!"},
		{"a:\xff", "a:\xff"},
		{"a\u00a0:\u00a0x", "a:x"},

		{`@timestamp:"2024-08-01"`, "@timestamp:2024-08-01"},
		{`@timestamp > "2024-08-01T10:00:00Z"`, `@timestamp > "2024-08-01T10:00:00Z"`},
		{"@timestamp:*", "@timestamp:*"},
	}
	for _, tt := range tests {
		for name, parse := range readers() {
			q, err := parse(tt.text)
			if err != nil {
				t.Errorf("%s(%q): %v", name, tt.text, err)
			} else if got := q.String(); got != tt.want {
				t.Errorf("%s(%q) = %s, want %s", name, tt.text, got, tt.want)
			}
		}
	}
}

// Blanks and colons part the readers. An empty want is an error.
func TestParseDiffers(t *testing.T) {
	tests := []struct{ text, strict, lenient string }{
		{"a: some words or b:x", `a:"some words" or b:x`, "a:some and words or b:x"},
		{"a:x  y", `a:"x  y"`, "a:x and y"},
		{"two words", `"two words"`, "two and words"},
		{"a:(x y)", `a:"x y"`, "a:x and a:y"},
		{"a:x* y", `a:x*\u0020y`, "a:x* and y"},
		{"a:1 b:2 or c:3", "", "a:1 and b:2 or c:3"},
		{"a:1 !b:2", "", "a:1 and not b:2"},
		{"a:1 not b:2", "", "a:1 and not b:2"},
		{`a:"1" "2"`, "", `a:1 and 2`},
		{"a:1 (b:2 or c:3)", "", "a:1 and (b:2 or c:3)"},
		{"a:arn:aws:iam::1:role/x", "", `a:"arn:aws:iam::1:role/x"`},
		{"@timestamp > 2024-08-01T10:00:00Z", "", `@timestamp > "2024-08-01T10:00:00Z"`},
		{"a b:c", "", "a and b:c"},
		{"a b > 3", "", "a and b > 3"},
	}
	for _, tt := range tests {
		for name, want := range map[string]string{"Parse": tt.strict, "ParseLenient": tt.lenient} {
			q, err := readers()[name](tt.text)
			if (err == nil) != (want != "") || q.String() != want {
				t.Errorf("%s(%q) = %s, %v; want %s", name, tt.text, q, err, want)
			}
		}
	}
}

func TestSyntaxError(t *testing.T) {
	deep := strings.Repeat("(", maxDepth+1) + "a" + strings.Repeat(")", maxDepth+1)
	tests := []struct {
		text   string
		column int
		msg    string
	}{
		{"a:", 2, "a value is missing"},
		{"a: ", 3, "a value is missing"},
		{"a: and b:1", 3, "a value before `and`"},
		{"a:1 and", 7, "a condition is missing"},
		{"a:1 or or b:1", 7, "a condition before `or`"},
		{"or", 0, "a condition before `or`"},
		{"not", 3, "a condition is missing"},
		{"a >", 3, "a value is missing"},
		{"a > 1*", 4, "no `*`"},
		{":x", 0, "a condition expected"},
		{`a:"x`, 2, "quote is never closed"},
		{`é: "x`, 3, "quote is never closed"},
		{"(a:1 or (b:2)", 0, "never closed"},
		{"a:(1 or 2", 2, "never closed"},
		{"a:1)", 3, "never opened"},
		{"(a:1))", 5, "never opened"},
		{"()", 1, "a condition expected"},
		{"a:()", 3, "a value expected"},
		{"a:{b:1}", 2, "not supported"},
		{"{a:1}", 0, "not supported"},
		{"a:not b", 2, "before the field"},
		{"a:!b", 2, "before the field"},
		{`a:CORP\andrew`, 6, "escapes nothing"},
		{`a:x\q`, 3, "escapes nothing"},
		{`a:\`, 2, "escapes nothing"},
		{"x*y", 0, "needs a field"},
		{"@timestamp:now", 11, "`now` is not known"},
		{"a:1 and @timestamp > now-1h", 21, "`now` is not known"},
		{"@timestamp:yesterday", 11, "is not a time"},
		{"@timestamp:2024-13-01", 11, "is not a time"},
		{"@timestamp:2024-08-*", 11, "takes no `*`"},
		{`@timestamp:("2024-08-01" or x)`, 28, "is not a time"},
		{deep, maxDepth + 1, "more than 200"},
		{strings.Repeat("not ", 1_000_000) + "a", 4 * (maxDepth + 1), "more than 200"},
		{"a:" + strings.Repeat("(", 1_000_000), 3 + maxDepth, "more than 200"},
	}
	for _, tt := range tests {
		for name, parse := range readers() {
			q, err := parse(tt.text)
			short := tt.text[:min(len(tt.text), 40)]
			var syntax *SyntaxError
			if !errors.As(err, &syntax) {
				t.Errorf("%s(%q) = %s, %v; want a SyntaxError", name, short, q, err)
				continue
			}
			if syntax.Column != tt.column || !strings.Contains(syntax.Msg, tt.msg) {
				t.Errorf("%s(%q): column %d: %s; want column %d: %s", name, short, syntax.Column, syntax.Msg, tt.column, tt.msg)
			}
		}
	}
}

// Blanks join in Kibana, so a second condition is named where it begins to
// look like one.
func TestSyntaxErrorStrict(t *testing.T) {
	for text, column := range map[string]int{
		"a:1 b:2":         5,
		"a b:2":           3,
		"a:1 not b:2":     4,
		`a:x "y"`:         4,
		"a:arn:aws:iam":   5,
		"a:1 (b:2)":       4,
		"é:1 and é:1 é:2": 13,
	} {
		_, err := Parse(text)
		var syntax *SyntaxError
		if !errors.As(err, &syntax) || syntax.Column != column {
			t.Errorf("Parse(%q): %v; want column %d, from 0", text, err, column)
		}
	}
}

func TestSyntaxErrorCountsFromOne(t *testing.T) {
	err := &SyntaxError{Column: 4, Msg: "wrong"}
	if got, want := err.Error(), "column 5: wrong"; got != want {
		t.Errorf("Error() = %q, want %q", got, want)
	}
}

func TestDepthAllowed(t *testing.T) {
	text := strings.Repeat("(", maxDepth) + "a:1 or a:2" + strings.Repeat(")", maxDepth)
	if _, err := Parse(text); err != nil {
		t.Errorf("%d levels: %v", maxDepth, err)
	}
}

func readers() map[string]func(string) (Query, error) {
	return map[string]func(string) (Query, error){"Parse": Parse, "ParseLenient": ParseLenient}
}
