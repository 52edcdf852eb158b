package loader

import (
	"hash/maphash"
	"slices"
	"strings"
	"testing"

	"coldtrail/loader/unwrap"
	"github.com/tidwall/gjson"
)

// bothWays reads records in one pass, and again with gjson.
type bothWays struct {
	tables *tables
	*decoder
}

func newBothWays() bothWays {
	t := newTables()
	return bothWays{t, newDecoder(maphash.MakeSeed(), t, 256, nil)} // so few that places are lost to others
}

// check fails where the two ways make different things of the bytes. It tells
// how many of them one pass takes for a record, 0 for none.
func (w bothWays) check(t *testing.T, b []byte) int {
	t.Helper()
	quick, n, is := w.readRecord(b)
	if is != whole {
		return 0
	}
	entities := w.mentioned()
	if err := unwrap.Check(b[:n]); err != nil {
		t.Errorf("%q is no record: %v", b[:n], err)
		return n
	}
	slow := w.decode(b[:n], true)
	c := w.tables.columns()
	if got, want := c.event(&quick), c.event(&slow); got != want {
		t.Errorf("%q\ngot  %+v\nwant %+v", b[:n], got, want)
	}
	if quick.sum != slow.sum || quick.length != slow.length || quick.eventKey() != slow.eventKey() {
		t.Errorf("%q\ngot  %+v\nwant %+v", b[:n], quick, slow)
	}
	if want := w.mentioned(); !slices.Equal(entities, want) {
		t.Errorf("%q mentions\ngot  %v\nwant %v", b[:n], entities, want)
	}
	return n
}

// mentioned are the entities of the record in hand, as Dataset.Entities gives them.
func (w bothWays) mentioned() []Entity {
	var list []Entity
	for _, n := range w.seen {
		list = append(list, w.tables.entities.list[n])
	}
	slices.SortStableFunc(list, func(a, b Entity) int { return int(a.Kind) - int(b.Kind) })
	return list
}

func TestOnePass(t *testing.T) {
	w := newBothWays()
	for _, record := range append(layoutRecords(), call(1), full) {
		record = string(gjson.Get(record, "@ugly").Raw)
		for range 3 { // what is remembered is the same
			if n := w.check(t, []byte(record+",")); n != len(record) {
				t.Errorf("%s: one pass takes %d bytes of %d", record, n, len(record))
			}
		}
		for n := range record {
			if _, _, is := w.readRecord([]byte(record[:n])); is != unended {
				t.Errorf("%s\nbroken off is %d", record[:n], is)
			}
		}
	}
}

// What came with an identity last is not taken for what comes with it now.
func TestOnePassBesideIdentity(t *testing.T) {
	w := newBothWays()
	for _, with := range [][2]string{{"web-1", "192.0.2.1"}, {"web-1", "192.0.2.1"}, {"web-2", "192.0.2.1"}, {"web-1", "ssm.amazonaws.com"}, {"web-1", "192.0.2.1"}} {
		w.check(t, []byte(agentReport(with[0], with[1])))
	}
}

// agentReport is the report of an agent on a machine of that name, from that address.
func agentReport(name, address string) string {
	return `{"userIdentity":{"type":"AssumedRole","arn":"arn:aws:sts::111122223333:assumed-role/App/i-0123456789abcdef0","accessKeyId":"ASIAEXAMPLE000000001"},` +
		`"eventSource":"ssm.amazonaws.com","eventName":"UpdateInstanceInformation","sourceIPAddress":` + quote(address) +
		`,"requestParameters":{"computerName":` + quote(name) + `,"platformName":"Linux","iPAddress":` + quote(address) + `}}`
}

