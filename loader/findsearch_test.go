package loader

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"coldtrail/loader/dumptest/pack"
	"coldtrail/loader/kql"
	"github.com/tidwall/gjson"
)

// hostileRecords are records at which a search that looks at bytes could miss
// what their values are. n makes their ids those of no other call.
func hostileRecords(n int) []string {
	parts := []string{
		`"requestParameters":{"target":"i-0000000\u0031","path":"a\/b","quote":"say \"hi\"","back":"c:\\temp","line":"one\ntwo\tthree","note":"Caf\u00e9 \ud83d\ude00 CAFÉ"}`,
		`"requestParameters":{"tar\u0067et":"i-00000001","a.b":{"c":"dotted"},"a":{"b.c":"other"}}`,
		`"requestParameters":{"port":9.87e1,"half":0.50,"big":1e21,"minus":-0,"whole":22,"text":"22","limit":7E3}`,
		`"requestParameters":{"target":"first","target":"second","list":[1,["x",{"y":true}],null,"",{"y":["z",false]}]}`,
		`"requestParameters":{"name":"\u212aelvin \u0130stanbul","raw":"` + "\u212aey \u0130x ÄÖ" + `"}`,
		`"requestParameters":"{\"target\":\"i-00000001\"}","responseElements":{"target":null,"empty":{},"none":[]}`,
		`"target":"i-00000001","readOnly":"true","x":{"readOnly":false},"resources":[{"ARN":"arn:aws:s3:::a"},{"arn":"arn:aws:s3:::b","type":["T","U"]}]`,
		`"readOnly":false,"additionalEventData":{"LoginTo":"https:\/\/x","MobileVersion":"No","MFAUsed":"Yes"},"tlsDetails":{"tlsVersion":"TLSv1.3"}`,
		`"sessionCredentialFromConsole":"true","userIdentity":{"type":"IAMUser","userName":"b\u00f6b","principalId":12345,"arn":"arn:aws:sts::111122223333:assumed-role/App/a\/b"}`,
		`"requestParameters":{"":"empty key","dots...":{"":1},"k":"` + strings.Repeat("long ", 300) + `"},"errorCode":"AccessDenied"`,
	}
	var records []string
	for i, part := range parts {
		name := "StartSession"
		if i == 7 {
			name = "ConsoleLogin"
		}
		records = append(records, fmt.Sprintf(`{"eventTime":"2024-08-01T00:00:%02dZ","eventSource":"s%d","eventName":"%s","eventID":"%s",%s}`, 3*i%20, i%3, name, eventID(100*n+i), part))
	}
	return records
}

// hostileDump has such records in every form that a search reads in its own way.
func hostileDump(t *testing.T) string {
	pretty := func(n int) string {
		var b bytes.Buffer
		for _, r := range hostileRecords(n) {
			if err := json.Indent(&b, []byte(r), "", "\t"); err != nil {
				t.Fatal(err)
			}
		}
		return b.String()
	}
	lookup := func(n int) string {
		return `{"Events":[` + each(hostileRecords(n), ",", func(r string) string { return `{"CloudTrailEvent":` + quote(r) + `}` }) + `]}`
	}
	return dump(t, map[string]string{
		"lines.json":     lines(hostileRecords(1)...),
		"zipped.json.gz": pack.Gzip(envelope(hostileRecords(2)...)),
		"pretty.json.gz": pack.Gzip(pretty(3)),
		"lookup.json":    lookup(4),
		"message.json":   `{"Body":` + quote(`{"Records":[`+strings.Join(hostileRecords(5), ",")+`]}`) + `}`,
		"splunk.csv":     "\"_time\",\"_raw\"\n" + each(hostileRecords(6), "\n", func(r string) string { return `1,"` + strings.ReplaceAll(r, `"`, `""`) + `"` }),
		"members.zip":    pack.Zip(pack.File{"a.json", hostileRecords(7)[0]}, pack.File{"no.txt", "x"}, pack.File{"b.json", lookup(8)}, pack.File{"c.json", pretty(9)}),
		"members.tar.gz": pack.Gzip(pack.Tar(pack.File{"a.json", lines(hostileRecords(10)...)}, pack.File{"b.json", envelope(hostileRecords(11)...)})),
		"long.json":      lines(strings.Replace(hostileRecords(12)[0], `{`, `{"x":"`+strings.Repeat("y", windowSize)+`",`, 1), hostileRecords(12)[1]),
		"layouts.json":   lines(layoutRecords()...),
	})
}

