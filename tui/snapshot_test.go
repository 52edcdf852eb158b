package tui

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"coldtrail/hunts"
	"coldtrail/loader"
	"coldtrail/loader/safe"
	"coldtrail/tui/tuitest"

	tea "github.com/charmbracelet/bubbletea"
)

// snapshot is what a load has read of the intrusion up to a time: records of
// the same files under the same numbers.
func snapshot(t *testing.T, until string) *loader.Dataset {
	t.Helper()
	at, err := time.Parse(time.DateTime, until)
	if err != nil {
		t.Fatal(err)
	}
	d, err := loader.Load(t.Context(), []string{intrusion}, loader.Options{Keep: hunts.Keep(hunts.All()), Until: at}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range d.All() {
		if d.At(id) != theStory().At(id) {
			t.Fatalf("%v of the snapshot is another event than at the end", id)
		}
	}
	d.Report().Loading = true
	return d
}

// onLoading is an App whose load is played by the test.
type onLoading struct {
	*App
	stopped *int
}

func (m onLoading) Init() tea.Cmd {
	over := make(chan loader.Progress)
	close(over) // the test sends what there is
	m.feed, m.stop = over, func() { *m.stopped++ }
	return m.push(0, newLoading(&m.env, m.config.Paths, m.config.Hunts))
}

// startPlaying opens a workbench whose load the test plays; it counts how often
// the load is stopped.
func startPlaying(t *testing.T, c Config, w, h int) (*bench, *int) {
	t.Helper()
	b, stopped := newBench(t, c), new(int)
	b.Driver = tuitest.Start(t, onLoading{b.app, stopped}, w, h)
	return b, stopped
}

// reads plays that the load has come so far.
func (b *bench) reads(d *loader.Dataset, elapsed time.Duration) *bench {
	p := loader.Progress{Files: 84, FilesTotal: 160, Bytes: 52 << 20, BytesTotal: 100 << 20, Elapsed: elapsed, Dump: d}
	if d != nil {
		r := d.Report()
		p.Events, p.First, p.Last = d.Len(), r.First, r.Last
	}
	b.Send(progressMsg{p, true}).Settle()
	return b
}

// ends plays the end of the load.
func (b *bench) ends(d *loader.Dataset) *bench {
	b.Send(loadedMsg{dump: d}).Settle()
	return b
}

const late = time.Second // after which a snapshot is shown

func TestSnapshotsOpenTheTabs(t *testing.T) {
	b, _ := startPlaying(t, configOf(intrusion), 120, 40)
	b.reads(nil, late).Has("Loading", consoleIn)
	first := snapshot(t, "2025-10-24 00:00:00")
	b.reads(first, quick/2).Has("Loading") // an end that follows soon leaves no flicker
	b.reads(first, late).Lacks("Loading").Has("52%  ≥1,674 events", "IN DUMP", "so far", "^C stop the load", "84 / 160 files")
	for _, keys := range []string{"2", "5", "1"} {
		b.Press(keys).Has("52%  ≥")
	}
	b.Press("2").Has("of 1,674 so far").Press("5").Has("The load goes on").Lacks("gap is 3 hours", "not reached")
	b.ends(theStory())
	for _, keys := range []string{"5", "2", "1", "enter"} {
		b.Press(keys).Has(dumpEvents).Lacks("≥", "so far", "52%", "^C stop")
	}
}

func TestWhichCountsMayFall(t *testing.T) {
	b, _ := startPlaying(t, configOf(intrusion), 120, 40)
	b.reads(snapshot(t, "2025-10-29 00:00:00"), late)
	line := func(of string) string { return b.Line("  " + of) }
	if got := line(consoleIn[:20]); strings.Count(got, "≥") != 3 || strings.Contains(got, "so far") {
		t.Errorf("rows that only become more: %q", got)
	}
	if got := line("A command run once"); strings.Count(got, "so far") != 2 || strings.Count(got, "≥") != 1 {
		t.Errorf("rows, and hits in a window that moves, may become fewer: %q", got)
	}
	if got := line("An identity started"); strings.Count(got, "so far") != 1 || strings.Count(got, "≥") != 2 {
		t.Errorf("rows may become fewer, hits in the whole dump not: %q", got)
	}
	b.Press("2", "G", "T", "1")
	if got := line("Remote sessions"); strings.Contains(got, "so far") {
		t.Errorf("a window that stands still loses nothing: %q", got)
	}
}

// TestScreensKeepTheirPlace opens screens over a snapshot and sees what is under
// the cursor when the whole dump is there.
func TestScreensKeepTheirPlace(t *testing.T) {
	first, second := snapshot(t, "2025-10-28 12:00:00"), snapshot(t, "2025-10-29 00:00:00")
	scenes := map[string][]string{
		"overview":                {"j", "j"},
		"sorted overview":         {"l", "l", "s", "j"},
		"findings":                {"enter", "j"},
		"sorted findings":         {"j", "j", "j", "enter", "l", "s", "j", "j"},
		"documented":              {"D", "j", "j", "j", "enter", "j"},
		"events of a finding":     {"j", "enter", "enter", "j"},
		"record of a finding":     {"j", "enter", "enter", "j", "enter", "j", "j"},
		"timeline":                {"2", "G", "k", "k"},
		"sorted timeline":         {"2", "l", "l", "s", "pgdown", "j"},
		"record of the timeline":  {"2", "G", "k", "enter", "j"},
		"record of a sorted list": {"2", "l", "l", "s", "pgdown", "enter", "J"},
		"page":                    {"enter", "p", "j", "j"},
		"events of a page":        {"enter", "p", "enter"},
		"picker":                  {"P", "j"},
		"load report":             {"5"},
		"help":                    {"enter", "?", "j"},
	}
	for name, keys := range scenes {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b, _ := startPlaying(t, configOf(intrusion), 120, 40)
			b.reads(first, late).Press(keys...)
			thing, line := b.underCursor()
			for _, next := range []*loader.Dataset{second, theStory()} {
				if next == second {
					b.reads(next, late)
				} else {
					b.ends(next)
				}
				if now, on := b.underCursor(); now != thing || on != line {
					t.Errorf("the cursor goes from %s on line %d to %s on line %d:\n%s", thing, line, now, on, b.Screen())
				}
			}
			b.Lacks("≥", "so far")
		})
	}
}

