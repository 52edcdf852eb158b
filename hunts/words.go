package hunts

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"coldtrail/loader"
)

// This file is what answers say things with.

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

// tally counts texts and names the most frequent first.
type tally struct {
	counts map[string]int
	total  int
}

func (t *tally) add(text string) { t.addMany(text, 1) }

func (t *tally) addMany(text string, n int) {
	if t.counts == nil {
		t.counts = map[string]int{}
	}
	t.counts[text] += n
	t.total += n
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
