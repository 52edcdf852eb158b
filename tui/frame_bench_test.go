package tui

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"coldtrail/hunts"
	"coldtrail/loader"
	"coldtrail/loader/dumptest"
	"coldtrail/tui/table"
	"coldtrail/tui/tuitest"

	tea "github.com/charmbracelet/bubbletea"
)

var benchSize = dumptest.SizeFlags()

// BenchmarkFrame measures a key press to its frame at 120×40: Update and View,
// over a mix of keys on every screen. One op is one key. In the reports, p50 and
// p99 are of keys, reply-p99 of the frames that replies of commands make.
func BenchmarkFrame(b *testing.B) {
	dir := benchSize.Dump(b)
	dump, err := loadAll(dir)
	if err != nil {
		b.Fatal(err)
	}
	b.Run("idle", func(b *testing.B) {
		newFrames(b, dump).mix(b)
	})
	b.Run("loading", func(b *testing.B) {
		f := newFrames(b, dump)
		f.app.stop = func() {} // takes snapshots
		ctx, cancel := context.WithCancel(b.Context())
		done := make(chan struct{})
		go func() {
			defer close(done)
			for ctx.Err() == nil {
				f.load(ctx, dir)
			}
		}()
		f.mix(b)
		cancel()
		<-done
	})
}

// frames is an App with its event loop, as bubbletea runs it, and the times
// that its frames took.
type frames struct {
	app           *App
	msgs          chan tea.Msg
	ctx           context.Context
	keys, replies []time.Duration
}

func newFrames(b *testing.B, dump *loader.Dataset) *frames {
	b.Helper()
	f := &frames{app: newApp(b.Context(), configOf("")), msgs: make(chan tea.Msg, 1024), ctx: b.Context()}
	b.Cleanup(f.app.close)
	f.run(onLoaded{f.app, dump}.Init())
	f.frame(tea.WindowSizeMsg{Width: 120, Height: 40})
	for f.app.dump == nil {
		f.frame(<-f.msgs)
	}
	f.settle(100 * time.Millisecond)
	return f
}

// load loads the dump beside the workbench, and hands it what is there.
func (f *frames) load(ctx context.Context, dir string) {
	send := func(msg tea.Msg) {
		select {
		case f.msgs <- msg:
		case <-ctx.Done():
		}
	}
	o := loader.Options{Keep: hunts.Keep(hunts.All()), Snapshots: true}
	// The dataset at the end is dropped: the next load goes on from there.
	_, _ = loader.Load(ctx, []string{dir}, o, func(p loader.Progress) { send(progressMsg{p, true}) })
}

// frame hands the model a message and draws.
func (f *frames) frame(msg tea.Msg) time.Duration {
	began := time.Now()
	_, cmd := f.app.Update(msg)
	f.app.View()
	took := time.Since(began)
	f.run(cmd)
	return took
}

func (f *frames) run(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	go func() {
		msg := cmd()
		if batch, ok := msg.(tea.BatchMsg); ok {
			for _, cmd := range batch {
				f.run(cmd)
			}
			return
		}
		select {
		case f.msgs <- msg:
		case <-f.ctx.Done():
		}
	}()
}

// settle takes replies until none has come for a while.
func (f *frames) settle(quiet time.Duration) {
	for {
		select {
		case msg := <-f.msgs:
			f.replies = append(f.replies, f.frame(msg))
		case <-time.After(quiet):
			return
		}
	}
}

// tour goes over all screens and what keys do there.
var tour = [][]string{
	{"1", "j", "k", "G", "g", "l", "l", "s", "s", "enter", "j", "j", "k", "pgdown", "G", "g", "s", "enter", "j", "G", "enter", "j", "j", "J", "K", "esc", "esc", "esc"},
	{"1", "g", "enter", "j", "p", "j", "j", "G", "g", "j", "enter", "G", "g", "s", "esc", "esc", "esc"},
	{"2", "j", "j", "j", "j", "pgdown", "pgdown", "ctrl+d", "G", "k", "k", "pgup", "g", "l", "l", "s", "j", "pgdown", "G", "g", "l", "s", "S", "j", "h"},
	{"2", "G", "enter", "j", "j", ")", "(", "r", "j", "r", "K", "K", "esc", "P", "j", "enter", "j", "G", "esc", "[", "]"},
	{"5", "j", "G", "g", "?", "j", "esc", "1", "D", "D", "2", "1"},
}

// mix presses b.N keys and reports what the frames took.
func (f *frames) mix(b *testing.B) {
	const between = 2 * time.Millisecond // keys: far more than anybody presses
	b.ResetTimer()
	for n := 0; n < b.N; {
		for _, keys := range tour {
			for _, name := range keys {
				f.keys = append(f.keys, f.frame(tuitest.Key(name)))
				n++
				f.settle(between)
			}
		}
	}
	b.StopTimer()
	b.ReportMetric(milliseconds(f.keys, 50), "p50-ms")
	b.ReportMetric(milliseconds(f.keys, 99), "p99-ms")
	b.ReportMetric(milliseconds(f.replies, 99), "reply-p99-ms")
	b.ReportMetric(0, "ns/op")
}

func milliseconds(took []time.Duration, percent int) float64 {
	if len(took) == 0 {
		return 0
	}
	slices.Sort(took)
	return took[(len(took)-1)*percent/100].Seconds() * 1000
}

// BenchmarkPivot measures from the key to the filled page of an instance: the
// one of which the hunts' findings have the most events.
func BenchmarkPivot(b *testing.B) {
	dump, err := loadAll(benchSize.Dump(b))
	if err != nil {
		b.Fatal(err)
	}
	var most loader.Entity
	for _, e := range dump.EntitiesOf(loader.Instance) {
		if dump.Count(e) > dump.Count(most) {
			most = e
		}
	}
	f := newFrames(b, dump)
	var took []time.Duration
	for b.Loop() {
		began := time.Now()
		f.frame(replyMsg{msg: openMsg{newEntity(&f.app.env, most)}})
		page := f.app.top().screen.(*entityPage)
		for page.summary == nil {
			f.frame(<-f.msgs)
		}
		took = append(took, time.Since(began))
		f.frame(tuitest.Key("esc"))
		f.settle(0)
	}
	b.ReportMetric(milliseconds(took, 50), "p50-ms")
	b.ReportMetric(milliseconds(took, 99), "p99-ms")
	b.ReportMetric(float64(dump.Count(most)), "events")
}

// BenchmarkSort measures from the key to the sorted timeline, by column.
func BenchmarkSort(b *testing.B) {
	dump, err := loadAll(benchSize.Dump(b))
	if err != nil {
		b.Fatal(err)
	}
	rows := eventRows{&env{}, dump, dump.All()}
	for col, field := range eventFields {
		b.Run(fmt.Sprint(col, " ", field), func(b *testing.B) {
			l := newList(&env{dump: dump}, eventColumns(), rows)
			for b.Loop() {
				j := job{rows: rows, of: view{sorts: []table.Sort{{Col: col, Desc: true}}}, over: make(chan struct{})}
				l.put(j.compute(b.Context(), dump).(arrangedMsg).result)
			}
		})
	}
}