// underCursor names what the cursor of the screen on top is on, and its line of
// the window; -1 where the window does not scroll, or begins elsewhere later.
func (b *bench) underCursor() (thing string, line int) {
	top := b.app.top().screen
	line = -1
	if s, ok := top.(*events); ok && s.Len() > 40 {
		line = slices.IndexFunc(strings.Split(s.View(), "\n"), func(text string) bool { return strings.Contains(text, "▶") })
	}
	switch s := top.(type) {
	case *overview:
		r, _ := s.result()
		return r.Hunt.ID, line
	case *findings:
		f, _ := s.finding()
		return fmt.Sprint(f.Entities), line
	case *events:
		return fmt.Sprint(s.ids()[s.Row()]), line
	case *record:
		return fmt.Sprint(s.id, s.events.at(s.place()), s.tree.Path()), line
	case *entityPage:
		f, _ := s.fact()
		return fmt.Sprint(f.section, f.value, f.text), line
	case *picker:
		return fmt.Sprint(s.entities[s.Row()]), line
	case *loadReport:
		return fmt.Sprint(s.Row()), line
	}
	return top.Title().String(), line
}

// TestTheEndIsTheSame compares screens that grew with those that were opened at
// the end.
func TestTheEndIsTheSame(t *testing.T) {
	first := snapshot(t, "2025-10-26 00:00:00")
	for name, keys := range map[string][]string{
		"overview": nil, "findings": {"j", "j", "j", "enter"}, "timeline": {"2"}, "load report": {"5"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			grown, _ := startPlaying(t, configOf(intrusion), 120, 40)
			grown.reads(first, late).Press(keys...)
			grown.ends(theStory()).Press("g")
			whole := start(t, 120, 40)
			whole.Press(keys...).Press("g")
			if grown.Screen() != whole.Screen() {
				t.Errorf("it grew to\n%s\nand is\n%s", grown.Screen(), whole.Screen())
			}
		})
	}
}

func TestAClosedScreenGrowsWhenItIsVisitedAgain(t *testing.T) {
	b, _ := startPlaying(t, configOf(intrusion), 120, 40)
	b.reads(snapshot(t, "2025-10-28 00:00:00"), late).Press("enter", "p", "enter")
	b.Has("≥").Press("esc", "esc", "esc")
	b.ends(theStory()).Press("[", "[", "[").Lacks("≥", "so far")
	events := b.app.top().screen.(*events)
	if events.seen != b.app.dumps || len(events.ids()) == 0 {
		t.Errorf("visited again, it has %d events of dataset %d", len(events.ids()), events.seen)
	}
	b.Press("esc").Lacks("≥").Press("esc").Lacks("≥")
}

func TestRepliesOfBeforeAreDropped(t *testing.T) {
	b, _ := startPlaying(t, configOf(intrusion), 120, 40)
	b.reads(snapshot(t, "2025-10-28 00:00:00"), late).Press("2")
	timeline := b.app.top().screen.(*events)
	timeline.seen = 0
	early := timeline.refresh()
	b.ends(theStory())
	timeline.Update(early())
	if timeline.Len() != theStory().Len() {
		t.Errorf("a late reply leaves %d events", timeline.Len())
	}
}

// gate is a hunt that waits until the test lets it go, and says over what it ran.
type gate struct {
	began chan int // events of the dataset
	goOn  chan bool
}

func (g gate) hunt() hunts.Hunt {
	h := hunts.All()[0]
	h.Complete.Rows = func(_ context.Context, d *loader.Dataset, _, _ []loader.ID) ([]hunts.Finding, error) {
		g.began <- d.Len()
		<-g.goOn
		return nil, nil
	}
	return h
}

