package filter

import (
	"slices"
	"strings"
	"testing"
	"time"

	"coldtrail/loader"
	"coldtrail/loader/kql"
)

func query(t *testing.T, text string) kql.Query {
	t.Helper()
	q, err := kql.ParseLenient(text)
	if err != nil {
		t.Fatal(err)
	}
	return q
}

// words is a stack as text: chips that are off in parentheses.
func words(s Stack) string {
	var parts []string
	for _, c := range s.Chips() {
		text := c.Query.String()
		if c.Off {
			text = "(" + text + ")"
		}
		parts = append(parts, text)
	}
	if s.AllOff() {
		parts = append(parts, "off")
	}
	return strings.Join(parts, " | ")
}

func TestStack(t *testing.T) {
	abc := Of(query(t, "a:1 b:2 c:3"))
	day, night := query(t, `@timestamp:"2025-10-22"`), query(t, `@timestamp >= "2025-10-23T01:00:00Z" and @timestamp < "2025-10-23T02:00:00Z"`)
	for name, tt := range map[string]struct {
		stack       Stack
		want, query string
	}{
		"each part is a chip":                  {abc, "a:1 | b:2 | c:3", "a:1 and b:2 and c:3"},
		"time is one chip":                     {Of(kql.And(night, query(t, "a:1"))), `a:1 | ` + night.String(), "a:1 and " + night.String()},
		"nothing":                              {Of(kql.Query{}), "", ""},
		"everything is no condition":           {abc.With(kql.Query{}), "a:1 | b:2 | c:3", "a:1 and b:2 and c:3"},
		"switched off":                         {abc.Toggle(1), "a:1 | (b:2) | c:3", "a:1 and c:3"},
		"switched on again":                    {abc.Toggle(1).Toggle(1), "a:1 | b:2 | c:3", "a:1 and b:2 and c:3"},
		"added again: on":                      {abc.Toggle(1).With(query(t, "b:2")), "a:1 | b:2 | c:3", "a:1 and b:2 and c:3"},
		"the contrary takes its place":         {abc.With(query(t, "not b:2")), "a:1 | not b:2 | c:3", "a:1 and not b:2 and c:3"},
		"and back":                             {abc.With(query(t, "not b:2")).With(query(t, "b:2")), "a:1 | b:2 | c:3", "a:1 and b:2 and c:3"},
		"dropped":                              {abc.Drop(0), "b:2 | c:3", "b:2 and c:3"},
		"replaced":                             {abc.Replace(2, query(t, "d:4")), "a:1 | b:2 | d:4", "a:1 and b:2 and d:4"},
		"replaced by everything":               {abc.Replace(2, kql.Query{}), "a:1 | b:2", "a:1 and b:2"},
		"all off":                              {abc.ToggleAll(), "a:1 | b:2 | c:3 | off", ""},
		"all on, as they were":                 {abc.Toggle(0).ToggleAll().ToggleAll(), "(a:1) | b:2 | c:3", "b:2 and c:3"},
		"one added to all off: on":             {abc.ToggleAll().With(query(t, "d:4")), "a:1 | b:2 | c:3 | d:4", "a:1 and b:2 and c:3 and d:4"},
		"a window takes the place of a window": {Of(day).With(night), night.String(), night.String()},
	} {
		if got := words(tt.stack); got != tt.want {
			t.Errorf("%s: the chips are %s", name, got)
		}
		if got := tt.stack.Query().String(); got != tt.query {
			t.Errorf("%s: the query is %s", name, got)
		}
	}
	if words(abc) != "a:1 | b:2 | c:3" {
		t.Errorf("what was made of a stack changed it: %s", words(abc))
	}
	if !abc.Equal(Of(query(t, "a:1 b:2 c:3"))) || abc.Equal(abc.Toggle(0)) || abc.Equal(abc.ToggleAll()) || abc.Equal(abc.Drop(0)) {
		t.Error("Equal is wrong")
	}
}

func TestUndo(t *testing.T) {
	var u Undo[int]
	now := 0
	act := func(to int) { u.Did(now); now = to }
	move := func(step func(int) (int, bool)) bool {
		to, ok := step(now)
		now = to
		return ok
	}
	if move(u.Back) || move(u.Forward) || u.CanBack() || u.CanForward() {
		t.Error("there is nothing to undo or redo")
	}
	for i := 1; i <= 10; i++ {
		act(i)
	}
	for i := 9; i >= 0; i-- {
		if !move(u.Back) || now != i {
			t.Fatalf("undone to %d, not %d", now, i)
		}
	}
	for i := 1; i <= 5; i++ {
		if !move(u.Forward) || now != i {
			t.Fatalf("redone to %d, not %d", now, i)
		}
	}
	if act(77); u.CanForward() || !u.CanBack() {
		t.Error("another act leaves something to redo")
	}
	if !move(u.Back) || now != 5 || !move(u.Forward) || now != 77 {
		t.Errorf("back and forward lead to %d", now)
	}
	for i := range 3 * longest {
		act(i)
	}
	n := 0
	for move(u.Back) {
		n++
	}
	if n != longest {
		t.Errorf("%d acts can be undone", n)
	}
}

