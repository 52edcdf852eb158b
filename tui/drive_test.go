package tui

import (
	"bytes"
	"testing"
	"time"

	"coldtrail/hunts"
	"coldtrail/tui/tuitest"
)

// intrusion is the dump with a story in it, told in intrusion.md beside it.
const intrusion = "../testdata/dumps/intrusion"

// Things of the story that tests follow.
const (
	launched   = "i-0f6a91c3e708a25bd" // the instance that the intruder launched
	consoleIn  = "An instance's role signed in to the console"
	firstHunt  = "5 rows"
	dumpEvents = "2,086 events"
)

// bench is an App with its driver.
type bench struct {
	*tuitest.Driver
	app       *App
	clipboard *bytes.Buffer // what was sent to the terminal beside what is drawn
}

// configOf is the configuration of a workbench on a dump.
func configOf(paths ...string) Config {
	return Config{Paths: paths, Hunts: hunts.All(), Zone: time.UTC, Theme: Dark}
}

// open opens a workbench and waits for nothing.
func openBench(t *testing.T, c Config, w, h int) *bench {
	t.Helper()
	b := newBench(t, c)
	b.Driver = tuitest.Open(t, b.app, w, h)
	return b
}

// start opens a workbench on a dump and settles.
func start(t *testing.T, path string, w, h int) *bench {
	t.Helper()
	return startWith(t, configOf(path), w, h)
}

func startWith(t *testing.T, c Config, w, h int) *bench {
	t.Helper()
	b := newBench(t, c)
	b.Driver = tuitest.Start(t, b.app, w, h)
	return b
}

func newBench(t *testing.T, c Config) *bench {
	b := &bench{clipboard: new(bytes.Buffer)}
	c.Clipboard = b.clipboard
	b.app = newApp(t.Context(), c)
	t.Cleanup(b.app.close)
	return b
}

// cursor is the line of the screen that the cursor of the table is on.
func (b *bench) cursor(t *testing.T) string {
	t.Helper()
	return b.Line("▶")
}
