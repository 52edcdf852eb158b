package loader

import (
	"context"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"testing"

	"coldtrail/loader/dumptest/pack"
	"coldtrail/loader/unwrap"
)

// layoutRecords are three whole records of a story as short as can be.
func layoutRecords() []string {
	var records []string
	for i, identity := range []string{
		`{"type":"IAMUser","principalId":"AIDAX","arn":"arn:aws:iam::111122223333:user/ana","accountId":"111122223333","accessKeyId":"AKIAEXAMPLEEXAMPLE00","userName":"ana"}`,
		`{"type":"AssumedRole","principalId":"AROAX:i-0a1b2c3d4e5f60718","arn":"arn:aws:sts::111122223333:assumed-role/App/i-0a1b2c3d4e5f60718","accountId":"111122223333","accessKeyId":"ASIAEXAMPLEEXAMPLE00"}`,
		`{"type":"AWSService","invokedBy":"ec2.amazonaws.com"}`,
	} {
		records = append(records, fmt.Sprintf(`{"eventVersion":"1.11","userIdentity":%s,"eventTime":"2024-08-01T10:00:%02dZ","eventSource":"ssm.amazonaws.com","eventName":"StartSession","awsRegion":"eu-west-1",`+
			`"sourceIPAddress":"192.0.2.%d","userAgent":"aws-cli \"2\" é","requestParameters":{"target":"i-0a1b2c3d4e5f6071%d"},"responseElements":{"sessionId":"ana-0123456789abcdef%d"},"requestID":"r-%d",`+
			`"eventID":"%s","readOnly":false,"eventType":"AwsApiCall","managementEvent":true,"recipientAccountId":"111122223333","eventCategory":"Management"}`, identity, i, i+1, i, i, i, eventID(i)))
	}
	return records
}

// each joins what f makes of each record.
func each(records []string, sep string, f func(string) string) string {
	made := make([]string, len(records))
	for i, r := range records {
		made[i] = f(r)
	}
	return strings.Join(made, sep)
}

// TestLayouts loads every layout in which CloudTrail reaches a responder and
// that keeps the record's own text: out of each come the same events, and the
// same bytes, as out of the plain form.
func TestLayouts(t *testing.T) {
	records := layoutRecords()
	plain := lines(records...)
	tests := map[string]string{
		"delivery":               envelope(records...),
		"JSON lines":             plain,
		"array":                  "[" + strings.Join(records, ",\n") + "]",
		"objects run together":   strings.Join(records, ""),
		"line ends of Windows":   strings.ReplaceAll(plain, "\n", "\r\n"),
		"byte order mark":        "\ufeff" + plain,
		"UTF-16":                 pack.UTF16(binary.LittleEndian, plain),
		"UTF-16, big end first":  pack.UTF16(binary.BigEndian, plain),
		"no line end at the end": strings.TrimSpace(plain),

		"lookup-events":       `{"Events":[` + each(records, ",", func(r string) string { return `{"EventName":"x","CloudTrailEvent":` + quote(r) + `}` }) + `]}`,
		"lookup-events lines": each(records, "\n", func(r string) string { return `{"EventName":"x","CloudTrailEvent":` + quote(r) + `}` }),
		"lookup-events array": `[` + each(records, ",", func(r string) string { return `{"CloudTrailEvent":` + quote(r) + `}` }) + `]`,
		"filter-log-events":   `{"events":[` + each(records, ",", func(r string) string { return `{"timestamp":1,"message":` + quote(r) + `}` }) + `],"searchedLogStreams":[]}`,
		"export task":         each(records, "\n", func(r string) string { return "2024-08-01T00:00:00.000Z " + r }),
		"logs tail":           each(records, "\n", func(r string) string { return "2024-08-01T00:00:00.000000+00:00 111122223333_CloudTrail " + r }),
		"subscription":        `{"messageType":"DATA_MESSAGE","owner":"1","logEvents":[` + each(records, ",", func(r string) string { return `{"id":"1","message":` + quote(r) + `}` }) + `]}`,
		"Firehose": `{"messageType":"CONTROL_MESSAGE","logEvents":[{"id":"","message":"CWL CONTROL MESSAGE: Checking health of destination Firehose."}]}` +
			each(records, "", func(r string) string {
				return `{"messageType":"DATA_MESSAGE","logEvents":[{"id":"1","message":` + quote(r) + `}]}`
			}),
		"EventBridge": each(records, "\n", func(r string) string {
			return `{"version":"0","detail-type":"AWS API Call via CloudTrail","detail":` + r + `}`
		}),
		"queue of topics of events": `{"Messages":[` + each(records, ",", func(r string) string {
			return `{"Body":` + quote(`{"Type":"Notification","Message":`+quote(`{"detail-type":"x","detail":`+r+`}`)+`}`) + `}`
		}) + `]}`,
		"Elastic lines":  each(records, "\n", func(r string) string { return `{"_index":"x","_source":{"event":{"original":` + quote(r) + `}}}` }),
		"Elastic search": `{"took":1,"hits":{"total":{"value":3},"hits":[` + each(records, ",", func(r string) string { return `{"_source":{"event.original":` + quote(r) + `}}` }) + `]}}`,
		"Splunk lines":   each(records, "\n", func(r string) string { return `{"preview":false,"result":{"_raw":` + quote(r) + `}}` }),
		"Splunk results": `{"results":[` + each(records, ",", func(r string) string { return `{"_raw":` + quote(r) + `}` }) + `]}`,
		"Splunk CSV":     "\"_time\",\"_raw\"\n" + each(records, "\n", func(r string) string { return `1,"` + strings.ReplaceAll(r, `"`, `""`) + `"` }),
		"Logstash":       each(records, "\n", func(r string) string { return `{"input":{"message":` + quote(r) + `}}` }),

		"gzip":           pack.Gzip(plain),
		"gzip members":   pack.Gzip(records[0]+"\n") + pack.Gzip(records[1]+"\n") + pack.Gzip(records[2]),
		"zstd":           pack.Zstd(plain),
		"xz":             pack.Xz(plain),
		"tar":            pack.Tar(pack.File{"a.json", records[0]}, pack.File{"b/c.json", records[1] + records[2]}),
		"zip":            pack.Zip(pack.File{"a.json", records[0]}, pack.File{"b/c.json", records[1] + records[2]}),
		"zip of tar.gz":  pack.Zip(pack.File{"t.tar.gz", pack.Gzip(pack.Tar(pack.File{"a.json", envelope(records...)}))}),
		"gzip of zstd":   pack.Gzip(pack.Zstd(plain)),
		"zip of lookups": pack.Zip(pack.File{"l.json", `{"Events":[` + each(records, ",", func(r string) string { return `{"CloudTrailEvent":` + quote(r) + `}` }) + `]}`}),
	}
	want := loadText(t, plain)
	for name, text := range tests {
		t.Run(name, func(t *testing.T) {
			sameEvents(t, loadText(t, text), want)
			dir := dump(t, map[string]string{"evidence": text})
			sameEvents(t, loadPaths(t, Options{}, dir), want)
		})
	}
}

