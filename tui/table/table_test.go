package table

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"coldtrail/loader/safe"
	"coldtrail/tui/ink"
	"coldtrail/tui/tuitest"

	"github.com/charmbracelet/lipgloss"
	"github.com/charmbracelet/x/ansi"
	"github.com/muesli/termenv"
)

// cells is a row source; asked is every row that became text.
type cells struct {
	rows  [][]string
	asked map[int]bool
}

func (c *cells) Len() int { return len(c.rows) }

func (c *cells) Cell(row, col int) safe.Text {
	if c.asked != nil {
		c.asked[row] = true
	}
	return safe.Cell(c.rows[row][col])
}

func (c *cells) Style(row, col int) ink.Style {
	if c.rows[row][col] == "FAIL" {
		return ink.New(colours().NewStyle().Foreground(lipgloss.Color("1")))
	}
	return ink.Style{}
}

func (c *cells) Mark(row int) (safe.Text, ink.Style) {
	if row == 2 {
		return safe.Lit("●"), ink.Style{}
	}
	return safe.Text{}, ink.Style{}
}

// colours returns a renderer that draws colours, with no terminal asked.
func colours() *lipgloss.Renderer {
	r := lipgloss.NewRenderer(nil)
	r.SetColorProfile(termenv.ANSI)
	return r
}

func styles() Styles {
	plain := colours().NewStyle()
	return Styles{
		Header: ink.New(plain.Bold(true)), Normal: ink.New(plain), Cursor: ink.New(plain.Reverse(true)),
		Cell: ink.New(plain.Underline(true)), Hostile: ink.New(plain.Foreground(lipgloss.Color("5"))),
	}
}

func sessions() *cells {
	return &cells{rows: [][]string{
		{"i-0bad1dea5eed00d42", "EC2-App-Role/i-0023b8c1e392456de", "AssumedRole", "ok", "19", "10-22 05:34"},
		{"i-000822e8f6c031199", "user/carol", "IAMUser", "ok", "8", "10-28 02:29"},
		{"i-009a1de64815ef6d1", "user/alice", "IAMUser", "FAIL", "7", "10-21 09:30"},
		{"i-003eb13b946685257", "user/b\x1bb", "IAMUser", "ok", "7", "10-19 05:27"},
	}}
}

func sessionColumns() []Column {
	return []Column{
		{Title: safe.Lit("TARGET_INSTANCE"), Min: 19},
		{Title: safe.Lit("PRINCIPAL"), Min: 12, HeadCut: true},
		{Title: safe.Lit("TYPE"), Min: 7, Drop: 1},
		{Title: safe.Lit("OUT"), Min: 4},
		{Title: safe.Lit("N"), Min: 3, Right: true},
		{Title: safe.Lit("LAST"), Min: 11},
	}
}

func numbers(n int) *cells {
	c := &cells{}
	for i := range n {
		c.rows = append(c.rows, []string{fmt.Sprint("row ", i)})
	}
	return c
}

func plainText(view string) string { return "\n" + ansi.Strip(view) }

func TestView(t *testing.T) {
	m := New(sessionColumns(), sessions(), styles(), ink.Unicode())
	m.SetSorts(Sort{4, true})
	tests := []struct {
		w, h int
		want string
	}{
		{80, 6, `
   TARGET_INSTANCE      PRINCIPAL             TYPE         OUT   N▼  LAST       ·
▶  i-0bad1dea5eed00d42  …i-0023b8c1e392456de  AssumedRole  ok    19  10-22 05:34·
   i-000822e8f6c031199  user/carol            IAMUser      ok     8  10-28 02:29·
 ● i-009a1de64815ef6d1  user/alice            IAMUser      FAIL   7  10-21 09:30·
  ¶i-003eb13b946685257  user/b␛b              IAMUser      ok     7  10-19 05:27·
                                                                                ·`},
		{66, 2, `
   TARGET_INSTANCE      PRINCIPAL             OUT  N▼  LAST       ·
▶  i-0bad1dea5eed00d42  …i-0023b8c1e392456de  ok   19  10-22 05:34·`},
		{40, 7, `
▶ i-0bad1dea5eed00d42    19  10-22 05:34·
   …0023b8c1e392456de  AssumedRole  ok  ·
  i-000822e8f6c031199     8  10-28 02:29·
   user/carol          IAMUser      ok  ·
 ●i-009a1de64815ef6d1     7  10-21 09:30·
   user/alice          IAMUser      FAIL·
                                        ·`},
	}
	for _, tt := range tests {
		m.SetSize(tt.w, tt.h)
		got := plainText(m.View())
		if got != strings.ReplaceAll(tt.want, "·", "") {
			t.Errorf("at %d×%d:%s\nwant%s", tt.w, tt.h, got, tt.want)
		}
	}
}

