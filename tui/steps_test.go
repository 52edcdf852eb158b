package tui

import (
	"strconv"
	"strings"
	"testing"

	"coldtrail/hunts"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"
)

// TestStepsOpenWhatTheyCount opens every step of every finding of the story, in
// both readings.
func TestStepsOpenWhatTheyCount(t *testing.T) {
	for _, mode := range []hunts.Mode{hunts.Complete, hunts.Documented} {
		t.Run(mode.String(), func(t *testing.T) {
			t.Parallel()
			c := configOf(intrusion)
			c.Options.Mode = mode
			b := startOn(t, c, theStory(), 20, 5) // too small to draw, which saves time
			opened, found := 0, 0
			for i, r := range b.app.results {
				b.Press("enter")
				for range r.Findings {
					opened += b.openSteps(t)
					b.Press("j")
					found++
				}
				b.Press("esc", "g")
				for range i + 1 {
					b.Press("j")
				}
			}
			if opened < 5*found {
				t.Errorf("%d findings have %d steps", found, opened)
			}
		})
	}
}

// openSteps opens the steps of the finding under the cursor and returns their
// number.
func (b *bench) openSteps(t *testing.T) int {
	t.Helper()
	for _, l := range b.app.notes.steps {
		b.Press(".", l.letter)
		got := -1
		switch s := b.app.top().screen.(type) {
		case *events:
			got = s.Len()
		case *entityPage:
			got = s.summary.total
		}
		if counts := b.app.top().screen.Status().Counts.String(); got != l.count || !strings.HasPrefix(strings.ReplaceAll(counts, ",", ""), strconv.Itoa(got)+" event") {
			t.Errorf("step %s, %s, counts %d and opens %d (%s)", l.letter, l.step.Label, l.count, got, counts)
		}
		b.Press("esc")
	}
	return len(b.app.notes.steps)
}

// TestStepsOpenAtTheFinding: a step of weeks opens where its finding is, or would be.
func TestStepsOpenAtTheFinding(t *testing.T) {
	b := start(t, 80, 24)
	b.Press("enter")
	for letter, at := range map[string]string{
		"g": "2025-10-26 22:40:02  GetSigninToken",  // up to the sign-in, which it ends with
		"f": "2025-10-26 22:31:18  GetCallerIdenti", // the last call before it
		"i": "2025-10-26 22:40:09  ConsoleLogin",    // what came after it
	} {
		b.Press(".", letter)
		if line := b.cursor(t); !strings.Contains(line, at) {
			t.Errorf("step %s opens at %s", letter, line)
		}
		b.Press("esc")
	}
}

func TestStepShowsItsCountBeforeItOpens(t *testing.T) {
	b := start(t, 160, 60)
	b.Press("enter", "j")
	shown := ansi.Strip(strings.Join(b.app.notes.lines(), "\n"))
	for _, l := range b.app.notes.steps {
		if l.count < 0 || !strings.Contains(shown, strconv.Itoa(l.count)+" ."+l.letter) {
			t.Errorf("step %s is not counted, or not shown with %d", l.letter, l.count)
		}
	}
	b.Press(".", "a").Has("instance " + launched)
}

// The notes of every finding of the story are answered, with the same
// sentences as in reports, and drawn with their signs.
func TestNotesAreAnswered(t *testing.T) {
	b := start(t, 160, 60)
	b.Press("enter", "j").Has("an instance: launched", "2025-10-24 02:26:30 by", "! from 203.0.113.66", "✓ nothing was tried", "·")
	for i, a := range b.app.notes.answers {
		want, err := b.app.notes.subject.Result.Hunt.Notes[i].Answer(t.Context(), hunts.Scene{
			Dataset: b.app.dump, Finding: b.app.notes.subject.Finding, Results: b.app.results,
		})
		if err != nil || a != want {
			t.Errorf("note %d is answered %+v, want %+v, %v", i+1, a, want, err)
		}
	}
}

