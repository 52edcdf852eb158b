package tui

import (
	"context"
	"strings"

	"coldtrail/hunts"
	"coldtrail/loader"
	"coldtrail/loader/safe"
	"coldtrail/tui/ink"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"
)

// loading shows how far the load has come, and which hunts will run.
type loading struct {
	*env
	paths    []string
	hunts    []hunts.Hunt
	progress <-chan loader.Progress
	now      loader.Progress
	w, h     int
}

func newLoading(e *env, paths []string, all []hunts.Hunt, progress <-chan loader.Progress) *loading {
	return &loading{env: e, paths: paths, hunts: all, progress: progress}
}

// progressMsg carries the latest progress; ok is false when the load is over.
type progressMsg struct {
	progress loader.Progress
	ok       bool
}

func (s *loading) Init(context.Context) tea.Cmd { return s.wait() }

// wait takes the next progress from the channel.
func (s *loading) wait() tea.Cmd {
	progress := s.progress
	return func() tea.Msg {
		p, ok := <-progress
		return progressMsg{p, ok}
	}
}

func (s *loading) Update(msg tea.Msg) tea.Cmd {
	m, ok := msg.(progressMsg)
	if !ok || !m.ok {
		return nil
	}
	s.now = m.progress
	return s.wait()
}

func (s *loading) SetSize(w, h int) { s.w, s.h = w, h }

func (s *loading) Title() safe.Text { return safe.Lit("Loading") }

func (s *loading) Status() Status { return Status{} }

func (s *loading) ShortHelp() []key.Binding {
	return []key.Binding{named(s.keys.Stop, "stop, keep what was read")}
}

func (s *loading) FullHelp() [][]key.Binding { return [][]key.Binding{s.ShortHelp()} }

func (s *loading) View() string {
	p := s.now
	var lines []string
	add := func(label, value safe.Text) {
		l := new(ink.Line).Add(s.Muted, safe.Lit("   ").Plus(label).Fit(11)).Add(s.Text, s.Glyphs.Text(value))
		lines = append(lines, l.Fit(s.w))
	}
	paths := make([]safe.Text, len(s.paths))
	for i, path := range s.paths {
		paths[i] = safe.Path(path)
	}
	title := new(ink.Line).Add(s.Theme.Title, safe.Lit(" Loading ").Plus(s.Glyphs.Text(safe.Join(safe.Lit(", "), paths...))))
	lines = append(lines, title.Fit(s.w), s.bar(p))
	add(safe.Lit("files"), safe.Sprintf("%s / %s", safe.Int(p.Files), safe.Int(p.FilesTotal)))
	add(safe.Lit("bytes"), safe.Sprintf("%s / %s MiB", mebibytes(p.Bytes), mebibytes(p.BytesTotal)))
	add(safe.Lit("events"), safe.Int(p.Events))
	if !p.First.IsZero() {
		add(safe.Lit("from"), safe.Sprintf("%s .. %s", s.Time(p.First), s.Time(p.Last)))
	}
	add(safe.Lit("file"), safe.Path(p.File).CutHead(max(s.w-12, 1)))
	lines = append(lines, s.Rule(s.Border, safe.Text{}, s.w))
	heading := safe.Lit(" Hunts, as soon as the dump is read")
	if p.Done {
		heading = safe.Lit(" The dump is read; the hunts are running")
	}
	lines = append(lines, new(ink.Line).Add(s.Theme.Title, heading).Fit(s.w))
	for _, h := range s.hunts {
		word, style := s.severity(h.Severity)
		l := new(ink.Line).Add(s.Text, safe.Lit("   ")).Add(style, word.Fit(5)).Add(s.Text, safe.Cell(h.Title))
		lines = append(lines, l.Fit(s.w))
	}
	return ink.Block(lines, s.w, s.h)
}

// bar draws how much of the bytes was read, as a bar and in per cent.
func (s *loading) bar(p loader.Progress) string {
	share := 0.0
	if p.BytesTotal > 0 {
		share = min(float64(p.Bytes)/float64(p.BytesTotal), 1)
	}
	full, w := "█", max(s.w-8, 1)
	if s.ASCII {
		full = "#"
	}
	done := int(share * float64(w))
	l := new(ink.Line).Add(s.Text, safe.Lit(" ")).Add(s.Spark, safe.Cell(strings.Repeat(full, done))).Pad(w + 1)
	return l.Add(s.Text, safe.Int(int(share*100)).Plus(safe.Lit("%")).FitRight(6)).Fit(s.w)
}

func mebibytes(n int64) safe.Text {
	tenths := int(n * 10 >> 20)
	return safe.Int(tenths/10).Plus(safe.Lit("."), safe.Int(tenths%10))
}
