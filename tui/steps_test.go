package tui

import (
	"strconv"
	"strings"
	"testing"

	"coldtrail/hunts"
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

func TestStepShowsItsCountBeforeItOpens(t *testing.T) {
	b := start(t, 160, 60)
	b.Press("enter", "j")
	for _, l := range b.app.notes.steps {
		if line := b.Line("." + l.letter + " "); l.count < 0 {
			t.Errorf("%q is not counted", line)
		}
	}
	b.Has(".a the instance")
	b.Press(".", "a").Has("instance " + launched)
}
