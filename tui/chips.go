package tui

import (
	"slices"
	"strings"

	"coldtrail/loader"
	"coldtrail/loader/safe"
	"coldtrail/tui/filter"
	"coldtrail/tui/ink"
)

// This file is the row of filters over a list, and what its numbers say.

// filterRows is how many rows the filters take: none where there are none and
// the rows are few.
func (l *list) filterRows() int {
	const roomy = 12
	_, ok := l.rows.(asker)
	if !ok || l.h < 2 || l.h < roomy && l.bar == nil && l.view.stack.Len() == 0 {
		return 0
	}
	return 1
}

// filterRow shows the bar, or the filters as chips, and how many rows they leave.
func (l *list) filterRow() string {
	right := new(ink.Line).Add(l.Text, l.Glyphs.Text(l.share()).Plus(safe.Lit(" ")))
	if l.bar != nil {
		return l.bar.line(l.w, right)
	}
	left := new(ink.Line).Add(l.Muted, safe.Lit(" filter: "))
	switch {
	case l.err != nil:
		left.Add(l.Failure, l.Glyphs.Text(safe.Err(l.err)))
	case l.view.stack.Len() == 0:
		left.Add(l.Muted, safe.Lit("none"))
		right = new(ink.Line).Add(l.Muted, safe.Lit("/ type one  + - this cell  v values "))
	default:
		l.chips(left, l.w-right.Width()-1)
	}
	return ink.Ends(left, right, l.w)
}

// chips draws the filters as far as there is room, the newest in any case.
func (l *list) chips(line *ink.Line, w int) {
	if l.view.stack.AllOff() {
		line.Add(l.Warning, safe.Lit("all off "))
	}
	chips := l.view.stack.Chips()
	texts := make([]safe.Text, len(chips))
	room := w - line.Width()
	const roomy, slim = 40, 18 // cells of a chip
	sum := 0
	for _, width := range []int{roomy, (roomy + slim) / 2, slim} {
		sum = 0
		for i, c := range chips {
			texts[i] = l.chip(c, width)
			sum += texts[i].Width()
		}
		if sum <= room {
			break
		}
	}
	first := 0
	const more = 8 // cells of "+12: F "
	for sum > room-more && first < len(chips)-1 && sum > room {
		sum -= texts[first].Width()
		first++
	}
	if first > 0 {
		line.Add(l.Text, safe.Sprintf("+%s: F ", safe.Int(first)))
	}
	for i := first; i < len(chips); i++ {
		style := l.Title
		if chips[i].Off || l.view.stack.AllOff() {
			style = l.Muted
		}
		line.Add(style, texts[i])
	}
}

// chip is a filter in few words; one that is off says so. Of a window both ends
// are told.
func (l *list) chip(c filter.Chip, w int) safe.Text {
	const window = 36
	if filter.IsWindow(c.Query) {
		w = max(w, window)
	}
	text := l.Glyphs.Text(safe.CellCut(filter.Label(c.Query, l.zone, l.dump.ShortARN), w))
	if c.Off || l.view.stack.AllOff() {
		return safe.Sprintf("(%s off) ", text)
	}
	return safe.Sprintf("[%s] ", text)
}

// share says how many rows the filters leave, and whether that is final.
func (l *list) share() safe.Text {
	total := l.rows.Len()
	switch j := l.job; {
	case j != nil && j.reading.Load():
		words := safe.Sprintf("≥%s … %s%%", safe.Int(int(j.found.Load())), safe.Int(int(100*j.done.Load()/max(j.total.Load(), 1))))
		if l.bar == nil { // else it discards what is typed
			words = words.Plus(safe.Lit(" ^C stops"))
		}
		return words
	case j != nil:
		return safe.Lit("…")
	case l.matched == nil:
		return l.count(total)
	case l.partial:
		return safe.Sprintf("≥%s of %s, stopped", safe.Int(len(l.matched)), safe.Int(total))
	}
	return l.orMore(safe.Sprintf("%s of %s", safe.Int(len(l.matched)), safe.Int(total)))
}

// counts says how many rows are shown, and of how many.
func (l *list) counts(noun safe.Text) safe.Text {
	switch {
	case !l.ready && l.err == nil:
		return safe.Lit("looking …")
	case l.matched == nil:
		return plural(l.rows.Len(), noun)
	case l.partial:
		return safe.Lit("≥").Plus(plural(len(l.matched), noun))
	}
	return plural(len(l.matched), noun)
}

// whyEmpty says why a list shows no row, and what can be done about it.
func (l *list) whyEmpty() []safe.Text {
	one := func(t safe.Text) []safe.Text { return []safe.Text{t} }
	switch {
	case l.err != nil:
		return one(safe.Err(l.err))
	case !l.ready || l.job != nil:
		return one(safe.Lit("looking …"))
	case l.of.stack.Query().All():
		return one(safe.Lit("Nothing here."))
	case l.growing():
		return one(safe.Lit("Nothing that was read so far fits."))
	}
	if l.bar != nil {
		why := []safe.Text{safe.Sprintf("0 of %s fit what is typed. Esc discards it.", safe.Int(l.rows.Len()))}
		return append(why, l.mistaken(l.bar.query.FieldNames()))
	}
	chips := l.of.stack.Chips()
	last := filter.Label(chips[len(chips)-1].Query, l.zone, l.dump.ShortARN)
	why := []safe.Text{
		safe.Sprintf(`0 of %s: \ turns the filters off, X clears them, u undoes the last act.`, safe.Int(l.rows.Len())),
		safe.Sprintf("The last one: %s", safe.CellCut(strings.TrimSpace(last), 80)),
	}
	if hint := l.mistaken(l.of.stack.Query().FieldNames()); !hint.Empty() {
		why = append(why, hint)
	}
	return why
}

// mistaken says how the fields of a query that matches nothing may not be what
// was meant: one that is no field, or a value with other capitals.
func (l *list) mistaken(asked []string) safe.Text {
	rows, ok := l.rows.(asker)
	if !ok {
		return safe.Text{}
	}
	hint, fields := safe.Text{}, rows.Fields()
	ofRecords := slices.Contains(fields, loader.RelatedEntity)
	for _, name := range asked {
		switch {
		case name == "", name == "@timestamp": // a word; a window
		case slices.Contains(fields, name):
			hint = safe.Lit("A field's value is compared with its capitals; a word without a field is not.")
		case ofRecords:
			return safe.Sprintf("%s is no ECS name: it was looked for as a path in the record.", safe.CellCut(name, 60))
		default:
			return safe.Sprintf("%s is no field of these rows.", safe.CellCut(name, 60))
		}
	}
	return hint
}
