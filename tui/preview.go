package tui

import (
	"coldtrail/loader"
	"coldtrail/loader/safe"
	"coldtrail/tui/ink"
	"coldtrail/tui/table"
)

// preview shows the first events of a list below what they belong to. It has
// no cursor: Enter opens them.
type preview struct{ *env }

func (p preview) view(ids []loader.ID, w, h int) string {
	rows := eventRows{p.env, p.dump, ids}
	glyphs := p.Glyphs
	glyphs.Cursor = safe.Lit(" ")
	t := table.New(eventColumns(), rows, p.previewStyles(), glyphs)
	t.SetSize(w, h-1)
	title := safe.Sprintf(" Events behind it: %s ", p.count(len(ids)))
	return new(ink.Line).Add(p.Theme.Title, p.Glyphs.Text(title)).Fit(w) + "\n" + t.View()
}

// previewStyles draws the cursor's row like any other.
func (p preview) previewStyles() table.Styles {
	st := p.Theme.Table
	st.Cursor, st.Cell = p.Text, p.Text
	return st
}
