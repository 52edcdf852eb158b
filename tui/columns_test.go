package tui

import "testing"

// Columns are hidden and made wider, and the first is shown however far the
// cursor goes to the right.
func TestColumns(t *testing.T) {
	b := start(t, 80, 24)
	b.Press("2").Has("EVENT", "ADDRESS").Press("C").Has("[x]  EVENT", "Enter take the choice")
	b.Press(" ").Has("the first column stays").Press("j", "j", " ").Has("[ ]  EVENT").Press("enter").Lacks("EVENT").Has("TIME", "IDENTITY")
	b.Press("l", ">", ">", "l", "l", "l", "l").Has("TIME", "OUTCOME")
	b.Press("C", "g", "j", "j", " ").Has("[x]  EVENT").Press("esc").Lacks("EVENT")
	b.Press("C", "g", "j", "j", " ", "enter").Has("TIME", "EVENT")
	b.Press("C").Has("REGION                no room for it yet").Press("esc")
	b.Press("C", "g", "j", "j", " ", " ", " ", "enter").Lacks("EVENT", "ADDRESS").Has("TIME", "REGION")
}