func TestOneRunAtATimeAndTheNewestWins(t *testing.T) {
	g := gate{make(chan int), make(chan bool)}
	c := configOf(intrusion)
	c.Hunts = []hunts.Hunt{g.hunt()}
	b, _ := startPlaying(t, c, 80, 24)
	var dumps []*loader.Dataset
	for _, until := range []string{"2025-10-20 00:00:00", "2025-10-22 00:00:00", "2025-10-24 00:00:00"} {
		dumps = append(dumps, snapshot(t, until))
	}
	expect := func(d *loader.Dataset) {
		t.Helper()
		if n := <-g.began; n != d.Len() {
			t.Fatalf("the hunts run over %d events, not %d", n, d.Len())
		}
	}
	send := func(d *loader.Dataset) { b.Send(progressMsg{loader.Progress{Dump: d, Elapsed: late}, true}) }
	send(dumps[0])
	expect(dumps[0])
	send(dumps[1])
	send(dumps[2]) // dumps[1] is never hunted
	send(dumps[2]) // nor is a snapshot twice
	g.goOn <- true
	settled := make(chan bool)
	go func() {
		b.Settle()
		close(settled)
	}()
	expect(dumps[2])
	g.goOn <- true
	<-settled
	if b.app.dump != dumps[2] {
		t.Errorf("%d events are shown", b.app.dump.Len())
	}
	b.Send(loadedMsg{dump: theStory()})
	expect(theStory())
	b.Send(tuitest.Key("W")) // what runs is given up, and begun again
	g.goOn <- true
	settled = make(chan bool)
	go func() {
		b.Settle()
		close(settled)
	}()
	expect(theStory())
	g.goOn <- true
	<-settled
	if b.app.dump != theStory() || b.app.results[0].Window.Whole() {
		t.Errorf("%d events are shown, in window %v", b.app.dump.Len(), b.app.results[0].Window)
	}
}

func TestStoppingBetweenSnapshots(t *testing.T) {
	b, stopped := startPlaying(t, configOf(intrusion), 80, 24)
	part := snapshot(t, "2025-10-28 12:00:00")
	b.reads(part, late).Press("enter", "j")
	thing, _ := b.underCursor()
	b.Press("ctrl+c").Has("stopping: what was read is kept", "≥")
	if *stopped != 1 || b.Quit() {
		t.Fatalf("the load is stopped %d times; quit %v", *stopped, b.Quit())
	}
	kept := snapshot(t, "2025-10-28 18:00:00")
	kept.Report().Loading, kept.Report().Stopped = false, true
	b.ends(kept).Has("part: ", "stopped: this is part of the dump").Lacks("≥", "so far", "^C stop")
	if now, _ := b.underCursor(); now != thing {
		t.Errorf("the cursor goes from %s to %s", thing, now)
	}
	b.reads(part, late) // too late
	if b.app.newest != kept {
		t.Error("a snapshot takes the place of what was kept")
	}
	if b.Press("ctrl+c").Has("Quit?"); b.Quit() {
		t.Error("^C after the load quits")
	}
}

func TestKeysOverTheFirstSnapshot(t *testing.T) {
	b, _ := startPlaying(t, configOf(intrusion), 80, 24)
	b.Press("?").Has("Help: Loading")
	b.reads(snapshot(t, "2025-10-12 00:00:00"), late).Has("Hunts", "≥").Press("esc").Has("IN DUMP")
	b.Press("j", "enter").Press("q", "q", "j", "D", "W", "T", "5", "2", "[", "]", "1").Has("≥")
}

func TestGoldenLoading(t *testing.T) {
	first := snapshot(t, "2025-10-28 12:00:00")
	for name, keys := range map[string][]string{
		"overview": nil, "findings": {"j", "j", "j", "enter"}, "timeline": {"2"}, "load-report": {"5"}, "page": {"enter", "p"},
	} {
		b, _ := startPlaying(t, configOf(intrusion), 120, 40)
		b.reads(first, late).Press(keys...)
		sizes := common
		if name == "overview" {
			sizes = allSizes
		}
		for _, size := range sizes {
			b.Resize(size[0], size[1]).Golden(fmt.Sprintf("%s-%dx%d", name, size[0], size[1]))
		}
	}
}

// TestAGatheringThatFailsSaysSo: what was gathered before is not taken for all.
func TestAGatheringThatFailsSaysSo(t *testing.T) {
	b := start(t, 80, 24)
	fails := func(context.Context, *loader.Dataset, []hunts.Result) ([]loader.ID, *Subject, error) {
		return nil, nil, errors.New("the evidence has changed")
	}
	b.Send(replyMsg{msg: openMsg{newEvents(&b.app.env, safe.Lit("some"), fails)}}).Settle()
	b.Has("filter: the evidence has changed").Lacks("Nothing here", "looking")
}