// What one pass does not take is left to the slower way.
func TestOnePassLeaves(t *testing.T) {
	w := newBothWays()
	for _, record := range []string{
		`[1]`, `{}`, `{"eventVersion":"1"}`, `{"eventSource":"s","eventName":"n"`[:31] + "x}", `{"Records":[]}`, `{"x":1,"eventSource":"s","eventName":"n"}`,
		`{"eventSource":"aws:s3","eventName":"n"}`, `{"eventSource":"s","eventName":7}`, `{"eventSource":"s","eventName":"n","eventSource":"t"}`,
		`{"event\u0053ource":"s","eventName":"n"}`, `{"eventSource":"s","eventName":"n","awsRegion":{}}`,
		`{"eventSource":"s","eventName":"n",}`, `{"eventSource":"s","eventName":"n" "x":1}`, "{\"eventSource\":\"s\",\"eventName\":\"n\",\"x\":\"\x01\"}",
		some(`"x":01`), some(`"x":+1`), some(`"x":1.`), some(`"x":.5`), some(`"x":1e`), some(`"x":-`), some(`"x":tru`), some(`"x":nul1`), some(`"x":[1,]`), some(`"x":[,1]`), some(`"x":{"a"}`),
		some(`"x":"\x"`), some(`"x":"\u12g4"`), some(`"x":{,}`), some(`"x":{"a":1,}`), some(`"x":` + strings.Repeat("[", 70) + strings.Repeat("]", 70)),
		`{"awsRegion":"r","x":{"sessionId":"a-0123456789abcde0"},"eventSource":"ssm.amazonaws.com","eventName":"n"}`,
		some(`"eventType":"AwsCloudTrailInsight"`),
		some(`"userIdentity":{"sessionContext":{"sessionIssuer":{"arn":"a"},"sessionIssuer":{"arn":"b"}}}`),
		some(`"userIdentity":{"sessionContext":{"ec2RoleDelivery":"1.0"},"sessionContext":{}}`),
		some(`"userIdentity":{"sessionContext":{"ec2RoleDelivery":"1.0","ec2RoleDelivery":"2.0"}}`),
		some(`"userIdentity":{"sessionContext":{"ec2RoleDelivery":1.0}}`),
		`{"eventSource":"signin.amazonaws.com","eventName":"ConsoleLogin","additionalEventData":{"MFAUsed":"Yes"},"additionalEventData":{}}`,
	} {
		if _, n, is := w.readRecord([]byte(record)); is == whole {
			t.Errorf("%s: one pass takes %d bytes", record, n)
		}
	}
}

// FuzzOnePass compares what one pass makes of any bytes with what gjson makes
// of them, also when the same texts were met before.
func FuzzOnePass(f *testing.F) {
	f.Add(full, "x")
	f.Add(call(1), "")
	for _, r := range layoutRecords() {
		f.Add(string(gjson.Get(r, "@ugly").Raw), "i-0123456789abcdef0")
	}
	f.Add(some(`"userIdentity":{"type":"AssumedRole","arn":"arn:aws:sts::1:assumed-role/App/i-01234567"},"eventTime":"2024-08-01T00:00:00Z"`), "alice")
	f.Add(`{"eventSource":"ssm.amazonaws.com","eventName":"UpdateInstanceInformation","requestParameters":{"computerName":"web-1","platformName":"","platformType":"Linux"}}`, "web")
	f.Add(some(`"x":[-0.5e+10,"\u0069-0123456789abcdef0",{"accountId":123456789}],"tlsDetails":{"a":"}"}`), `}`)
	f.Fuzz(func(t *testing.T, record, text string) {
		w := newBothWays()
		w.check(t, []byte(record))
		identity := func(key, date string) []byte {
			return []byte(some(`"userIdentity":{"type":"AssumedRole","principalId":` + quote(text) + `,"accessKeyId":` + quote(key) + `,"userName":` + quote(text) +
				`,"sessionContext":{"sessionIssuer":{"arn":` + quote(text) + `},"attributes":{"creationDate":` + quote(date) + `}}},"eventTime":"2024-08-01T00:00:00Z"`))
		}
		w.check(t, identity("ASIAEXAMPLE000000001", "2024-08-01T00:00:00Z"))
		w.check(t, identity("ASIAEXAMPLE000000002", "2024-08-02T00:00:00Z"))
		w.check(t, identity(text, "2024-08-01T00:00:00Z"))
		w.check(t, identity("ASIAEXAMPLE000000001", text))
		other := some(`"userIdentity":{"type":` + quote(text) + `,"accountId":"111122223333"},"eventTime":"2024-08-01T00:00:00Z","userAgent":` + quote(text) +
			`,"tlsDetails":{"x":` + quote(text) + `},"resources":[{"ARN":` + quote(text) + `}],"requestParameters":{"x":` + quote(text) + `},"responseElements":null`)
		for range 3 {
			w.check(t, []byte(record))
			w.check(t, []byte(other))
			w.check(t, []byte(agentReport("web-1", text)))
			w.check(t, []byte(agentReport(text, "192.0.2.1")))
		}
	})
}
