package safe

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

func FuzzText(f *testing.F) {
	for _, s := range []string{
		"", "plain text", "\x1b]52;c;aGk=\x07\u009b31m", "a\u202eb\u200d\ufe0f\U000e0041", "e\u0301\u0301\u0301\u0301 \u0301",
		"שלום", "🇩🇪👍🏽👨\u200d👩", "क्षि กำ 각 각", "東京 \xff\xc3\xed\xa0\x80", "\ue000\uffff\u0378\ufff9\u2028", "‹U+202E› ␛ …",
		"dž ŉ ß ΐ ͅa\u0345",
	} {
		f.Add(s, 7)
	}
	f.Fuzz(func(t *testing.T, s string, w int) {
		w = int(uint(w) % 50)
		cell := Cell(s)
		if again := Cell(cell.s); again.s != cell.s || again.Hostile() {
			t.Errorf("not idempotent: %q, then %q", cell, again)
		}
		if cell.Hostile() != (cell.s != s) {
			t.Errorf("%q shown as %q, hostile %v", s, cell, cell.Hostile())
		}
		texts := []Text{cell, JSON(s), CellCut(s, w), cell.Upper(), cell.ASCII(), cell.CutHead(w), cell.Plus(cell)}
		texts = append(texts, Multi(s)...)
		texts = append(texts, cell.Wrap(w)...)
		for _, text := range texts {
			checkShowable(t, text)
		}
		if !isPlain(cell.ASCII().s) {
			t.Errorf("not ASCII: %q", cell.ASCII())
		}
		if both := cell.Plus(cell, JSON(s)).Width(); both != 2*cell.Width()+JSON(s).Width() {
			t.Errorf("widths of %q do not add up: %d", cell, both)
		}
		checkSizes(t, cell, w)
		if got := CellCut(s, w); got.Width() > w {
			t.Errorf("CellCut(%q, %d) takes %d cells", s, w, got.Width())
		}
	})
}

// checkShowable restates what a text is, in other terms than the code's.
func checkShowable(t *testing.T, text Text) {
	t.Helper()
	if !utf8.ValidString(text.s) {
		t.Errorf("not UTF-8: %q", text)
	}
	for _, r := range text.s {
		if !unicode.IsGraphic(r) || unicode.In(r, unicode.C, unicode.Zl, unicode.Zp, unicode.Variation_Selector,
			unicode.Other_Default_Ignorable_Code_Point, unicode.Bidi_Control, unicode.Join_Control, unicode.Noncharacter_Code_Point,
			unicode.Regional_Indicator, unicode.Hebrew, unicode.Arabic, unicode.Syriac, unicode.Thaana, unicode.Nko, unicode.Adlam) {
			t.Errorf("%U in %q", r, text)
		}
	}
	width := text.Width()
	if clusters, runes := ansi.StringWidth(text.s), ansi.StringWidthWc(text.s); width != clusters || width != runes {
		t.Errorf("width of %q is %d, by clusters %d, by runes %d", text, width, clusters, runes)
	}
}

func checkSizes(t *testing.T, text Text, w int) {
	t.Helper()
	if got := text.Fit(w); got.Width() != w {
		t.Errorf("%q.Fit(%d) = %q, %d cells", text, w, got, got.Width())
	}
	if got := text.FitRight(w); got.Width() != w {
		t.Errorf("%q.FitRight(%d) = %q, %d cells", text, w, got, got.Width())
	}
	for _, got := range append(text.Wrap(w), text.Cut(w), text.CutHead(w)) {
		if got.Width() > w {
			t.Errorf("%q does not fit %d cells", got, w)
		}
	}
	if text.Width() <= w && (text.Cut(w) != text || text.CutHead(w) != text) {
		t.Errorf("%q is cut to %d cells without need", text, w)
	}
}

// TestEveryRune puts each rune that is drawn between neighbours it could join.
func TestEveryRune(t *testing.T) {
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if in := "a" + string(r); Cell(in).s == in {
			checkShowable(t, Cell(in+"aक"+string(r)+"世"+string(r)+"👍"+string(r)+string(r)))
		}
	}
}

func TestFitAtEverySize(t *testing.T) {
	for _, s := range []string{"", "plain", "東京 \x1b 🙂", strings.Repeat("long e\u0301 東", 30)} {
		for w := range 201 {
			checkSizes(t, Cell(s), w)
		}
	}
}
