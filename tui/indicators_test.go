package tui

import (
	"path/filepath"
	"strings"
	"testing"

	"coldtrail/hunts/sweep"
)

const someIndicators = "# of the intrusion\n203.0.113.66\n203.0.113[.]140,seen elsewhere\n203.0.113.99\nsvc-telemetry\n"

// TestSweep looks for a list from the palette and from the start.
func TestSweep(t *testing.T) {
	file := filepath.Join(writeDump(t, map[string]string{"list.txt": someIndicators}), "list.txt")
	b := start(t, 120, 40)
	b.Press("2", ":").Type("ioc " + file).Press("enter")
	for range 2 {
		b.Has("3 of 4 indicators seen", "203.0.113.140", "svc-telemetry", "word").Press("j").Press("enter").Has("23 events").Press("esc", "p").Has("address 203.0.113.140").Press("esc")
		b.Press("j", "enter").Has("no event mentions it").Press("j", "p").Has("Indicators ▸ svc-telemetry", " events")
		b.Press("esc", "/").Type("events > 0").Press("enter").Has("3 of 4").Press("X", "l", "l", "s", "g")
		if row := b.cursor(t); !strings.Contains(row, "203.0.113.66") {
			t.Errorf("the most events has %s", row)
		}
		list, err := sweep.Parse(strings.NewReader(someIndicators))
		if err != nil {
			t.Fatal(err)
		}
		c := configOf(intrusion)
		c.Sweep = list
		b = startOn(t, c, theStory(), 120, 40)
	}
}

func TestSweepSaysWhatIsWrong(t *testing.T) {
	b := start(t, 80, 24)
	b.Press(":").Type("ioc /no/such/list").Press("enter").Has("/no/such/list").Press("esc", ":").Type("ioc").Press("enter").Has("write the file behind it")
}
