package tui

import (
	"bytes"
	"testing"
)

func TestKeysTypedAheadReachTheirScreen(t *testing.T) {
	tests := []struct {
		name string
		keys []string
		has  []string
	}{
		{"findings, events, record", []string{"enter", "enter", "enter", "J"}, []string{"ConsoleLogin 2025-10-26 22:40:09", "2 of 2"}},
		{"bytes of a record", []string{"enter", "enter", "enter", "r"}, []string{`{"eventVersion":"1.11","userIdentity"`}},
		{"a page, its events, a filter", []string{"enter", "p", "/", "C", "r", "e", "a", "t", "e", "enter", "j", "k"}, []string{" of 2,086"}},
		{"values of a column", []string{"2", "l", "v", "j", "enter"}, []string{"filter: [", " of 2,086"}},
		{"a step of the notes", []string{"enter", "enter", "enter", "esc", "esc", ".", "a", "enter"}, []string{"record ", "1 of "}},
		{"a step of the next finding", []string{"enter", "down", ".", "c"}, []string{"203.0.113.66"}},
		{"one of several entities", []string{"enter", "P", "2", "j"}, []string{"WHAT"}},
		{"back before it was there", []string{"enter", "p", "j", "esc", "j"}, []string{"203.0.113.66"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			slow, fast := start(t, 80, 24), start(t, 80, 24)
			slow.Press(tt.keys...)
			fast.PressAhead(tt.keys...)
			fast.Has(tt.has...)
			if slow.Screen() != fast.Screen() {
				t.Errorf("typed ahead they show\n%s\none after the other\n%s", fast.Screen(), slow.Screen())
			}
		})
	}
}

func TestWhatIsCopiedIsTheRecordThatIsShown(t *testing.T) {
	noMultiplexer(t)
	b := start(t, 80, 24)
	b.Press("enter", "enter", "enter").PressAhead("J", "y", "j")
	if text := b.copied(t); !bytes.Contains(text, []byte(`"eventName":"ConsoleLogin"`)) {
		t.Errorf("what is shown is\n%s\nand what is copied %s", b.Screen(), text)
	}
}
