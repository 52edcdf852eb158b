package tui

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"coldtrail/hunts"
	"coldtrail/loader"
	"coldtrail/tui/tuitest"

	tea "github.com/charmbracelet/bubbletea"
)

// intrusion is the dump with a story in it, told in intrusion.md beside it.
const intrusion = "../testdata/dumps/intrusion"

// Things of the story that tests follow.
const (
	launched   = "i-0f6a91c3e708a25bd" // the instance that the intruder launched
	consoleIn  = "An instance's role signed in to the console"
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

// newBench makes a workbench that is not opened yet.
func newBench(t *testing.T, c Config) *bench {
	t.Helper()
	b := &bench{clipboard: new(bytes.Buffer)}
	c.Clipboard = b.clipboard
	b.app = newApp(t.Context(), c)
	t.Cleanup(b.app.close)
	return b
}

// start opens the workbench on the dump of the intrusion, once it is loaded.
func start(t *testing.T, w, h int) *bench {
	t.Helper()
	return startOn(t, configOf(intrusion), theStory(), w, h)
}

// startOn opens a workbench on a dump that is loaded already.
func startOn(t *testing.T, c Config, dump *loader.Dataset, w, h int) *bench {
	t.Helper()
	b := newBench(t, c)
	b.Driver = tuitest.Start(t, onLoaded{b.app, dump}, w, h)
	return b
}

// startLoading opens a workbench that loads its dump itself, and settles.
func startLoading(t *testing.T, c Config, w, h int) *bench {
	t.Helper()
	b := openBench(t, c, w, h)
	b.Settle()
	return b
}

// openBench opens a workbench that loads its dump itself, and waits for nothing.
func openBench(t *testing.T, c Config, w, h int) *bench {
	t.Helper()
	b := newBench(t, c)
	b.Driver = tuitest.Open(t, b.app, w, h)
	return b
}

// theStory is the dump of the intrusion. It never changes, so all tests share it.
var theStory = sync.OnceValue(func() *loader.Dataset {
	dump, err := loadAll(intrusion)
	if err != nil {
		panic(err)
	}
	return dump
})

func loadAll(paths ...string) (*loader.Dataset, error) {
	return loader.Load(context.Background(), paths, loader.Options{Keep: hunts.Keep(hunts.All())}, nil)
}

// onLoaded is an App on a dump that need not be loaded.
type onLoaded struct {
	*App
	dump *loader.Dataset
}

func (m onLoaded) Init() tea.Cmd {
	return tea.Batch(
		m.push(0, newLoading(&m.env, m.config.Paths, m.config.Hunts)),
		func() tea.Msg { return loadedMsg{dump: m.dump} },
	)
}

// cursor is the line of the screen that the cursor of the table is on.
func (b *bench) cursor(t *testing.T) string {
	t.Helper()
	return b.Line("▶")
}

// writeDump writes files, by name, into a folder of its own.
func writeDump(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// someRecord is a record of a moment.
func someRecord(time string) string {
	return fmt.Sprintf(`{"eventVersion":"1.11","eventTime":%q,"eventSource":"s3.amazonaws.com","eventName":"ListBuckets","eventID":%q,`+
		`"userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/carol"}}`, time, "id-"+time)
}
