package report

import (
	"io"
	"strings"
	"testing"
	"time"

	"coldtrail/hunts"
	"coldtrail/loader/safe"
)

func TestText(t *testing.T) {
	got := text(t, writers()["Text wide"], sample(t))
	has(t, got,
		"coldtrail v1: report\n",
		"  path        -\n",
		"  files       1: 1 read, 0 partly read, 0 not CloudTrail, 0 unreadable\n",
		"  records     4 read = 3 kept + 0 repeats + 0 insights + 1 unreadable + 0 left out; 1 without a\n",
		"  times       2024-08-01 10:00:00 to 2024-08-02 10:00:00, all times are UTC\n",
		"  now         2024-08-02 10:00:00, the newest event\n",
		"Problems: 1\n  -: record 3 at byte ",
		"Hunt 1: All there is (full)\n  severity    low\n  source      A title, An author, KQL, an-id, version 9, risk 21, a licence, every 10 m\n",
		"  reading     complete: What it counts.\n",
		"  window      the whole dump\n  events      2 in the dump\n",
		"      missed: because of =␛]0;title␇",
		"      record -#0 and 1 more\n",
		"  low       i-0a1b2c3d4e5f60718 ",
		"   1. Look at it.\n      look at: all of it; more of it\n   2. Ask the owner. (ask people) (ours)\n",
		"Hunt 2: Nothing (empty)\n  severity    none stated\n",
		"  window      7 d, after 2024-07-26 10:00:00 up to 2024-08-02 10:00:00\n  events      1 in 7 d · 2 in the dump\n\n  No findings.\n",
		"  FAILED      broke on =␛]0;title␇",
	)
}

func TestTextInAZone(t *testing.T) {
	zone := time.FixedZone("Somewhere", 2*3600)
	got := text(t, func(w io.Writer, r Report) error { return Text(w, r, Style{Zone: zone}) }, sample(t))
	if !strings.Contains(got, "2024-08-01 12:00:00 to 2024-08-02 12:00:00, all times are Somewhere") {
		t.Errorf("times are not in the zone:\n%s", got)
	}
}

func TestTextSaysWhatIsDoubtful(t *testing.T) {
	r := sample(t)
	load := r.Dataset.Report()
	load.Before = load.Last.Add(-8 * 24 * time.Hour)
	load.Stopped = true
	r.Now = load.Last.Add(time.Hour)
	got := text(t, writers()["Text"], r)
	has(t, got, "a doubtful now", "this is a part of the dump", "2024-08-02 11:00:00, as asked for")
}

func TestTable(t *testing.T) {
	long := strings.Repeat("x", maxColumn+5)
	list := strings.Repeat("i-0a1b2c3d4e5f60718, ", 4) + "i-last"
	tests := []struct {
		name  string
		width int
		rows  [][]string
		want  string
	}{
		{"columns", 0, [][]string{{"a", "", "b"}, {long, "x", ""}}, `
  ONE` + strings.Repeat(" ", maxColumn+2) + `  TWO  THREE
  a  ` + strings.Repeat(" ", maxColumn+2) + `       b
      why
      where
  ` + long + `  x
      why
      where
`},
		{"a list wraps, an id does not break", 0, [][]string{{list, "1", "2"}}, `
  ONE                                               TWO  THREE
  i-0a1b2c3d4e5f60718, i-0a1b2c3d4e5f60718,         1    2
  i-0a1b2c3d4e5f60718, i-0a1b2c3d4e5f60718, i-last
      why
      where
`},
		{"blocks", 40, [][]string{{long, "1", "2"}, {"a", "b", "c"}}, `
  ONE    ` + long + `
  TWO    1
  THREE  2
      why
      where

  ONE    a
  TWO    b
  THREE  c
      why
      where
`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var b strings.Builder
			p := newPrinter(&b, Style{Width: tt.width})
			table := textTable{head: []safe.Text{safe.Lit("ONE"), safe.Lit("TWO"), safe.Lit("THREE")}}
			for _, row := range tt.rows {
				var cells []safe.Text
				for _, c := range row {
					cells = append(cells, safe.Cell(c))
				}
				table.rows = append(table.rows, cells)
				table.reasons = append(table.reasons, []safe.Text{safe.Lit("why")})
				table.places = append(table.places, safe.Lit("where"))
			}
			table.write(p)
			if err := p.flush(); err != nil {
				t.Fatal(err)
			}
			if got := "\n" + b.String(); got != tt.want {
				t.Errorf("got%s\nwant%s", got, tt.want)
			}
		})
	}
}

func TestCheckText(t *testing.T) {
	got := text(t, writers()["CheckText"], sample(t))
	has(t, got,
		"coldtrail v1: load report\n",
		"  -: read\n    4 read = 3 kept + 0 repeats + 0 insights + 1 unreadable + 0 left out; 1 without a usable time\n  0 read to the end, every record kept\n",
		"  instance    1\n",
	)
}

func TestSpan(t *testing.T) {
	now := time.Date(2024, 8, 1, 0, 0, 0, 0, time.UTC)
	for d, want := range map[time.Duration]string{time.Hour: "1 h", 24 * time.Hour: "24 h", 7 * 24 * time.Hour: "7 d"} {
		if got := span(hunts.Window{From: now.Add(-d), To: now}).String(); got != want {
			t.Errorf("span of %v is %q, want %q", d, got, want)
		}
	}
}