// sameEvents fails where the datasets differ in an event, its entities or its record.
func sameEvents(t *testing.T, got, want *Dataset) {
	t.Helper()
	if got.Len() != want.Len() {
		t.Fatalf("%d events, want %d: %+v %v", got.Len(), want.Len(), got.Report().Records, got.Report().Problems)
	}
	if p := got.Report().Problems; len(p) > 0 {
		t.Errorf("problems: %v", p)
	}
	ctx := context.Background()
	for i := range want.Len() {
		a, b := got.ID(i), want.ID(i)
		x, y := got.At(a), want.At(b)
		x.ID, y.ID = ID{}, ID{}
		if x != y {
			t.Errorf("event %d is %+v, want %+v", i, x, y)
		}
		if e, f := got.Entities(a), want.Entities(b); !slices.Equal(e, f) {
			t.Errorf("event %d mentions %v, want %v", i, e, f)
		}
		for _, read := range []func(context.Context, ID) ([]byte, error){got.Raw, got.Record} {
			text, err := read(ctx, a)
			if plain, _ := want.Raw(ctx, b); err != nil || string(text) != string(plain) {
				t.Errorf("record %d is %q (%v), want %q", i, text, err, plain)
			}
		}
	}
}

// TestPartialLayouts loads layouts that keep only part of a record: the events
// are there, marked, and a whole copy makes the partial one a repeat.
func TestPartialLayouts(t *testing.T) {
	whole := layoutRecords()
	ecs := fmt.Sprintf(`{"_source":{"@timestamp":"2024-08-01T10:00:00Z","event":{"provider":"ssm.amazonaws.com","action":"StartSession","id":"%s","outcome":"success"},`+
		`"cloud":{"region":"eu-west-1","account":{"id":"111122223333"}},"source":{"address":"192.0.2.1"},"aws":{"cloudtrail":{"user_identity":{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/ana"}}}}}`, eventID(0))
	console := "Event ID,Event time,User name,Event name,Resource type,Resource name,AWS access key,AWS region,Error code,Event source,Read-only,Source IP address\n" +
		eventID(0) + ",2024-08-01T10:00:00Z,ana,StartSession,,,AKIAEXAMPLEEXAMPLE00,eu-west-1,,ssm.amazonaws.com,false,192.0.2.1\n"
	for name, text := range map[string]string{"Elastic without the original": ecs, "console CSV": console} {
		t.Run(name, func(t *testing.T) {
			d := loadText(t, text)
			if c := d.Report().Records; c.Kept != 1 || c.Partial != 1 {
				t.Fatalf("%+v %v", c, d.Report().Problems)
			}
			e := d.At(d.ID(0))
			if !e.Partial || e.Provider != "ssm.amazonaws.com" || e.Action != "StartSession" || e.EventID != eventID(0) || e.Address != "192.0.2.1" || e.Region != "eu-west-1" {
				t.Errorf("%+v", e)
			}
			raw, err := d.Raw(context.Background(), d.ID(0))
			if err != nil || unwrap.Check(raw) != nil {
				t.Errorf("the record made of it is %q (%v)", raw, err)
			}
			if p := d.Place(d.ID(0)); !p.Inside {
				t.Errorf("its place is %+v: it is not these bytes", p)
			}
			both := loadPaths(t, Options{}, dump(t, map[string]string{"a": text, "b.json": whole[0]}))
			if c := both.Report().Records; c.Kept != 1 || c.Repeats != 1 || c.Partial != 0 {
				t.Errorf("with a whole copy: %+v", c)
			}
			twice := loadPaths(t, Options{}, dump(t, map[string]string{"a": text, "b": text + " "}))
			if c := twice.Report().Records; c.Kept != 1 || c.Repeats != 1 || c.Partial != 1 {
				t.Errorf("with another partial copy: %+v", c)
			}
		})
	}
}

