package sweep

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"coldtrail/loader"
	"coldtrail/loader/kql"
)

func TestParse(t *testing.T) {
	for text, want := range map[string][]string{
		"203.0.113.66\n# a comment\n\n  AKIAKENJI2MOREXAMPLE  \r\n203.0.113.66\n": {"203.0.113.66", "AKIAKENJI2MOREXAMPLE"},
		"ioc,why\n\"203.0.113.66\",\"first, seen\"\n":                             {"ioc", "203.0.113.66"},
		"203.0.113.66;yes\n":      {"203.0.113.66"},
		"203[.]0[.]113(.)66\n":    {"203.0.113.66"},
		"\xef\xbb\xbf2001:db8::1": {"2001:db8::1"},
		"a \"phrase\" of words":   {`a "phrase" of words`},
	} {
		list, err := Parse(strings.NewReader(text))
		if err != nil {
			t.Errorf("%q: %v", text, err)
		}
		var got []string
		for _, in := range list {
			got = append(got, in.Text)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q gives %q", text, got)
		}
	}
	for _, text := range []string{"", "\n\n", "# nothing\n"} {
		if list, err := Parse(strings.NewReader(text)); err == nil {
			t.Errorf("%q gives %v", text, list)
		}
	}
	list, _ := Parse(strings.NewReader("i-0f6a91c3e708a25bd\nsvc-telemetry"))
	if list[0].Word() || list[0].Entity.Kind != loader.Instance || !list[1].Word() {
		t.Errorf("kinds: %v", list)
	}
}

func TestRunFindsWhatQueriesFind(t *testing.T) {
	d, err := loader.Load(t.Context(), []string{"../../testdata/dumps/intrusion"}, loader.Options{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	list, err := Parse(strings.NewReader("203.0.113.66\nsvc-telemetry\nAKIAKENJI2MOREXAMPLE\n203.0.113.99\nBackupAudit\nno such word\ni-0f6a91c3e708a25bd"))
	if err != nil {
		t.Fatal(err)
	}
	hits, err := Run(t.Context(), d, list, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i, h := range hits {
		q := kql.Word(list[i].Text)
		if !list[i].Word() {
			q = kql.Is(loader.RelatedEntity, list[i].Text)
		}
		var want []loader.ID
		if err := d.Find(t.Context(), q, func(ids []loader.ID) { want = append(want, ids...) }); err != nil {
			t.Fatal(err)
		}
		d.InOrder(want)
		if h.Text != list[i].Text || !slices.Equal(h.Events, want) {
			t.Errorf("%s: %d events, want %d", h.Text, len(h.Events), len(want))
		}
		if seen := len(want) > 0; seen != !h.First.IsZero() || seen != (len(h.Calls) > 0) || seen && (h.First != d.At(want[0]).Time || h.Last != d.At(want[len(want)-1]).Time) {
			t.Errorf("%s: from %v to %v, %v", h.Text, h.First, h.Last, h.Calls)
		}
	}
	if n := len(hits[3].Events) + len(hits[5].Events); n != 0 {
		t.Errorf("%d events mention what nothing does", n)
	}
	if !slices.Contains(hits[1].Calls, "CreateUser") && len(hits[1].Calls) != mostCalls {
		t.Errorf("svc-telemetry is in %v", hits[1].Calls)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Run(ctx, d, list, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

// FuzzParse reads whatever a list may be.
func FuzzParse(f *testing.F) {
	f.Add("a,b\n\"c")
	f.Fuzz(func(t *testing.T, text string) {
		list, err := Parse(strings.NewReader(text))
		if (err == nil) != (len(list) > 0) {
			t.Errorf("%q gives %v, %v", text, list, err)
		}
		for _, in := range list {
			if in.Text == "" || in.Query().All() {
				t.Errorf("%q holds an empty indicator", text)
			}
		}
	})
}
