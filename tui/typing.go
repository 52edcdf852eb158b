package tui

import (
	"context"
	"strings"
	"time"

	"coldtrail/loader"
	"coldtrail/loader/kql"
	"coldtrail/loader/safe"
	"coldtrail/tui/filter"

	tea "github.com/charmbracelet/bubbletea"
)

// This file is how a list goes on while something is typed over it, and its
// row of filters.

// timed is a row source whose rows have a time that a window can be put round.
type timed interface{ When(row int) time.Time }

// openBar lets the analyst type.
func (l *list) openBar(b *bar) tea.Cmd {
	l.hold()
	l.bar = b
	return l.offer()
}

// askTime opens the bar for a window, round the row under the cursor.
func (l *list) askTime() tea.Cmd {
	rows, ok := l.rows.(timed)
	if !ok {
		return l.say(safe.Lit("a window is for events: Enter opens those of a row"))
	}
	clock := filter.Clock{Newest: l.dump.Report().Last, Zone: l.zone}
	if l.Row() >= 0 {
		clock.At = rows.When(l.Row())
	}
	text := "±15m"
	if l.ASCII {
		text = "+-15m"
	}
	return l.openBar(newBar(l.env, safe.Lit("time"), text, clock.ParseWindow))
}

// typed takes a key while the bar is open. The rows follow what is typed;
// leaving the bar gives back what was shown before.
func (l *list) typed(msg tea.KeyMsg) tea.Cmd {
	b := l.bar
	switch b.press(msg) {
	case left:
		l.bar = nil
		return l.arrange(l.latest(), l.view, l.job == nil)
	case entered:
		if b.err != nil {
			return nil // it says what is wrong
		}
		b.remember()
		l.bar = nil
		return l.filter(parts(b.query)...)
	}
	return tea.Batch(l.offer(), l.preview())
}

// preview shows what the list would be with the filter as it stands.
func (l *list) preview() tea.Cmd {
	v := l.view
	v.stack = v.stack.With(l.bar.query)
	if l.bar.err != nil || v.equal(l.wanted()) {
		return nil
	}
	return l.arrange(l.latest(), v, l.job == nil)
}

// offersMsg carries what can complete a text.
type offersMsg struct {
	number int
	slot   filter.Slot
	offers []offer
}

// mostOffers is how many completions are shown.
const mostOffers = 6

// offer looks, in a command, for what can complete the text.
func (l *list) offer() tea.Cmd {
	b := l.bar
	rows, ok := l.rows.(asker)
	if !b.completes || !ok || b.taken > 0 {
		return nil
	}
	b.number++
	number, dump, ctx := b.number, l.dump, l.ctx
	slot := filter.SlotAt(b.input.value(), b.cursor())
	return func() tea.Msg {
		return offersMsg{number, slot, offers(ctx, dump, rows, slot)}
	}
}

// valuer is a row source that knows the values of its fields without being
// asked row by row.
type valuer interface {
	CountValues(ctx context.Context, d *loader.Dataset, field string, fits func(string) bool) []loader.Counted
}

// offers gives the names of fields, or the values of one with their counts.
func offers(ctx context.Context, d *loader.Dataset, rows asker, slot filter.Slot) []offer {
	var list []offer
	typed := strings.ToLower(slot.Typed)
	fits := func(v string) bool { return strings.Contains(strings.ToLower(v), typed) }
	if slot.Field == "" {
		if typed == "" {
			return nil
		}
		for _, name := range filter.Fields(rows.Fields(), typed) {
			list = append(list, offer{text: name + ":"})
		}
	}
	field := slot.Field
	v, ok := rows.(valuer)
	switch {
	case !ok:
		for _, c := range countRows(ctx, rows, field, fits) {
			list = append(list, offer{kql.Is(c.field, c.value).String(), c.rows})
		}
	case field == "": // a word: what it may be part of
		field = loader.RelatedEntity
		fallthrough
	default:
		for _, c := range v.CountValues(ctx, d, field, fits) {
			list = append(list, offer{kql.Is(field, c.Value).String(), c.Events})
		}
	}
	return list[:min(len(list), mostOffers)]
}

// parts are the conditions that become chips: a window is one.
func parts(q kql.Query) []kql.Query {
	if filter.IsWindow(q) {
		return []kql.Query{q}
	}
	return q.Parts()
}
