// Package ink draws safe.Text, and nothing else, in styles, lines and frames.
//
// A style keeps the escape sequences of a lipgloss style, made once, and puts
// them round a text. Lines are cut before they are drawn, piece by piece, so
// that no escape sequence is ever cut; and a text that does not fit ends in an
// ellipsis.
//
// The words used here:
//
//   - cell: one column of the terminal.
//   - piece: a text and its style.
//   - line: pieces side by side, drawn in an exact number of cells.
//   - block: lines of the same width, joined by line feeds, with none at the
//     end. A block of h lines has h-1 line feeds; one of no lines is "".
package ink

import (
	"strings"

	"coldtrail/loader/safe"

	"github.com/charmbracelet/lipgloss"
)

// Style is how a text is drawn. The zero value draws it as it is.
type Style struct {
	look    lipgloss.Style
	made    bool   // by New: look knows its renderer
	on, off string // the escape sequences before and after a text
}

// New returns the style that draws with the colours and attributes of look.
// Its sizes, margins, padding and borders are not used.
func New(look lipgloss.Style) Style {
	const probe = "x"
	on, off, _ := strings.Cut(plain(look).Render(probe), probe)
	return Style{look: look, made: true, on: on, off: off}
}

// plain returns look without what changes a text or its size.
func plain(look lipgloss.Style) lipgloss.Style {
	return look.Inline(true).SetString("").UnsetTransform().
		UnsetWidth().UnsetHeight().UnsetMaxWidth().UnsetMaxHeight()
}

// Draw returns t in the style.
func (s Style) Draw(t safe.Text) string {
	if t.Empty() {
		return ""
	}
	return s.on + t.String() + s.off
}

// Reverse returns the style in reverse video. The zero style stays as it is.
func (s Style) Reverse() Style { return s.with(s.look.Reverse(true)) }

// Bold returns the style in bold. The zero style stays as it is.
func (s Style) Bold() Style { return s.with(s.look.Bold(true)) }

// with returns the style of look, which was made from that of s. The zero
// style has no renderer, and lipgloss would ask for that of the terminal.
func (s Style) with(look lipgloss.Style) Style {
	if !s.made {
		return s
	}
	return New(look)
}

// On returns the style laid over base: what s does not set is as in base.
func (s Style) On(base Style) Style {
	switch {
	case !s.made:
		return base
	case !base.made:
		return s
	}
	return New(s.look.Inherit(base.look))
}
