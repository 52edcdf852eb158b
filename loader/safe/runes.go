package safe

import "unicode"

// graphic holds the categories that have a glyph or are a blank. What is in
// none of them is a control, format or private use character, a surrogate, a
// line separator, a noncharacter, or unassigned.
var graphic = []*unicode.RangeTable{unicode.L, unicode.Mn, unicode.Me, unicode.N, unicode.P, unicode.S, unicode.Zs}

// withheld holds the runes of those categories that are not drawn all the same.
var withheld = []*unicode.RangeTable{
	unicode.Other_Default_Ignorable_Code_Point, // fillers, grapheme joiner: no glyph
	unicode.Variation_Selector,
	rightToLeft,
	joining,
}

// rightToLeft holds the blocks that Unicode keeps for right-to-left scripts
// (the defaults of DerivedBidiClass.txt), digits and marks included: each of
// them can make a terminal reorder the row.
var rightToLeft = &unicode.RangeTable{
	R16: []unicode.Range16{
		{Lo: 0x0590, Hi: 0x08ff, Stride: 1}, // Hebrew, Arabic, Syriac, Thaana, NKo, …
		{Lo: 0xfb1d, Hi: 0xfdff, Stride: 1}, // presentation forms
		{Lo: 0xfe70, Hi: 0xfeff, Stride: 1},
	},
	R32: []unicode.Range32{
		{Lo: 0x10800, Hi: 0x10fff, Stride: 1}, // Cypriot, Phoenician, Old Turkic, …
		{Lo: 0x1e800, Hi: 0x1efff, Stride: 1}, // Mende Kikakui, Adlam, …
	},
}

// joining holds what forms one glyph with its neighbour in a way that programs
// measure differently: by grapheme cluster (x/ansi) or by rune (tmux, xterm).
// Spacing marks (Mc) do so too; they are not in graphic.
var joining = &unicode.RangeTable{
	R16: []unicode.Range16{
		{Lo: 0x094d, Hi: 0x094d, Stride: 1}, // viramas that bind two consonants
		{Lo: 0x09cd, Hi: 0x09cd, Stride: 1},
		{Lo: 0x0acd, Hi: 0x0acd, Stride: 1},
		{Lo: 0x0b4d, Hi: 0x0b4d, Stride: 1},
		{Lo: 0x0c4d, Hi: 0x0c4d, Stride: 1},
		{Lo: 0x0d4d, Hi: 0x0d4e, Stride: 1},
		{Lo: 0x0e33, Hi: 0x0eb3, Stride: 0x80}, // Thai and Lao AM
		{Lo: 0x1039, Hi: 0x1039, Stride: 1},
		{Lo: 0x1100, Hi: 0x11ff, Stride: 1}, // Hangul jamo
		{Lo: 0x17d2, Hi: 0x17d2, Stride: 1},
		{Lo: 0x1a60, Hi: 0x1a60, Stride: 1},
		{Lo: 0x1bab, Hi: 0x1bab, Stride: 1},
		{Lo: 0xa960, Hi: 0xa97f, Stride: 1}, // Hangul jamo
		{Lo: 0xaaf6, Hi: 0xaaf6, Stride: 1},
		{Lo: 0xd7b0, Hi: 0xd7ff, Stride: 1}, // Hangul jamo
		{Lo: 0xff9e, Hi: 0xff9f, Stride: 1}, // half-width voicing marks
	},
	R32: []unicode.Range32{
		{Lo: 0x11133, Hi: 0x11133, Stride: 1},
		{Lo: 0x111c2, Hi: 0x111c3, Stride: 1},
		{Lo: 0x1193e, Hi: 0x1193f, Stride: 1},
		{Lo: 0x11941, Hi: 0x11941, Stride: 1},
		{Lo: 0x11a47, Hi: 0x11a47, Stride: 1},
		{Lo: 0x11a84, Hi: 0x11a89, Stride: 1},
		{Lo: 0x11a99, Hi: 0x11a99, Stride: 1},
		{Lo: 0x11d46, Hi: 0x11d46, Stride: 1},
		{Lo: 0x11f02, Hi: 0x11f02, Stride: 1},
		{Lo: 0x11f42, Hi: 0x11f42, Stride: 1},
		{Lo: 0x1f1e6, Hi: 0x1f1ff, Stride: 1}, // regional indicators: two make a flag
		{Lo: 0x1f3fb, Hi: 0x1f3ff, Stride: 1}, // skin tones
	},
}

// drawable reports whether r may be drawn as it is.
func drawable(r rune) bool {
	return unicode.In(r, graphic...) && !unicode.In(r, withheld...)
}

// isMark reports whether r is drawn upon the rune before it and takes no cell.
func isMark(r rune) bool {
	return r >= 0x300 && unicode.In(r, unicode.Mn, unicode.Me) && !unicode.In(r, withheld...)
}