// asker makes random queries about what the records of a dataset hold.
type asker struct {
	*rand.Rand
	records []string
}

func (a asker) query(t *testing.T, depth int) kql.Query {
	if depth > 0 && a.IntN(2) == 0 {
		left, right := a.query(t, depth-1), a.query(t, depth-1)
		return []kql.Query{kql.And(left, right), kql.Or(left, right), kql.Not(left), kql.And(left, kql.Not(right))}[a.IntN(4)]
	}
	record := a.records[a.IntN(len(a.records))]
	path, value := a.leaf(gjson.Parse(record), nil)
	names := FieldNames()
	if a.IntN(2) == 0 {
		path = names[a.IntN(len(names))]
		values := append(Values([]byte(record), path), "true", "22")
		value = values[a.IntN(len(values))]
	}
	switch a.IntN(10) {
	case 0:
		return kql.Exists(path)
	case 1:
		return kql.Like(path, "*"+a.part(value)+"*")
	case 2:
		return kql.Like(path, a.part(value)+"*")
	case 3:
		return kql.Is(path, value, "none", a.part(value))
	case 4, 5:
		return kql.Word(a.cased(a.part(value)))
	case 6:
		return kql.Word(a.cased(a.part(record)))
	case 7:
		q, err := kql.Parse([]string{"requestParameters.whole > 3", "requestParameters.port <= 98.7", "user.name < c", "cloud.region >= eu", "aws.cloudtrail.*:true", "*.target:i-00000001"}[a.IntN(6)])
		if err != nil {
			t.Fatal(err)
		}
		return q
	}
	if path == kql.TimeField {
		return kql.Exists(path)
	}
	return kql.Is(path, value)
}

// leaf is a random value of a record with its path.
func (a asker) leaf(v gjson.Result, path []string) (string, string) {
	if v.IsObject() || v.IsArray() {
		var keys []string
		var values []gjson.Result
		v.ForEach(func(key, inner gjson.Result) bool {
			keys, values = append(keys, key.Str), append(values, inner)
			return true
		})
		if len(keys) > 0 {
			i := a.IntN(len(keys))
			if v.IsObject() {
				path = append(path, keys[i])
			}
			return a.leaf(values[i], path)
		}
	}
	return strings.Join(path, "."), v.String()
}

// part is a random part of a text.
func (a asker) part(s string) string {
	runes := []rune(s)
	if len(runes) == 0 {
		return ""
	}
	from := a.IntN(len(runes))
	return string(runes[from:min(len(runes), from+1+a.IntN(12))])
}

func (a asker) cased(s string) string {
	return []string{s, strings.ToUpper(s), strings.ToLower(s)}[a.IntN(3)]
}

// Whatever is asked, a search finds what evaluating every record finds, with any
// number of workers.
func TestSearchAsPlain(t *testing.T) {
	for path, queries := range map[string]int{"../testdata/dumps/intrusion": 30, hostileDump(t): 600} {
		t.Run(filepath.Base(path), func(t *testing.T) {
			one := loadPaths(t, Options{Workers: 1}, path)
			many := []*Dataset{one, loadPaths(t, Options{Workers: 2}, path), loadPaths(t, Options{Workers: 8}, path)}
			a := asker{Rand: rand.New(rand.NewPCG(3, 4))}
			for _, id := range one.All() {
				data, err := one.Raw(context.Background(), id)
				if err != nil {
					t.Fatal(err)
				}
				a.records = append(a.records, string(data))
			}
			some := 0
			for n := range queries {
				q := a.query(t, 2)
				matches := q.Compile()
				var want []ID
				for i, id := range one.All() {
					if matches(plainDoc(a.records[i])) {
						want = append(want, id)
					}
				}
				if got := find(t, many[n%3], q); !slices.Equal(got, want) {
					t.Fatalf("%s:\n got %v\nwant %v", q, got, want)
				}
				if len(want) > 0 && len(want) < one.Len() {
					some++
				}
			}
			if some < queries/8 {
				t.Errorf("only %d queries found some and not all", some)
			}
		})
	}
}

