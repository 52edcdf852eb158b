//go:build linux || darwin

package tui

import (
	"context"
	"errors"
	"strings"
	"testing"

	"coldtrail/loader"
	"coldtrail/loader/safe"
	"coldtrail/tui/tuitest"

	tea "github.com/charmbracelet/bubbletea"
)

// onTerminal runs the workbench on a terminal, as the program does.
func onTerminal(ctx context.Context, x *tuitest.Terminal, c Config) <-chan error {
	c.Input, c.Output = x.File(), x.File()
	done := make(chan error, 1)
	go func() { done <- Run(ctx, c) }()
	return done
}

func TestTheTerminalIsRestored(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	tests := []struct {
		name string
		end  func(*tuitest.Terminal)
		want error
	}{
		{"q q", func(x *tuitest.Terminal) { x.Type("q").Wait("Quit?").Type("q") }, nil},
		{"Q", func(x *tuitest.Terminal) { x.Type("Q") }, nil},
		{"^C ^C", func(x *tuitest.Terminal) { x.Type("\x03").Wait("Quit?").Type("\x03") }, nil},
		{"the end of the context", func(*tuitest.Terminal) { cancel() }, context.Canceled},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			x := tuitest.NewTerminal(t, 80, 24)
			done := onTerminal(ctx, x, configOf(intrusion))
			x.Wait("5 with findings")
			tt.end(x)
			if err := <-done; !errors.Is(err, tt.want) {
				t.Errorf("it ends with %v, not %v", err, tt.want)
			}
			if err := x.Restored(); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestTheTerminalIsRestoredAfterAFailedLoad(t *testing.T) {
	x := tuitest.NewTerminal(t, 80, 24)
	err := <-onTerminal(t.Context(), x, configOf("/nowhere/at/all"))
	var missing *loader.MissingError
	if !errors.As(err, &missing) {
		t.Errorf("it ends with %v", err)
	}
	if err := x.Restored(); err != nil {
		t.Error(err)
	}
}

// bomb is a clipboard that panics.
type bomb struct{}

func (bomb) Write([]byte) (int, error) { panic(bombed) }

const bombed = "a bug that tests the way out"

func TestTheTerminalIsRestoredAfterAPanic(t *testing.T) {
	noMultiplexer(t)
	x := tuitest.NewTerminal(t, 80, 24)
	c := configOf(intrusion)
	c.Clipboard = bomb{}
	done := onTerminal(t.Context(), x, c)
	x.Wait("5 with findings").Type("2").Wait("All events").Type("\r").Wait("eventVersion").Type("y").Wait("copy:").Type("j")
	var bug *PanicError
	if err := <-done; !errors.As(err, &bug) || bug.Value != bombed || !strings.Contains(string(bug.Stack), "bomb") {
		t.Errorf("it ends with %v", err)
	}
	if err := x.Restored(); err != nil {
		t.Error(err)
	}
}

// clumsy is a screen that panics at a key.
type clumsy struct{ Screen }

func (clumsy) Update(msg tea.Msg) tea.Cmd { panic(bombed) }

func TestAPanicOfAScreenEndsTheWorkbench(t *testing.T) {
	a := newApp(t.Context(), configOf(intrusion))
	a.tabs[0].stack = []*visit{{screen: clumsy{newHelp(&a.env, safe.Text{}, nil)}}}
	_, cmd := guarded{a}.Update(tea.KeyMsg{Type: tea.KeyDown})
	if _, quits := cmd().(tea.QuitMsg); !quits {
		t.Error("the workbench goes on")
	}
	var bug *PanicError
	if !errors.As(a.failed, &bug) || bug.Value != bombed {
		t.Errorf("it fails with %v", a.failed)
	}
}

func TestAPanicOfACommandIsItsMessage(t *testing.T) {
	panics := func() tea.Msg { panic(bombed) }
	batch, ok := guard(tea.Batch(panics, panics))().(tea.BatchMsg)
	if !ok {
		t.Fatal("a batch is none any more")
	}
	for _, cmd := range batch {
		if bug, ok := cmd().(*PanicError); !ok || bug.Value != bombed {
			t.Errorf("the message is %v", bug)
		}
	}
}
