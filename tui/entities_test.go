package tui

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"coldtrail/loader"
	"coldtrail/loader/safe"
)

// TestEveryEntityIsListed with its events, and its page is one key away.
func TestEveryEntityIsListed(t *testing.T) {
	b := start(t, 120, 40)
	b.Press("3")
	total := 0
	for _, k := range loader.Kinds() {
		total += len(theStory().EntitiesOf(k))
	}
	b.Has(safe.Int(total).String() + " entities")
	rows := b.list().rows.(seenRows)
	if rows.Len() != total {
		t.Fatalf("%d of %d entities", rows.Len(), total)
	}
	for row, s := range rows.list {
		if s.Events != theStory().Count(s.Entity) {
			t.Errorf("%v has %d events", s.Entity, s.Events)
		}
		if row > 0 && rows.list[row-1].Entity.Kind == s.Entity.Kind && rows.list[row-1].Events < s.Events {
			t.Errorf("%v comes too late", s.Entity)
		}
	}
	entity := rows.list[0].Entity
	b.Press("enter").Has("instance "+entity.Value).Press("esc").Has("3 Entities", safe.Int(total).String()+" entities")
}

func TestEntitiesRareOrBusyFirst(t *testing.T) {
	b := start(t, 120, 40)
	b.Press("3", "s", "g")
	rows := b.list().rows.(seenRows)
	events := func(pos int) int { return rows.list[b.list().order[pos]].Events }
	if events(0) < events(1) || !strings.Contains(b.cursor(t), "account") {
		t.Errorf("the busiest is %s", b.cursor(t))
	}
	b.Press("s", "g")
	if events(0) != 1 || events(0) > events(1) {
		t.Errorf("the rarest is %s", b.cursor(t))
	}
}

func TestEntitiesAreFiltered(t *testing.T) {
	b := start(t, 120, 40)
	keys := len(theStory().EntitiesOf(loader.AccessKey))
	b.Press("3", "/").Type(`kind:"access key"`).Press("enter").Has(safe.Int(keys).String()+" entities", fmt.Sprintf("%d of ", keys))
	b.Press("X", "/").Type("203.0.113.66").Press("enter").Has("1 entity").Press("enter").Has("address 203.0.113.66")
	b.Press("esc", "X", "/").Type("findings > 0 kind:instance").Press("enter")
	l := b.list()
	if len(l.matched) < 5 || len(l.matched) > 20 {
		t.Errorf("%d instances are in findings", len(l.matched))
	}
	for _, row := range l.matched {
		if s := l.rows.(seenRows); s.found[s.list[row].Entity] == 0 {
			t.Errorf("%v is in none", s.list[row].Entity)
		}
	}
	b.Press("X", "h", "h", "v").Has("values of KIND", "8 values")
}

// TestThePlaceThatWasLeft: [ leads back to the page that was left, its cursor
// included.
func TestThePlaceThatWasLeft(t *testing.T) {
	b := start(t, 120, 40)
	b.Press("j", "j", "j", "enter", "G", "p").Has("instance " + launched)
	for !strings.Contains(b.cursor(t), "AppServerRole") && !strings.Contains(b.cursor(t), "user/") {
		b.Press("j")
	}
	there := b.Screen()
	b.Press("p").Press("[")
	if b.Screen() != there {
		t.Errorf("back at\n%s\nwas at\n%s", b.Screen(), there)
	}
	b.Press("]", "[").Has("instance " + launched)
}

// TestPagesTellEverything: life, what it did, who, where, how it ended, hunts
// and the timeline, of each kind of entity; and the sums of the parts are right.
func TestPagesTellEverything(t *testing.T) {
	d := theStory()
	for _, k := range loader.Kinds() {
		for _, e := range d.EntitiesOf(k)[:min(20, len(d.EntitiesOf(k)))] {
			s := summarise(t.Context(), d, time.UTC, nil, e)
			seen := d.Seen(e)
			if s.total != seen.Events || s.first != seen.First || s.last != seen.Last {
				t.Errorf("%v: %d events from %v to %v", e, s.total, s.first, s.last)
			}
			for part, list := range map[string][]tally{
				"by whom": s.who, "from where": s.from, "outcomes": s.outcomes, "timeline": s.runs, "as actor and target": append(s.actor, s.target...),
			} {
				sum := 0
				for _, t := range list {
					sum += len(t.ids)
				}
				if sum != s.total && s.moreRuns == 0 {
					t.Errorf("%v: %s has %d of %d events", e, part, sum, s.total)
				}
			}
		}
	}
}

