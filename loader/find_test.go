package loader

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"coldtrail/loader/kql"
)

// story is a small dump with something for every index to find, and odd shapes
// at which an index could miss what the records say.
func story() string {
	identities := []string{
		`null`, `{}`,
		`{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/bob","userName":"bob","accessKeyId":"AKIAIOSFODNN7EXAMPLE"}`,
		`{"type":"AssumedRole","arn":"arn:aws:sts::111122223333:assumed-role/App/i-00000001","accessKeyId":"ASIAIOSFODNN7EXAMPLE"}`,
		`{"type":"AssumedRole","arn":"arn:aws:sts::111122223333:assumed-role/App/a,b"}`,
		`{"type":"AssumedRole","arn":"arn:aws:sts::111122223333:assumed-role/App/a b"}`,
		`{"type":"AssumedRole","arn":"arn:aws:sts::111122223333:assumed-role/App/*"}`,
		`{"type":"AssumedRole","arn":"arn:aws:sts::111122223333:assumed-role/App/arn:x"}`,
		`{"type":"Role","arn":"arn:aws:iam::111122223333:role/path/App","accessKeyId":"redacted"}`,
		`{"arn":["arn:aws:iam::111122223333:user/bob"],"accessKeyId":1234567890123456}`,
	}
	var records []string
	for i, identity := range identities {
		for j := range 4 {
			n := (7*i + 3*j) % 20
			records = append(records,
				call(n, `"userIdentity":`+identity, fmt.Sprintf(`"requestParameters":{"target":"i-0000000%d","note":"Caf\u00e9 \"%d\""}`, j, n), fmt.Sprintf(`"x":%d`, 4*i+j)),
				fmt.Sprintf(`{"eventSource":"s%d","eventName":"StartSession","eventTime":"redacted","userIdentity":%s,"sourceIPAddress":"192.0.2.%d"}`, j%2, identity, i),
			)
		}
	}
	return lines(records...)
}

// plainDoc answers a query from the text of a record, without any dataset.
type plainDoc string

func (p plainDoc) Values(field string) []string { return Values([]byte(p), field) }

func (p plainDoc) Time() (time.Time, bool) {
	for _, v := range p.Values("eventTime") {
		t, err := time.Parse(time.RFC3339, v)
		return t, err == nil
	}
	return time.Time{}, false
}

func (p plainDoc) Contains(word string) bool {
	var v any
	if err := json.Unmarshal([]byte(p), &v); err != nil {
		return false
	}
	return strings.Contains(strings.ToLower(string(p)), word) || anyContains(v, word)
}

func anyContains(v any, word string) bool {
	switch v := v.(type) {
	case string:
		return strings.Contains(strings.ToLower(v), word)
	case []any:
		return slices.ContainsFunc(v, func(v any) bool { return anyContains(v, word) })
	case map[string]any:
		for key, v := range v {
			if anyContains(key, word) || anyContains(v, word) {
				return true
			}
		}
	}
	return false
}

func (p plainDoc) Fields(pattern string) []string {
	before, after, _ := strings.Cut(pattern, "*")
	var names []string
	for _, name := range FieldNames() {
		if name != kql.TimeField && len(name) >= len(before)+len(after) && strings.HasPrefix(name, before) && strings.HasSuffix(name, after) {
			names = append(names, name)
		}
	}
	return names
}

// randomQuery is a query of up to that many levels, about what story holds.
func randomQuery(r *rand.Rand, depth int) kql.Query {
	if depth > 0 && r.IntN(3) > 0 {
		some := make([]kql.Query, 1+r.IntN(3))
		for i := range some {
			some[i] = randomQuery(r, depth-1)
		}
		switch r.IntN(5) {
		case 0:
			return kql.Not(some[0])
		case 1, 2:
			return kql.Or(some...)
		}
		return kql.And(some...)
	}
	terms := map[string][]string{
		"event.provider":                   {"ssm.amazonaws.com", "s0", "none", ""},
		"event.action":                     {"StartSession", "none"},
		"event.outcome":                    {"success", "failure"},
		RelatedEntity:                      {"i-00000001", "AKIAIOSFODNN7EXAMPLE", "192.0.2.3", "arn:aws:iam::111122223333:role/App", "redacted", "none"},
		"aws.cloudtrail.user_identity.arn": {"arn:aws:iam::111122223333:user/bob", "arn:aws:sts::111122223333:assumed-role/App/i-00000001", "arn:aws:sts::111122223333:assumed-role/App/a,b", "arn:aws:sts::111122223333:assumed-role/App/a", "arn:aws:sts::111122223333:assumed-role/App/a b", "arn:aws:sts::111122223333:assumed-role/App/*", "arn:aws:sts::111122223333:assumed-role/App/arn:x", "arn:aws:iam::111122223333:role/path/App"},
		"aws.cloudtrail.user_identity.access_key_id": {"AKIAIOSFODNN7EXAMPLE", "ASIAIOSFODNN7EXAMPLE", "redacted", "1234567890123456"},
		"user.name":                {"bob"},
		"requestParameters.target": {"i-00000001", "i-00000002"},
		"x":                        {"1", "17"},
		"event.*":                  {"s1", "StartSession"},
	}
	fields := make([]string, 0, len(terms))
	for field := range terms {
		fields = append(fields, field)
	}
	slices.Sort(fields)
	field := fields[r.IntN(len(fields))]
	values := terms[field]
	second := func() time.Time { return time.Date(2024, 8, 1, 0, 0, r.IntN(22), 0, time.UTC) }
	switch r.IntN(8) {
	case 0:
		return kql.Exists(field)
	case 1:
		return kql.Like(field, values[r.IntN(len(values))]+"*")
	case 2:
		return kql.Word([]string{"bob", "café \"3\"", "i-00000002", "none", "\\"}[r.IntN(5)])
	case 3:
		return kql.Within(second(), time.Time{})
	case 4:
		return kql.Within(second(), second())
	case 5:
		return kql.Is(field, values...)
	}
	return kql.Is(field, values[r.IntN(len(values))])
}

