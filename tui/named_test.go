package tui

import "testing"

// P offers what the notes of the finding under the cursor name, behind what the
// finding is about.
func TestChooseAmongWhatTheNotesName(t *testing.T) {
	b := start(t, 120, 40)
	b.Press("enter").Has("An instance's role").Press("P").Has("i-0f6a91c3e708a25bd", "user/kenji.mori", "user/svc-telemetry").Press("esc")
	b.Press("j", "P").Has("aws:ec2-instance/i-0a1f4c7e92b3d5068", "user/kenji.mori").Press("6").Has("identity ", "user/kenji.mori").Press("[", "[")
	b.Press("i", "P").Lacks("user/kenji.mori")
}
