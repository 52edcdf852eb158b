package dumptest

import (
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
)

func intrusion(t *testing.T) map[string]string {
	t.Helper()
	dir := t.TempDir()
	if err := Intrusion(dir); err != nil {
		t.Fatal(err)
	}
	return readTree(t, dir)
}

func TestIntrusionIsDeterministic(t *testing.T) {
	if !maps.Equal(intrusion(t), intrusion(t)) {
		t.Error("the intrusion came out differently the second time")
	}
}

// The compressed bytes may change between Go versions, what they hold may not.
func TestCheckedInDumpIsTheGenerators(t *testing.T) {
	got, want := readTree(t, checkedIn), intrusion(t)
	for name := range maps.Keys(want) {
		if got[name] != want[name] {
			t.Errorf("%s is not what the generator makes; go test -update ./loader/dumptest writes it anew", name)
		}
		delete(got, name)
	}
	for name := range got {
		t.Errorf("%s is not the generator's", name)
	}
}

// tableOf gives the lines of the table below a heading of intrusion.md, without its head.
func tableOf(t *testing.T, heading string) []string {
	t.Helper()
	text, err := os.ReadFile(checkedIn + ".md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, found := strings.Cut(string(text), "\n### "+heading+"\n")
	if !found {
		t.Fatalf("intrusion.md has no part %q", heading)
	}
	section, _, _ = strings.Cut(section, "\n#")
	lines := slices.DeleteFunc(strings.Split(strings.ReplaceAll(section, "`", ""), "\n"), func(line string) bool { return !strings.HasPrefix(line, "|") })
	if len(lines) < 3 {
		t.Fatalf("no table in the part %q", heading)
	}
	return lines[2:]
}
