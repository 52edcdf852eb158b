package tui

import (
	"fmt"
	"strings"
	"testing"
)

// TestTheRecordBesideFollowsTheCursor: where there is room for it, the record
// under the cursor is read and shown.
func TestTheRecordBesideFollowsTheCursor(t *testing.T) {
	b := start(t, 120, 40)
	b.Press("2")
	for range 3 {
		b.Press("j")
		id := b.app.dump.ID(b.list().Row())
		e, place := b.app.dump.At(id), b.app.dump.Place(id)
		b.Has("│ ▾ {", `"`+e.Action, fmt.Sprintf(".json.gz#%d", place.Record)).Lacks("reading the evidence", "agent ")
	}
	b.Press("/").Type("event.action:ConsoleLogin").Has(`"ConsoleLogin"`).Press("esc").Lacks(`"ConsoleLogin"`)
	b.Press("/").Type("no such thing").Press("enter").Has("0 of 2,086").Lacks("▾ {")
	b.Press("X").Has("▾ {")
}

// TestTheRecordIsBelowWhereThereIsNoRoom: a narrow list says below its rows what
// its columns leave out, and reads nothing.
func TestTheRecordIsBelowWhereThereIsNoRoom(t *testing.T) {
	b := start(t, 80, 24)
	b.Press("2").Has("agent ", "issuer ").Lacks("▾ {")
	s := b.app.top().screen.(*events)
	if s.beside.there || s.beside.reading {
		t.Error("a record is read that is not shown")
	}
	b.Resize(120, 40).Has("▾ {").Lacks("issuer ").Resize(120, 22).Lacks("▾ {").Has("issuer ").Resize(160, 50).Has("▾ {")
	b.Press("1", "enter", "enter").Has("▾ {", "hit of: ", "Notes").Resize(120, 40).Lacks("▾ {").Has("issuer ", "Notes")
}

// TestOneRecordIsReadAtATime: moving on while a record is read reads the one
// that the cursor stays on, and nothing between.
func TestOneRecordIsReadAtATime(t *testing.T) {
	b := start(t, 120, 40)
	b.Press("2")
	s := b.app.top().screen.(*events)
	s.Move(1)
	first := s.Look()
	for range 5 {
		s.Move(1)
		if s.Look() != nil {
			t.Error("another record is read at the same time")
		}
	}
	s.Update(first())
	last := s.Look()
	if last == nil || s.beside.id == s.ids()[s.Row()] {
		t.Fatal("the record that the cursor stays on is not read")
	}
	if s.Update(last()); s.beside.id != s.ids()[s.Row()] || s.Look() != nil {
		t.Error("the record under the cursor is not the one that is there")
	}
}

// TestComingBackReadsTheRecordAgain: what was read for a visit that ended ends in
// an error, and may come in when the list is visited again.
func TestComingBackReadsTheRecordAgain(t *testing.T) {
	b := start(t, 160, 40)
	b.Press("enter", "enter")
	s := b.app.top().screen.(*events)
	s.beside.there = false
	late := s.Look()
	b.Press("esc", "[").Has("▾ {")
	if _, ok := b.app.top().screen.(*events); !ok {
		t.Fatalf("back on\n%s", b.Screen())
	}
	s.Update(late())
	if s.beside.err != nil || s.Look() != nil {
		t.Errorf("a reply of the visit before was taken: %v", s.beside.err)
	}
}

func TestWhatIsNotShownBeside(t *testing.T) {
	long := fmt.Sprintf(`{"eventTime":"2024-08-01T00:00:00Z","eventSource":"s","eventName":"Long","x":%q}`, strings.Repeat("y", largestBeside))
	dir := writeDump(t, map[string]string{"a.json": long})
	b := startLoading(t, configOf(dir), 120, 40)
	b.Press("2").Has(": Enter", fmt.Sprintf("a record of %s bytes", comma(len(long)))).Press("enter").Has("▾ {")
}

// TestAddressesAreWhole: an address that is cut is no address, also where the
// record takes room at the side.
func TestAddressesAreWhole(t *testing.T) {
	const address = "203.113.213.140"
	record := fmt.Sprintf(`{"eventTime":"2024-08-01T00:00:00Z","eventSource":"ec2.amazonaws.com","eventName":"DescribeInstances","sourceIPAddress":%q,"errorCode":"Client.UnauthorizedOperation",`+
		`"userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/somebody.with.a.long.name"}}`, address)
	for _, size := range [][2]int{{80, 24}, {120, 40}, {200, 60}} {
		b := startLoading(t, configOf(writeDump(t, map[string]string{"a.json": record})), size[0], size[1])
		if b.Press("2"); !strings.Contains(b.Line("DescribeInst"), " "+address+" ") {
			t.Errorf("%v: no address in\n%s", size, b.Screen())
		}
	}
}
