package unwrap

import (
	"encoding/csv"
	"strings"
	"testing"

	"github.com/tidwall/gjson"
)

// rowsOf reads the text of a CSV: its layout, and its rows behind the header.
func rowsOf(t testing.TB, text string) (CSV, [][]string) {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	l, ok := RecogniseCSV(rows[0])
	if !ok {
		t.Fatalf("%q is not recognised", rows[0])
	}
	return l, rows[1:]
}

// asCSV writes a header and a row.
func asCSV(columns ...[2]string) string {
	var b strings.Builder
	w := csv.NewWriter(&b)
	var header, row []string
	for _, c := range columns {
		header, row = append(header, c[0]), append(row, c[1])
	}
	_ = w.WriteAll([][]string{header, row}) // a Builder takes everything
	return b.String()
}

// columnsOf gives the keys of an object, or of a row of Lake, as columns.
func columnsOf(text string) [][2]string {
	var columns [][2]string
	add := func(key, v gjson.Result) bool {
		columns = append(columns, [2]string{key.Str, v.String()})
		return true
	}
	if v := gjson.Parse(text); v.IsArray() {
		for _, cell := range v.Array() {
			cell.ForEach(add)
		}
	} else {
		v.ForEach(add)
	}
	return columns
}

func TestCSVRecord(t *testing.T) {
	var athena [][2]string
	for _, c := range columnsOf(lake) {
		name := strings.ToLower(c[0])
		switch name {
		case "requestparameters":
			c[1] = `{"target":"i-0123456789abcdef0","reason":"ticket 1, {a=b}"}`
		case "responseelements":
			c[1] = `{"sessionId":"eve-0123456789abcdef0"}`
		}
		athena = append(athena, [2]string{name, c[1]})
	}
	portal := columnsOf(sentinel)
	for i, c := range portal {
		switch c[0] {
		case "TimeGenerated":
			portal[i] = [2]string{"TimeGenerated [UTC]", "01/08/2024, 09:10:11.000"}
		case "SessionCreationDate":
			portal[i] = [2]string{"SessionCreationDate [UTC]", "01/08/2024, 08:00:00.000"}
		}
	}
	console := `{"userIdentity":{"accessKeyId":"ASIAEXAMPLEEXAMPLE01","userName":"eve"},"eventTime":"2024-08-01T09:10:11Z","eventSource":"ssm.amazonaws.com","eventName":"StartSession","awsRegion":"eu-central-1","sourceIPAddress":"198.51.100.7","errorCode":"AccessDenied","requestID":"r","eventID":"e","readOnly":false,"resources":[{"resourceType":"AWS::EC2::Instance","resourceName":"i-0123456789abcdef0"}]}`
	tests := map[string]struct {
		text    string
		want    string
		exact   bool
		partial bool
	}{
		"Athena":         {asCSV(athena...), startSession, false, false},
		"Lake":           {asCSV(columnsOf(lake)...), startSession, false, false},
		"Sentinel":       {asCSV(columnsOf(sentinel)...), startSession, false, false},
		"its portal":     {asCSV(portal...), startSession, false, false},
		"Kibana's table": {asCSV(columnsOf(dotted(t, ecs, false))...), startSession, false, true},
		"the console": {
			"\ufeffEvent ID,Event time,User name,Event name,Resource type,Resource name,AWS access key,AWS region,Error code,Source IP address,Request ID,Event source,Read-only\r\n" +
				"e,2024-08-01T09:10:11Z,eve,StartSession,AWS::EC2::Instance,i-0123456789abcdef0,ASIAEXAMPLEEXAMPLE01,eu-central-1,AccessDenied,198.51.100.7,r,ssm.amazonaws.com,false\r\n",
			console, false, true,
		},
		"the console, as shown": {
			`"Event name","Event time","User name","Event source"` + "\n" + `A,"August 01, 2024, 11:10:11 (UTC+02:00)",eve,ssm.amazonaws.com`,
			`{"userIdentity":{"userName":"eve"},"eventTime":"2024-08-01T09:10:11Z","eventSource":"ssm.amazonaws.com","eventName":"A"}`, false, true,
		},
		"Splunk":                     {asCSV([2]string{"_serial", "0"}, [2]string{"_time", "x"}, [2]string{"_raw", startSession}, [2]string{"eventName", "Other"}), startSession, true, false},
		"lookup-events":              {asCSV([2]string{"EventId", "1"}, [2]string{"CloudTrailEvent", startSession}), startSession, true, false},
		"CloudWatch Logs Insights":   {asCSV([2]string{"@timestamp", "2024-08-01 09:10:11.000"}, [2]string{"@message", startSession}), startSession, true, false},
		"Kibana, with the original":  {asCSV([2]string{"@timestamp", "x"}, [2]string{"event.original", startSession}, [2]string{"message", "-"}), startSession, true, false},
		"a message in an envelope":   {asCSV([2]string{" Message ", `{"detail":` + startSession + "}"}), startSession, true, false},
		"no record in that column":   {asCSV([2]string{"_raw", "-"}, [2]string{"eventName", "A"}, [2]string{"eventSource", "s.amazonaws.com"}), `{"eventSource":"s.amazonaws.com","eventName":"A"}`, false, true},
		"a source that was redacted": {"eventid,eventtime,eventname,eventsource,awsregion,useridentity\n1,redacted,A,redacted,eu,", `{"eventTime":"redacted","eventSource":"redacted","eventName":"A","awsRegion":"eu","eventID":"1"}`, false, true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			l, rows := rowsOf(t, test.text)
			u, err := l.Record(rows[0])
			if err != nil {
				t.Fatal(err)
			}
			if test.exact && string(u.Data) != test.want {
				t.Errorf("got %s", u.Data)
			}
			checkMade(t, u, test.want)
			if u.Partial != test.partial {
				t.Errorf("partial %v, want %v", u.Partial, test.partial)
			}
		})
	}
}

