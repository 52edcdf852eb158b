package hunts

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"sort"
	"strings"
	"time"

	"coldtrail/loader"
)

// at renders a time in the scene's zone.
func (s Scene) at(t time.Time) string {
	if t.IsZero() {
		return "at an unknown time"
	}
	zone := s.Zone
	if zone == nil {
		zone = time.UTC
	}
	return t.In(zone).Format(time.DateTime)
}

// length renders a duration in one or two units: 41 s, 7 m, 2 h 05 m, 3 d 04 h.
func length(d time.Duration) string {
	switch d = d.Abs(); {
	case d < time.Minute:
		return fmt.Sprintf("%d s", d/time.Second)
	case d < time.Hour:
		return fmt.Sprintf("%d m", d/time.Minute)
	case d < day:
		return fmt.Sprintf("%d h %02d m", d/time.Hour, d%time.Hour/time.Minute)
	}
	return fmt.Sprintf("%d d %02d h", d/day, d%day/time.Hour)
}

// days renders a span of whole days, or of hours where it is shorter.
func days(d time.Duration) string {
	if d >= day {
		return fmt.Sprintf("%d d", d/day)
	}
	return fmt.Sprintf("%d h", max(d, 0)/time.Hour)
}

// some is a number with its noun, whose plural is made with an s.
func some(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// history is how far the dump reaches back before the finding.
func (s Scene) history() time.Duration {
	first := s.Dataset.Report().First
	if s.Finding.First.IsZero() || first.IsZero() {
		return 0
	}
	return s.Finding.First.Sub(first)
}

// midnight begins the day, in UTC, of the finding's first event.
func (s Scene) midnight() time.Time { return s.Finding.First.UTC().Truncate(day) }

// within cuts events in time order down to those of from < t ≤ to. A zero time
// leaves its end open; events without a time are in no window.
func within(d *loader.Dataset, ids []loader.ID, from, to time.Time) []loader.ID {
	timed := sort.Search(len(ids), func(i int) bool { return d.At(ids[i]).Time.IsZero() })
	ids = ids[:timed]
	after := func(t time.Time) int {
		return sort.Search(len(ids), func(i int) bool { return d.At(ids[i]).Time.After(t) })
	}
	lo, hi := 0, len(ids)
	if !from.IsZero() {
		lo = after(from)
	}
	if !to.IsZero() {
		hi = after(to)
	}
	return ids[lo:max(lo, hi)]
}

// each gives the events with these ids, until ctx ends.
func each(ctx context.Context, d *loader.Dataset, ids []loader.ID) iter.Seq[loader.Event] {
	return func(yield func(loader.Event) bool) {
		for i, id := range ids {
			if i%1024 == 1023 && ctx.Err() != nil || !yield(d.At(id)) {
				return
			}
		}
	}
}

// mentioned gives the events of from < t ≤ to that mention an entity.
func (s Scene) mentioned(ctx context.Context, e loader.Entity, from, to time.Time) iter.Seq[loader.Event] {
	return each(ctx, s.Dataset, within(s.Dataset, s.Dataset.Events(e), from, to))
}

// by gives what the finding's identities called in from < t ≤ to.
func (s Scene) by(ctx context.Context, from, to time.Time) iter.Seq[loader.Event] {
	return func(yield func(loader.Event) bool) {
		for _, arn := range s.Finding.values(loader.Identity) {
			for e := range s.mentioned(ctx, loader.Entity{Kind: loader.Identity, Value: arn}, from, to) {
				if e.ARN == arn && !yield(e) {
					return
				}
			}
		}
	}
}

// calls gives one kind of call by the finding's identities, from whichever
// index has less to look through.
func (s Scene) calls(ctx context.Context, provider, action string) iter.Seq[loader.Event] {
	identities := s.Finding.values(loader.Identity)
	count := 0
	for _, arn := range identities {
		count += s.Dataset.Count(loader.Entity{Kind: loader.Identity, Value: arn})
	}
	all := s.Dataset.Calls(provider, action)
	return func(yield func(loader.Event) bool) {
		if len(all) < count || len(identities) > 1 { // in time order also where there are several
			for e := range each(ctx, s.Dataset, all) {
				if slices.Contains(identities, e.ARN) && !yield(e) {
					return
				}
			}
			return
		}
		for e := range s.by(ctx, time.Time{}, time.Time{}) {
			if e.Provider == provider && e.Action == action && !yield(e) {
				return
			}
		}
	}
}

// byRoles gives what any session of the finding's roles called in from < t ≤ to.
func (s Scene) byRoles(ctx context.Context, from, to time.Time) iter.Seq[loader.Event] {
	return func(yield func(loader.Event) bool) {
		for _, role := range s.Finding.values(loader.Role) {
			for e := range s.mentioned(ctx, loader.Entity{Kind: loader.Role, Value: role}, from, to) {
				if roleOf(e) == role && !yield(e) {
					return
				}
			}
		}
	}
}

// find gives the events, in time order, that fit the parts of a step; ok is
// false where a part does not apply to the finding.
func (s Scene) find(ctx context.Context, parts ...part) (ids []loader.ID, ok bool, err error) {
	q, ok := all(parts...)(s.Dataset, s.Finding)
	if !ok {
		return nil, false, nil
	}
	err = s.Dataset.Find(ctx, q, func(some []loader.ID) { ids = append(ids, some...) })
	if err != nil {
		return nil, true, err
	}
	s.Dataset.InOrder(ids)
	return ids, true, nil
}

// own tells whether an event is one of the finding's.
func (s Scene) own(id loader.ID) bool { return slices.Contains(s.Finding.Events, id) }

// tally counts texts and names the most frequent first.
type tally struct {
	counts map[string]int
	total  int
}

func (t *tally) add(text string) {
	if t.counts == nil {
		t.counts = map[string]int{}
	}
	t.counts[text]++
	t.total++
}

// top names so many of the texts, and how many more there are: "58
// DescribeInstances, 23 StartSession and 4 others".
func (t *tally) top(most int) string {
	texts := make([]string, 0, len(t.counts))
	for text := range t.counts {
		texts = append(texts, text)
	}
	slices.SortFunc(texts, func(a, b string) int {
		if t.counts[a] != t.counts[b] {
			return t.counts[b] - t.counts[a]
		}
		return strings.Compare(a, b)
	})
	var shown []string
	for _, text := range texts[:min(most, len(texts))] {
		shown = append(shown, fmt.Sprintf("%d %s", t.counts[text], text))
	}
	words := strings.Join(shown, ", ")
	if more := len(texts) - most; more > 0 {
		words += " and " + some(more, "other")
	}
	return words
}

// actions counts events by action.
func actions(d *loader.Dataset, ids []loader.ID) *tally {
	var t tally
	for _, id := range ids {
		t.add(d.At(id).Action)
	}
	return &t
}

// who names who made a call, shortly.
func who(e loader.Event) string {
	for _, name := range []string{loader.ShortARN(e.ARN), e.InvokedBy, e.PrincipalID, e.IdentityType} {
		if name != "" {
			return name
		}
	}
	return "somebody whom the record does not name"
}

// changing tells whether a call does something, by its name: reads, the
// reports of an agent and the end of one's own session do not. It is a rule of
// thumb, because the columns do not hold readOnly.
func changing(e loader.Event) bool {
	if issues(e) {
		return true
	}
	for _, prefix := range reading {
		if rest, ok := strings.CutPrefix(e.Action, prefix); ok && (rest == "" || rest[0] >= 'A' && rest[0] <= 'Z') {
			return false
		}
	}
	return !slices.Contains(harmless, e.Action)
}

// reading are the verbs that calls begin with which only read.
var reading = []string{"Get", "BatchGet", "List", "Describe", "Head", "Lookup", "Search", "Query", "Scan", "Select", "Filter", "Simulate", "Preview"}

// harmless are what the agent on an instance calls by itself, and what goes
// on or ends with a session.
var harmless = []string{
	"TerminateSession", "ResumeSession",
	"UpdateInstanceInformation", "UpdateInstanceAssociationStatus", "PutInventory", "PutComplianceItems",
	"CreateControlChannel", "OpenControlChannel", "CreateDataChannel", "OpenDataChannel",
	"AcknowledgeMessage", "DeleteMessage", "FailMessage", "SendReply",
}
