package safe

import (
	"strconv"
	"strings"
)

// Text is text that may be shown; only this package makes one. The zero value
// is the empty text.
type Text struct {
	s       string
	hostile bool
	ascii   bool // for a terminal that draws only ASCII: Cut must know
}

// literal is the type of our own words. It is unexported so that no variable
// of another package can be converted to it: there, only an untyped constant
// fits, and that is in the source for all to read.
type literal string

// Lit returns our own words, a constant in the caller's source. They pass the
// gate like any other text, so that a slip there is shown and does no harm.
func Lit(s literal) Text { return Cell(string(s)) }

// Path returns the path or the name of a file.
func Path(p string) Text { return Cell(p) }

// Err returns what err says; nil gives the empty text.
func Err(err error) Text {
	if err == nil {
		return Text{}
	}
	return Cell(err.Error())
}

// Int returns n in decimal with its thousands set apart: 1,234,567.
func Int(n int) Text {
	s := strconv.Itoa(n)
	first := 0
	if n < 0 {
		first = 1
	}
	for i := len(s) - 3; i > first; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return Text{s: s}
}

// Sprintf returns format with each %s replaced by the next argument and %%
// by a percent sign. It knows no other verb and leaves them as they are, and
// so a %s that lacks its argument; arguments too many are put at the end.
func Sprintf(format literal, args ...Text) Text {
	rest := Lit(format).s
	var parts []Text
	for {
		before, after, found := strings.Cut(rest, "%")
		parts = append(parts, Text{s: before})
		if !found {
			return Join(Text{}, append(parts, args...)...)
		}
		switch {
		case strings.HasPrefix(after, "%"):
			after = after[1:]
			parts = append(parts, Text{s: "%"})
		case strings.HasPrefix(after, "s") && len(args) > 0:
			after = after[1:]
			parts = append(parts, args[0])
			args = args[1:]
		default:
			parts = append(parts, Text{s: "%"})
		}
		rest = after
	}
}

// Join returns the parts with sep between them.
func Join(sep Text, parts ...Text) Text {
	var out Text
	var b strings.Builder
	for i, p := range parts {
		if i > 0 {
			out = out.flagged(sep)
			b.WriteString(sep.s)
		}
		out = out.flagged(p)
		b.WriteString(p.s)
	}
	return out.with(b.String())
}

// Plus returns t followed by more, with nothing between.
func (t Text) Plus(more ...Text) Text {
	tail := Join(Text{}, more...)
	return t.flagged(tail).with(t.s + tail.s)
}

// flagged returns t with the flags of u added.
func (t Text) flagged(u Text) Text {
	t.hostile = t.hostile || u.hostile
	t.ascii = t.ascii || u.ascii
	return t
}

// with returns s with the flags of t. Here, as in every composite, s must be
// made of texts.
func (t Text) with(s string) Text {
	t.s = s
	return t
}

// String returns the text for the terminal or the report.
func (t Text) String() string { return t.s }

// Empty reports whether there is nothing to show.
func (t Text) Empty() bool { return t.s == "" }

// Hostile reports whether something had to be made visible. A part that was
// cut from a hostile text is hostile too: its reader should know.
func (t Text) Hostile() bool { return t.hostile }

// Upper returns the text in capitals, for headings.
func (t Text) Upper() Text {
	up := Cell(strings.ToUpper(t.s))
	return t.flagged(up).with(up.s)
}
