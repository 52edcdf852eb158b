package dumptest

import (
	"maps"
	"math"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

func noise(t *testing.T, o Options) map[string]string {
	t.Helper()
	dir := t.TempDir()
	if err := Noise(dir, o); err != nil {
		t.Fatal(err)
	}
	return readTree(t, dir)
}

func TestNoiseCounts(t *testing.T) {
	for _, c := range []struct {
		name string
		o    Options
	}{
		{"an hour and region a file", Options{Events: 1000, Days: 2}},
		{"one file", Options{Events: 300, Files: 1}},
		{"more files than events", Options{Events: 40, Files: 100, Days: 1}},
		{"files that do not divide by regions", Options{Events: 500, Files: 7, Regions: []string{"us-east-1", "eu-west-1"}}},
		{"as many workers as files or more", Options{Events: 10, Files: 2}},
	} {
		t.Run(c.name, func(t *testing.T) {
			files, o := noise(t, c.o), c.o.withDefaults()
			if len(files) != o.Files {
				t.Errorf("%d files, want %d", len(files), o.Files)
			}
			events := everyEvent(t, files)
			if len(events) != o.Events {
				t.Errorf("%d events, want %d", len(events), o.Events)
			}
			ids := map[string]bool{}
			for _, e := range events {
				ids[e.EventID] = true
				if e.EventTime.Before(o.First) || !e.EventTime.Before(o.First.AddDate(0, 0, o.Days)) {
					t.Errorf("event at %v", e.EventTime)
				}
			}
			if len(ids) != o.Events {
				t.Errorf("%d different event ids, want %d", len(ids), o.Events)
			}
		})
	}
}

func TestNoiseIsDeterministic(t *testing.T) {
	o := Options{Seed: 7, Events: 600, Files: 24, Days: 3}
	first := noise(t, o)
	if !maps.Equal(first, noise(t, o)) {
		t.Error("the same options gave another dump")
	}
	o.Seed = 8
	if maps.Equal(first, noise(t, o)) {
		t.Error("another seed gave the same dump")
	}
}

func TestNoiseIsADeliveryTree(t *testing.T) {
	path := regexp.MustCompile(`^AWSLogs/(\d{12})/CloudTrail/([a-z0-9-]+)/(\d{4})/(\d\d)/(\d\d)/(\d{12})_CloudTrail_([a-z0-9-]+)_(\d{8})T\d{4}Z_[0-9a-z]{16}\.json\.gz$`)
	for name, text := range noise(t, Options{Events: 900, Days: 1}) {
		m := path.FindStringSubmatch(name)
		if m == nil || m[1] != m[6] || m[2] != m[7] || m[3]+m[4]+m[5] != m[8] {
			t.Errorf("odd path %s", name)
			continue
		}
		last := time.Time{}
		for _, e := range parse(t, text) {
			if e.EventTime.Before(last) {
				t.Errorf("%s is not in time order", name)
			}
			if last = e.EventTime; e.AWSRegion != m[2] {
				t.Errorf("%s holds an event of %s", name, e.AWSRegion)
			}
		}
	}
}

func TestNoiseSizesAndShare(t *testing.T) {
	const events = 20_000
	files := noise(t, Options{Events: events, Files: 30})
	bytes, notable := 0, 0
	for _, e := range everyEvent(t, files) {
		bytes += len(e.text)
		if slices.Contains([]string{"StartSession", "TerminateSession", "SendCommand", "RunInstances", "GetSigninToken", "GetPasswordData"}, e.EventName) {
			notable++
		}
	}
	if mean := bytes / events; mean < 1200 || mean > 1500 {
		t.Errorf("a record has %d bytes in the mean, want about 1,300", mean)
	}
	if share := float64(notable) / events; math.Abs(share-0.01) > 0.003 {
		t.Errorf("%.4f of the events are of interest, want about 0.01", share)
	}
	for _, e := range everyEvent(t, noise(t, Options{Events: 500, Files: 3, Interesting: -1})) {
		if e.EventName == "StartSession" || e.EventName == "SendCommand" {
			t.Errorf("%s in a dump without events of interest", e.EventName)
		}
	}
}

func TestNoiseRefusesWhatCannotBe(t *testing.T) {
	for _, o := range []Options{{Events: -1}, {Files: -1}, {Days: -1}} {
		if err := Noise(t.TempDir(), o); err == nil || !strings.Contains(err.Error(), "making a dump") {
			t.Errorf("%+v gave %v", o, err)
		}
	}
}

func TestInstanceSessionsUseTheKeyThatWasGivenOut(t *testing.T) {
	issued := map[string]string{} // key → session
	events := everyEvent(t, noise(t, Options{Events: 5000, Files: 3, Days: 1}))
	for _, e := range events {
		if e.EventName == "AssumeRole" && e.UserIdentity.InvokedBy == "ec2.amazonaws.com" {
			var answer struct {
				Credentials     struct{ AccessKeyID string }
				AssumedRoleUser struct{ AssumedRoleID string }
			}
			read(t, e.ResponseElements, &answer)
			issued[answer.Credentials.AccessKeyID] = answer.AssumedRoleUser.AssumedRoleID
		}
	}
	joined := 0
	for _, e := range events {
		if session := issued[e.UserIdentity.AccessKeyID]; session != "" {
			joined++
			if session != e.UserIdentity.PrincipalID {
				t.Errorf("key of %s used by %s", session, e.UserIdentity.PrincipalID)
			}
		}
	}
	if joined < 500 {
		t.Errorf("only %d calls of instances lead back to the AssumeRole before them", joined)
	}
}