// However the indexes narrow a search, it finds what reading every record finds.
func TestFindAsPlain(t *testing.T) {
	d := loadText(t, story())
	docs := map[ID]plainDoc{}
	for _, id := range d.All() {
		data, err := d.Raw(context.Background(), id)
		if err != nil {
			t.Fatal(err)
		}
		docs[id] = plainDoc(data)
	}
	some := 0
	r := rand.New(rand.NewPCG(1, 2))
	for range 1500 {
		q := randomQuery(r, 3)
		matches := q.Compile()
		var want []ID
		for _, id := range d.All() {
			if matches(docs[id]) {
				want = append(want, id)
			}
		}
		if got := find(t, d, q); !slices.Equal(got, want) {
			t.Fatalf("%s:\n got %v\nwant %v", q, got, want)
		}
		if len(want) > 0 && len(want) < d.Len() {
			some++
		}
	}
	if some < 500 {
		t.Errorf("only %d queries found some and not all", some)
	}
}

func TestFindWindow(t *testing.T) {
	d := loadText(t, lines(call(1), call(2), call(2, `"x":1`), call(3), some(`"eventTime":"redacted"`)))
	tests := map[string][]int32{
		`@timestamp > "2024-08-01T00:00:01Z"`:                                             {1, 2, 3},
		`@timestamp >= "2024-08-01T00:00:02Z" and @timestamp < "2024-08-01T00:00:03Z"`:    {1, 2},
		`@timestamp <= "2024-08-01T00:00:01Z"`:                                            {0},
		`@timestamp > "2024-08-01T00:00:02Z" and @timestamp <= "2024-08-01T00:00:01Z"`:    nil,
		`@timestamp : "2024-08-01"`:                                                       {0, 1, 2, 3},
		`@timestamp : *`:                                                                  {0, 1, 2, 3},
		`not @timestamp : *`:                                                              {4},
		`not @timestamp > "2024-08-01T00:00:01Z"`:                                         {0, 4},
		`@timestamp > "2024-08-01T00:00:02Z" or event.provider : s`:                       {3, 4},
		`@timestamp > "2024-08-01T00:00:01Z" and event.provider : "ssm.amazonaws.com"`:    {1, 2, 3},
		`@timestamp > "2024-08-01T00:00:02.5Z" and (event.action : n or event.id : *)`:    {3},
		`@timestamp < "2024-08-01T00:00:01Z" and event.provider : "ssm.amazonaws.com"`:    nil,
		`event.provider : (s or "ssm.amazonaws.com") and @timestamp < "2024-08-01 00:01"`: {0, 1, 2, 3},
	}
	for text, want := range tests {
		q, err := kql.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		var got []int32
		for _, id := range find(t, d, q) {
			got = append(got, id.Record)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", text, got, want)
		}
	}
}

// Find hands out its batches one by one, each for good.
func TestFindBatches(t *testing.T) {
	var records []string
	for n := range 2*findBatch + 10 {
		records = append(records, call(n%60, fmt.Sprintf(`"x":%d`, n)))
	}
	d := loadText(t, lines(records...))
	var batches [][]ID
	if err := d.Find(context.Background(), kql.Query{}, func(ids []ID) { batches = append(batches, ids) }); err != nil {
		t.Fatal(err)
	}
	if len(batches) != 3 || !slices.Equal(slices.Concat(batches...), d.All()) {
		t.Errorf("%d batches, or not all events in order", len(batches))
	}

	ctx, cancel := context.WithCancel(context.Background())
	calls := 0
	err := d.Find(ctx, kql.Query{}, func([]ID) { calls++; cancel() })
	if !errors.Is(err, context.Canceled) || calls != 1 {
		t.Errorf("after cancelling: %d batches, %v", calls, err)
	}
}

// A search that needs a record that cannot be read says so; one that needs none works.
func TestFindUnreadable(t *testing.T) {
	path := filepath.Join(dump(t, map[string]string{"log.json": lines(call(1), call(2))}), "log.json")
	d := loadPaths(t, Options{}, path)
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if got := find(t, d, kql.Is("event.action", "StartSession")); len(got) != 2 {
		t.Errorf("found %v by the columns", got)
	}
	err := d.Find(context.Background(), kql.Word("x"), func([]ID) {})
	if !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v", err)
	}
}

func TestInOrder(t *testing.T) {
	d := loadPaths(t, Options{}, "../testdata/dumps/intrusion")
	all := d.All()
	ids := slices.Clone(all)
	slices.Reverse(ids)
	d.InOrder(ids)
	if !slices.Equal(ids, all) {
		t.Error("events in order are not in the order of the dataset")
	}
}
