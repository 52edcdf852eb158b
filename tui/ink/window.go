package ink

import "coldtrail/loader/safe"

// Window returns the first of rows rows that a window of page rows shows, and
// how many it shows. It begins at top if it can: the row cursor is always in
// it, and it is full when there are rows enough.
func Window(top, cursor, page, rows int) (first, shown int) {
	page = max(page, 1)
	first = min(max(top, cursor-page+1), cursor)
	first = max(0, min(first, rows-page))
	return first, min(page, rows-first)
}

// Span returns which of rows rows a window shows, such as "1–9 of 66".
func (g Glyphs) Span(first, shown, rows int) safe.Text {
	if shown == 0 {
		return safe.Lit("0 of 0")
	}
	return g.Text(safe.Sprintf("%s–%s of %s", safe.Int(first+1), safe.Int(first+shown), safe.Int(rows)))
}