// sentences are rows of which those without a number are sentences.
type sentences struct{ *cells }

func (s sentences) RunsOn(row int) bool { return s.rows[row][1] == "" }

func TestSentencesRunOn(t *testing.T) {
	rows := sentences{&cells{rows: [][]string{
		{"AS TARGET (what was done to it)", "", "", ""},
		{"StartSession", "19", "", "10-22 05:34"},
		{"ended: by user/carol, after 35 minutes", "", "", "10-22 06:09"},
	}}}
	m := New([]Column{{Title: safe.Lit("WHAT"), Min: 12}, {Title: safe.Lit("N"), Min: 4, Right: true}, {Title: safe.Lit("FAIL"), Min: 4, Right: true}, {Title: safe.Lit("LAST"), Min: 11}},
		rows, styles(), ink.Unicode())
	m.SetSize(45, 4)
	want := strings.ReplaceAll(`
   WHAT             N  FAIL  LAST            ·
▶  AS TARGET (what was done to it)           ·
   StartSession    19        10-22 05:34     ·
 ● ended: by user/carol, a…  10-22 06:09     ·`, "·", "")
	if got := plainText(m.View()); got != want {
		t.Errorf("got%s\nwant%s", got, want)
	}
}

func TestCursorRowIsReverseOverTheWholeWidth(t *testing.T) {
	m := New(sessionColumns(), sessions(), styles(), ink.Unicode())
	m.SetSize(90, 6)
	m.Select(2)
	m.SelectCol(0)
	lines := strings.Split(m.View(), "\n")
	for i, line := range lines {
		if got := strings.Contains(line, "\x1b[7"); got != (i == 3) {
			t.Errorf("line %d: reverse is %v: %q", i, got, line)
		}
	}
	for _, part := range strings.Split(lines[3], "\x1b[0m") {
		if part != "" && !strings.HasPrefix(part, "\x1b[7") && !strings.HasPrefix(part, "\x1b[4;7") {
			t.Errorf("%q is not in reverse", part)
		}
	}
	if !strings.Contains(lines[3], "\x1b[7;31mFAIL") {
		t.Errorf("the failure lost its colour: %q", lines[3])
	}
}

func TestEverySize(t *testing.T) {
	hostile := &cells{rows: [][]string{
		{"東京\x1b]0;title\a", "\u202eabc", strings.Repeat("東", 90), "e\u0301", "\u009b31m", "🙂\xff"},
		{"", "", "", "", "", ""}, {"a", "b\r\n", "c\tx", "d", "e", "f"},
	}}
	for _, rows := range []Rows{sessions(), hostile, &cells{}} {
		for _, g := range []ink.Glyphs{ink.Unicode(), ink.ASCII()} {
			m := New(sessionColumns(), rows, styles(), g)
			for w := range 201 {
				for _, h := range []int{0, 1, 2, 3, 7, 60} {
					m.SetSize(w, h)
					m.SelectCol((w + h) % 6)
					m.Select(h % 4)
					checkView(t, m.View(), w, h)
				}
			}
		}
	}
}

func checkView(t *testing.T, view string, w, h int) {
	t.Helper()
	if w < 1 || h < 1 {
		return
	}
	if err := tuitest.Frame(view, w, h); err != nil {
		t.Fatal(err)
	}
}

func TestCursorIsAlwaysInTheWindow(t *testing.T) {
	m := New([]Column{{Min: 7}}, numbers(100), styles(), ink.Unicode())
	for _, h := range []int{1, 2, 3, 10, 99, 101, 200} {
		m.SetSize(20, h)
		for _, move := range []func(){
			func() { m.Move(3) }, func() { m.Page(2) }, func() { m.Half(-1) }, m.End, func() { m.Move(1) },
			func() { m.Page(-3) }, m.Top, func() { m.Move(-1) }, func() { m.Half(1) }, func() { m.Move(1 << 40) },
		} {
			move()
			if want := fmt.Sprintf("▶  row %d ", m.Row()); !strings.Contains(ansi.Strip(m.View())+" ", want) {
				t.Fatalf("height %d: no %q in\n%s", h, want, m.View())
			}
		}
	}
}

