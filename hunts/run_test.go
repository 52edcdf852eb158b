package hunts

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"coldtrail/loader"
)

func TestAHuntThatFailsDoesNotCostTheOthers(t *testing.T) {
	d := load(t, starting(bob, "2024-08-01T10:00:00Z", `{"target":"`+insA+`"}`, ""))
	broken := errors.New("broken")
	noMatch, noRows := ssmStartSession(), ssmStartSession()
	noMatch.Complete.Where = where(noMatch.Complete.Where, Condition{Words: "breaks", Holds: func(context.Context, *loader.Dataset, loader.ID) (bool, error) { return false, broken }})
	noRows.Complete.Rows = func(context.Context, *loader.Dataset, []loader.ID, []loader.ID) ([]Finding, error) {
		return nil, broken
	}
	r := Run(context.Background(), d, []Hunt{noMatch, noRows, ssmStartSession()}, Options{})
	if !errors.Is(r[0].Err, broken) || !errors.Is(r[1].Err, broken) || r[2].Err != nil || len(r[2].Findings) != 1 {
		t.Errorf("errors %v, %v, %v and %d findings", r[0].Err, r[1].Err, r[2].Err, len(r[2].Findings))
	}
}

func TestAHuntThatPanicsDoesNotCostTheOthers(t *testing.T) {
	h := All()[0]
	panics := h
	panics.ID = "panics"
	panics.Complete.Rows = func(context.Context, *loader.Dataset, []loader.ID, []loader.ID) ([]Finding, error) {
		panic("no such column")
	}
	r := Run(context.Background(), load(t, h.Examples[0].Records...), []Hunt{panics, h}, Options{Span: Whole})
	if r[0].Err == nil || !strings.Contains(r[0].Err.Error(), "hunt panics: it broke off: no such column") {
		t.Errorf("the hunt that panics says %v", r[0].Err)
	}
	if r[1].Err != nil || len(r[1].Findings) == 0 {
		t.Errorf("the other hunt: %v, %d findings", r[1].Err, len(r[1].Findings))
	}
}

func TestRunEndsWithItsContext(t *testing.T) {
	d := load(t, starting(bob, "2024-08-01T10:00:00Z", `{"target":"`+insA+`"}`, ""))
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for _, r := range Run(ctx, d, All(), Options{}) {
		if !errors.Is(r.Err, context.Canceled) || len(r.Columns) == 0 {
			t.Errorf("%s: error %v, columns %v", r.Hunt.ID, r.Err, r.Columns)
		}
	}
}

func TestAnEmptyDumpHasNoFindings(t *testing.T) {
	d := load(t, `{"eventSource":"x.amazonaws.com","eventName":"X"}`)
	for _, mode := range []Mode{Complete, Documented} {
		for _, r := range Run(context.Background(), d, All(), Options{Mode: mode}) {
			if r.Err != nil || len(r.Findings) > 0 || len(r.Matched) > 0 {
				t.Errorf("%s: %v, %d findings", r.Hunt.ID, r.Err, len(r.Findings))
			}
		}
	}
}

func TestKeepNamesWhatHuntsOpen(t *testing.T) {
	keep := Keep(All())
	for call, want := range map[Call]bool{{ssm, "StartSession"}: true, {ssm, "SendCommand"}: true, {"athena.amazonaws.com", "StartSession"}: false, {sts, "AssumeRole"}: false} {
		if keep(call.Provider, call.Action) != want {
			t.Errorf("keeping %v: %t", call, !want)
		}
	}
}

func TestNamesAreReadAsTheyAreWritten(t *testing.T) {
	for _, m := range []Mode{Complete, Documented} {
		if got, err := ParseMode(m.String()); got != m || err != nil {
			t.Errorf("mode %s is read as %s, %v", m, got, err)
		}
	}
	for _, s := range Spans() {
		if got, err := ParseSpan(s.String()); got != s && s != Own || err != nil && s != Own {
			t.Errorf("span %s is read as %s, %v", s, got, err)
		}
	}
	if s, err := ParseSpan(""); s != Own || err != nil {
		t.Errorf("no span is read as %s, %v", s, err)
	}
	for s := Informational; s <= High; s++ {
		if got, err := ParseSeverity(s.String()); got != s || err != nil {
			t.Errorf("severity %s is read as %s, %v", s, got, err)
		}
	}
	for _, err := range []error{second(ParseMode("")), second(ParseSpan("1d")), second(ParseSeverity("")), second(ParseSeverity("severe"))} {
		if err == nil {
			t.Error("a wrong name is taken")
		}
	}
}

func second[T any](_ T, err error) error { return err }

func TestWindow(t *testing.T) {
	now := time.Date(2024, 8, 8, 10, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		span     Span
		lookback time.Duration
		from     time.Duration // before now; 0 is the whole dump
	}{
		{Own, 7 * day, 7 * day}, {Own, 0, 0}, {Span(day), 7 * day, day}, {Span(30 * day), 0, 30 * day}, {Whole, 7 * day, 0},
	} {
		w := c.span.Window(now, c.lookback)
		if w.Whole() != (c.from == 0) || !w.Whole() && !w.From.Equal(now.Add(-c.from)) {
			t.Errorf("%s of %v: %v", c.span, c.lookback, w)
		}
		if w.Whole() {
			if !w.Has(time.Time{}) || !w.Has(now.Add(day)) {
				t.Errorf("%s leaves events out", c.span)
			}
			continue
		}
		if w.Has(w.From) || !w.Has(w.From.Add(1)) || !w.Has(now) || w.Has(now.Add(1)) || w.Has(time.Time{}) {
			t.Errorf("%s has other edges than from < t ≤ to", c.span)
		}
	}
	if !Own.Window(time.Time{}, 7*day).Whole() {
		t.Error("a dump without times has a window")
	}
}

func TestValues(t *testing.T) {
	for _, c := range []struct {
		v          Value
		text, json string
	}{
		{Value{}, "", `null`}, {Text(""), "", `null`}, {List(), "", `null`},
		{Text("a"), "a", `"a"`}, {List("a"), "a", `["a"]`}, {List("a", "b"), "a, b", `["a","b"]`}, {Number(0), "0", `0`},
	} {
		got, err := json.Marshal(c.v)
		if err != nil || string(got) != c.json || c.v.String() != c.text || c.v.Absent() != (c.json == "null") {
			t.Errorf("%q is %s (%v), want %q, %s", c.v, got, err, c.text, c.json)
		}
	}
	for s, want := range map[Severity]string{None: "null", High: `"high"`} {
		if got, err := json.Marshal(s); string(got) != want || err != nil {
			t.Errorf("severity %s, %v, want %s", got, err, want)
		}
	}
}