func TestWindows(t *testing.T) {
	at := time.Date(2025, 10, 22, 3, 28, 0, 0, time.UTC)
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	c := Clock{At: at, Newest: time.Date(2025, 10, 29, 23, 54, 31, 0, time.UTC), Zone: time.UTC}
	local := Clock{At: at, Newest: c.Newest, Zone: berlin}
	for _, tt := range []struct {
		clock    Clock
		text     string
		from, to string
		label    string
	}{
		{c, "±15m", "2025-10-22T03:13:00Z", "2025-10-22T03:43:00Z", "10-22 03:13 ≤ t < 03:43"},
		{c, " +-2h ", "2025-10-22T01:28:00Z", "2025-10-22T05:28:00Z", "10-22 01:28 ≤ t < 05:28"},
		{c, "±90s", "2025-10-22T03:26:30Z", "2025-10-22T03:29:30Z", "10-22 03:26:30 ≤ t < 03:29:30"},
		{c, "-3d", "2025-10-26T23:54:31Z", "2025-10-29T23:54:31.000000001Z", "10-26 23:54:31 ≤ t ≤ 10-29 23:54:31"},
		{c, "2025-10-22", "2025-10-22T00:00:00Z", "2025-10-23T00:00:00Z", "10-22 ≤ t < 10-23"},
		{c, "10-24", "2025-10-24T00:00:00Z", "2025-10-25T00:00:00Z", "10-24 ≤ t < 10-25"},
		{c, "10-22 03:00..06:00", "2025-10-22T03:00:00Z", "2025-10-22T06:00:00Z", "10-22 03:00 ≤ t < 06:00"},
		{c, "10-22 03:00 .. 10-23 06:00:05", "2025-10-22T03:00:00Z", "2025-10-23T06:00:05Z", "10-22 03:00 ≤ t < 10-23 06:00:05"},
		{c, "10-22 00:00..03:00", "2025-10-22T00:00:00Z", "2025-10-22T03:00:00Z", "10-22 00:00 ≤ t < 03:00"},
		{c, "10-22 21:00..10-23 00:00", "2025-10-22T21:00:00Z", "2025-10-23T00:00:00Z", "10-22 21:00 ≤ t < 10-23 00:00"},
		{c, "03:00..06:00", "2025-10-22T03:00:00Z", "2025-10-22T06:00:00Z", "10-22 03:00 ≤ t < 06:00"},
		{c, "2025-10-22 03:10", "2025-10-22T03:10:00Z", "2025-10-22T03:11:00Z", "10-22 03:10 ≤ t < 03:11"},
		{c, "2025-10-22T03:10:00Z..2025-10-22T04:00:00Z", "2025-10-22T03:10:00Z", "2025-10-22T04:00:00Z", "10-22 03:10 ≤ t < 04:00"},
		{local, "10-22 03:00..06:00", "2025-10-22T01:00:00Z", "2025-10-22T04:00:00Z", "10-22 03:00 ≤ t < 06:00"},
		{Clock{Newest: c.Newest, Zone: time.UTC}, "03:00..06:00", "2025-10-29T03:00:00Z", "2025-10-29T06:00:00Z", "10-29 03:00 ≤ t < 06:00"},
	} {
		q, err := tt.clock.ParseWindow(tt.text)
		if err != nil {
			t.Errorf("%s: %v", tt.text, err)
			continue
		}
		from, to := Bounds(q)
		if !IsWindow(q) || from.Format(time.RFC3339Nano) != tt.from || to.Format(time.RFC3339Nano) != tt.to {
			t.Errorf("%s is from %v to %v", tt.text, from, to)
		}
		if got := Label(q, tt.clock.Zone, loader.ShortARN); got != tt.label {
			t.Errorf("%s is called %s", tt.text, got)
		}
	}
	for _, text := range []string{"", "±", "±15", "±0m", "±x", "-3", "tomorrow", "2025-13-40", "06:00..03:00", "03:00..", "..", "10-22..10-21"} {
		if q, err := c.ParseWindow(text); err == nil {
			t.Errorf("%q is taken for %s", text, q)
		}
	}
	if _, err := (Clock{Newest: at, Zone: time.UTC}).ParseWindow("±15m"); err == nil {
		t.Error("a window round an event without a time")
	}
}

