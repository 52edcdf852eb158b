package tuitest

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// sgr matches the only escape sequences that a frame may hold.
var sgr = regexp.MustCompile(`\x1b\[[0-9;]*m`)

// Frame says what is wrong with a frame that must be exactly w×h cells of
// characters that a terminal only draws, with styles and nothing else between
// them. A frame without cells must be empty.
func Frame(view string, w, h int) error {
	if w < 1 || h < 1 {
		if view != "" {
			return fmt.Errorf("a frame of %d×%d cells holds %q", w, h, view)
		}
		return nil
	}
	lines := strings.Split(view, "\n")
	if len(lines) != h {
		return fmt.Errorf("a frame of %d×%d cells has %d lines", w, h, len(lines))
	}
	for i, line := range lines {
		plain := line
		if strings.Contains(line, "\x1b") {
			plain = sgr.ReplaceAllString(line, "")
		}
		if bad, ok := unsafe(plain); ok {
			return fmt.Errorf("line %d of a frame of %d×%d cells sends %U: %q", i, w, h, bad, line)
		}
		if clusters, runes := width(plain); clusters != w || runes != w {
			return fmt.Errorf("line %d of a frame of %d×%d cells takes %d, or %d where runes are counted: %q", i, w, h, clusters, runes, line)
		}
	}
	return nil
}

// width returns the cells that a text takes in terminals that count by
// grapheme cluster, and in those that count by rune.
func width(text string) (clusters, runes int) {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return ansi.StringWidth(text), ansi.StringWidthWc(text)
		}
	}
	return len(text), len(text)
}

// unsafe finds a rune that does more to a terminal than to be drawn: it
// controls it, is not seen, or turns the direction of the line round.
func unsafe(text string) (rune, bool) {
	for i, r := range text {
		if r >= ' ' && r < 0x7f {
			continue
		}
		_, size := utf8.DecodeRuneInString(text[i:])
		if r == utf8.RuneError && size == 1 || !unicode.IsGraphic(r) || rightToLeft(r) || joins(r) {
			return r, true
		}
	}
	return 0, false
}

// rightToLeft tells letters that a terminal may draw from the right.
func rightToLeft(r rune) bool { return unicode.In(r, unicode.Hebrew, unicode.Arabic, unicode.Syriac) }

// joins tells runes that are graphic by name but not seen.
func joins(r rune) bool {
	return unicode.In(r, unicode.Variation_Selector, unicode.Join_Control, unicode.Other_Default_Ignorable_Code_Point)
}
