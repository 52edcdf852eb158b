package tui

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"fmt"
	"io"
	"os"
	"regexp"
	"testing"

	"coldtrail/loader"
	"coldtrail/tui/tuitest"
)

// atPlace reads the bytes of a record from its file, as an analyst would who
// does not trust the program.
func atPlace(t *testing.T, p loader.Place) []byte {
	t.Helper()
	f, err := os.Open(p.File)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	unzipped, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(unzipped)
	if err != nil {
		t.Fatal(err)
	}
	return text[p.Offset:][:p.Length]
}

// clip matches what copies a text to the terminal's clipboard.
var clip = regexp.MustCompile(`^\x1b\]52;c;([A-Za-z0-9+/=]*)\a$`)

// copied takes what was sent to the terminal's clipboard.
func (b *bench) copied(t *testing.T) []byte {
	t.Helper()
	sent := clip.FindSubmatch(b.clipboard.Bytes())
	if sent == nil {
		t.Fatalf("%q is sent to the terminal", b.clipboard)
	}
	b.clipboard.Reset()
	text, err := base64.StdEncoding.DecodeString(string(sent[1]))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// noMultiplexer makes the test run as in a terminal of its own.
func noMultiplexer(t *testing.T) {
	t.Setenv("TMUX", "")
	t.Setenv("STY", "")
}

func TestCopiedRecordsAreTheBytesOfTheFile(t *testing.T) {
	noMultiplexer(t)
	b := start(t, 80, 24)
	b.Press("enter", "j", "enter")
	for _, keys := range [][]string{{"enter"}, {"2", "G", "enter"}, {"K"}, {"K"}, {"r"}, {"K"}} {
		b.Press(keys...)
		place := b.app.dump.Place(b.app.top().screen.(*record).id)
		want := atPlace(t, place)
		if b.Press("y", "j"); !bytes.Equal(b.copied(t), want) {
			t.Errorf("the copy of %v is not what lies there", place)
		}
		b.Has(fmt.Sprintf("copied %s bytes", comma(len(want))))
		if b.Press("y", "f"); string(b.copied(t)) != fmt.Sprintf("%s#%d", place.File, place.Record) {
			t.Errorf("the reference of %v is wrong", place)
		}
	}
}

func comma(n int) string {
	if n < 1000 {
		return fmt.Sprint(n)
	}
	return fmt.Sprintf("%d,%03d", n/1000, n%1000)
}

func TestCopyingValueAndPath(t *testing.T) {
	noMultiplexer(t)
	b := start(t, 80, 24)
	b.Press("enter", "enter", "enter", "j", "j", "j", "j", "j").Has(".userIdentity.arn = ")
	b.Press("y", "p")
	if got := string(b.copied(t)); got != ".userIdentity.arn" {
		t.Errorf("the path is %q", got)
	}
	b.Press("y", "y")
	if got, want := string(b.copied(t)), b.app.dump.At(b.app.results[0].Findings[0].Events[0]).ARN; got != want {
		t.Errorf("the value is %q, not %q", got, want)
	}
}

func TestWhatIsTooLargeIsNotCopied(t *testing.T) {
	noMultiplexer(t)
	b := startOn(t, configOf(), hostileDump(t), 80, 24)
	b.Press("2", "G")
	for b.app.dump.At(b.app.dump.ID(b.list().Row())).Action != "Large" {
		b.Press("k")
	}
	b.Press("enter", "y", "j").Has("more than terminals take: not copied")
	if b.clipboard.Len() > 0 {
		t.Errorf("%d bytes are sent", b.clipboard.Len())
	}
}

func TestNextRecordKeepsThePath(t *testing.T) {
	b := start(t, 80, 24)
	b.Press("enter", "j", "enter")
	if b.list().Len() < 2 {
		b.Press("esc", "k", "enter")
	}
	b.Press("enter", "j", "j", "j", "j", "j").Has(".userIdentity.arn = ", "1 of 2")
	b.Press("J").Has(".userIdentity.arn = ", "2 of 2").Press("J").Has("no record further that way", "2 of 2")
	b.Press("K").Has(".userIdentity.arn = ", "1 of 2").Press("K").Has("no record further that way")
	b.Press("J", "esc", "enter").Has("1 of 2")
}

func TestPivotFromAValue(t *testing.T) {
	b := start(t, 160, 40)
	b.Press("enter", "j", "enter", "enter", "j", "j", "j", "j", "j")
	arn := b.app.top().screen.(*record).tree.Value()
	e, ok := loader.EntityOf(arn)
	if !ok {
		t.Fatalf("%q names nothing", arn)
	}
	total := b.app.dump.Count(e)
	b.Press("p").Has("identity "+arn, fmt.Sprintf("%d events", total)).Press("esc").Has(".userIdentity.arn = ")
	b.Press("enter").Has("identity "+arn).Press("esc", "g", "p").Has("names no entity")
}

// TestPivotFromAPart: a value in which one entity of the record stands leads to it.
func TestPivotFromAPart(t *testing.T) {
	b := start(t, 80, 24)
	b.Press("enter", "enter", "enter", "j", "j", "j", "j").Has(".userIdentity.principalId = ", "↗instance").Press("p").Has("instance " + launched)
}

func TestStandsIn(t *testing.T) {
	for _, tt := range []struct {
		text, name string
		want       bool
	}{
		{"AROAEXAMPLE:i-0f6a91c3", "i-0f6a91c3", true},
		{"i-0f6a91c3", "i-0f6a91c3", true},
		{"AROAEXAMPLE:mi-0f6a91c3", "i-0f6a91c3", false},
		{"from 10.0.1.12 on", "10.0.1.1", false},
		{"10.0.1.12, 10.0.1.1", "10.0.1.1", true},
		{`{"AWS":"arn:aws:iam::1:role/App"}`, "arn:aws:iam::1:role/App", true},
		{"arn:aws:iam::1:role/Apple", "arn:aws:iam::1:role/App", false},
		{"", "x", false},
	} {
		if got := standsIn(tt.text, tt.name); got != tt.want {
			t.Errorf("%q in %q: %v", tt.name, tt.text, got)
		}
	}
}

func TestFoldingARecord(t *testing.T) {
	b := start(t, 80, 24)
	b.Press("2", "enter").Has("principalId").Press("(").Has("eventVersion").Lacks("principalId").Press(")").Has("principalId")
	b.Press("r").Has(`{"eventVersion":`).Lacks("▾").Press("r").Has("▾")
}

// TestBytesAreShownWhole reads the record again from the screen.
func TestBytesAreShownWhole(t *testing.T) {
	b := start(t, 90, 40)
	b.Press("2", "enter", "r")
	s := b.app.top().screen.(*record)
	var shown []byte
	for _, line := range s.raw.text() {
		shown = append(shown, line.String()...)
	}
	if want := atPlace(t, b.app.dump.Place(s.id)); !bytes.Equal(shown, want) {
		t.Errorf("the screen shows\n%s\nof\n%s", shown, want)
	}
	b.Has("record 0 ")
	if err := tuitest.Frame(b.app.View(), 90, 40); err != nil {
		t.Error(err)
	}
}

// TestALateReadingIsNoRecord: a reading that was given up ends in an error, and may
// come in after that of the same record that followed it.
func TestALateReadingIsNoRecord(t *testing.T) {
	b := start(t, 80, 24)
	b.Press("2", "enter")
	s := b.app.top().screen.(*record)
	first := s.turn(+1)
	s.turn(+1)
	last := s.turn(-1)
	s.Update(last())
	if s.Update(first()); s.err != nil {
		t.Errorf("the record is replaced by %v", s.err)
	}
}