func TestCSVUnknown(t *testing.T) {
	for _, header := range []string{"", "a,b", "eventName,count", "eventSource", "event.action,count", "srcaddr,dstaddr", "version,account-id,interface-id"} {
		if _, ok := RecogniseCSV(strings.Split(header, ",")); ok {
			t.Errorf("%q is recognised", header)
		}
	}
}

func TestCSVNoRecord(t *testing.T) {
	for name, text := range map[string]string{
		"an empty cell":            asCSV([2]string{"message", ""}, [2]string{"n", "1"}),
		"a cell of something else": asCSV([2]string{"message", `{"a":1}`}),
		"a cell of two records":    asCSV([2]string{"message", startSession + login}),
		"a row without a name":     "eventSource,eventName\ns.amazonaws.com,",
		"a row of something else":  "event_source,event_name\nweb,click",
	} {
		l, rows := rowsOf(t, text)
		if u, err := l.Record(rows[0]); err == nil {
			t.Errorf("%s: got %s", name, u.Data)
		}
	}
	l, _ := RecogniseCSV([]string{"eventSource", "eventName"})
	for _, fields := range [][]string{nil, {"s.amazonaws.com"}, {"s.amazonaws.com", "A", "B"}} {
		if u, err := l.Record(fields); err == nil {
			t.Errorf("%q: got %s", fields, u.Data)
		}
	}
}

// FuzzCSVRecord reads any text as CSV: what is made of its rows are records.
func FuzzCSVRecord(f *testing.F) {
	f.Add(asCSV(columnsOf(lake)...))
	f.Add(asCSV(columnsOf(sentinel)...))
	f.Add(asCSV([2]string{"_raw", startSession}, [2]string{"eventName", "A"}, [2]string{"eventSource", "s.amazonaws.com"}))
	f.Add("eventName,eventSource,requestParameters.a,requestParameters,resources,resource name\nA,s.amazonaws.com,1,{a=b},[{arn=x}],n")
	f.Fuzz(func(t *testing.T, text string) {
		in := csv.NewReader(strings.NewReader(text))
		in.FieldsPerRecord = -1
		rows, err := in.ReadAll()
		if err != nil || len(rows) == 0 {
			return
		}
		l, ok := RecogniseCSV(rows[0])
		if !ok {
			return
		}
		for _, row := range rows[1:] {
			u, err := l.Record(row)
			if err == nil {
				err = Check(u.Data)
				if err != nil {
					t.Errorf("%q of %q: %v", u.Data, row, err)
				}
			}
		}
	})
}
