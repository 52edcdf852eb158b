// Coldtrail is an offline workbench for CloudTrail records of an intrusion:
// without a command it opens the workbench in the terminal, with one it writes
// reports, events, the load report or the list of hunts.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"coldtrail/loader/safe"
	"coldtrail/tui"
	_ "coldtrail/tui/quiet" // the terminal is never asked
)

func main() {
	limitGarbage()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// limitGarbage collects garbage when half as much has come to what is in use: a dump is
// mostly in long lists without pointers, which cost nothing to look through.
// GOGC in the environment says otherwise.
func limitGarbage() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(50)
	}
}

// The exit statuses.
const (
	statusDone        = 0
	statusNothing     = 1 // nothing readable was found, or the output could not be written
	statusUsage       = 2 // wrong usage, or a path that does not exist
	statusFound       = 3 // report: a finding at or above --fail-on; check: something is missing, altered, unexpected or unreadable
	statusInterrupted = 130
)

// run is the whole program: data goes to stdout, all else to stderr. It
// returns the exit status.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	p := &program{stdin: stdin, stdout: stdout, stderr: stderr, workbench: tui.Run}
	root := p.root()
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return statusDone
	}
	if ctx.Err() != nil {
		p.say(errors.New("interrupted: the output is not complete"))
		return statusInterrupted
	}
	p.say(err)
	var s *statusError
	if errors.As(err, &s) {
		return s.status
	}
	return statusNothing
}

// program is what the commands share.
type program struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	flags          flags
	workbench      func(context.Context, tui.Config) error
}

// say writes a message, one line each, for people.
func (p *program) say(err error) {
	for _, line := range safe.Multi(err.Error()) {
		fmt.Fprintf(p.stderr, "coldtrail: %s\n", line)
	}
}

// statusError is an error that stands for an exit status.
type statusError struct {
	status int
	err    error
}

func (e *statusError) Error() string { return e.err.Error() }

func (e *statusError) Unwrap() error { return e.err }

// usage is wrong usage.
func usage(err error) error { return &statusError{statusUsage, err} }

func usagef(format string, args ...any) error { return usage(fmt.Errorf(format, args...)) }
