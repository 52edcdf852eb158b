package safe

import (
	"slices"
	"strings"
	"testing"
)

func TestCell(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"empty", "", ""},
		{"plain", "arn:aws:iam::123456789012:user/ann ~", "arn:aws:iam::123456789012:user/ann ~"},
		{"window title", "\x1b]0;PWNED\x07", "␛]0;PWNED␇"},
		{"C0 and DEL", "\x00\r\n\t\x7f", "␀␍␊␉␡"},
		{"C1", "\u009b31m\u0085", `\u009b31m\u0085`},
		{"bidi", "a\u061c\u200e\u200f\u202a\u202e\u2066\u2069", "a‹U+061C›‹U+200E›‹U+200F›‹U+202A›‹U+202E›‹U+2066›‹U+2069›"},
		{"zero width", "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b\u180e\u200b\u200d\u2060\u206f\u3164\ufeff\uffa0",
			"‹U+00AD›‹U+034F›‹U+115F›‹U+1160›‹U+17B4›‹U+17B5›‹U+180B›‹U+180E›‹U+200B›‹U+200D›‹U+2060›‹U+206F›‹U+3164›‹U+FEFF›‹U+FFA0›"},
		{"separators", "a\u2028b\u2029", "a‹U+2028›b‹U+2029›"},
		{"variation selectors", "❤\ufe0f\U000e0100", "❤‹U+FE0F›‹U+E0100›"},
		{"tags", "\U000e0001\U000e0041\U000e007f", "‹U+E0001›‹U+E0041›‹U+E007F›"},
		{"interlinear", "\ufff9\ufffa\ufffb", "‹U+FFF9›‹U+FFFA›‹U+FFFB›"},
		{"private use", "\ue000\U000f0000\U0010fffd", "‹U+E000›‹U+F0000›‹U+10FFFD›"},
		{"noncharacters", "\ufdd0\uffff\U0010ffff", "‹U+FDD0›‹U+FFFF›‹U+10FFFF›"},
		{"unassigned", "\u0378\u2fe0", "‹U+0378›‹U+2FE0›"},
		{"two marks", "e\u0301\u0323x", "e\u0301\u0323x"},
		{"tower of marks", "e\u0301\u0323\u0301\u0301\u0301x", "e\u0301\u0323‹+3 marks›x"},
		{"mark without a base", "\u0301a \u0301\x1b\u0301", "‹U+0301›a ‹U+0301›␛‹U+0301›"},
		{"right to left", "שא ابܐހߊ\U0001e900", "‹U+05E9›‹U+05D0› ‹U+0627›‹U+0628›‹U+0710›‹U+0780›‹U+07CA›‹U+1E900›"},
		{"flag and skin tone", "🇩🇪👍🏽", "‹U+1F1E9›‹U+1F1EA›👍‹U+1F3FD›"},
		{"broken UTF-8", "a\xff\xc3(\xed\xa0\x80", `a\xff\xc3(\xed\xa0\x80`},
		{"replacement character", "\ufffd", "\ufffd"},
		{"other scripts", "Ünïcödé Ελλάς кот 東京 한국 🙂", "Ünïcödé Ελλάς кот 東京 한국 🙂"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := Cell(tt.in)
			if got.String() != tt.want {
				t.Errorf("Cell(%q) = %q, want %q", tt.in, got, tt.want)
			}
			if got.Hostile() != (tt.in != tt.want) {
				t.Errorf("Cell(%q).Hostile() = %v", tt.in, got.Hostile())
			}
			if again := Cell(got.String()); again != (Text{s: got.s}) {
				t.Errorf("Cell of safe %q = %q, hostile %v", got, again, again.Hostile())
			}
			if p := Path(tt.in); p != got {
				t.Errorf("Path(%q) = %q, want %q", tt.in, p, got)
			}
		})
	}
}

func TestJSON(t *testing.T) {
	tests := []struct{ in, want string }{
		{`{"a":"\u001b[31m"}`, `{"a":"\u001b[31m"}`},
		{"{\n\t\"a\": \"\x1b\x7f\x00\b\f\r\"}", `{\n\t"a": "\u001b\u007f\u0000\b\f\r"}`},
		{"\"\u009b\u202e\xff\"", `"\u009b‹U+202E›\xff"`},
		{`"\ud800"`, `"\ud800"`},
	}
	for _, tt := range tests {
		got := JSON(tt.in)
		if got.String() != tt.want || got.Hostile() != (tt.in != tt.want) {
			t.Errorf("JSON(%q) = %q, hostile %v, want %q", tt.in, got, got.Hostile(), tt.want)
		}
	}
}

func TestMulti(t *testing.T) {
	tests := []struct {
		in   string
		want []string
	}{
		{"", []string{""}},
		{"one", []string{"one"}},
		{"one\ntwo\r\n\nfour\rx\n", []string{"one", "two", "", "four␍x", ""}},
	}
	for _, tt := range tests {
		var got []string
		for _, line := range Multi(tt.in) {
			got = append(got, line.String())
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("Multi(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestMultiFlagsOnlyTheHostileLine(t *testing.T) {
	lines := Multi("good\nb\x1bd")
	if lines[0].Hostile() || !lines[1].Hostile() {
		t.Errorf("hostile: %v, %v; want false, true", lines[0].Hostile(), lines[1].Hostile())
	}
}

func TestCellCut(t *testing.T) {
	tests := []struct {
		name, in string
		w        int
		want     string
	}{
		{"none", "abc", 0, ""},
		{"negative", "abc", -1, ""},
		{"fits", "abc", 3, "abc"},
		{"cut", "abcd", 3, "ab…"},
		{"long", strings.Repeat("x", 1<<20), 5, "xxxx…"},
		{"wide", strings.Repeat("東", 1000), 5, "東東…"},
		{"what was not read is still told of", "e" + strings.Repeat("\u0301", 1000), 20, "e\u0301\u0301‹+77 marks›…"},
		{"wider than any terminal", "abc", int(^uint(0) >> 1), "abc"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := CellCut(tt.in, tt.w).String(); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestCellCutReadsOnlyTheHead(t *testing.T) {
	const w = 10
	head := strings.Repeat("x", 4*w)
	if CellCut(head+"\x1b", w).Hostile() {
		t.Error("read beyond 4×w runes")
	}
	if !CellCut(head[1:]+"\x1bx", w).Hostile() {
		t.Error("did not read 4×w runes")
	}
}

func TestPlainTextIsNotCopied(t *testing.T) {
	s := strings.Repeat("AssumeRole ", 10)
	if n := testing.AllocsPerRun(100, func() { Cell(s) }); n != 0 {
		t.Errorf("Cell of printable ASCII allocates %v times", n)
	}
}

func BenchmarkCell(b *testing.B) {
	inputs := map[string]string{
		"plain":   "arn:aws:sts::123456789012:assumed-role/admin/session",
		"unicode": "arn:aws:sts::123456789012:assumed-role/админ/東京",
		"hostile": "arn:aws:sts::123456789012:assumed-role/\x1b]0;x\x07/\u202e",
	}
	for name, s := range inputs {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Cell(s)
			}
		})
	}
}
