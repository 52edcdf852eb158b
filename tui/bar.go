package tui

import (
	"errors"
	"slices"
	"strings"

	"coldtrail/loader/kql"
	"coldtrail/loader/safe"
	"coldtrail/tui/filter"
	"coldtrail/tui/ink"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"
)

// bar is a line that is typed: a filter or a window of time, with what can
// complete it and what is wrong with it.
type bar struct {
	*env
	input editor
	label safe.Text
	parse func(text string) (kql.Query, error)
	query kql.Query // the latest that could be read
	err   error     // why what stands there cannot be read

	completes bool
	number    int // of the offers that were asked for
	slot      filter.Slot
	offers    []offer
	taken     int // offers that were taken one after the other; 0 is none

	log  *[]string // what is typed is remembered there; nil where it is not
	past []string  // what was typed before, the latest last
	at   int       // index into past; len(past) is what is being typed
}

// offer is something that can be typed.
type offer struct {
	text   string // as it would be typed
	events int    // that have it; 0 for the name of a field
}

// newBar makes a bar for texts that parse reads.
func newBar(e *env, label safe.Text, text string, parse func(string) (kql.Query, error)) *bar {
	b := &bar{env: e, label: label, parse: parse, input: newEditor(text)}
	b.read()
	return b
}

// newFilterBar makes a bar for filters, with the text of one.
func newFilterBar(e *env, q kql.Query) *bar {
	b := newBar(e, safe.Lit("/"), q.String(), kql.ParseLenient)
	b.completes = true
	b.remembers(e.typedFilters)
	return b
}

// remembers makes what was typed before come again, and what is typed now later.
func (b *bar) remembers(log *[]string) {
	b.log, b.past, b.at = log, *log, len(*log)
}

// read reads what stands in the bar; the query stays what it was while that is
// no query.
func (b *bar) read() {
	q, err := b.parse(b.input.value())
	if b.err = err; err == nil {
		b.query = q
	}
}

// typed is what a key did to a bar.
type typedKey uint8

const (
	edited  typedKey = iota // the text, or nothing that matters
	entered                 // it is done
	left                    // it is given up
)

// press lets a key edit the line.
func (b *bar) press(msg tea.KeyMsg) typedKey {
	k := b.keys
	switch {
	case key.Matches(msg, k.Enter):
		return entered
	case key.Matches(msg, k.Back, k.Stop):
		return left
	case key.Matches(msg, k.HalfUp):
		b.set("")
	case msg.Type == tea.KeyUp:
		b.recall(-1)
	case msg.Type == tea.KeyDown:
		b.recall(+1)
	case key.Matches(msg, k.Focus):
		b.complete()
	default:
		b.input.press(msg)
		b.taken = 0
	}
	b.read()
	return edited
}

// help is what the keys do that are no text; enter is the word for Enter.
func (b *bar) help(enter string) []key.Binding {
	return []key.Binding{
		named(b.keys.Enter, enter), off(named(b.keys.Focus, "complete"), !b.completes),
		off(bind("↑ ↓", "typed before", "up", "down"), len(b.past) == 0), named(b.keys.HalfUp, "clear"),
	}
}

func (b *bar) set(text string) {
	b.input.set(text)
	b.taken = 0
}

// recall goes through what was typed before.
func (b *bar) recall(step int) {
	at := b.at + step
	if at < 0 || at > len(b.past) {
		return
	}
	b.at = at
	if at == len(b.past) {
		b.set("")
		return
	}
	b.set(b.past[at])
}

// remember keeps what was typed for the bars to come.
func (b *bar) remember() {
	text := strings.TrimSpace(b.input.value())
	if text == "" || b.log == nil {
		return
	}
	past := slices.DeleteFunc(slices.Clone(*b.log), func(old string) bool { return old == text })
	*b.log = append(past, text)
}

// offered takes what can complete the text.
func (b *bar) offered(m offersMsg) {
	if m.number == b.number {
		b.slot, b.offers = m.slot, m.offers
	}
}

// complete takes the first offer, and at once again the next one.
func (b *bar) complete() {
	if len(b.offers) == 0 {
		return
	}
	o := b.offers[b.taken%len(b.offers)].text
	text, at := b.slot.Take(b.input.value(), o)
	b.input.set(text)
	b.input.at = at
	b.slot.To = b.slot.From + len(o)
	b.taken++
}

// line draws the bar in w cells, the place where is typed always in view.
func (b *bar) line(w int, right *ink.Line) string {
	text, at := b.input.text, b.input.at
	under, after := safe.Lit(" "), safe.Text{}
	if at < len(text) {
		under, after = safe.Cell(string(text[at])), safe.Cell(string(text[at+1:]))
	}
	left := new(ink.Line).Add(b.Key, safe.Lit(" ").Plus(b.label, safe.Lit(" ")))
	room := max(w-right.Width()-left.Width()-2, 1)
	left.Add(b.Text, b.Glyphs.Text(safe.Cell(string(text[:at]))).CutHead(room)).
		Add(b.Theme.Table.Cursor, b.Glyphs.Text(under)).
		Add(b.Text, b.Glyphs.Text(after))
	return ink.Ends(left, right, w)
}

// below draws, in no more than h lines, what is wrong with the text, under the
// character that is, or what can complete it.
func (b *bar) below(w, h int) []string {
	var lines []string
	if b.err != nil {
		lines = append(lines, b.complaint(w))
	}
	for i, o := range b.offers {
		sign := safe.Lit("  ")
		if b.taken > 0 && (b.taken-1)%len(b.offers) == i {
			sign = b.Glyphs.Closed.Plus(safe.Lit(" "))
		}
		l := new(ink.Line).Add(b.Key, safe.Lit("   ").Plus(sign)).Add(b.Text, b.Glyphs.Text(safe.CellCut(o.text, w)).CutHead(max(w-20, 8)))
		right := new(ink.Line)
		if o.events > 0 {
			right.Add(b.Text, safe.Int(o.events).Plus(safe.Lit(" ")))
		}
		lines = append(lines, ink.Ends(l, right, w))
	}
	if len(b.offers) > 0 {
		lines = append(lines, b.Rule(b.Border, safe.Lit("Tab takes it, again the next "), w))
	}
	if len(lines) > h {
		lines = lines[:h]
	}
	return lines
}

// complaint says what is wrong, with a sign under the character.
func (b *bar) complaint(w int) string {
	indent := 2 + b.label.Width()
	message := safe.Err(b.err)
	var syntax *kql.SyntaxError
	if errors.As(b.err, &syntax) {
		text := b.input.text
		indent += safe.Cell(string(text[:min(syntax.Column, len(text))])).Width()
		message = safe.Cell(syntax.Error())
	}
	message = b.Glyphs.Text(message)
	pointer := safe.Lit("^ ")
	if indent+pointer.Width()+message.Width() > w { // then the message stands before its sign
		indent = min(indent, w-1)
		before := message.Cut(max(indent-2, 1))
		if indent < w/2 {
			return new(ink.Line).Pad(indent).Add(b.Failure, pointer.Plus(message)).Fit(w)
		}
		return new(ink.Line).Pad(indent-1-before.Width()).Add(b.Failure, before.Plus(safe.Lit(" ^"))).Fit(w)
	}
	return new(ink.Line).Pad(indent).Add(b.Failure, pointer.Plus(message)).Fit(w)
}

// cursor is the place in the text where is typed, in bytes.
func (b *bar) cursor() int {
	return len(string(b.input.text[:b.input.at]))
}
