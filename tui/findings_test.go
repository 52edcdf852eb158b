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
