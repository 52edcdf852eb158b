package tui

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"coldtrail/loader"
	"coldtrail/loader/kql"
	"coldtrail/tui/tuitest"
)

// silence is standard input that gives nothing until it is over.
type silence chan struct{}

func (s silence) Read([]byte) (int, error) {
	<-s
	return 0, context.Canceled
}

func TestStoppingALoadKeepsWhatIsThere(t *testing.T) {
	dir := writeDump(t, map[string]string{
		"a.json": someRecord("2025-10-01T00:00:00Z") + someRecord("2025-10-01T01:00:00Z"),
		"b.json": strings.ReplaceAll(someRecord("2025-10-01T02:00:00Z"), "ListBuckets", "Slow"),
		"c.json": someRecord("2025-10-01T03:00:00Z"),
	})
	reached, goOn := make(chan struct{}), make(chan struct{})
	c := configOf(dir)
	c.Load.Workers = 1
	c.Load.Keep = func(_, action string) bool {
		if action == "Slow" {
			close(reached)
			<-goOn
		}
		return false
	}
	b := openBench(t, c, 80, 24)
	b.Has("Loading", "^C stop the load", consoleIn)
	<-reached
	b.Send(tuitest.Key("ctrl+c"))
	b.Has("stopping: what was read is kept")
	close(goOn)
	b.Settle()
	if b.Quit() {
		t.Fatal("stopping a load quits")
	}
	b.Has("part: ", "stopped: this is part of the dump").Press("5").Has("The load was stopped")
	b.Press("2", "enter").Has("ListBuckets").Press("ctrl+c").Has("Quit?")
	if b.Quit() {
		t.Error("^C after the load quits")
	}
}

func TestKeysWhileLoading(t *testing.T) {
	in := make(silence)
	c := configOf(loader.Stdin)
	c.Load.Stdin = in
	b := openBench(t, c, 80, 24)
	for _, name := range []string{"2", "5", "[", "]", "p", "enter", "D", "W", "T", ".", "tab", "i", "s", "y", "esc"} {
		b.Send(tuitest.Key(name))
	}
	b.Has("Loading")
	if b.Quit() {
		t.Error("a key quits the load")
	}
	close(in)
	b.Settle()
	var nothing *NothingError
	if !b.Quit() || !errors.As(b.app.failed, &nothing) {
		t.Errorf("a load of nothing ends with %v", b.app.failed)
	}
}

func TestLoadingShowsHowFarItIs(t *testing.T) {
	c := configOf("evidence\x1b[31m")
	b := newBench(t, c)
	b.app.w, b.app.h = 80, 24
	b.app.push(0, newLoading(&b.app.env, c.Paths, c.Hunts))
	b.app.stop = func() {}
	b.app.Update(progressMsg{loader.Progress{Files: 80, FilesTotal: 160, Bytes: 5 << 20, BytesTotal: 10 << 20, Events: 1234, File: "a\x1b.json.gz"}, true})
	b.app.arrange()
	for _, text := range []string{"Loading evidence␛[31m", "50%", "80 / 160", "5.0 / 10.0 MiB", "1,234", "a␛.json.gz", consoleIn} {
		if !strings.Contains(b.app.View(), text) {
			t.Errorf("no %q in\n%s", text, b.app.View())
		}
	}
}

func TestLoadsThatFail(t *testing.T) {
	b := startLoading(t, configOf(t.TempDir()), 80, 24)
	var nothing *NothingError
	if !b.Quit() || !errors.As(b.app.failed, &nothing) || nothing.Report == nil {
		t.Errorf("an empty folder ends with %v (quit %v)", b.app.failed, b.Quit())
	}
	path := filepath.Join(t.TempDir(), "none")
	b = startLoading(t, configOf(path), 80, 24)
	var missing *loader.MissingError
	if !b.Quit() || !errors.As(b.app.failed, &missing) || missing.Path != path {
		t.Errorf("no path ends with %v (quit %v)", b.app.failed, b.Quit())
	}
}

func TestAWholeLoadIsNoPart(t *testing.T) {
	startLoading(t, configOf(intrusion), 80, 24).Has(dumpEvents, consoleIn).Lacks("part", "Load!", "stopped")
}

func TestTheFilterNarrowsWhatIsShown(t *testing.T) {
	q, err := kql.Parse("event.action:GetSigninToken")
	if err != nil {
		t.Fatal(err)
	}
	c := configOf(intrusion)
	c.Filter = q
	b := startOn(t, c, theStory(), 120, 40)
	b.Has("5 hunts, 1 with findings").Press("2").Has("[action: GetSigninToken]", " 7 events")
}

func TestChangedEvidenceIsAnError(t *testing.T) {
	dir := writeDump(t, map[string]string{"a.json": `{"Records":[` + someRecord("2025-10-01T00:00:00Z") + `]}`})
	b := startLoading(t, configOf(dir), 80, 24)
	b.Press("2", "enter").Has("eventVersion").Press("esc")
	path := filepath.Join(dir, "a.json")
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(strings.ReplaceAll(string(text), "carol", "mallo")), 0o600); err != nil {
		t.Fatal(err)
	}
	b.Press("enter").Has("changed", "a.json").Lacks("eventVersion", "mallo").Press("y", "j", "r", "J", "esc").Has("1 event")
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	b.Press("enter").Has("a.json").Lacks("eventVersion")
	if b.clipboard.Len() > 0 {
		t.Errorf("copied %q of evidence that changed", b.clipboard)
	}
}
