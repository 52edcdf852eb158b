package tui

import (
	"context"
	"fmt"
	"io"
	"time"

	"coldtrail/hunts"
	"coldtrail/hunts/origin"
	"coldtrail/hunts/sweep"
	"coldtrail/loader"
	"coldtrail/loader/kql"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"
)

// Config is what the workbench is opened with.
type Config struct {
	Paths   []string
	Load    loader.Options
	Hunts   []hunts.Hunt
	Options hunts.Options
	Origin  *origin.Book      // tells where addresses are; nil knows nothing
	Filter  kql.Query         // narrows the findings and events that are shown; hunts run over everything
	Sweep   []sweep.Indicator // looked for at once, where there are any
	Zone    *time.Location    // of the times on screen; nil is UTC
	Theme   ThemeName
	ASCII   bool // draw with ASCII alone
	NoColor bool // no colours, attributes only

	Input  io.Reader // where keys come from; nil is the terminal itself
	Output io.Writer // the terminal
	// Clipboard is where what is copied is sent to the terminal, beside what is
	// drawn: its standard error. nil copies nothing.
	Clipboard io.Writer
}

// NothingError says that a dump holds no event: the workbench closed again.
type NothingError struct{ Report *loader.Report }

func (e *NothingError) Error() string { return "no CloudTrail records were found" }

// Run opens the workbench and returns when the analyst leaves it. A dump
// without events is a *NothingError, a path that does not exist a
// *loader.MissingError; the terminal is as it was before in every case.
func Run(ctx context.Context, c Config) error {
	if c.Zone == nil {
		c.Zone = time.UTC
	}
	if c.Clipboard == nil {
		c.Clipboard = io.Discard
	}
	app := newApp(ctx, c)
	options := []tea.ProgramOption{tea.WithAltScreen(), tea.WithOutput(c.Output), tea.WithFPS(120), tea.WithoutSignalHandler()}
	if c.Input != nil {
		options = append(options, tea.WithInput(c.Input))
	} else {
		options = append(options, tea.WithInputTTY())
	}
	// The program's own command for it writes beside what it is drawing.
	if _, err := io.WriteString(c.Output, ansi.SetWindowTitle("coldtrail")); err != nil {
		return fmt.Errorf("writing to the terminal: %w", err)
	}
	program := tea.NewProgram(guarded{app}, options...)
	// Quit lets the program wait for its reader of keys; a context of its own
	// would take the terminal from under it.
	stop := context.AfterFunc(ctx, program.Quit)
	_, err := program.Run()
	stop()
	app.close()
	switch {
	case app.failed != nil:
		return app.failed
	case err != nil:
		return fmt.Errorf("running the workbench: %w", err)
	}
	return ctx.Err()
}
