package loader

import "testing"

// What a few calls tell is in the columns, whichever way the record is read.
func TestTold(t *testing.T) {
	const (
		login  = `{"eventSource":"signin.amazonaws.com","eventName":"ConsoleLogin"`
		report = `{"eventVersion":"1.11","eventSource":"ssm.amazonaws.com","eventName":"UpdateInstanceInformation"`
	)
	type told struct{ outcome, mfa, host, platform string }
	for _, c := range []struct {
		record string
		want   told
		quick  bool // one pass takes it
	}{
		{login + `,"responseElements":{"ConsoleLogin":"Failure"},"additionalEventData":{"MobileVersion":"No","MFAUsed":"Yes"}}`, told{"failure", "true", "", ""}, true},
		{login + `,"additionalEventData":{"MFAUsed":"No"},"responseElements":null}`, told{Success, "false", "", ""}, true},
		{login + `,"additionalEventData":null}`, told{Success, "", "", ""}, true},
		{login + `,"additionalEventData":{"MFAUsed":""}}`, told{Success, "", "", ""}, true},
		{`{"eventSource":"signin.amazonaws.com","eventName":"GetSigninToken","additionalEventData":{"MFAUsed":"No"}}`, told{Success, "", "", ""}, true},

		{report + `,"requestParameters":{"platformType":"Linux","computerName":"web\u002d1","platformName":"Amazon Linux"}}`, told{Success, "", "web-1", "Amazon Linux"}, true},
		{report + `,"errorCode":"AccessDenied","requestParameters":{"platformType":"Windows","computerName":null,"more":[{"computerName":"x"}]}}`, told{Failure, "", "", "Windows"}, true},
		{report + `,"requestParameters":null}`, told{Success, "", "", ""}, true},
		{report + `}`, told{Success, "", "", ""}, true},
		{report + `,"requestParameters":"{\"computerName\":\"web-1\"}"}`, told{Success, "", "web-1", ""}, false},
		{report + `,"requestParameters":"computerName"}`, told{Success, "", "", ""}, false},
		{report + `,"requestParameters":{"computerName":7,"platformName":["a"]}}`, told{Success, "", "7", ""}, false},
		{report + `,"requestParameters":{"computerName":"","computerName":"b"}}`, told{Success, "", "", ""}, false},
		{`{"eventSource":"ssm.amazonaws.com","requestParameters":{"computerName":"web-1"},"eventName":"UpdateInstanceInformation"}`, told{Success, "", "web-1", ""}, false},
		{`{"eventVersion":"1.11","eventSource":"s","eventName":"UpdateInstanceInformation","requestParameters":{"computerName":"web-1"}}`, told{Success, "", "", ""}, true},
	} {
		w := newBothWays()
		row := w.decode([]byte(c.record), false)
		columns := w.tables.columns()
		e := columns.event(&row)
		if got := (told{e.Outcome, e.MFAUsed, e.Host, e.Platform}); got != c.want {
			t.Errorf("%s\ngot  %+v\nwant %+v", c.record, got, c.want)
		}
		if quick := w.check(t, []byte(c.record)) > 0; quick != c.quick {
			t.Errorf("%s\none pass takes it: %v", c.record, quick)
		}
	}
}
