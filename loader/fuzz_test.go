package loader

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"coldtrail/loader/dumptest/pack"
	"coldtrail/loader/unwrap"
	"github.com/tidwall/gjson"
)

// FuzzRecords loads any bytes as a file: the report balances, what is kept is
// what the file holds, and how the bytes come makes no difference.
func FuzzRecords(f *testing.F) {
	f.Add([]byte(""))
	f.Add([]byte(envelope(call(1), call(2, `"x":"i-01234567 \" {"`), call(1))))
	f.Add([]byte(lines(recA, recB[:20], recC, "17", `{"eventType":"AwsCloudTrailInsight"}`)))
	f.Add([]byte("\ufeff[[" + recA + ",null],\r\n" + envelope(recB) + "] garbage {\"Records\":["))
	f.Add([]byte(pack.Stored(envelope(recA, recB)) + pack.Stored(recC)))
	f.Add([]byte(pack.Stored(envelope(recA, recB))[:80]))
	f.Add([]byte(pack.Stored(pack.Stored(lines(recA, recB)))))
	f.Add([]byte(strings.Repeat(`{"Records":[{"a":`, 70)))
	f.Add([]byte(some(`"eventID":"0a0b0c0d-0000-4000-8000-0000000000-1"`)))
	f.Fuzz(func(t *testing.T, data []byte) {
		d := loadText(t, string(data))
		text := unzipped(data)
		checkRaw(t, d, text)

		whole, end := split(t, string(text), bytes.NewReader(text), 1000)
		bytewise, bytewiseEnd := split(t, string(text), iotest.OneByteReader(bytes.NewReader(text)), 1000)
		if !slices.Equal(whole, bytewise) || end != bytewiseEnd {
			t.Errorf("whole %q, %v; byte by byte %q, %v", whole, end, bytewise, bytewiseEnd)
		}
	})
}

// FuzzRecord reads any JSON as a record: its columns do not depend on whether
// it is read alone or in a dump, every entity leads back to it, and white space
// between its tokens makes no other record of it.
func FuzzRecord(f *testing.F) {
	f.Add(full)
	f.Add(call(1))
	f.Add(some(`"userIdentity":{"type":"AssumedRole","arn":"arn:aws:sts::1:assumed-role/App/i-01234567"},"x":[{"accountId":123456789},"AKIAIOSFODNN7EXAMPLE"]`))
	f.Add(some(`"userIdentity":[1],"responseElements":"{\"ConsoleLogin\":1}","eventTime":"2024-08-01 10:11:12+11:00"`))
	f.Fuzz(func(t *testing.T, record string) {
		if unwrap.Check([]byte(record)) != nil {
			return
		}
		pretty := string(gjson.Get(record, "@pretty").Raw)
		d := loadText(t, record+"\n"+pretty)
		if d.Len() == 0 {
			return // an insight
		}
		if r := d.Report().Records; d.At(d.ID(0)).EventID != "" && (r.Kept != 1 || r.Repeats != 1) {
			t.Errorf("the same record twice gives %+v", r)
		}
		for _, id := range d.All() {
			e := d.At(id)
			for _, name := range FieldNames() {
				if v, ok := e.column(name); ok && !slices.Equal(Values([]byte(record), name), single(v)) {
					t.Errorf("%s is %q in the dump, %q alone", name, v, Values([]byte(record), name))
				}
			}
			for _, entity := range d.Entities(id) {
				if !slices.Contains(d.Events(entity), id) {
					t.Errorf("%v does not lead back to its event", entity)
				}
			}
			if data, err := d.Record(context.Background(), id); err != nil || string(data) != strings.TrimSpace(record) && id.Record == 0 {
				t.Errorf("the record is %q, %v", data, err)
			}
		}
	})
}

// FuzzFlatten renders any JSON: what is rendered depends on values only, not on
// how they are written.
func FuzzFlatten(f *testing.F) {
	f.Add(`{"target":"i-0aaa","documentName":"D","parameters":{"portNumber":["22"]}}`)
	f.Add(`[{"a":[1.5e300,-0.0,1e-7,true,null,{}]},"b",[[]]]`)
	f.Add(`{"a":1,"a":{"BB":"x","Aa":[]},"😀":"\ud83d\ude00\n"}`)
	f.Fuzz(func(t *testing.T, text string) {
		if !gjson.Valid(text) {
			return
		}
		v := gjson.Parse(text)
		flat := Flatten(v)
		if (flat == "") == unwrap.Present(v) {
			t.Errorf("%s becomes %q, present %v", text, flat, unwrap.Present(v))
		}
		if again := Flatten(gjson.Parse(" " + text + "\n")); again != flat {
			t.Errorf("%q, with white space around it %q", flat, again)
		}
	})
}

// FuzzDissect takes any text apart by any pattern: a text that is put together
// of values without the pattern's literals comes apart into them again.
func FuzzDissect(f *testing.F) {
	f.Add("{target=i-0aaa}", "{%{key}=%{instance}}", "x")
	f.Add("a, b", "%{}instanceIds=[%{id}],%{}", "")
	f.Add("", "%{", "%{}")
	f.Fuzz(func(t *testing.T, text, pattern, value string) {
		keys, ok := Dissect(text, pattern)
		if !ok && keys != nil {
			t.Errorf("nothing matches, and yet %v", keys)
		}
		for name, v := range keys {
			if !strings.Contains(text, v) || !strings.Contains(pattern, "%{"+name) {
				t.Errorf("%q by %q: %q is %q", text, pattern, name, v)
			}
		}
		if strings.ContainsAny(value, "=]") {
			return
		}
		got, ok := Dissect("<"+value+"=["+value+"]"+text, "<%{a}=[%{b}]")
		if !ok || got["a"] != value || got["b"] != value {
			t.Errorf("%q comes apart as %v, %v", value, got, ok)
		}
	})
}
