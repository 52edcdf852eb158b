package dumptest

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"
)

// The five hunts, counted over the story in the plainest way there is. The
// results are compared with the tables of intrusion.md.

// tally counts rows: cells joined by " | ".
type tally map[string]int

func (c tally) add(cells ...string) { c[strings.Join(cells, " | ")]++ }

// rows are the tally's lines, each with its count.
func (c tally) rows() []string {
	var rows []string
	for row, n := range c {
		rows = append(rows, fmt.Sprintf("%s | %d", row, n))
	}
	slices.Sort(rows)
	return rows
}

// story is the dump's events without repeats, in time order.
func story(t *testing.T) []event {
	t.Helper()
	var events []event
	seen := map[string]bool{}
	for _, e := range everyEvent(t, readTree(t, checkedIn)) {
		if !seen[e.EventID] {
			events = append(events, e)
		}
		seen[e.EventID] = true
	}
	slices.SortStableFunc(events, func(a, b event) int { return a.EventTime.Compare(b.EventTime) })
	return events
}

func inWindow(e event) bool {
	return e.EventTime.After(storyEnd.AddDate(0, 0, -7)) && !e.EventTime.After(storyEnd)
}

func isSSM(e event, action string) bool {
	return e.EventSource == "ssm.amazonaws.com" && e.EventName == action
}

func outcome(e event) string {
	if e.failed() {
		return "failure"
	}
	return "success"
}

func sessionRows(events []event, target func(event) string) tally {
	rows := tally{}
	for _, e := range events {
		if inWindow(e) && isSSM(e, "StartSession") {
			rows.add(target(e), e.UserIdentity.ARN, e.UserIdentity.Type, outcome(e))
		}
	}
	return rows
}

// target is a StartSession's target as it is.
func target(t *testing.T, e event) string {
	var request *struct{ Target string }
	if read(t, e.RequestParameters, &request); request == nil {
		return null
	}
	return request.Target
}

// logins are the sign-ins of roles whose session name begins with i-.
func logins(events []event) []event {
	return only(events, func(e event) bool {
		return e.EventSource == "signin.amazonaws.com" && (e.EventName == "ConsoleLogin" || e.EventName == "GetSigninToken") &&
			!e.failed() && e.UserIdentity.Type == "AssumedRole" && strings.Contains(e.UserIdentity.PrincipalID, ":i-")
	})
}

func loginRows(events []event) tally {
	rows := tally{}
	for _, e := range logins(events) {
		session := e.UserIdentity.PrincipalID[strings.LastIndex(e.UserIdentity.PrincipalID, ":")+1:]
		rows.add(session, e.UserIdentity.SessionContext.SessionIssuer.UserName, e.SourceIPAddress)
	}
	return rows
}

func loginEvents(events []event) []string {
	var rows []string
	for _, e := range logins(events) {
		rows = append(rows, strings.Join([]string{e.EventTime.Format(time.DateTime), e.EventName, e.UserIdentity.ARN, e.SourceIPAddress}, " | "))
	}
	return rows
}

func TestHuntsFindWhatTheStorySays(t *testing.T) {
	events := story(t)
	everywhere := func(event) bool { return true }
	documented := tally{}
	for _, e := range events {
		if isSSM(e, "SendCommand") && inWindow(e) {
			documented.add(documentedInstance(t, e))
		}
	}
	maps.DeleteFunc(documented, func(row string, n int) bool { return n != 1 || row == null })
	for table, got := range map[string][]string{
		"Hunt 1, complete":             sessionRows(events, func(e event) string { return target(t, e) }).rows(),
		"Hunt 1, documented":           sessionRows(events, func(e event) string { return documentedTarget(t, e) }).rows(),
		"Hunt 2, complete":             rareRows(t, events, inWindow),
		"Hunt 2, complete, whole dump": rareRows(t, events, everywhere),
		"Hunt 2, documented":           documented.rows(),
		"Hunt 3, complete":             commandRows(t, events).rows(),
		"Hunt 4":                       identityRows(t, events),
		"Hunt 5, complete":             loginRows(events).rows(),
		"Hunt 5, documented":           loginEvents(events),
	} {
		t.Run(table, func(t *testing.T) { compareWithTable(t, table, got) })
	}
}

// compareWithTable compares rows with the table below a heading of
// intrusion.md, of which it looks at as many columns as the rows have.
func compareWithTable(t *testing.T, heading string, got []string) {
	t.Helper()
	if len(got) == 0 {
		t.Fatal("the dump gives no row")
	}
	var want []string
	for _, line := range tableOf(t, heading) {
		cells := strings.Split(strings.Trim(line, "| "), " | ")
		want = append(want, strings.Join(cells[:min(len(cells), strings.Count(got[0], " | ")+1)], " | "))
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("the dump gives\n%s\nintrusion.md says\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
