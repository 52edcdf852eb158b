package table

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"coldtrail/tui/ink"
)

func TestShape(t *testing.T) {
	m := New(sessionColumns(), sessions(), styles(), ink.Unicode())
	m.SetSize(120, 6)
	head := func() string { return strings.Split(ansi.Strip(m.View()), "\n")[0] }
	title := m.ColumnTitle(1).String()
	if !strings.Contains(head(), title) {
		t.Fatalf("no column %s: %s", title, head())
	}
	m.SetShape(1, Shape{Hidden: true})
	if strings.Contains(head(), title) {
		t.Errorf("%s is hidden: %s", title, head())
	}
	m.SetColumns(sessionColumns())
	if strings.Contains(head(), title) {
		t.Errorf("%s is shown again when columns are set: %s", title, head())
	}
	m.SetShape(1, Shape{})
	m.SetShape(0, Shape{Hidden: true})
	if m.Shape(0).Hidden || !strings.Contains(head(), title) {
		t.Errorf("the first column stays, and the second comes back: %s", head())
	}
	at := strings.Index(head(), title)
	m.SelectCol(0)
	m.Widen(4)
	if got := strings.Index(head(), title); got != at+4 {
		t.Errorf("%s moved from cell %d to %d", title, at, got)
	}
	m.Widen(-4)
	m.Widen(-1000)
	if w := m.Shape(0).Width; w != leastWidth {
		t.Errorf("the narrowest is %d cells", w)
	}
	m.Widen(1000)
	if w := m.Shape(0).Width; w != 60 {
		t.Errorf("the widest is %d cells", w)
	}
}
