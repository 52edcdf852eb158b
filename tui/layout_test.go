package tui

import (
	"fmt"
	"strings"
	"testing"
)

// art draws a layout with a character for four columns and two rows: every
// pane as a box with its size in cells, the rows that App draws by itself as
// their names.
func art(l Layout, w, h int) string {
	if l.TooSmall {
		return "too small"
	}
	canvas := make([][]rune, h/2)
	for y := range canvas {
		canvas[y] = []rune(strings.Repeat(" ", w/4))
	}
	write := func(x, y int, text string) {
		for i, r := range []rune(text) {
			if y < len(canvas) && x+i < len(canvas[y]) {
				canvas[y][x+i] = r
			}
		}
	}
	write(0, 0, "tabs")
	write(0, l.Message/2, "footer")
	for _, pane := range []struct {
		name string
		at   Rect
	}{{"body", l.Body}, {"notes", l.Notes}} {
		r := pane.at
		if r.W == 0 {
			continue
		}
		left, top, right, bottom := r.X/4, r.Y/2, (r.X+r.W)/4-1, (r.Y+r.H)/2-1
		for y := top; y <= bottom; y++ {
			write(left, y, "|"+strings.Repeat(" ", right-left-1)+"|")
		}
		write(left, top, "+"+strings.Repeat("-", right-left-1)+"+")
		write(left, bottom, "+"+strings.Repeat("-", right-left-1)+"+")
		write(left+1, top, pane.name)
		write(left+1, top+1, fmt.Sprintf("%d×%d", r.W, r.H))
	}
	if l.Framed {
		write(6, 0, "framed")
	}
	var b strings.Builder
	for _, row := range canvas {
		b.WriteString("\n" + strings.TrimRight(string(row), " "))
	}
	return b.String()
}

func TestArrange(t *testing.T) {
	tests := []struct {
		w, h int
		show Show
		want string
	}{
		{39, 60, BelowNotes, "too small"},
		{200, 13, BelowNotes, "too small"},
		{1, 1, NoNotes, "too small"},
		{40, 14, NoNotes, `
tabs
+body----+
|40×10   |
|        |
|        |
+--------+
footer`},
		{40, 14, BelowNotes, `
tabs
+body----+
|40×10   |
|        |
|        |
+--------+
footer`},
		{40, 14, FullNotes, `
tabs
+notes---+
|40×10   |
|        |
|        |
+--------+
footer`},
		{60, 22, BelowNotes, `
tabs
+body---------+
|60×10        |
|             |
|             |
+-------------+
+notes--------+
|60×8         |
|             |
+-------------+
footer`},
		{80, 20, BelowNotes, `
tabs
+body--------------+
|80×16             |
|                  |
|                  |
|                  |
|                  |
|                  |
+------------------+
footer`},
		{80, 24, SideNotes, `
tabs
+body--------------+
|80×20             |
|                  |
|                  |
|                  |
|                  |
|                  |
|                  |
|                  |
+------------------+
footer`},
		{80, 24, BelowNotes, `
tabs
+body--------------+
|80×12             |
|                  |
|                  |
|                  |
+------------------+
+notes-------------+
|80×8              |
|                  |
+------------------+
footer`},
		{80, 24, FullNotes, `
tabs
+notes-------------+
|80×20             |
|                  |
|                  |
|                  |
|                  |
|                  |
|                  |
|                  |
+------------------+
footer`},
		{100, 24, SideNotes, `
tabs  framed
+body----------++notes--+
|67×20         ||33×20  |
|              ||       |
|              ||       |
|              ||       |
|              ||       |
|              ||       |
|              ||       |
|              ||       |
+--------------++-------+
footer`},
		{120, 40, BelowNotes, `
tabs  framed
+body--------------++notes---+
|80×36             ||40×36   |
|                  ||        |
|                  ||        |
|                  ||        |
|                  ||        |
|                  ||        |
|                  ||        |
|                  ||        |
|                  ||        |
|                  ||        |
|                  ||        |
|                  ||        |
|                  ||        |
|                  ||        |
|                  ||        |
|                  ||        |
+------------------++--------+
footer`},
		{200, 60, SideNotes, `
tabs  framed
+body-------------------------------++notes------+
|150×56                             ||50×56      |
|                                   ||           |
|                                   ||           |
|                                   ||           |
|                                   ||           |
|                                   ||           |
|                                   ||           |
|                                   ||           |
|                                   ||           |
|                                   ||           |
|                                   ||           |
|                                   ||           |
|                                   ||           |
|                                   ||           |
|                                   ||           |
|                                   ||           |
|                                   ||           |
|                                   ||           |
|                                   ||           |
|                                   ||           |
|                                   ||           |
|                                   ||           |
|                                   ||           |
|                                   ||           |
|                                   ||           |
|                                   ||           |
+-----------------------------------++-----------+
footer`},
	}
	for _, tt := range tests {
		if got := art(Arrange(tt.w, tt.h, tt.show), tt.w, tt.h); got != tt.want {
			t.Errorf("%d×%d, show %d:%s\nwant%s", tt.w, tt.h, tt.show, got, tt.want)
		}
	}
}

