package ink

import (
	"regexp"
	"strings"
	"testing"

	"coldtrail/loader/safe"

	"github.com/charmbracelet/lipgloss"
	"github.com/charmbracelet/x/ansi"
	"github.com/muesli/termenv"
)

// sgr matches the only escape sequences that may be drawn.
var sgr = regexp.MustCompile(`\x1b\[[0-9;]*m`)

// checkBlock reports what is wrong with a view of w×h cells.
func checkBlock(t *testing.T, name, view string, w, h int) {
	t.Helper()
	if h == 0 {
		if view != "" {
			t.Fatalf("%s at %d×%d: got %q, want nothing", name, w, h, view)
		}
		return
	}
	lines := strings.Split(view, "\n")
	if len(lines) != h {
		t.Fatalf("%s at %d×%d: %d lines", name, w, h, len(lines))
	}
	for i, line := range lines {
		if got := ansi.StringWidth(line); got != w {
			t.Fatalf("%s at %d×%d: line %d takes %d cells: %q", name, w, h, i, got, line)
		}
		if strings.ContainsAny(sgr.ReplaceAllString(line, ""), "\x1b\u009b\u202e\r\t") {
			t.Fatalf("%s at %d×%d: line %d is not safe: %q", name, w, h, i, line)
		}
	}
}

// colours returns a renderer that draws colours, with no terminal asked.
func colours() *lipgloss.Renderer {
	r := lipgloss.NewRenderer(nil)
	r.SetColorProfile(termenv.ANSI)
	return r
}

func red() Style { return New(colours().NewStyle().Foreground(lipgloss.Color("1"))) }

func TestStyle(t *testing.T) {
	look := colours().NewStyle()
	text := safe.Cell("a\x1b[1m x")
	tests := map[string]struct {
		style Style
		want  string
	}{
		"zero":          {Style{}, "a␛[1m x"},
		"zero reversed": {Style{}.Reverse().Bold(), "a␛[1m x"},
		"zero on":       {Style{}.On(red()), "\x1b[31ma␛[1m x\x1b[0m"},
		"on zero":       {red().On(Style{}), "\x1b[31ma␛[1m x\x1b[0m"},
		"none":          {New(look), "a␛[1m x"},
		"red":           {red(), "\x1b[31ma␛[1m x\x1b[0m"},
		"underline":     {New(look.Underline(true)), "\x1b[4;4ma␛[1m x\x1b[0m"},
		"reverse":       {red().Reverse(), "\x1b[7;31ma␛[1m x\x1b[0m"},
		"bold":          {red().Bold(), "\x1b[1;31ma␛[1m x\x1b[0m"},
		"on":            {New(look.Reverse(true)).On(red()), "\x1b[7;31ma␛[1m x\x1b[0m"},
		"not on":        {New(look.Reverse(false)).On(red().Reverse()), "\x1b[31ma␛[1m x\x1b[0m"},
		"no sizes": {New(look.Padding(3).Margin(2).Width(40).Height(3).MaxWidth(1).SetString("more").
			Border(lipgloss.NormalBorder()).Transform(strings.ToUpper)), "a␛[1m x"},
	}
	for name, tt := range tests {
		if got := tt.style.Draw(text); got != tt.want {
			t.Errorf("%s: got %q, want %q", name, got, tt.want)
		}
		if got := tt.style.Draw(safe.Text{}); got != "" {
			t.Errorf("%s: the empty text is %q", name, got)
		}
	}
}

