package tui

import (
	"bytes"
	"testing"
	"time"

	"coldtrail/tui/tuitest"

	"github.com/charmbracelet/x/exp/teatest"
)

// TestProgram goes once through the real event loop: from the hunts to a
// record, and out.
func TestProgram(t *testing.T) {
	b := newBench(t, configOf(intrusion))
	program := teatest.NewTestModel(t, b.app, teatest.WithInitialTermSize(120, 40))
	wait := func(text string) {
		t.Helper()
		teatest.WaitFor(t, program.Output(), func(out []byte) bool { return bytes.Contains(out, []byte(text)) }, teatest.WithDuration(30*time.Second))
	}
	wait("5 with findings")
	program.Type("jjj")
	wait("ES|QL")
	for _, text := range []string{"19 rows", "key ", "eventVersion"} {
		program.Send(tuitest.Key("enter"))
		wait(text)
	}
	program.Type("Q")
	program.WaitFinished(t, teatest.WithFinalTimeout(30*time.Second))
	if app := program.FinalModel(t).(*App); app.failed != nil || app.top().screen.Title().Empty() {
		t.Errorf("the workbench ends with %v", app.failed)
	}
}
