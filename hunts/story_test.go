package hunts

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"coldtrail/loader"
)

var update = flag.Bool("update", false, "write the golden files anew")

// The rows of every hunt over the dump that testdata/dumps/intrusion.md tells
// the story of.
func TestStory(t *testing.T) {
	o := loader.Options{Keep: Keep(All())}
	d, err := loader.Load(context.Background(), []string{"../testdata/dumps/intrusion"}, o, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		golden string
		hunts  []Hunt
		o      Options
	}{
		{"complete", All(), Options{}},
		{"documented", All(), Options{Mode: Documented}},
		{"whole", []Hunt{ssmStartSession(), ssmRareSendCommand()}, Options{Span: Whole}},
	} {
		var b strings.Builder
		for _, r := range Run(context.Background(), d, c.hunts, c.o) {
			if r.Err != nil {
				t.Fatal(r.Err)
			}
			checkFindings(t, d, r)
			fmt.Fprintf(&b, "%s: %d rows, %d of %d events\n", r.Hunt.ID, len(r.Findings), r.InWindow, len(r.Matched))
			for _, line := range lines(r) {
				fmt.Fprintf(&b, "%s: %s\n", r.Hunt.ID, line)
			}
		}
		file := filepath.Join("testdata", "intrusion_"+c.golden+".golden")
		if *update {
			if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if b.String() != string(want) {
			t.Errorf("%s differs; go test ./hunts -update writes it anew:\n%s", file, b.String())
		}
	}
}