func TestLineFit(t *testing.T) {
	line := new(Line).Add(Style{}, safe.Cell("ab")).Add(Style{}, safe.Text{}).
		Add(red(), safe.Cell("東京")).Add(Style{}, safe.Cell("xyz"))
	tests := map[int]string{
		-1: "", 0: "", 1: "…", 2: "a…",
		3:  "ab<…>",
		4:  "ab<…> ",
		5:  "ab<東…>",
		6:  "ab<東…> ",
		7:  "ab<東京>…",
		9:  "ab<東京>xyz",
		11: "ab<東京>xyz  ",
	}
	for w, want := range tests {
		want = strings.NewReplacer("<", "\x1b[31m", ">", "\x1b[0m").Replace(want)
		if got := line.Fit(w); got != want {
			t.Errorf("in %d cells: got %q, want %q", w, got, want)
		}
	}
	if line.Width() != 9 {
		t.Errorf("the width is %d", line.Width())
	}
}

func TestLineFillAndPad(t *testing.T) {
	got := new(Line).Fill(red()).Add(Style{}, safe.Cell("a")).Pad(3).Add(Style{}, safe.Cell("b")).Fit(5)
	if want := "a\x1b[31m  \x1b[0mb\x1b[31m \x1b[0m"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestEnds(t *testing.T) {
	tests := []struct {
		left, right string
		w           int
		want        string
	}{
		{"left", "right", 12, "left   right"},
		{"left", "right", 10, "left right"},
		{"left", "right", 9, "le… right"},
		{"left", "right", 7, "… right"},
		{"left", "right", 6, " right"},
		{"left", "right", 5, "right"},
		{"left", "right", 3, "ri…"},
		{"left", "right", 0, ""},
		{"left", "", 6, "left  "},
		{"", "right", 7, "  right"},
		{"", "", 2, "  "},
	}
	for _, tt := range tests {
		left := new(Line).Add(Style{}, safe.Cell(tt.left))
		right := new(Line).Add(Style{}, safe.Cell(tt.right))
		if got := Ends(left, right, tt.w); got != tt.want {
			t.Errorf("Ends(%q, %q, %d) = %q, want %q", tt.left, tt.right, tt.w, got, tt.want)
		}
	}
}

func TestBlock(t *testing.T) {
	styled := red().Draw(safe.Cell("東京 long"))
	tests := []struct {
		lines []string
		w, h  int
		want  string
	}{
		{nil, 0, 0, ""},
		{nil, 2, 2, "  \n  "},
		{nil, 0, 3, "\n\n"},
		{nil, -1, -1, ""},
		{[]string{"a", "bcd", "e"}, 2, 2, "a \nbc"},
		{[]string{styled}, 3, 1, "\x1b[31m東\x1b[0m "},
	}
	for _, tt := range tests {
		if got := Block(tt.lines, tt.w, tt.h); got != tt.want {
			t.Errorf("Block(%q, %d, %d) = %q, want %q", tt.lines, tt.w, tt.h, got, tt.want)
		}
	}
}

func TestBeside(t *testing.T) {
	tests := []struct {
		blocks []string
		want   string
	}{
		{nil, ""},
		{[]string{"a\nb"}, "a\nb"},
		{[]string{"a\nb", "cc\ndd"}, "acc\nbdd"},
		{[]string{"a", "cc\ndd", "e"}, "acce\n dd "},
		{[]string{"", "cc\ndd", ""}, "cc\ndd"},
	}
	for _, tt := range tests {
		if got := Beside(tt.blocks...); got != tt.want {
			t.Errorf("Beside(%q) = %q, want %q", tt.blocks, got, tt.want)
		}
	}
}

func TestFrame(t *testing.T) {
	f := Frame{Title: safe.Lit("Title"), Foot: safe.Lit("1–9 of 66"), Glyphs: Unicode()}
	tests := []struct {
		focused, ascii bool
		w, h           int
		want           string
	}{
		{false, false, 18, 4, `
┌─Title  ────────┐
│body            │
│                │
└──── 1–9 of 66 ─┘`},
		{true, false, 18, 3, `
╔═Title  ════════╗
║body            ║
╚════ 1–9 of 66 ═╝`},
		{true, true, 18, 3, `
+=Title  ========+
|body            |
+==== 1-9 of 66 =+`},
		{false, true, 9, 3, `
+-Ti~  -+
|body   |
+- 1-~ -+`},
		{false, false, 6, 3, `
┌────┐
│body│
└────┘`},
		{false, false, 2, 2, `
┌┐
└┘`},
		{false, false, 1, 2, "\n \n "},
	}
	for _, tt := range tests {
		f.Focused = tt.focused
		if f.Glyphs = Unicode(); tt.ascii {
			f.Glyphs = ASCII()
		}
		if got := "\n" + f.Draw("body", tt.w, tt.h); got != tt.want {
			t.Errorf("at %d×%d: got %s\nwant %s", tt.w, tt.h, got, tt.want)
		}
	}
}

func TestRule(t *testing.T) {
	for w, want := range map[int]string{0: "", 1: "─", 2: "──", 4: "─ 1…", 8: "─── 1 of"} {
		if got := Unicode().Rule(Style{}, safe.Lit("1 of"), w); got != want {
			t.Errorf("in %d cells: got %q, want %q", w, got, want)
		}
	}
}

func TestEverySize(t *testing.T) {
	texts := []safe.Text{
		{}, safe.Cell("plain"), safe.Cell("東京 \x1b]0;x\a \u202e \u009b e\u0301 🙂"), safe.Cell(strings.Repeat("long 東", 40)),
	}
	for w := range 121 {
		for _, text := range texts {
			line := new(Line).Add(red(), text).Add(Style{}, text)
			checkBlock(t, "Fit", line.Fit(w), w, 1)
			checkBlock(t, "Ends", Ends(line, line, w), w, 1)
			for _, g := range []Glyphs{Unicode(), ASCII()} {
				checkBlock(t, "Rule", g.Rule(red(), text, w), w, 1)
				for h := range 6 {
					f := Frame{Title: text, Foot: text, Focused: h%2 == 0, Border: red(), Glyphs: g}
					iw, ih := Inner(w, h)
					checkBlock(t, "Frame", f.Draw(Block([]string{line.Fit(iw)}, iw, ih), w, h), w, h)
				}
			}
		}
	}
}

func TestGlyphsTakeOneCell(t *testing.T) {
	for _, g := range []Glyphs{Unicode(), ASCII()} {
		all := []safe.Text{
			g.Cursor, g.Mark, g.Hostile, g.Open, g.Closed, g.Down, g.Up, g.Link, g.Ellipsis, g.HLine, g.VLine,
			g.single.h, g.single.topLeft, g.double.v, g.double.bottomRight,
		}
		for _, s := range all {
			if s.Width() != 1 || g.Text(s).Width() != 1 {
				t.Errorf("%q takes %d cells", s, s.Width())
			}
		}
	}
}

func TestWindow(t *testing.T) {
	tests := []struct{ top, cursor, page, rows, first, shown int }{
		{0, 0, 9, 66, 0, 9},
		{0, 20, 9, 66, 12, 9},
		{30, 20, 9, 66, 20, 9},
		{60, 65, 9, 66, 57, 9},
		{5, 2, 9, 4, 0, 4},
		{-3, 0, 9, 66, 0, 9},
		{0, 7, 0, 66, 7, 1},
		{0, 0, 9, 0, 0, 0},
	}
	for _, tt := range tests {
		first, shown := Window(tt.top, tt.cursor, tt.page, tt.rows)
		if first != tt.first || shown != tt.shown {
			t.Errorf("Window(%d, %d, %d, %d) = %d, %d", tt.top, tt.cursor, tt.page, tt.rows, first, shown)
		}
	}
}

func TestSpan(t *testing.T) {
	for got, want := range map[safe.Text]string{
		Unicode().Span(57, 9, 66): "58–66 of 66", ASCII().Span(0, 9, 1234): "1-9 of 1,234", Unicode().Span(0, 0, 0): "0 of 0",
	} {
		if got.String() != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