// A word is found in every record that has it, however JSON writes it there.
func TestSearchEscapes(t *testing.T) {
	d := loadPaths(t, Options{}, hostileDump(t))
	for _, text := range []string{
		`café 😀`, `a/b`, `a\/b`, `say "hi"`, `say \"hi`, `c:\temp`, "one\ntwo", "two\tthree", `Kelvin`, `istanbul`, `key ix`, `\u212a`, `target":"i-00000001`, `böb`, `äö`, `sessionid`,
	} {
		for _, cased := range []string{text, strings.ToUpper(text)} {
			var want []ID
			for _, id := range d.All() {
				data, err := d.Raw(context.Background(), id)
				if err != nil {
					t.Fatal(err)
				}
				if plainDoc(data).Contains(strings.ToLower(cased)) {
					want = append(want, id)
				}
			}
			if got := find(t, d, kql.Word(cased)); !slices.Equal(got, want) || len(got) == 0 {
				t.Errorf("%q is found in %v, and is in %v", cased, got, want)
			}
		}
	}
}

// A number is found by its value, however JSON writes it.
func TestSearchNumbers(t *testing.T) {
	d := loadPaths(t, Options{}, hostileDump(t))
	for _, text := range []string{
		`requestParameters.port:98.7`, `requestParameters.port:98*`, `requestParameters.limit:7000`, `requestParameters.half:0.5`,
		`requestParameters.big:1000000000000000000000`, `aws.cloudtrail.request_parameters:*limit=7000.0*`, `requestParameters.whole:(22 or 23)`,
	} {
		q, err := kql.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		if got := find(t, d, q); len(got) < 8 {
			t.Errorf("%s: found %d", text, len(got))
		}
	}
}

// A search that reads says how far it is, up to the end.
func TestSearchProgress(t *testing.T) {
	d := loadPaths(t, Options{}, hostileDump(t))
	var done, total int64
	err := d.Search(context.Background(), kql.Word("session"), func([]ID) {}, func(n, of int64) {
		if n < done || n > of || total != 0 && of != total {
			t.Errorf("%d of %d after %d of %d", n, of, done, total)
		}
		done, total = n, of
	})
	if err != nil || done == 0 || done != total {
		t.Errorf("ended at %d of %d: %v", done, total, err)
	}
	err = d.Search(context.Background(), kql.Is("event.action", "StartSession"), func([]ID) {}, func(int64, int64) {
		t.Error("progress where no record is read")
	})
	if err != nil {
		t.Error(err)
	}
}

// A search that is cancelled calls nothing any more, and ends.
func TestSearchCancelled(t *testing.T) {
	d := loadPaths(t, Options{Workers: 4}, hostileDump(t))
	for _, q := range []kql.Query{{}, kql.Word("session")} {
		ctx, cancel := context.WithCancel(context.Background())
		calls := 0
		err := d.Find(ctx, q, func([]ID) { calls++; cancel() })
		if !errors.Is(err, context.Canceled) || calls != 1 {
			t.Errorf("%q: %d batches after cancelling, %v", q, calls, err)
		}
		if err := d.Find(ctx, q, func([]ID) { t.Error("found something") }); !errors.Is(err, context.Canceled) {
			t.Errorf("%q: %v", q, err)
		}
	}
}

