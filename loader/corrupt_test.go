package loader

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
)

// TestCorruptedSample damages the sample dump in every way that a broken copy,
// disk or transfer does: a file cut off, a byte flipped, a piece of another file
// put in, packed or not. Whatever comes, nothing panics, and the report balances.
func TestCorruptedSample(t *testing.T) {
	files, err := filepath.Glob("../testdata/dumps/intrusion/AWSLogs/*/CloudTrail/*/2025/10/*/*.json.gz")
	if err != nil || len(files) < 100 {
		t.Fatalf("%d files of the sample dump: %v", len(files), err)
	}
	dice := rand.New(rand.NewPCG(1, 2))
	pick := func() string {
		data, err := os.ReadFile(files[dice.IntN(len(files))])
		if err != nil {
			t.Fatal(err)
		}
		if dice.IntN(2) == 0 {
			return string(unzipped(data))
		}
		return string(data)
	}
	damages := []func(string) string{
		func(s string) string { return s[:dice.IntN(len(s)+1)] },
		func(s string) string {
			b := []byte(s)
			b[dice.IntN(len(b))] ^= 1 << dice.IntN(8)
			return string(b)
		},
		func(s string) string {
			from, other := dice.IntN(len(s)+1), pick()
			a, b := dice.IntN(len(other)+1), dice.IntN(len(other)+1)
			return s[:from] + other[min(a, b):max(a, b)] + s[dice.IntN(len(s)+1):]
		},
	}
	kept := 0
	for range 400 {
		text := pick()
		for range 1 + dice.IntN(3) {
			text = damages[dice.IntN(len(damages))](text + " ")
		}
		d := loadText(t, text)
		kept += d.Report().Records.Kept
	}
	if kept < 400 {
		t.Errorf("only %d records of 400 damaged files were read: damage costs more than what it hits", kept)
	}
}
