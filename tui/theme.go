package tui

import (
	"fmt"
	"io"

	"coldtrail/hunts"
	"coldtrail/loader/safe"
	"coldtrail/tui/ink"
	"coldtrail/tui/jsonview"
	"coldtrail/tui/table"

	"github.com/charmbracelet/lipgloss"
	"github.com/muesli/termenv"
)

// ThemeName names one of the themes.
type ThemeName string

// The themes. They share the sixteen colours that read on light and on dark
// backgrounds and differ in borders only; Mono has no colours at all.
const (
	Dark  ThemeName = "dark"
	Light ThemeName = "light"
	Mono  ThemeName = "mono"
)

// ParseTheme reads a theme's name.
func ParseTheme(s string) (ThemeName, error) {
	switch t := ThemeName(s); t {
	case Dark, Light, Mono:
		return t, nil
	}
	return Dark, fmt.Errorf("theme %q is none of light, dark, mono", s)
}

// Theme is every style and sign of the workbench. Meaning is never colour
// alone: a word or a sign carries it too.
type Theme struct {
	ink.Glyphs

	Text, Title, Muted, Border, Key ink.Style
	Tab, OpenTab                    ink.Style
	Message, Warning, Failure       ink.Style
	High, Medium, Low               ink.Style
	Spark                           ink.Style

	Table table.Styles
	JSON  jsonview.Styles
	marks string // the levels of a sparkline, lowest first
}

// newTheme makes a theme that draws without ever asking the terminal: its
// colours and background are decided here.
func newTheme(name ThemeName, ascii, noColor bool) Theme {
	r := lipgloss.NewRenderer(io.Discard)
	r.SetHasDarkBackground(name != Light)
	r.SetColorProfile(termenv.ANSI)
	mono := noColor || name == Mono
	plain := r.NewStyle()
	colour := func(number string, otherwise lipgloss.Style) ink.Style {
		if mono {
			return ink.New(otherwise)
		}
		return ink.New(plain.Foreground(lipgloss.Color(number)))
	}
	const red, magenta, cyan = "1", "5", "6"
	bold := plain.Bold(true)
	text := ink.New(plain)
	border := text
	if name == Dark && !mono {
		border = ink.New(plain.Faint(true))
	}
	hostile := colour(magenta, plain.Reverse(true)).Reverse()
	cursor := ink.New(plain.Reverse(true))
	t := Theme{
		Glyphs: ink.Unicode(),
		Text:   text, Title: ink.New(bold), Muted: border, Border: border, Key: ink.New(bold),
		Tab: text, OpenTab: ink.New(bold.Reverse(true)),
		Message: text, Warning: colour(magenta, bold), Failure: colour(red, bold),
		High: colour(red, bold).Bold(), Medium: colour(magenta, plain.Underline(true)), Low: colour(cyan, plain),
		Spark: colour(cyan, plain),
		Table: table.Styles{Header: ink.New(bold), Normal: text, Cursor: cursor, Cell: ink.New(bold.Underline(true)), Hostile: hostile},
		JSON: jsonview.Styles{
			Key: colour(cyan, plain), Value: text, Muted: border, Hint: colour(magenta, plain),
			Cursor: cursor, Match: ink.New(bold.Underline(true)), Hostile: hostile,
		},
		marks: "▁▂▃▄▅▆▇█",
	}
	if ascii {
		t.Glyphs, t.marks = ink.ASCII(), ".:-=+*#@"
	}
	return t
}

// severity gives the word and the style of a severity; a hunt without one
// says so.
func (t Theme) severity(s hunts.Severity) (safe.Text, ink.Style) {
	switch s {
	case hunts.High:
		return safe.Lit("HIGH"), t.High
	case hunts.Medium:
		return safe.Lit("MED"), t.Medium
	case hunts.Low:
		return safe.Lit("LOW"), t.Low
	case hunts.Informational:
		return safe.Lit("INFO"), t.Text
	}
	return safe.Lit("hunt"), t.Text
}
