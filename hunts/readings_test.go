package hunts

import (
	"slices"
	"strings"
	"testing"

	"coldtrail/loader"
)

// theStory is the dump that testdata/dumps/intrusion.md tells of.
func theStory(t *testing.T) *loader.Dataset {
	t.Helper()
	d, err := loader.Load(t.Context(), []string{"../testdata/dumps/intrusion"}, loader.Options{Keep: Keep(All())}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// firstValues are the values that both readings of a hunt have, as one text.
func firstValues(f Finding, columns int) string {
	var texts []string
	for _, v := range f.Values[:columns] {
		texts = append(texts, v.String())
	}
	return strings.Join(texts, " | ")
}

// differing tells whether a mark says that the documented query lacks the row,
// or has it under a wrong key, and the reason.
func differing(f Finding) (string, bool) {
	for _, m := range f.Marks {
		if m.Kind == Missed || m.Kind == WrongKey {
			return m.Reason, true
		}
	}
	return "", false
}

// A row of the complete reading is marked exactly where the documented reading
// has no such row of the same events: on the story, the examples and the odd records, in every window.
func TestMarksAreTheDifferences(t *testing.T) {
	dumps := []*loader.Dataset{theStory(t), load(t, oddRecords...)}
	for _, h := range All() {
		for _, e := range h.Examples {
			dumps = append(dumps, load(t, e.Records...))
		}
	}
	for _, d := range dumps {
		for _, h := range []Hunt{ssmStartSession(), ssmRareSendCommand()} {
			for _, span := range Spans() {
				documented := map[string][]loader.ID{}
				r := run(t, d, h, Options{Mode: Documented, Span: span})
				columns := len(r.Columns)
				for _, f := range r.Findings {
					documented[firstValues(f, columns)] = f.Events
				}
				for _, f := range run(t, d, h, Options{Span: span}).Findings {
					reason, marked := differing(f)
					there := slices.Equal(documented[firstValues(f, columns)], f.Events)
					if outcome := f.Values[2].String(); h.ID == "ssm_rare_send_command" && outcome == loader.Failure {
						there = false // its rows are apart, and the documented query counts none
					}
					if marked == there {
						t.Errorf("%s, %s: %q is marked %q, and documented: %v", h.ID, span, firstValues(f, columns), reason, there)
					}
				}
			}
		}
	}
}

// What the two readings of each hunt differ in on the story, each with its
// reason, as intrusion.md tells it.
func TestReadingsDifferAsTheStoryTells(t *testing.T) {
	d := theStory(t)
	for _, c := range []struct {
		hunt Hunt
		want []string // value of the row's first column: part of the reason
		only []string // rows that only the documented reading has: first column
	}{
		{ssmStartSession(), []string{
			"ecs:prod_68f7ea2eab45fb82f32fb7225d366772_68f7ea2eab45fb82f32fb7225d366772-1527056392: under \"AmazonECS-ExecuteInteractiveCommand, parameters={command=[/bin/sh]\": the request says more than its target",
			"i-0c3d6e90b4d5f728a: under \"CHG-1042 disk full, documentName=SSM-SessionManagerRunShell, target=i-0c3d6e90b4d5f728a\": the request says more than its target",
			"i-0e5b80b2d6f7194ac: under \"AWS-StartPortForwardingSession, parameters={localPortNumber=[15432], portNumber=[5432]\": the request says more than its target",
			"i-0e5b80b2d6f7194ac: under \"AWS-StartPortForwardingSession, parameters={localPortNumber=[15432], portNumber=[5432]\": the request says more than its target",
		}, []string{
			"AWS-StartPortForwardingSession, parameters={localPortNumber=[15432], portNumber=[5432]", "AWS-StartPortForwardingSession, parameters={localPortNumber=[15432], portNumber=[5432]",
			"AmazonECS-ExecuteInteractiveCommand, parameters={command=[/bin/sh]", "CHG-1042 disk full, documentName=SSM-SessionManagerRunShell, target=i-0c3d6e90b4d5f728a",
		}},
		{ssmRareSendCommand(), []string{
			"i-01797ad4f819b36ce: takes instances from the response, which has none for a command sent to tag:Name=",
			"i-02886be50a2ac47df: takes instances from the response, which has none for a command sent to tag:Name=",
			"i-03975cf61b3bd58e0: the documented query",
			"i-04d8b35e7091c2f6a: this names it by its ARN",
			"i-05c9d0e7f1a2b3648: a refused call has none",
			"i-0a1f4c7e92b3d5068: a refused call has none",
			"i-0b2e5d8fa3c4e6179: counts all instances of the command as one: \"i-0b2e5d8fa3c4e6179, i-0e5b80b2d6f7194ac\"",
			"i-0e5b80b2d6f7194ac: counts all instances of the command as one: \"i-0b2e5d8fa3c4e6179, i-0e5b80b2d6f7194ac\"",
			"tag:Role=cache: which has none for a command sent to tag:Role=cache",
		}, []string{"i-0b2e5d8fa3c4e6179, i-0e5b80b2d6f7194ac", "i-0c3d6e90b4d5f728a"}}, // app-1 gets patches every night, too
	} {
		t.Run(c.hunt.ID, func(t *testing.T) {
			documented := run(t, d, c.hunt, Options{Mode: Documented})
			columns := len(documented.Columns)
			has := map[string]bool{}
			var got []string
			for _, f := range run(t, d, c.hunt, Options{}).Findings {
				if reason, marked := differing(f); marked {
					got = append(got, f.Values[0].String()+": "+reason)
				} else {
					has[firstValues(f, columns)] = true
				}
			}
			var only []string
			for _, f := range documented.Findings {
				if !has[firstValues(f, columns)] {
					only = append(only, f.Values[0].String())
				}
			}
			slices.Sort(got)
			slices.Sort(only)
			if !slices.Equal(only, c.only) {
				t.Errorf("only documented: %q, want %q", only, c.only)
			}
			same := len(got) == len(c.want)
			for i := range min(len(got), len(c.want)) {
				row, reason, _ := strings.Cut(c.want[i], ": ")
				same = same && strings.HasPrefix(got[i], row+": ") && strings.Contains(got[i], reason)
			}
			if !same {
				t.Errorf("differences\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(c.want, "\n"))
			}
		})
	}
}

// The readings of the rules that give an alert for each event differ in their
// rows alone: the events are the same, each in one row.
func TestAlertsAreTheEventsOfTheCompleteReading(t *testing.T) {
	d := theStory(t)
	for _, h := range []Hunt{ssmExecution(), ec2ConsoleLogin()} {
		events := func(mode Mode) []loader.ID {
			var all []loader.ID
			for _, f := range run(t, d, h, Options{Mode: mode}).Findings {
				all = append(all, f.Events...)
			}
			d.InOrder(all)
			return all
		}
		if complete, documented := events(Complete), events(Documented); !slices.Equal(complete, documented) || len(slices.Compact(complete)) != len(documented) {
			t.Errorf("%s: %d events in rows, %d alerts", h.ID, len(complete), len(documented))
		}
	}
}
