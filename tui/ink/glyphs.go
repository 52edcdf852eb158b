package ink

import "coldtrail/loader/safe"

// Glyphs holds the signs that the program itself draws, each one cell wide.
type Glyphs struct {
	// ASCII says that the terminal draws only ASCII: every text has to pass
	// Text before it is measured, cut or drawn.
	ASCII bool

	Cursor, Mark, Hostile safe.Text // gutter of a row: ▶ ● ¶
	Hit                   safe.Text // there too: ◆, an event that a hunt matched
	Open, Closed          safe.Text // ▾ ▸
	Down, Up              safe.Text // ▼ ▲, order of a sort
	Link                  safe.Text // ↗, an entity to pivot on
	Ellipsis              safe.Text
	HLine, VLine          safe.Text // rules between panes

	single, double border
}

// border holds what a frame is drawn with.
type border struct {
	h, v, topLeft, topRight, bottomLeft, bottomRight safe.Text
}

// Unicode returns the signs for a terminal that draws Unicode.
func Unicode() Glyphs {
	return Glyphs{
		Hit:    safe.Lit("◆"),
		Cursor: safe.Lit("▶"), Mark: safe.Lit("●"), Hostile: safe.Lit("¶"),
		Open: safe.Lit("▾"), Closed: safe.Lit("▸"),
		Down: safe.Lit("▼"), Up: safe.Lit("▲"),
		Link: safe.Lit("↗"), Ellipsis: safe.Lit("…"),
		HLine: safe.Lit("─"), VLine: safe.Lit("│"),
		single: border{
			h: safe.Lit("─"), v: safe.Lit("│"),
			topLeft: safe.Lit("┌"), topRight: safe.Lit("┐"), bottomLeft: safe.Lit("└"), bottomRight: safe.Lit("┘"),
		},
		double: border{
			h: safe.Lit("═"), v: safe.Lit("║"),
			topLeft: safe.Lit("╔"), topRight: safe.Lit("╗"), bottomLeft: safe.Lit("╚"), bottomRight: safe.Lit("╝"),
		},
	}
}

// ASCII returns the signs for a terminal that draws only ASCII.
func ASCII() Glyphs {
	plus, bar := safe.Lit("+"), safe.Lit("|")
	return Glyphs{
		ASCII:  true,
		Hit:    safe.Lit("#"),
		Cursor: safe.Lit(">"), Mark: safe.Lit("*"), Hostile: safe.Lit("!"),
		Open: safe.Lit("-"), Closed: safe.Lit("+"),
		Down: safe.Lit("v"), Up: safe.Lit("^"),
		Link: safe.Lit(">"), Ellipsis: safe.Lit("~"),
		HLine: safe.Lit("-"), VLine: bar,
		single: border{h: safe.Lit("-"), v: bar, topLeft: plus, topRight: plus, bottomLeft: plus, bottomRight: plus},
		double: border{h: safe.Lit("="), v: bar, topLeft: plus, topRight: plus, bottomLeft: plus, bottomRight: plus},
	}
}

// Text returns t in a form that the terminal draws.
func (g Glyphs) Text(t safe.Text) safe.Text {
	if g.ASCII {
		return t.ASCII()
	}
	return t
}