func TestLabels(t *testing.T) {
	for text, want := range map[string]string{
		`event.action:StartSession`:     "action: StartSession",
		`not event.action:StartSession`: "not action: StartSession",
		`source.address:1.2.3.4`:        "address: 1.2.3.4",
		`aws.cloudtrail.user_identity.arn:"arn:aws:iam::111122223333:user/carol"`: "arn: user/carol",
		`user_agent.original:aws-cli`:          "user_agent.original: aws-cli",
		`kenji`:                                "kenji",
		`not "a b"`:                            "not a b",
		`event.action:Get*`:                    "event.action:Get*",
		`@timestamp < "2025-10-22T00:00:00Z"`:  "t < 10-22",
		`@timestamp >= "2025-10-22T10:00:00Z"`: "10-22 10:00 ≤ t",
		`@timestamp <= "2025-10-22T10:00:02Z"`: "t ≤ 10-22 10:00:02",
		`@timestamp > "2025-10-22T10:00:02Z"`:  "10-22 10:00:02 < t",
	} {
		if got := Label(query(t, text), time.UTC, loader.ShortARN); got != want {
			t.Errorf("%s is called %q", text, got)
		}
	}
}

func TestFieldOfAPath(t *testing.T) {
	for path, want := range map[string]string{
		".eventName":                         "event.action",
		".userIdentity.arn":                  "aws.cloudtrail.user_identity.arn",
		".requestParameters.target":          "requestParameters.target",
		".resources[0].ARN":                  "resources.ARN",
		".a[0][12].b":                        "a.b",
		".":                                  "",
		`.requestParameters["tag:Name"]`:     "",
		`.requestParameters["a.b"].instance`: "",
	} {
		if got, ok := FieldOf(path); ok != (want != "") || ok && got != want {
			t.Errorf("%s is the field %q (%v)", path, got, ok)
		}
	}
}

func TestSlots(t *testing.T) {
	for text, want := range map[string]Slot{
		"":                                   {},
		"eve":                                {To: 3, Typed: "eve"},
		"a:b sour":                           {From: 4, To: 8, Typed: "sour"},
		"source.address:45":                  {To: 17, Field: "source.address", Typed: "45"},
		"!source.address:45":                 {From: 1, To: 18, Field: "source.address", Typed: "45"},
		`(a or user_agent.original:"aws cli`: {From: 6, To: 34, Field: "user_agent.original", Typed: "aws cli"},
		`"a phrase" x`:                       {From: 11, To: 12, Typed: "x"},
		`arn:"arn:aws:iam`:                   {To: 16, Field: "arn", Typed: "arn:aws:iam"},
	} {
		if got := SlotAt(text, len(text)); got != want {
			t.Errorf("%s: %+v", text, got)
		}
	}
	s := SlotAt("a:b eve and c", 7)
	if text, at := s.Take("a:b eve and c", "event.action:"); text != "a:b event.action: and c" || at != 17 {
		t.Errorf("taken: %q, %d", text, at)
	}
}

func TestFieldsThatFit(t *testing.T) {
	names := []string{"cloud.region", "event.action", "event.id", "aws.cloudtrail.event_type", "user.id"}
	if got := Fields(names, "EVENT"); !slices.Equal(got, []string{"event.id", "event.action", "aws.cloudtrail.event_type"}) {
		t.Errorf("got %v", got)
	}
	if Term("a", "").String() != "not a:*" || Term("a", "b c").String() != `a:"b c"` {
		t.Error("Term is wrong")
	}
}

// FuzzTyped reads whatever may be typed.
func FuzzTyped(f *testing.F) {
	for _, text := range []string{"±15m", "10-22 03:00..06:00", `a:"b\`, "é(x:", "-99999999999999d"} {
		f.Add(text, 3)
	}
	f.Fuzz(func(t *testing.T, text string, at int) {
		c := Clock{At: time.Unix(1e9, 0), Newest: time.Unix(1e9, 0), Zone: time.UTC}
		if q, err := c.ParseWindow(text); err == nil && (!IsWindow(q) || Label(q, time.UTC, loader.ShortARN) == "") {
			t.Errorf("%q is taken for %s", text, q)
		}
		FieldOf(text)
		if at = max(0, min(at, len(text))); at > 0 {
			if s := SlotAt(text, at); s.From > s.To || s.To > len(text) {
				t.Errorf("%q at %d: %+v", text, at, s)
			}
		}
	})
}