// TestNeighbours loads what lies beside CloudTrail in a bucket: named, and no
// record of it is missing.
func TestNeighbours(t *testing.T) {
	tests := map[string]string{
		"Config snapshot":     `{"fileVersion":"1.0","configSnapshotId":"x","configurationItems":[{"relatedEvents":[],"resourceType":"AWS::EC2::Instance"}]}`,
		"flow log":            "2 111122223333 eni-1 192.0.2.1 192.0.2.2 443 50000 6 1 40 1 2 ACCEPT OK\n",
		"load balancer":       "https 2024-08-01T10:00:00.000000Z app/x 192.0.2.1:1 192.0.2.2:80 0 0 0 200 200 1 1 \"GET https://x/ HTTP/1.1\" \"curl\" - -\n",
		"bucket test message": `{"Service":"Amazon S3","Event":"s3:TestEvent"}`,
		"other CSV":           "name,message\nx,hello\n",
		"XML":                 `<?xml version="1.0"?><Error/>`,
		"Parquet":             "PAR1\x15\x04\x15\x00",
		"desktop":             "\x00\x00\x00\x01Bud1\x00\x00",
	}
	for name, text := range tests {
		t.Run(name, func(t *testing.T) {
			d := loadText(t, text)
			r := d.Report()
			if r.Records != (RecordCounts{}) || r.FilesIn(FileRead)+r.FilesIn(FilePartial) > 0 || len(r.Files) != 1 || r.Files[0].Why == "" {
				t.Errorf("%+v %+v %v", r.Records, r.Files, r.Problems)
			}
		})
	}
}

// TestDeliveryDays leaves out records, and whole files by the day in their path.
func TestDeliveryDays(t *testing.T) {
	at := func(day int) string {
		return fmt.Sprintf(`{"eventTime":"2024-08-%02dT12:00:00Z","eventSource":"ssm.amazonaws.com","eventName":"x","eventID":"%s"}`, day, eventID(day))
	}
	files := map[string]string{}
	for day := 1; day <= 20; day++ {
		files[fmt.Sprintf("AWSLogs/1/CloudTrail/eu-west-1/2024/08/%02d/x.json", day)] = at(day)
	}
	files["loose.json"] = lines(at(21), at(10))
	since, _ := unwrap.ParseTime("2024-08-10T00:00:00Z")
	until, _ := unwrap.ParseTime("2024-08-12T00:00:00Z")
	d := loadPaths(t, Options{Since: since, Until: until}, dump(t, files))
	r := d.Report()
	if r.Records.Kept != 2 || r.Records.Repeats != 1 || d.Len() != 2 {
		t.Errorf("kept %+v", r.Records)
	}
	// Days before the 9th, and days more than two behind the end, are not even opened.
	if n := r.FilesIn(FileLeftOut); n != 8+6 {
		t.Errorf("%d files left out", n)
	}
	if r.Records.LeftOut == 0 || r.Records.Read != r.Records.Kept+r.Records.Repeats+r.Records.LeftOut {
		t.Errorf("records %+v", r.Records)
	}
}

