package safe

import (
	"errors"
	"testing"
)

func TestInt(t *testing.T) {
	tests := map[int]string{
		0: "0", 7: "7", 999: "999", 1000: "1,000", 1234567: "1,234,567",
		-1: "-1", -999: "-999", -1000: "-1,000", -1 << 63: "-9,223,372,036,854,775,808",
	}
	for n, want := range tests {
		if got := Int(n).String(); got != want {
			t.Errorf("Int(%d) = %q, want %q", n, got, want)
		}
	}
}

func TestErr(t *testing.T) {
	if got := Err(nil); !got.Empty() {
		t.Errorf("Err(nil) = %q", got)
	}
	if got := Err(errors.New("open \x1b: no")); got.String() != "open ␛: no" || !got.Hostile() {
		t.Errorf("got %q, hostile %v", got, got.Hostile())
	}
}

func TestLitPassesTheGate(t *testing.T) {
	if got := Lit("a\x1bb"); got.String() != "a␛b" {
		t.Errorf("got %q", got)
	}
}

func TestSprintf(t *testing.T) {
	good, bad := Cell("good"), Cell("b\x1bd")
	tests := []struct {
		got         Text
		want        string
		wantHostile bool
	}{
		{Sprintf("no verb"), "no verb", false},
		{Sprintf("%s of %s", good, Int(1000)), "good of 1,000", false},
		{Sprintf("<%s>", bad), "<b␛d>", true},
		{Sprintf("100 %% %s", good), "100 % good", false},
		{Sprintf("%%s", good), "%sgood", false},
		{Sprintf("%s %s", good), "good %s", false},
		{Sprintf("x", good, bad), "xgoodb␛d", true},
		{Sprintf("%d %"), "%d %", false},
		{Sprintf("%s", Cell("%s")), "%s", false},
		{Sprintf("\u202e%s", good), "‹U+202E›good", false},
	}
	for _, tt := range tests {
		if tt.got.String() != tt.want || tt.got.Hostile() != tt.wantHostile {
			t.Errorf("got %q, hostile %v; want %q, %v", tt.got, tt.got.Hostile(), tt.want, tt.wantHostile)
		}
	}
}

func TestJoinAndPlus(t *testing.T) {
	a, b, bad := Cell("a"), Cell("b"), Cell("\x1b")
	tests := []struct {
		got         Text
		want        string
		wantHostile bool
	}{
		{Join(Lit(", ")), "", false},
		{Join(bad, a), "a", false},
		{Join(Lit(", "), a, b), "a, b", false},
		{Join(bad, a, b), "a␛b", true},
		{Join(Lit("/"), a, bad), "a/␛", true},
		{a.Plus(), "a", false},
		{a.Plus(b, a), "aba", false},
		{a.Plus(bad), "a␛", true},
		{bad.Plus(a), "␛a", true},
	}
	for _, tt := range tests {
		if tt.got.String() != tt.want || tt.got.Hostile() != tt.wantHostile {
			t.Errorf("got %q, hostile %v; want %q, %v", tt.got, tt.got.Hostile(), tt.want, tt.wantHostile)
		}
	}
}

func TestHostileIsKept(t *testing.T) {
	bad := Cell("a long text with an \x1b in it")
	for name, got := range map[string]Text{
		"Cut": bad.Cut(3), "Cut to nothing": bad.Cut(0), "CutHead": bad.CutHead(3), "Fit": bad.Fit(50),
		"FitRight": bad.FitRight(50), "Wrap": bad.Wrap(6)[0], "Upper": bad.Upper(), "ASCII": bad.ASCII(),
	} {
		if !got.Hostile() {
			t.Errorf("%s loses the flag", name)
		}
	}
}

func TestUpper(t *testing.T) {
	if got := Cell("Hunts für ❤").Upper().String(); got != "HUNTS FÜR ❤" {
		t.Errorf("got %q", got)
	}
}

func TestASCII(t *testing.T) {
	tests := []struct{ in, want string }{
		{"plain", "plain"},
		{"loading…", "loading..."},
		{"▶ CRIT ████ LOW █░░░ ●B", "> CRIT #### LOW #... *B"},
		{"┌─┬╖│╔═║", "+-++|+=|"},
		{"\x1b[0m\x00\x7f\x1f", "^[[0m^@^?^_"},
		{"\u202e", "<U+202E>"},
		{"\u009b\xff", `\u009b\xff`},
		{"东é", `\u{4E1C}\u{00E9}`},
		{"e\u0301", `e\u{0301}`},
	}
	for _, tt := range tests {
		if got := Cell(tt.in).ASCII().String(); got != tt.want {
			t.Errorf("Cell(%q).ASCII() = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestASCIIStaysASCIIWhenCut(t *testing.T) {
	text := Join(Lit("/"), Lit("a longer").ASCII(), Cell("name"))
	for _, got := range []Text{text.Cut(4), text.CutHead(4), text.Fit(4), text.Wrap(4)[0], text.Upper().Cut(4)} {
		if !isPlain(got.String()) || got.Width() > 4 {
			t.Errorf("got %q", got)
		}
	}
}

func TestCSV(t *testing.T) {
	quoted := []string{
		"=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\tx", "\rx", "\n=1", " =1", "\u00a0=1", "\ufeff=1",
		"＝1", "＋1", "－1", "＠x", "-", "+", "-Inf", "-0x10", "- 1", "--1", "+1-800", "-1e", "\r",
	}
	for _, s := range quoted {
		if got := CSV(s); got != "'"+s {
			t.Errorf("CSV(%q) = %q", s, got)
		}
	}
	kept := []string{"", " ", "text", "a=b", "-12", "+3.5", "-.5", "-1.5e-7", " -12", "'=1", "a\tb", "\x1b[0m", "10.0.0.1", "\xff"}
	for _, s := range kept {
		if got := CSV(s); got != s {
			t.Errorf("CSV(%q) = %q, want it unchanged", s, got)
		}
	}
}
