//go:build linux || darwin

package tui

import (
	"context"
	"errors"
	"testing"

	"coldtrail/loader"
	"coldtrail/tui/tuitest"
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
		{"^C", func(x *tuitest.Terminal) { x.Type("\x03") }, nil},
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

func (bomb) Write([]byte) (int, error) { panic("a bug that tests the way out") }

func TestTheTerminalIsRestoredAfterAPanic(t *testing.T) {
	noMultiplexer(t)
	x := tuitest.NewTerminal(t, 80, 24)
	c := configOf(intrusion)
	c.Clipboard = bomb{}
	done := onTerminal(t.Context(), x, c)
	x.Wait("5 with findings").Type("2").Wait("All events").Type("\r").Wait("eventVersion").Type("y").Wait("copy:").Type("j")
	if err := <-done; err == nil {
		t.Error("a panic is no error")
	}
	if err := x.Restored(); err != nil {
		t.Error(err)
	}
}