func TestLives(t *testing.T) {
	for value, want := range map[string][]string{
		launched: {"RunInstances by user/kenji.mori", "TerminateInstances by user/svc-telemetry"},
		"arn:aws:iam::111122223333:user/svc-telemetry": {"CreateUser by BuildRunnerRole"},
		"AKIASVCTEL2MEEXAMPLE":                         {"CreateAccessKey by BuildRunnerRole"},
		"ASIAOQQNQNUUZEXAMPLE":                         {"AssumeRole by ec2.amazonaws.com"},
	} {
		b := start(t, 200, 60)
		b.Press(":").Type(value).Press("enter").Has("LIFE").Has(want...)
	}
	b := start(t, 200, 60)
	b.Press("3", "/").Type("kind:session kenji.mori").Press("enter", "enter").Has("StartSession by user/kenji.mori", "OUTCOMES", "IN HUNTS", "TIMELINE")
	b.Press("3", "esc", "X", "/").Type("kind:command").Press("enter", "enter").Has("SendCommand by", "OUTCOMES", "IN HUNTS", "TIMELINE")
}

// TestRepeatsOfALife are one row: EC2 takes on an instance's role every six hours.
func TestRepeatsOfALife(t *testing.T) {
	b := start(t, 120, 40)
	b.Press(":").Type("BuildRunnerRole/"+launched).Press("enter").Has("identity BuildRunnerRole/"+launched, "AssumeRole ×20 by ec2.amazonaws.com")
	if strings.Contains(b.Screen(), "AssumeRole by") {
		t.Errorf("a repeat has a row of its own:\n%s", b.Screen())
	}
	b.Press("enter").Has("20 events")
}

// TestWhatIsKnownIsToldWhole, on the smallest terminal that has all columns.
func TestWhatIsKnownIsToldWhole(t *testing.T) {
	b := start(t, 80, 24)
	b.Press(":").Type("BuildRunnerRole/"+launched).Press("enter").Has("KNOWN OF THE CHAIN",
		"link: 2025-10-24 02:26:30 user/kenji.mori → ec2.amazonaws.com:", "RunInstances launched "+launched)
	b.Press("3", "/").Type("kind:command 36848132").Press("enter", "enter").Has(
		"sent: 2025-10-26 14:25:36 by BuildRunnerRole/"+launched+",", "reached: at least i-01797ad4f819b36ce, i-02886be50a2ac47df")
}

// TestPivotFromWhatIsKnown: a sentence leads to what it names.
func TestPivotFromWhatIsKnown(t *testing.T) {
	b := start(t, 80, 40)
	b.Press(":").Type("36848132-772e").Press("enter")
	b.to(t, "reached:", "j").Press("p").Has("choose an entity", "i-01797ad4f819b36ce", "i-02886be50a2ac47df").Lacks("access key").
		Press("2").Has("instance i-02886be50a2ac47df")
	b.to(t, "role: ", "k").Press("p").Has("role arn:aws:iam::111122223333:role/AppServerRole").Press("[")
	b.to(t, "KNOWN OF THE INSTANCE", "k").Press("P").Has("choose an entity")
}

// to presses a key until the cursor is on a line that holds a text.
func (b *bench) to(t *testing.T, text, key string) *bench {
	t.Helper()
	for before := ""; !strings.Contains(b.cursor(t), text); b.Press(key) {
		if b.cursor(t) == before {
			t.Fatalf("no line with %q:\n%s", text, b.Screen())
		}
		before = b.cursor(t)
	}
	return b
}

// TestFindingsOfAPage stand below their hunts, told apart by what else they are
// about; Enter opens the events of one.
func TestFindingsOfAPage(t *testing.T) {
	b := start(t, 120, 60)
	b.Press(":").Type("36848132-772e").Press("enter").Has("IN HUNTS", "Commands and scripts through Systems Manager",
		"A command run once on an instance", "hunt i-01797ad4f819b36ce / Build", "hunt i-02886be50a2ac47df / Build")
	b.to(t, "hunt i-02886be50a2ac47df", "j").Press("enter").Has("1 event", "SendCommand")
}

// TestWindowOnAPage: what narrows the events of an entity is typed on its page.
func TestWindowOnAPage(t *testing.T) {
	b := start(t, 80, 24)
	b.Press(":").Type(launched).Press("enter", "t", "ctrl+u").Type("10-24 02:00..03:00").Press("enter")
	n := found(t, `related.entity:`+launched+` @timestamp >= "2025-10-24T02:00:00Z" @timestamp < "2025-10-24T03:00:00Z"`)
	b.Has("[entity: i-0f6a91c3e708", "[10-24 02:00 ≤ t < 03:00]").Has(shares(n)...).Press("u").Has(shares(90)...)
	b.Press("esc").Has("LIFE").Press("v").Has("these rows are not filtered").Press("/").Type("kenji").Press("enter").Has(shares(found(t, launched+" kenji"))...)
}
