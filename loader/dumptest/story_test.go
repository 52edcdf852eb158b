package dumptest

import (
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// only gives the events for which keep is true.
func only(events []event, keep func(event) bool) []event {
	var kept []event
	for _, e := range events {
		if keep(e) {
			kept = append(kept, e)
		}
	}
	return kept
}

func named(events []event, action string) []event {
	return only(events, func(e event) bool { return e.EventName == action })
}

func TestIntrusionHasTheSizeOfASmallDump(t *testing.T) {
	files := readTree(t, checkedIn)
	records := everyEvent(t, files)
	events := story(t)
	if len(files) != 160 || len(records) != 2091 || len(events) != 2086 {
		t.Errorf("%d files, %d records, %d events; want 160, 2091, 2086", len(files), len(records), len(events))
	}
	var text, disk int64
	for _, e := range records {
		text += int64(len(e.text))
	}
	if mean := text / int64(len(records)); mean < 1200 || mean > 1500 {
		t.Errorf("a record has %d bytes in the mean, want about 1,300", mean)
	}
	err := filepath.WalkDir(checkedIn, func(_ string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := entry.Info()
		disk += info.Size()
		return err
	})
	if err != nil || disk > 1_500_000 {
		t.Errorf("the dump takes %d bytes (%v), want at most 1.5 MB", disk, err)
	}
	if first, last := events[0].EventTime, events[len(events)-1].EventTime; !first.Equal(storyStart.Add(24*time.Second)) || !last.Equal(storyEnd) {
		t.Errorf("the dump runs from %v to %v", first, last)
	}
}

func TestRepeatsAreTheSameBytesInTwoFiles(t *testing.T) {
	texts, files, repeats := map[string]string{}, map[string]string{}, tally{}
	for name, text := range readTree(t, checkedIn) {
		for _, e := range parse(t, text) {
			if earlier, seen := texts[e.EventID]; seen {
				repeats.add(e.EventName)
				if earlier != e.text || files[e.EventID] == name {
					t.Errorf("the %s %s is in %s and %s, with the same text: %t", e.EventName, e.EventID, files[e.EventID], name, earlier == e.text)
				}
			}
			texts[e.EventID], files[e.EventID] = e.text, name
		}
	}
	want := "CreateAccessKey | 1, GetCallerIdentity | 1, GetSigninToken | 1, SendCommand | 1, StartSession | 1"
	if got := strings.Join(repeats.rows(), ", "); got != want {
		t.Errorf("delivered twice: %s, want %s", got, want)
	}
}

// The chain of the stolen credentials can be walked by keys alone: launch,
// credentials for the instance, sign-in from outside, console.
func TestConsoleLoginCanBeTracedBack(t *testing.T) {
	events := story(t)
	var signIn event
	for _, e := range named(events, "GetSigninToken") {
		if strings.HasSuffix(e.UserIdentity.PrincipalID, ":"+runner.ID) && signIn.EventName == "" {
			signIn = e
		}
	}
	type credentials struct {
		Credentials struct{ AccessKeyID string }
	}
	before := only(events, func(e event) bool { return e.EventTime.Before(signIn.EventTime) })
	issued := only(named(before, "AssumeRole"), func(e event) bool {
		var given credentials
		read(t, e.ResponseElements, &given)
		return e.UserIdentity.InvokedBy == "ec2.amazonaws.com" && given.Credentials.AccessKeyID == signIn.UserIdentity.AccessKeyID
	})
	if len(issued) != 1 || !strings.Contains(string(issued[0].RequestParameters), `"roleSessionName":"`+runner.ID+`"`) {
		t.Errorf("the key %s was given out by %v", signIn.UserIdentity.AccessKeyID, issued)
	}
	asked := only(named(before, "GetCallerIdentity"), func(e event) bool {
		return e.UserIdentity.AccessKeyID == signIn.UserIdentity.AccessKeyID && e.SourceIPAddress == outsideTwo
	})
	if len(asked) != 1 {
		t.Errorf("%d GetCallerIdentity before the sign-in", len(asked))
	}
	launches := only(named(before, "RunInstances"), func(e event) bool { return strings.Contains(string(e.ResponseElements), runner.ID) })
	if len(launches) != 1 || launches[0].UserIdentity.ARN != kenji.ARN() || !strings.Contains(string(launches[0].RequestParameters), "instance-profile/build-runner") {
		t.Errorf("the instance was launched by %v", launches)
	}
	var given credentials
	read(t, signIn.ResponseElements, &given)
	clicked := tally{}
	for _, e := range events {
		if e.UserIdentity.AccessKeyID == given.Credentials.AccessKeyID && e.SessionCredentialFromConsole == "true" {
			clicked.add(e.EventName)
		}
	}
	for _, action := range []string{"ListBuckets", "CreateUser", "AttachUserPolicy", "CreateAccessKey", "CreateLoginProfile", "GetParameter", "GetSecretValue", "StartSession", "UpdateAssumeRolePolicy", "AssumeRole"} {
		if clicked[action] != 1 {
			t.Errorf("%d × %s in the console, want 1", clicked[action], action)
		}
	}
	own := only(events, func(e event) bool {
		return e.UserIdentity.AccessKeyID == signIn.UserIdentity.AccessKeyID && e.SourceIPAddress == runnerOwn
	})
	if len(own) == 0 || own[0].UserIdentity.SessionContext.EC2RoleDelivery != "1.0" {
		t.Error("the instance made no call of its own with the stolen key, or not by the old metadata service")
	}
}

// What happened to the machine role in the week before it signed in.
func TestRolePolicyWasChangedBeforehand(t *testing.T) {
	changes := tally{}
	for _, e := range story(t) {
		if strings.Contains(string(e.RequestParameters), `"roleName":"BuildRunnerRole"`) {
			changes.add(e.EventName, e.UserIdentity.ARN[strings.LastIndex(e.UserIdentity.ARN, "/")+1:], e.EventTime.Format("01-02"))
		}
	}
	for _, want := range []string{
		"PutRolePolicy | kenji.mori | 10-24", "AttachRolePolicy | kenji.mori | 10-24", "PutRolePolicy | kenji.mori | 10-25",
		"UpdateAssumeRolePolicy | i-0f6a91c3e708a25bd | 10-26", "DeleteRolePolicy | svc-telemetry | 10-28",
	} {
		if changes[want] != 1 {
			t.Errorf("%d × %s, want 1", changes[want], want)
		}
	}
	if len(changes) != 5 {
		t.Errorf("changes of the role: %v", changes.rows())
	}
}

// Each of these looks like something that a hunt judges, and is not.
func TestLookalikesArePresent(t *testing.T) {
	events := story(t)
	for _, c := range []struct {
		name string
		want int
		is   func(event) bool
	}{
		{"sessions of Athena in the window", 3, func(e event) bool {
			return inWindow(e) && e.EventName == "StartSession" && e.EventSource == "athena.amazonaws.com"
		}},
		{"commands to all instances", 1, func(e event) bool {
			return e.EventName == "SendCommand" && strings.Contains(string(e.ResponseElements), `"instanceIds":["*"]`)
		}},
		{"console sign-ins of users without a second factor", 7, func(e event) bool {
			return e.EventName == "ConsoleLogin" && e.UserIdentity.Type == "IAMUser" && strings.Contains(e.text, `"MFAUsed":"No"`)
		}},
		{"console sign-ins of users with a second factor", 28, func(e event) bool {
			return e.EventName == "ConsoleLogin" && e.UserIdentity.Type == "IAMUser" && strings.Contains(e.text, `"MFAUsed":"Yes"`)
		}},
		{"failed console sign-ins of the instance", 1, func(e event) bool {
			return e.EventName == "ConsoleLogin" && e.failed() && e.ErrorCode == "" && strings.Contains(e.UserIdentity.PrincipalID, ":i-")
		}},
		{"refused sign-in tokens of an instance", 1, func(e event) bool {
			return e.EventName == "GetSigninToken" && e.ErrorCode != "" && strings.Contains(e.UserIdentity.PrincipalID, ":i-")
		}},
		{"sign-in tokens of a session with i- inside", 1, func(e event) bool {
			return e.EventName == "GetSigninToken" && strings.HasSuffix(e.UserIdentity.PrincipalID, ":weekly-i-report")
		}},
		{"refused StartSession without a request", 1, func(e event) bool {
			return isSSM(e, "StartSession") && e.ErrorCode == denied && string(e.RequestParameters) == "null"
		}},
		{"refused SendCommand in the first attempt", 1, func(e event) bool {
			return isSSM(e, "SendCommand") && e.ErrorCode == denied && e.EventTime.Before(october(12, 0, 0, 0))
		}},
		{"refused StartSession in the first attempt", 2, func(e event) bool {
			return isSSM(e, "StartSession") && e.ErrorCode == denied && e.EventTime.Before(october(12, 0, 0, 0))
		}},
		{"resumed sessions", 1, func(e event) bool { return isSSM(e, "ResumeSession") }},
	} {
		if got := len(only(events, c.is)); got != c.want {
			t.Errorf("%d %s, want %d", got, c.name, c.want)
		}
	}
}

// Every session but one was ended, by the id that opened it.
func TestSessionsEnd(t *testing.T) {
	events := story(t)
	type opened struct{ SessionID string }
	ended := map[string]bool{}
	for _, e := range named(events, "TerminateSession") {
		var o opened
		read(t, e.RequestParameters, &o)
		ended[o.SessionID] = true
	}
	var open []string
	for _, e := range events {
		var o opened
		if isSSM(e, "StartSession") && !e.failed() {
			if read(t, e.ResponseElements, &o); !ended[o.SessionID] {
				open = append(open, e.EventTime.Format(time.DateTime))
			}
		}
	}
	if strings.Join(open, ", ") != "2025-10-25 01:55:10" {
		t.Errorf("sessions that never end began at %v", open)
	}
}