// TestMadeLayouts loads layouts that have the fields of a record under other
// names or in columns: the record that is made of them has the same columns.
func TestMadeLayouts(t *testing.T) {
	const (
		arn      = "arn:aws:iam::111122223333:user/ana"
		identity = `{type=IAMUser, principalid=AIDAX, arn=` + arn + `, accountid=111122223333, accesskeyid=AKIAEXAMPLEEXAMPLE00, username=ana, sessioncontext=null, invokedby=null}`
		request  = `{"target":"i-0a1b2c3d4e5f60710"}`
		response = `{"sessionId":"ana-0123456789abcdef0"}`
	)
	id := eventID(0)
	doubled := func(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }
	tests := map[string]struct {
		text    string
		partial bool
	}{
		"CloudTrail Lake": {`{"QueryStatus":"FINISHED","QueryResultRows":[[{"eventVersion":"1.11"},{"userIdentity":"` + identity + `"},{"eventTime":"2024-08-01 10:00:00.000"},{"eventSource":"ssm.amazonaws.com"},` +
			`{"eventName":"StartSession"},{"awsRegion":"eu-west-1"},{"sourceIPAddress":"192.0.2.1"},{"requestParameters":"{target=i-0a1b2c3d4e5f60710}"},{"responseElements":"{sessionId=ana-0123456789abcdef0}"},{"eventID":"` + id + `"}]]}`, false},
		"CloudTrail Lake, CSV": {"eventVersion,userIdentity,eventTime,eventSource,eventName,awsRegion,sourceIPAddress,requestParameters,responseElements,eventID\n" +
			`1.11,"` + identity + `",2024-08-01 10:00:00.000,ssm.amazonaws.com,StartSession,eu-west-1,192.0.2.1,{target=i-0a1b2c3d4e5f60710},{sessionId=ana-0123456789abcdef0},` + id + "\n", false},
		"Athena": {`"eventversion","useridentity","eventtime","eventsource","eventname","awsregion","sourceipaddress","requestparameters","responseelements","eventid"` + "\n" +
			`"1.11","` + identity + `","2024-08-01T10:00:00Z","ssm.amazonaws.com","StartSession","eu-west-1","192.0.2.1",` + doubled(request) + `,` + doubled(response) + `,"` + id + `"` + "\n", false},
		"Sentinel": {`{"TimeGenerated":"2024-08-01T10:00:00Z","AwsEventId":"` + id + `","EventVersion":"1.11","EventSource":"ssm.amazonaws.com","EventName":"StartSession","UserIdentityType":"IAMUser","UserIdentityPrincipalid":"AIDAX",` +
			`"UserIdentityArn":"` + arn + `","UserIdentityAccountId":"111122223333","UserIdentityAccessKeyId":"AKIAEXAMPLEEXAMPLE00","UserIdentityUserName":"ana","AWSRegion":"eu-west-1","SourceIpAddress":"192.0.2.1",` +
			`"RequestParameters":` + quote(request) + `,"ResponseElements":` + quote(response) + `}`, false},
		"Panther": {strings.Replace(layoutRecords()[0], `{"eventVersion"`, `{"p_log_type":"AWS.CloudTrail","p_event_time":"2024-08-01 10:00:00.000","eventVersion"`, 1), false},
		"Security Lake, OCSF lines": {`{"class_uid":6003,"metadata":{"product":{"name":"CloudTrail","vendor_name":"AWS"},"uid":"` + id + `"},"time":1722506400000,"cloud":{"region":"eu-west-1"},"api":{"operation":"StartSession",` +
			`"service":{"name":"ssm.amazonaws.com"},"request":{"data":` + quote(request) + `},"response":{"data":` + quote(response) + `}},"actor":{"user":{"type":"IAMUser","uid":"` + arn + `","uid_alt":"AIDAX","name":"ana",` +
			`"account":{"uid":"111122223333"},"credential_uid":"AKIAEXAMPLEEXAMPLE00"}},"src_endpoint":{"ip":"192.0.2.1"},"status":"Success"}`, true},
	}
	want := loadText(t, layoutRecords()[0])
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			d := loadText(t, tt.text)
			if d.Len() != 1 {
				t.Fatalf("%+v %v", d.Report().Records, d.Report().Problems)
			}
			got, plain := d.At(d.ID(0)), want.At(want.ID(0))
			if got.Partial != tt.partial {
				t.Errorf("partial %v", got.Partial)
			}
			got.UserAgent, got.EventType, got.Partial = plain.UserAgent, plain.EventType, plain.Partial // columns that these exports lack
			if got != plain {
				t.Errorf("%+v, want %+v", got, plain)
			}
			if a, b := d.Entities(d.ID(0)), want.Entities(want.ID(0)); !slices.Equal(a, b) {
				t.Errorf("it mentions %v, want %v", a, b)
			}
			if raw, err := d.Raw(context.Background(), d.ID(0)); err != nil || unwrap.Check(raw) != nil {
				t.Errorf("its record is %q, %v", raw, err)
			}
		})
	}
}