func TestOnlyTheWindowBecomesText(t *testing.T) {
	rows := numbers(100_000)
	rows.asked = map[int]bool{}
	m := New([]Column{{Min: 7}}, rows, styles(), ink.Unicode())
	m.SetSize(30, 11)
	m.Select(50_000)
	m.View()
	if len(rows.asked) != 10 || !rows.asked[50_000] || !rows.asked[49_991] {
		t.Errorf("asked for %d rows", len(rows.asked))
	}
}

func TestShrinkAndGrow(t *testing.T) {
	m := New(sessionColumns(), sessions(), styles(), ink.Unicode())
	m.SetSize(100, 5)
	m.Select(3)
	m.SelectCol(2)
	m.Move(-1)
	before := m.View()
	for _, size := range [][2]int{{1, 1}, {40, 3}, {0, 0}, {62, 2}} {
		m.SetSize(size[0], size[1])
		m.View()
	}
	m.SetSize(100, 5)
	if m.View() != before || m.Col() != 2 {
		t.Errorf("got %s\nwant %s", m.View(), before)
	}
}

func TestSpan(t *testing.T) {
	m := New([]Column{{Min: 7}}, numbers(1234), styles(), ink.Unicode())
	m.SetSize(20, 10)
	m.Select(1000)
	if got := m.Span().String(); got != "993–1,001 of 1,234" {
		t.Errorf("got %q", got)
	}
	m.Set(&cells{}, nil, m.Row())
	if got := m.Span().String(); got != "0 of 0" || m.Row() != -1 || m.Pos() != 0 {
		t.Errorf("got %q, row %d, position %d", got, m.Row(), m.Pos())
	}
}

func TestColumnsAreWalkedAsShown(t *testing.T) {
	m := New(sessionColumns(), sessions(), styles(), ink.Unicode())
	m.SetSize(66, 5) // TYPE is dropped
	var got []int
	for range 6 {
		got = append(got, m.Col())
		m.Right()
	}
	if want := []int{0, 1, 3, 4, 5, 5}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	m.SelectCol(2)
	if m.Col() != 1 {
		t.Errorf("the cursor is on %d, which is dropped", m.Col())
	}
	m.Left()
	m.Left()
	if m.Col() != 0 {
		t.Errorf("got %d", m.Col())
	}
}

func TestSidewaysScrolling(t *testing.T) {
	var cols []Column
	var row []string
	for i := range 12 {
		cols = append(cols, Column{Title: safe.Cell(fmt.Sprint("COLUMN", i)), Min: 10})
		row = append(row, fmt.Sprint("value-", i))
	}
	m := New(cols, &cells{rows: [][]string{row}}, styles(), ink.Unicode())
	m.SetSize(60, 2)
	for i := range 12 {
		view := ansi.Strip(m.View())
		for _, want := range []string{"COLUMN0", "value-0", fmt.Sprint("COLUMN", i), fmt.Sprint("value-", i)} {
			if !strings.Contains(view, want) {
				t.Errorf("column %d: no %s in\n%s", i, want, view)
			}
		}
		m.Right()
	}
}

func TestAt(t *testing.T) {
	m := New(sessionColumns(), sessions(), styles(), ink.Unicode())
	tests := []struct{ w, h, x, y, pos, col int }{
		{80, 6, 3, 0, -1, 0},
		{80, 6, 3, 1, 0, 0},
		{80, 6, 22, 4, 3, -1},
		{80, 6, 79, 4, 3, 5},
		{80, 6, 79, 5, -1, 5},
		{80, 6, 0, 9, -1, -1},
		{40, 7, 30, 2, 1, 5},
		{40, 7, 3, 3, 1, 1},
	}
	for _, tt := range tests {
		m.SetSize(tt.w, tt.h)
		if pos, col := m.At(tt.x, tt.y); pos != tt.pos || col != tt.col {
			t.Errorf("%d×%d At(%d, %d) = %d, %d, want %d, %d", tt.w, tt.h, tt.x, tt.y, pos, col, tt.pos, tt.col)
		}
	}
}
