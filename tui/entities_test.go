package tui

import (
	"fmt"
	"strings"
	"testing"

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
