package report

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"coldtrail/hunts/sweep"
	"coldtrail/loader"
)

// indicatorsOf reads what the JSON report says of indicators.
func indicatorsOf(t *testing.T, r Report) (list []struct {
	Indicator, Kind string
	First, Last     *string
	Calls           []string
	Events          []any
	Refs            []string
}) {
	t.Helper()
	doc := struct{ Indicators any }{&list}
	if err := json.Unmarshal([]byte(text(t, JSON, r)), &doc); err != nil {
		t.Fatal(err)
	}
	return list
}

func TestIndicatorsAsJSON(t *testing.T) {
	r := sample(t)
	list := indicatorsOf(t, r)
	if len(list) != 3 {
		t.Fatalf("%d indicators, want 3", len(list))
	}
	first, second, third := list[0], list[1], list[2]
	if first.Indicator != "i-0a1b2c3d4e5f60718" || first.Kind != "instance" || !slices.Equal(first.Events, []any{"one"}) || *first.First != "2024-08-01T10:00:00Z" {
		t.Errorf("the first is %+v", first)
	}
	if second.Indicator != hostile || second.Kind != "word" || !slices.Equal(second.Refs, []string{"-#0", "-#1"}) || !slices.Equal(second.Events, []any{"one", nil}) {
		t.Errorf("the second is %+v", second)
	}
	if third.First != nil || third.Last != nil || third.Events == nil || len(third.Events) > 0 || third.Refs == nil || third.Calls == nil {
		t.Errorf("what is not seen is %+v", third)
	}
	r.Indicators = nil
	if got := text(t, JSON, r); !strings.Contains(got, `"indicators": null`) {
		t.Error("without a list there are indicators")
	}
}

func TestIndicatorsAsText(t *testing.T) {
	r := sample(t)
	got := text(t, writers()["Text wide"], r)
	has(t, got,
		"\nIndicators: 2 of 3 seen in the dump\n  indicator ",
		"  i-0a1b2c3d4e5f60718 ", "  instance  1       2024-08-01 10:00:00  2024-08-01 10:00:00  StartSession\n      record -#0\n",
		"      record -#0 and 1 more\n  not seen    unseen =␛]0;title␇",
	)
	if at := strings.Index(got, "Indicators: "); at > strings.Index(got, "Hunt 1: ") {
		t.Error("the indicators stand behind the hunts")
	}
	r.Indicators = nil
	if got := text(t, writers()["Text wide"], r); strings.Contains(got, "Indicators") {
		t.Errorf("without a list the report speaks of indicators:\n%s", got)
	}
}

// TestFilterNarrowsIndicators: only events that match count, and are told.
func TestFilterNarrowsIndicators(t *testing.T) {
	r := sample(t)
	r.Filter, r.Shown = "userAgent:second", map[loader.ID]bool{r.Results[0].Matched[1]: true}
	if got := text(t, writers()["Text"], r); !strings.Contains(got, "Indicators: 1 of 3 seen in events that match userAgent:second\n") {
		t.Errorf("the text report is\n%s", got)
	}
	list := indicatorsOf(t, r)
	if n := len(list[0].Events); n > 0 || list[0].First != nil || len(list[0].Calls) > 0 {
		t.Errorf("what no event that matches mentions is %+v", list[0])
	}
	if second := list[1]; !slices.Equal(second.Refs, []string{"-#1"}) || *second.First != "2024-08-02T10:00:00Z" || !slices.Equal(second.Calls, []string{"StartSession"}) {
		t.Errorf("the other is %+v", second)
	}
}

// TestLongListsOfIndicators: those that are not seen are not all named.
func TestLongListsOfIndicators(t *testing.T) {
	r := sample(t)
	for i := range 50 {
		r.Indicators = append(r.Indicators, sweep.Hit{Indicator: sweep.Indicator{Text: fmt.Sprintf("word %d", i)}})
	}
	if got := text(t, writers()["Text"], r); !strings.Contains(got, "  not seen    the other 51\n") || strings.Contains(got, "word 7") {
		t.Errorf("the text report is\n%s", got)
	}
	r.Indicators = r.Indicators[2:]
	if got := text(t, writers()["Text"], r); !strings.Contains(got, "Indicators: 0 of 51 seen") || strings.Contains(got, "not seen") {
		t.Errorf("with none of them seen the text report is\n%s", got)
	}
}
