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
