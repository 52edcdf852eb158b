//go:build e2e && (linux || darwin)

package main

import (
	"strings"
	"testing"
)

// keys counts the keys that it presses.
type keys struct {
	*tmux
	n int
}

func (k *keys) press(names ...string) *keys {
	k.t.Helper()
	k.n += len(names)
	k.tmux.press(names...)
	return k
}

// TestE2EAnalystsTask goes from the start over the grouped sessions to the
// events, the record, everything about the instance and a window of time.
func TestE2EAnalystsTask(t *testing.T) {
	x := &keys{tmux: openInTmux(t, 80, 24, intrusion)}
	x.await(`5 hunts, 5 with findings`)
	x.press("j", "j", "j", "Enter").await(`19 rows  24 hits in 7 d`) // grouped
	x.press("Enter").await(`2 events[\s\S]*StartSession`)            // events
	x.press("Enter").await(`record \d+ +bytes [\d,]+[\s\S]*eventVersion`)
	x.press("Escape").await(`issuer`)
	x.press("Escape").await(`19 rows`)
	x.press("p").await(`instance i-0d4c7fa1c5e60839b[\s\S]*LIFE`) // everything about it
	x.press("t").await(`time ±15m`)
	x.press("Enter").await(`\[entity: i-0d4c7[\s\S]*≤ t < [\s\S]* of 2,086`)
	if x.n > 11 {
		t.Errorf("the task takes %d keys", x.n)
	}
	x.press("Q").await(`ended with 0`)
}

// TestE2EAskAnything types a filter, sees its rows before Enter, goes round and
// takes it back.
func TestE2EAskAnything(t *testing.T) {
	x := openInTmux(t, 120, 40, intrusion)
	x.await(`5 hunts, 5 with findings`)
	x.press("2").await(`2,086 events[\s\S]*filter: none`)
	x.press("/").run("send-keys", "-l", "startsession 203.0.113")
	x.await(`/ startsession 203\.0\.113 +\d+ of 2,086`)
	x.press("Enter").await(`\[startsession\] \[203\.0\.113\]`)
	x.press("x").await(`–[\d,]+ of 2,086[\s\S]*Esc hide the rest`)
	x.press("Escape").await(`Esc drop filters`)
	x.press("Escape").await(`filter: none`)
	x.press("u").await(`\[startsession\]`)
	x.press("C-p").run("send-keys", "-l", launched)
	x.press("Enter").await(`instance ` + launched + `[\s\S]*LIFE`)
	x.press("3").await(`1,032 entities`)
	x.press("[").await(`instance ` + launched)
	x.press("?").await(`Help: `)
	x.press("Escape", "Q").await(`ended with 0`)
}

// TestE2EHostileInput types and pastes what could steer a terminal.
func TestE2EHostileInput(t *testing.T) {
	x := openInTmux(t, 80, 24, intrusion)
	x.await(`5 hunts, 5 with findings`)
	x.press("2", "/").run("set-buffer", "\x1b]0;PWNED\x07 \u202ex")
	x.run("paste-buffer", "-p")
	x.await(`/ .*‹U\+202E›x`)
	if title := x.run("display-message", "-p", "#{pane_title}"); strings.Contains(title, "PWNED") {
		t.Errorf("the title is %s", title)
	}
	x.await(`0 of 2,086 fit`)
	x.press("C-c").await(`1–\d+ of 2,086`)
	x.press("C-c").await(`Quit\?`)
	x.press("C-c").await(`ended with 0`)
}
