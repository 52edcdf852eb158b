package tui

import (
	"context"
	"testing"

	"coldtrail/loader/safe"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"
)

// probe is a screen that counts what it is told.
type probe struct {
	ctx     context.Context
	began   int
	replies int
}

type probeMsg struct{}

func (s *probe) Init(ctx context.Context) tea.Cmd {
	s.ctx = ctx
	s.began++
	return func() tea.Msg { return probeMsg{} }
}

func (s *probe) Update(msg tea.Msg) tea.Cmd {
	if _, ok := msg.(probeMsg); ok {
		s.replies++
	}
	return nil
}

func (s *probe) SetSize(int, int)          {}
func (s *probe) View() string              { return "" }
func (s *probe) Title() safe.Text          { return safe.Lit("probe") }
func (s *probe) Status() Status            { return Status{} }
func (s *probe) ShortHelp() []key.Binding  { return nil }
func (s *probe) FullHelp() [][]key.Binding { return nil }

func TestWhoAsksGetsTheAnswer(t *testing.T) {
	b := newBench(t, configOf())
	below, above := new(probe), new(probe)
	reply := b.app.push(0, below)()
	late := b.app.push(0, above)()
	b.app.Update(reply)
	if below.replies != 1 || above.replies != 0 {
		t.Errorf("the screens got %d and %d replies", below.replies, above.replies)
	}
	b.app.closeTop()
	b.app.Update(late)
	if below.replies != 1 || above.replies != 0 {
		t.Errorf("a reply to a closed screen went to %d and %d", below.replies, above.replies)
	}
}

// TestAnEarlierVisitIsNotAnswered: what was given up when a screen was closed is no
// answer when it is visited again.
func TestAnEarlierVisitIsNotAnswered(t *testing.T) {
	b := newBench(t, configOf())
	s := new(probe)
	b.app.push(0, new(probe))
	late := b.app.push(0, s)()
	b.app.back(false)
	now := b.app.walk(-1)()
	b.app.Update(late)
	if b.app.Update(now); s.replies != 1 {
		t.Errorf("the screen has %d replies", s.replies)
	}
}

func TestClosingAScreenEndsWhatItComputes(t *testing.T) {
	b := newBench(t, configOf())
	below, above := new(probe), new(probe)
	b.app.push(0, below)
	b.app.push(0, above)
	b.app.back(false)
	if above.ctx.Err() == nil || below.ctx.Err() != nil {
		t.Errorf("after closing the upper screen: lower %v, upper %v", below.ctx.Err(), above.ctx.Err())
	}
	b.app.walk(-1)
	if above.ctx.Err() != nil || above.began != 2 {
		t.Errorf("the upper screen, visited again, began %d times: %v", above.began, above.ctx.Err())
	}
	b.app.close()
	if below.ctx.Err() == nil || above.ctx.Err() == nil {
		t.Error("the end of the workbench leaves something running")
	}
}

func TestRepliesInBatchesAreAddressed(t *testing.T) {
	b := newBench(t, configOf())
	s := new(probe)
	b.app.push(0, s)
	told := func() tea.Msg { return probeMsg{} }
	batch, ok := addressed(b.app.top().id, tea.Batch(told, tea.Batch(told, told)))().(tea.BatchMsg)
	if !ok || len(batch) != 2 {
		t.Fatalf("a batch becomes %v", batch)
	}
	b.app.Update(batch[0]())
	for _, cmd := range batch[1]().(tea.BatchMsg) {
		b.app.Update(cmd())
	}
	if s.replies != 3 {
		t.Errorf("%d of 3 replies arrived", s.replies)
	}
}
