package tui

import (
	"fmt"
	"runtime/debug"

	tea "github.com/charmbracelet/bubbletea"
)

// PanicError is a bug that showed itself while the workbench ran: what was
// panicked with, and where.
type PanicError struct {
	Value any
	Stack []byte
}

func (e *PanicError) Error() string {
	return fmt.Sprintf("a bug in coldtrail: %v\n\n%s", e.Value, e.Stack)
}

// guarded lets the workbench end in order when a part of it panics: the
// program stops reading keys before the terminal is restored, which it does
// not when it catches a panic itself.
type guarded struct{ *App }

func (g guarded) Init() (cmd tea.Cmd) {
	defer g.caught(&cmd)
	return guard(g.App.Init())
}

func (g guarded) Update(msg tea.Msg) (model tea.Model, cmd tea.Cmd) {
	defer g.caught(&cmd)
	if bug, ok := msg.(*PanicError); ok {
		g.failed = bug
		return g, tea.Quit
	}
	_, cmd = g.App.Update(msg)
	return g, guard(cmd)
}

// caught makes a panic the failure of the workbench.
func (g guarded) caught(cmd *tea.Cmd) {
	if r := recover(); r != nil {
		g.failed = &PanicError{r, debug.Stack()}
		*cmd = tea.Quit
	}
}

// guard makes a panic of a command, or of one of a batch, its message.
func guard(cmd tea.Cmd) tea.Cmd {
	if cmd == nil {
		return nil
	}
	return func() (msg tea.Msg) {
		defer func() {
			if r := recover(); r != nil {
				msg = &PanicError{r, debug.Stack()}
			}
		}()
		msg = cmd()
		if batch, ok := msg.(tea.BatchMsg); ok {
			for i := range batch {
				batch[i] = guard(batch[i])
			}
		}
		return msg
	}
}
