package safe

import (
	"slices"
	"testing"
)

func TestWidth(t *testing.T) {
	tests := map[string]int{
		"": 0, "abc": 3, "東京": 4, "🙂": 2, "e\u0301": 1, "❤": 1, "…±°": 3, "\x1b": 1, "\u202e": 8, "│": 1, "ﾊ": 1, "Ａ": 2,
	}
	for s, want := range tests {
		if got := Cell(s).Width(); got != want {
			t.Errorf("Cell(%q).Width() = %d, want %d", s, got, want)
		}
	}
}

func TestCut(t *testing.T) {
	tests := []struct {
		in            string
		w             int
		cut, head     string
		fit, fitRight string
	}{
		{"abcdef", -1, "", "", "", ""},
		{"abcdef", 0, "", "", "", ""},
		{"abcdef", 1, "…", "…", "…", "…"},
		{"abcdef", 4, "abc…", "…def", "abc…", "abc…"},
		{"abcdef", 6, "abcdef", "abcdef", "abcdef", "abcdef"},
		{"abc", 5, "abc", "abc", "abc  ", "  abc"},
		{"東京都", 1, "…", "…", "…", "…"},
		{"東京都", 2, "…", "…", "… ", " …"},
		{"東京都", 4, "東…", "…都", "東… ", " 東…"},
		{"東京都", 5, "東京…", "…京都", "東京…", "東京…"},
		{"e\u0301e\u0301e\u0301", 2, "e\u0301…", "…e\u0301", "e\u0301…", "e\u0301…"},
		{"", 2, "", "", "  ", "  "},
	}
	for _, tt := range tests {
		text := Cell(tt.in)
		for _, c := range []struct {
			name, got, want string
		}{
			{"Cut", text.Cut(tt.w).String(), tt.cut},
			{"CutHead", text.CutHead(tt.w).String(), tt.head},
			{"Fit", text.Fit(tt.w).String(), tt.fit},
			{"FitRight", text.FitRight(tt.w).String(), tt.fitRight},
		} {
			if c.got != c.want {
				t.Errorf("Cell(%q).%s(%d) = %q, want %q", tt.in, c.name, tt.w, c.got, c.want)
			}
		}
	}
}

func TestWrap(t *testing.T) {
	tests := []struct {
		in   string
		w    int
		want []string
	}{
		{"abc", 0, nil},
		{"", 5, []string{""}},
		{"one two three", 7, []string{"one two", "three"}},
		{"one two three", 8, []string{"one two", "three"}},
		{"one   two", 4, []string{"one", "two"}},
		{"one two", 3, []string{"one", "two"}},
		{"  indented text", 10, []string{"  indented", "text"}},
		{"  longword", 5, []string{"  lon", "gword"}},
		{"abcdefgh ij", 3, []string{"abc", "def", "gh", "ij"}},
		{"trailing  ", 8, []string{"trailing"}},
		{"     ", 2, []string{"  ", "  ", " "}},
		{"東京都", 4, []string{"東京", "都"}},
		{"東京", 1, []string{"…", "…"}},
	}
	for _, tt := range tests {
		var got []string
		for _, line := range Cell(tt.in).Wrap(tt.w) {
			got = append(got, line.String())
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("Cell(%q).Wrap(%d) = %q, want %q", tt.in, tt.w, got, tt.want)
		}
	}
}