func TestSpare(t *testing.T) {
	below := Arrange(80, 24, BelowNotes)
	tests := map[string]struct {
		of   Layout
		need int
		want Layout
	}{
		"rows to spare":          {below, 10, Layout{Body: Rect{0, 2, 80, 10}, Notes: Rect{0, 12, 80, 10}, Message: 22, Footer: 23}},
		"most of them":           {below, 3, Layout{Body: Rect{0, 2, 80, 8}, Notes: Rect{0, 10, 80, 12}, Message: 22, Footer: 23}},
		"none":                   {below, 12, below},
		"too few":                {below, 60, below},
		"no notes":               {Arrange(80, 24, NoNotes), 3, Arrange(80, 24, NoNotes)},
		"notes alone":            {Arrange(80, 24, FullNotes), 3, Arrange(80, 24, FullNotes)},
		"notes at the side":      {Arrange(120, 40, BelowNotes), 3, Arrange(120, 40, BelowNotes)},
		"a terminal too small":   {Arrange(30, 6, BelowNotes), 3, Arrange(30, 6, BelowNotes)},
		"a screen of that size":  {Arrange(60, 22, BelowNotes), 10, Arrange(60, 22, BelowNotes)},
		"a terminal with no end": {Arrange(80, 200, BelowNotes), 20, Layout{Body: Rect{0, 2, 80, 20}, Notes: Rect{0, 22, 80, 176}, Message: 198, Footer: 199}},
	}
	for name, tt := range tests {
		if got := tt.of.Spare(tt.need); got != tt.want {
			t.Errorf("%s: %+v, want %+v", name, got, tt.want)
		}
	}
}

// TestArrangeCoversEverySize: panes lie between the rows that App draws, beside
// or below each other, with no cell between them and none twice.
func TestArrangeCoversEverySize(t *testing.T) {
	for _, show := range []Show{NoNotes, SideNotes, BelowNotes, FullNotes} {
		for w := minWidth; w <= 200; w++ {
			for h := minHeight; h <= 60; h++ {
				l := Arrange(w, h, show)
				cells := l.Body.W*l.Body.H + l.Notes.W*l.Notes.H
				if cells != w*(h-4) || l.Message != h-2 || l.Footer != h-1 {
					t.Fatalf("%d×%d, show %d: %+v takes %d cells", w, h, show, l, cells)
				}
				for _, r := range []Rect{l.Body, l.Notes} {
					if r != (Rect{}) && (r.X < 0 || r.Y < 2 || r.W < 20 || r.H < notesRows || r.X+r.W > w || r.Y+r.H > l.Message) {
						t.Fatalf("%d×%d, show %d: %+v is out of place", w, h, show, r)
					}
				}
				if l.Body.W == 0 && show != FullNotes {
					t.Fatalf("%d×%d, show %d: no room for the screen", w, h, show)
				}
			}
		}
	}
}

// TestEveryTabIsInSight on the smallest terminal, whichever is open.
func TestEveryTabIsInSight(t *testing.T) {
	b := start(t, minWidth, minHeight)
	for tab, name := range map[string]string{"1": "1 Hunts", "2": "2 Timeline", "3": "3 Entities", "5": "5 Load"} {
		row, _, _ := strings.Cut(b.Press(tab).Screen(), "\n")
		for _, key := range []string{" 1 ", " 2 ", " 3 ", " 5 ", name} {
			if !strings.Contains(row, key) {
				t.Errorf("%s is not in %q", key, row)
			}
		}
	}
}
