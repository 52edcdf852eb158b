package loader

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// hoursOf writes records: each rune of a day is the events of an hour, a digit
// for as many tens, . for none; days are apart by blanks.
func hoursOf(region, days string) []string {
	var records []string
	for day, hours := range strings.Fields(days) {
		for hour, c := range hours {
			n, _ := strconv.Atoi(string(c))
			for i := range n * 10 {
				at := time.Date(2024, 8, 1+day, hour, i%60, i/60, 0, time.UTC)
				records = append(records, `{"eventSource":"s","eventName":"n","recipientAccountId":"111122223333","awsRegion":"`+region+`","eventTime":"`+at.Format(time.RFC3339)+`"}`)
			}
		}
	}
	return records
}

const busy = "111111111111111111111111"

func TestGaps(t *testing.T) {
	office := "......11111111111......."
	night := "...111111111111111111111"
	tests := map[string]struct {
		days string
		want string // from–to as day hour, apart by blanks
	}{
		"no pause":                 {strings.Repeat(busy+" ", 5), ""},
		"a gap":                    {busy + " 111...111111111111111111 " + busy, "02T02-02T06"},
		"two hours":                {busy + " 111..1111111111111111111 " + busy, ""},
		"over midnight":            {busy + " 1111111111111111111111.. ..1111111111111111111111 " + busy, "02T21-03T02"},
		"days":                     {strings.Repeat(busy+" ", 4) + strings.Repeat("........................ ", 3) + strings.Repeat(busy+" ", 4), "04T23-08T00"},
		"two gaps":                 {busy + " 111...111111111111...111 " + busy + " " + busy, "02T02-02T06 02T17-02T21"},
		"every night":              {strings.Repeat(office+" ", 6), ""},
		"quiet hours of every day": {strings.Repeat(night+" ", 6), ""},
		"an office without a day":  {strings.Repeat(office+" ", 5) + "........................ " + strings.Repeat(office+" ", 5), "05T16-07T06"},
		"an office on weekends":    {strings.Repeat(strings.Repeat(office+" ", 5)+strings.Repeat("........................ ", 2), 4), ""},
		"one day":                  {"111111.......11111111111", ""},
		"to the end of the dump":   {busy + " 1111111111..............", ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			d := loadText(t, lines(hoursOf("eu-west-1", test.days)...))
			all := d.Report().Coverage
			if len(all) != 1 {
				t.Fatalf("%d regions", len(all))
			}
			if got := gapWords(all[0]); got != test.want {
				t.Errorf("gaps %q, want %q", got, test.want)
			}
		})
	}
}

func gapWords(c Coverage) string {
	var all []string
	for _, g := range c.Gaps {
		all = append(all, g.From.Format("02T15")+"-"+g.To.Format("02T15"))
	}
	return strings.Join(all, " ")
}

func TestCoverageByRegion(t *testing.T) {
	records := slices.Concat(
		hoursOf("us-east-1", busy+" "+busy+" "+busy),
		hoursOf("eu-west-1", busy+" "+busy+" 11111..................."), // stops before the dump does
		[]string{`{"eventSource":"s","eventName":"n"}`, `{"eventSource":"s","eventName":"n","eventTime":"2024-08-01T10:00:00Z"}`})
	d := loadText(t, lines(records...))
	type summary struct {
		region, first, last, gaps string
		events, hours             int
	}
	var got []summary
	for _, c := range d.Report().Coverage {
		s := summary{c.Region, c.First.Format("02T15"), c.Last.Format("02T15"), gapWords(c), c.Events, 0}
		sum := 0
		for _, n := range c.Hours() {
			s.hours++
			sum += n
		}
		if sum != c.Events {
			t.Errorf("%s: %d events by hour, %d in all", c.Region, sum, c.Events)
		}
		got = append(got, s)
	}
	want := []summary{
		{"", "01T10", "01T10", "", 1, 1},
		{"eu-west-1", "01T00", "03T04", "03T04-03T23", 530, 53},
		{"us-east-1", "01T00", "03T23", "", 720, 72},
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%+v, want\n%+v", got, want)
	}
}

// Times that no log has must cost no more than any others.
func TestCoverageOfHostileTimes(t *testing.T) {
	far := []string{
		`{"eventSource":"s","eventName":"n","eventTime":"1970-01-01T00:00:00Z"}`,
		`{"eventSource":"s","eventName":"n","eventTime":"2261-12-31T23:59:59Z"}`,
	}
	c := loadText(t, lines(append(far, hoursOf("", busy)...)...)).Report().Coverage
	if len(c) != 2 || len(c[0].hours) != 2 || len(c[0].Gaps) > 0 || len(c[1].Gaps) > 0 {
		t.Errorf("got %+v", c)
	}
}

func TestCoverageOfNothing(t *testing.T) {
	if c := loadText(t, "[]").Report().Coverage; len(c) > 0 {
		t.Errorf("got %+v", c)
	}
}

func TestHoursAt(t *testing.T) {
	for h := range int64(24) {
		for from := range int64(50) {
			for to := from - 1; to < 60; to++ {
				want := int64(0)
				for x := from; x <= to; x++ {
					if x%24 == h {
						want++
					}
				}
				if got := hoursAt(h, from, to); got != want {
					t.Fatalf("hoursAt(%d, %d, %d) is %d, want %d", h, from, to, got, want)
				}
			}
		}
	}
}
