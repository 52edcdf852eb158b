package report

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"coldtrail/hunts"
	"coldtrail/loader"
)

// theStory is the sample dump with what the hunts found in it, explained.
func theStory(t *testing.T, o hunts.Options) Report {
	t.Helper()
	d, err := loader.Load(t.Context(), []string{"../../testdata/dumps/intrusion"}, loader.Options{Keep: hunts.Keep(hunts.All())}, nil)
	if err != nil {
		t.Fatal(err)
	}
	r := Report{Tool: Tool{"coldtrail", "v1"}, Dataset: d, Now: d.Report().Last, Results: hunts.Run(t.Context(), d, hunts.All(), o)}
	if err := r.Explain(t.Context(), r.Results, nil, nil); err != nil {
		t.Fatal(err)
	}
	return r
}

// What a report says of a finding is what the notes answer when they are asked
// one by one, and it has the same order.
func TestExplainAnswersEveryFinding(t *testing.T) {
	for _, mode := range []hunts.Mode{hunts.Complete, hunts.Documented} {
		r := theStory(t, hunts.Options{Mode: mode})
		for i, result := range r.Results {
			if len(r.Explained[i].Findings) != len(result.Findings) || len(r.Explained[i].Funnel.Stages) > 0 {
				t.Fatalf("%s: %d of %d findings, %+v", result.Hunt.ID, len(r.Explained[i].Findings), len(result.Findings), r.Explained[i].Funnel)
			}
			for j, f := range result.Findings {
				for k, n := range result.Hunt.Notes {
					want, err := n.Answer(t.Context(), hunts.Scene{Dataset: r.Dataset, Finding: f, Results: r.Results})
					if got := r.Explained[i].Findings[j].Answers[k]; err != nil || got != want {
						t.Errorf("%s, row %d, note %d: %+v, want %+v, %v", result.Hunt.ID, j, k+1, got, want, err)
					}
				}
			}
		}
	}
}

func TestExplainIsWritten(t *testing.T) {
	r := theStory(t, hunts.Options{})
	all := text(t, writers()["Text wide"], r)
	for _, want := range []string{
		"! note 2: from 203.0.113.140, while the instance calls from 10.0.9.77, 192.0.2.77",
		"notes: 8 need eyes, 1 hold, 0 cannot be told, 4 for people",
		"behind it user/kenji.mori → ec2.amazonaws.com → BuildRunnerRole/i-0f6a91c3e708a25bd → console",
		"launched 2025-10-24 02:26:30 by user/kenji.mori",
		"rule: ✓ launched at most 7 days before the session",
	} {
		if !strings.Contains(strings.Join(strings.Fields(all), " "), want) {
			t.Errorf("the report lacks %q", want)
		}
	}
	var doc struct {
		Hunts []struct {
			Findings []struct {
				Notes []struct {
					Note   int
					Sign   string
					Answer *string
				}
				Lineage []struct{ Kind, Name string }
			}
		}
	}
	if err := json.Unmarshal([]byte(text(t, JSON, r)), &doc); err != nil {
		t.Fatal(err)
	}
	f := doc.Hunts[0].Findings[0]
	if len(f.Notes) != len(r.Results[0].Hunt.Notes) || f.Notes[0].Note != 1 || f.Notes[0].Sign != "look" || f.Notes[5].Sign != "people" || f.Notes[5].Answer != nil || f.Lineage[0].Kind != "chain" {
		t.Errorf("the first finding is written as %+v", f)
	}
}

// A hunt without findings says in a report what each condition left.
func TestFunnelIsWritten(t *testing.T) {
	r := theStory(t, hunts.Options{Span: hunts.Spans()[1]})
	out := text(t, writers()["Text wide"], r)
	if !strings.Contains(out, "No findings.") || !strings.Contains(out, "7  user.id:*\\:i-*\n") || !strings.Contains(out, "0  in the window  (here)\n") {
		t.Errorf("no funnel in\n%s", out[:2000])
	}
	var doc struct {
		Hunts []struct {
			Findings []any
			Funnel   []struct {
				Condition string
				Left      int
			}
		}
	}
	if err := json.Unmarshal([]byte(text(t, JSON, r)), &doc); err != nil {
		t.Fatal(err)
	}
	for _, h := range doc.Hunts {
		if (len(h.Findings) == 0) != (len(h.Funnel) > 0) {
			t.Errorf("%d findings and the funnel %+v", len(h.Findings), h.Funnel)
		}
	}
}

func TestExplainStops(t *testing.T) {
	r := theStory(t, hunts.Options{})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := r.Explain(ctx, r.Results, nil, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("an interrupted report ends with %v", err)
	}
	broken := errors.New("broken")
	hunt := r.Results[0].Hunt
	hunt.Notes = []hunts.Note{{Text: "breaks", Check: hunts.Check{Answer: func(context.Context, hunts.Scene) (hunts.Answer, error) { return hunts.Answer{}, broken }}}}
	r.Results[0].Hunt = hunt
	if err := r.Explain(t.Context(), r.Results, nil, nil); !errors.Is(err, broken) {
		t.Errorf("a note that breaks ends with %v", err)
	}
}

// A filter narrows what is explained, too: it is parallel to what is shown.
func TestExplainFollowsTheFilter(t *testing.T) {
	r := theStory(t, hunts.Options{})
	last := r.Results[0].Findings[1]
	r.Shown = map[loader.ID]bool{last.Events[0]: true}
	if err := r.Explain(t.Context(), r.Results, nil, nil); err != nil {
		t.Fatal(err)
	}
	if len(r.Explained[0].Findings) != 1 || !strings.Contains(r.Explained[0].Findings[0].Answers[1].Text, "203.0.113.66") {
		t.Errorf("%+v", r.Explained[0].Findings)
	}
}
