package main

import (
	"strings"
	"testing"

	"coldtrail/hunts/origin/origintest"
)

func TestFilesOfAddresses(t *testing.T) {
	database := origintest.Database(t, map[string]any{"203.0.113.0/24": map[string]any{"country": map[string]any{"iso_code": "NL"}}})
	ranges := origintest.Ranges(t, "eu-west-1", map[string]string{"203.0.113.0/24": "EC2"})
	p := &program{flags: flags{tz: "UTC", mmdb: []string{database}, ipRanges: ranges}}
	s, err := p.settings()
	if err != nil || !s.origin.Places() || !s.origin.Ranges() {
		t.Errorf("%+v, %v", s.origin, err)
	}
	for want, f := range map[string]flags{
		"opening the MaxMind database " + ranges: {tz: "UTC", mmdb: []string{database, ranges}},
		"reading AWS's ranges from " + database:  {tz: "UTC", ipRanges: database},
	} {
		p := &program{flags: f}
		if _, err := p.settings(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
}

// The files reach the answers of a report.
func TestReportTellsWhereAddressesAre(t *testing.T) {
	database := origintest.Database(t, map[string]any{"203.0.113.0/24": map[string]any{"country": map[string]any{"iso_code": "NL"}}})
	ranges := origintest.Ranges(t, "eu-west-1", map[string]string{"192.0.2.0/24": "EC2"})
	out := succeed(t, "report", "--format", "json", "--hunt", "ssm_execution", "--mmdb", database, "--ip-ranges", ranges, intrusion)
	for _, want := range []string{
		"203.0.113.66 is in NL, from where it did not call on earlier days", "192.0.2.30 is AWS's: EC2 in eu-west-1, 192.0.2.0/24", `"sign": "people"`, `"lineage": [`,
	} {
		if !strings.Contains(out, want) {
			t.Errorf("the report lacks %q", want)
		}
	}
	if strings.Contains(out, `"id": "ssm_start_session"`) {
		t.Error("the report has a hunt that was not asked for")
	}
	if out := succeed(t, "report", "--format", "json", "--hunt", "ssm_execution", intrusion); !strings.Contains(out, "--mmdb FILE") || !strings.Contains(out, "--ip-ranges FILE") {
		t.Error("a report without the files does not say how to get an answer")
	}
}
