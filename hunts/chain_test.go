package hunts

import (
	"slices"
	"strings"
	"testing"
	"time"

	"coldtrail/loader"
)

// The sign-in of the sample goes back to whom it began with, every link with
// the call that shows it; in a dump that starts in the middle, it goes back as
// far as that.
func TestChainOfTheStory(t *testing.T) {
	const role, signIn = "BuildRunnerRole/i-0f6a91c3e708a25bd", "2025-10-26T22:40:02Z"
	for _, c := range []struct {
		since string // "" for the whole dump
		want  []string
	}{
		{"", []string{
			"behind it: user/kenji.mori → ec2.amazonaws.com → " + role,
			"link: 2025-10-24 02:26:30 user/kenji.mori → ec2.amazonaws.com: RunInstances launched i-0f6a91c3e708a25bd",
			"link: 2025-10-26 20:26:37 ec2.amazonaws.com → " + role + ": AssumeRole issued ASIAOQQNQNUUZEXAMPLE",
		}},
		{"2025-10-26T00:00:00Z", []string{ // it still knows the service
			"behind it: ec2.amazonaws.com → " + role,
			"link: 2025-10-26 20:26:37 ec2.amazonaws.com → " + role + ": AssumeRole issued ASIAOQQNQNUUZEXAMPLE",
		}},
		{"2025-10-26T21:00:00Z", []string{
			"behind it: … → i-0f6a91c3e708a25bd → " + role,
			"link: i-0f6a91c3e708a25bd → " + role + ": name of the session",
			"broken: ASIAOQQNQNUUZEXAMPLE was issued before this dump",
		}},
	} {
		o := loader.Options{Keep: Keep(All())}
		if c.since != "" {
			since, err := time.Parse(time.RFC3339, c.since)
			if err != nil {
				t.Fatal(err)
			}
			o.Since = since
		}
		d, err := loader.Load(t.Context(), []string{"../testdata/dumps/intrusion"}, o, nil)
		if err != nil {
			t.Fatal(err)
		}
		found := Run(t.Context(), d, []Hunt{ec2ConsoleLogin()}, Options{})[0].Findings
		i := slices.IndexFunc(found, func(f Finding) bool { return f.First.Format(time.RFC3339) == signIn })
		if i < 0 {
			t.Fatalf("since %q: no sign-in of %s", c.since, signIn)
		}
		objects, err := Scene{Dataset: d, Finding: found[i]}.Lineage(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if got, want := said(objects[0]), strings.Join(c.want, "\n"); got != want {
			t.Errorf("since %q:\n%s\nwant\n%s", c.since, got, want)
		}
	}
}