// A search fails where a record that it needs is not what was loaded, wherever
// that record is, and only then.
func TestSearchChanged(t *testing.T) {
	for _, name := range []string{"lines.json", "zipped.json.gz", "lookup.json", "message.json", "splunk.csv", "members.zip", "members.tar.gz", "long.json"} {
		dir := hostileDump(t)
		path := filepath.Join(dir, name)
		d := loadPaths(t, Options{}, dir)
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		other := bytes.ReplaceAll(text, []byte("StartSession"), []byte("StopSessions"))
		if bytes.Equal(other, text) {
			other = text[:len(text)/2]
		}
		if err := os.WriteFile(path, other, 0o644); err != nil {
			t.Fatal(err)
		}
		var changed *ChangedError
		err = d.Find(context.Background(), kql.Word("none"), func([]ID) {})
		if !errors.As(err, &changed) && !strings.Contains(fmt.Sprint(err), name) {
			t.Errorf("%s changed: %v", name, err)
		}
		q := kql.And(kql.Word("session"), kql.Is("event.id", eventID(300)))
		if got := find(t, d, q); len(got) != 1 {
			t.Errorf("%s changed: found %v in another file", name, got)
		}
	}
}

// A path over the bytes leads where it leads in the parsed record.
func FuzzPath(f *testing.F) {
	for i, r := range hostileRecords(1) {
		f.Add(r, "requestParameters.target", "i-0000000"+strconv.Itoa(i))
	}
	f.Add(`{"a":[{"b.c":[1,{"c":2}]}],"a":3}`, "a.b.c", "1")
	f.Add(`{"":{"":"x"}}`, ".", "x")
	f.Fuzz(func(t *testing.T, record, path, value string) {
		if !gjson.Valid(record) || !strings.HasPrefix(record, "{") || strings.HasPrefix(path, "aws.") {
			return
		}
		if _, ok := fields[path]; ok {
			return // its values may stand elsewhere
		}
		steps := strings.Split(path, ".")
		for _, q := range []kql.Query{kql.Is("x", value), kql.Exists("x")} {
			test := newByField(path, q.Expr())
			want := slices.ContainsFunc(leaves(gjson.Parse(record), steps), func(v string) bool { return q.Compile()(oneValue{v}) })
			if got := test.decide(nil, []byte(record)); got != open && got != decided(want) {
				t.Errorf("%q at %q of %s: %v, want %v", value, path, record, got, want)
			}
		}
	})
}

// What a field says that depends on a part of the row does not change with the others.
func TestHeldFields(t *testing.T) {
	c := columns{
		texts:    []string{"", "arn:aws:sts::111122223333:assumed-role/App/a", "192.0.2.1"},
		callers:  []caller{{}, {1, 1, 1, 1, 1, 1, 1, 1}},
		calls:    []called{{}, {1, 1, 1}},
		ends:     []ended{{}, {1, 1, 1, 1, 1}},
		entities: []Entity{{AccessKey, "AKIAEXAMPLE000000001"}},
	}
	for name, f := range fields {
		if !f.held {
			continue
		}
		for n := range uint32(2) {
			same := row{nanos: noTime, caller: n, call: n, end: n, region: n, address: 2 * n, agent: n, key: n, odd: n > 0, id16: [16]byte{byte(n)}}
			other := row{nanos: 1, caller: 1 - n, call: 1 - n, end: 1 - n, region: 1 - n, address: 2 - 2*n, agent: 1 - n, key: 1 - n, odd: n == 0, id16: [16]byte{byte(1 - n)}}
			switch f.of {
			case ofCaller:
				other.caller = n
			case ofCall:
				other.call = n
			case ofEnd:
				other.end = n
			case ofRegion:
				other.region = n
			case ofAddress:
				other.address = 2 * n
			case ofAgent:
				other.agent = n
			case ofKey:
				other.key = n
			}
			if a, b := f.column(c.event(&same)), f.column(c.event(&other)); a != b {
				t.Errorf("%s: %q, and %q where the other parts of the row differ", name, a, b)
			}
		}
	}
}