// In an ordinary terminal some finding of the story shows what holds, what needs
// eyes and what is for people, as its evidence is asked. Two keys open a step,
// and one goes back to the same finding.
func TestNotesAt120Columns(t *testing.T) {
	b := start(t, 120, 40)
	b.Press("enter", "j").Has(" ✓ nothing was tried", " ! from 203.0.113.66", " · ")
	signs := map[hunts.Sign]int{}
	for _, a := range b.app.notes.answers {
		signs[a.Sign]++
	}
	if signs[hunts.Holds] == 0 || signs[hunts.Look] == 0 || signs[hunts.Ask] == 0 || signs[hunts.Unasked] > 0 {
		t.Errorf("the signs are %v", signs)
	}
	screen, at, depth := b.Screen(), b.cursor(t), b.app.top().screen
	b.Press(".", "a")
	if b.app.top().screen == depth {
		t.Fatal("two keys do not open a step")
	}
	b.Press("esc")
	if b.cursor(t) != at || b.Screen() != screen {
		t.Errorf("the cursor was at %q and is at %q, on\n%s\nthat was\n%s", at, b.cursor(t), b.Screen(), screen)
	}
}

// What was asked of a finding that the cursor has left is not answered into
// another's notes, and is told to stop.
func TestLateAnswersAreDropped(t *testing.T) {
	b := start(t, 120, 40)
	b.Press("enter")
	before, asked, of := b.app.notes.answers[0], b.app.notes.inquiry.number, b.app.notes.inquiry.ctx
	b.Press("j")
	after := b.app.notes.answers[0]
	b.Send(answeredMsg{asked, 0, before}).Send(joinedMsg{asked, nil}).Settle()
	if b.app.notes.answers[0] != after || len(b.app.notes.objects) == 0 {
		t.Error("a late answer was taken")
	}
	if after == (hunts.Answer{}) {
		t.Error("the note has no answer")
	}
	if of.Err() == nil {
		t.Error("who answers the finding before was not told to stop")
	}
}

// TestComingBackToAFinding: what was asked and counted before the cursor left a
// finding ends in errors, and may come in when the cursor is back on it.
func TestComingBackToAFinding(t *testing.T) {
	b := start(t, 120, 40)
	b.Press("enter", "j")
	p := &b.app.notes
	steps := len(p.steps)
	if steps == 0 {
		t.Fatal("the finding has no steps")
	}
	counted := countedMsg{p.making, steps - 1, countFailed}
	stepped := steppedMsg{p.making, nil}
	answered := answeredMsg{p.inquiry.number, 0, hunts.Answer{Sign: hunts.Unknown, Text: "context canceled"}}
	b.Press("k")
	b.Send(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("j")}) // what it asks for is not there yet
	for _, late := range []tea.Msg{counted, answered, stepped} {
		if _, more := b.app.Update(late); more != nil {
			t.Errorf("%T of before goes on", late)
		}
	}
	if len(p.steps) > 0 || p.made || p.answers[0] != (hunts.Answer{}) {
		t.Errorf("late replies give %d steps, and %v", len(p.steps), p.answers[0])
	}
	b.Settle()
	if len(p.steps) != steps || p.steps[steps-1].count < 0 || p.answers[0].Text == "context canceled" {
		t.Errorf("there are %d steps of %d, and the first answer is %v", len(p.steps), steps, p.answers[0])
	}
}

// Other results of the hunts are other answers: the notes are asked again.
func TestNotesAreAskedAgain(t *testing.T) {
	b := start(t, 120, 40)
	b.Press("enter")
	asked := b.app.notes.asked
	if b.Press("W"); b.app.notes.asked == asked {
		t.Error("the notes still tell what the hunts found before")
	}
	asked = b.app.notes.asked
	if b.Press("tab", "j"); b.app.notes.asked != asked {
		t.Error("the notes are asked again for nothing")
	}
}

// Below the answers stands who is behind the finding, and on the pages of
// entities what is joined from their events.
func TestLineageIsShown(t *testing.T) {
	b := start(t, 160, 60)
	b.Press("enter")
	shown := ansi.Strip(strings.Join(b.app.notes.lines(), " "))
	for _, want := range []string{"chain BuildRunnerRole/" + launched[:8], "→ console", "instance " + launched, "host: build-cache"} {
		if !strings.Contains(strings.Join(strings.Fields(shown), " "), want) {
			t.Errorf("the notes lack %q:\n%s", want, shown)
		}
	}
	b.Press("p").Has("KNOWN OF THE INSTANCE", "role: BuildRunnerRole")
}
