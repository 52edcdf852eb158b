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

// loading shows how far the load has come, and which hunts will run, until
// there is something to look at.
type loading struct {
	*env
	paths []string
	hunts []hunts.Hunt
	w, h  int
}

func newLoading(e *env, paths []string, all []hunts.Hunt) *loading {
	return &loading{env: e, paths: paths, hunts: all}
}

func (s *loading) Init(context.Context) tea.Cmd { return nil }

func (s *loading) Update(tea.Msg) tea.Cmd { return nil }

func (s *loading) SetSize(w, h int) { s.w, s.h = w, h }

func (s *loading) Title() safe.Text { return safe.Lit("Loading") }

func (s *loading) Status() Status { return Status{} }

func (s *loading) ShortHelp() []key.Binding { return nil }

func (s *loading) FullHelp() [][]key.Binding { return [][]key.Binding{s.ShortHelp()} }

func (s *loading) View() string {
	p := s.progress
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
	lines = append(lines, title.Fit(s.w), s.progressBar(s.w))
	add(safe.Lit("files"), filesRead(p))
	add(safe.Lit("bytes"), bytesRead(p))
	add(safe.Lit("events"), safe.Int(p.Events))
	if !p.First.IsZero() {
		add(safe.Lit("from"), safe.Sprintf("%s .. %s", s.Time(p.First), s.Time(p.Last)))
	}
	add(safe.Lit("file"), s.Glyphs.Text(safe.Path(p.File)).CutHead(max(s.w-12, 1)))
	lines = append(lines, s.Rule(s.Border, safe.Text{}, s.w))
	heading := safe.Lit(" Hunts: they open while the load goes on")
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

// progressLines is how far a load is, on a screen that can be used meanwhile.
func (e *env) progressLines(w int) []string {
	p := e.progress
	words := safe.Sprintf(" %s files   %s", filesRead(p), bytesRead(p))
	if !p.First.IsZero() {
		words = words.Plus(safe.Sprintf("   %s .. %s", e.Short(p.First), e.Short(p.Last)))
	}
	return []string{e.progressBar(w), new(ink.Line).Add(e.Muted, words).Fit(w)}
}

// progressBar draws how much of the bytes was read, as a bar and in per cent.
func (e *env) progressBar(width int) string {
	full, w := "█", max(width-8, 1)
	if e.ASCII {
		full = "#"
	}
	done := int(share(e.progress) * float64(w))
	l := new(ink.Line).Add(e.Text, safe.Lit(" ")).Add(e.Spark, safe.Cell(strings.Repeat(full, done))).Pad(w + 1)
	return l.Add(e.Text, percent(e.progress).FitRight(6)).Fit(width)
}

// share is how much of the bytes was read, from 0 to 1.
func share(p loader.Progress) float64 {
	if p.BytesTotal <= 0 {
		return 0
	}
	return min(float64(p.Bytes)/float64(p.BytesTotal), 1)
}

func percent(p loader.Progress) safe.Text {
	return safe.Int(int(share(p) * 100)).Plus(safe.Lit("%"))
}

func filesRead(p loader.Progress) safe.Text {
	return safe.Sprintf("%s / %s", safe.Int(p.Files), safe.Int(p.FilesTotal))
}

func bytesRead(p loader.Progress) safe.Text {
	return safe.Sprintf("%s / %s MiB", mebibytes(p.Bytes), mebibytes(p.BytesTotal))
}

func mebibytes(n int64) safe.Text {
	tenths := int(n * 10 >> 20)
	return safe.Int(tenths/10).Plus(safe.Lit("."), safe.Int(tenths%10))
}
