package tui

import "testing"

// TestFindingsAreToldApart on 80 columns: what a hunt tells two rows apart by is
// not cut where they differ.
func TestFindingsAreToldApart(t *testing.T) {
	for _, tt := range []struct {
		hunt string
		has  []string
	}{
		{"3", []string{"VARIATION", "unusual session", "unusual identity", "LAST"}},
		{"2", []string{"DOCUMENT", "AWS-RunSh", "AWS-RunPo", "LAST"}},
		{"5", []string{"DOCUMENT", "LAST"}},
	} {
		b := start(t, 80, 24)
		b.Press(":").Type("hunt " + tt.hunt).Press("enter").Has(tt.has...)
	}
}

// TestSeveralTexts: of a list of ids a narrow cell tells the first and how many
// more there are, and filters ask for each.
func TestSeveralTexts(t *testing.T) {
	b := start(t, 200, 40)
	b.Press("j", "enter").Has("i-0c3d6e90b4d5f728a +1").Press("/").Type("instances:i-0d4c7fa1c5e60839b").Press("enter").Has("i-0c3d6e90b4d5f728a +1")
}

// TestNotesTakeSpareRows: few findings leave more rows to the notes, the table
// keeps what it needs, and a key that moves leaves all in its place.
func TestNotesTakeSpareRows(t *testing.T) {
	b := start(t, 80, 24)
	b.Press("enter").Has("1–5 of 5")
	few := b.app.layout()
	if full := Arrange(80, 24, BelowNotes); few.Notes.H <= full.Notes.H || few.Body.H+few.Notes.H != full.Body.H+full.Notes.H {
		t.Fatalf("five findings leave %+v", few)
	}
	for range 5 {
		b.Press("j", "tab", "j", "tab", "l")
		if b.app.layout() != few {
			t.Fatalf("a key that moves makes %+v of %+v", b.app.layout(), few)
		}
	}
	b.Press("/").Type("a").Has("aws.cloudtrail.read_only:", "aws.cloudtrail.api_version:", "1–5 of 5").Press("ctrl+u").Type("203.0.113").Press("enter").Has("1–2 of 2", "filter: [")
	if b.app.layout() != few {
		t.Errorf("a filter makes %+v of %+v", b.app.layout(), few)
	}
	b.Press("X", "esc", "j", "enter").Has("1–8 of 8")
	if got := b.app.layout().Body.H; got != 11 {
		t.Errorf("eight findings have %d rows", got)
	}
	b.Press("esc", "j", "enter").Has("of 41")
	if b.app.layout() != Arrange(80, 24, BelowNotes) {
		t.Errorf("41 findings have %+v", b.app.layout())
	}
}
