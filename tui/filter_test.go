package tui

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"coldtrail/loader"
	"coldtrail/loader/kql"
	"coldtrail/loader/safe"
)

// found is how many events of the story match.
func found(t *testing.T, text string) int {
	t.Helper()
	q, err := kql.ParseLenient(text)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	if err := theStory().Find(t.Context(), q, func(ids []loader.ID) { n += len(ids) }); err != nil {
		t.Fatal(err)
	}
	return n
}

// shares is how the filter row and the breadcrumb tell that n events are shown.
func shares(n int) []string {
	noun := "events"
	if n == 1 {
		noun = "event"
	}
	return []string{fmt.Sprintf("%d of 2,086", n), fmt.Sprintf(" %d %s", n, noun)}
}

// TestLiveFilter: the rows follow what is typed, before Enter.
func TestLiveFilter(t *testing.T) {
	b := start(t, 80, 24)
	b.Press("2", "/").Type("startsession 203.0.113").Has(shares(found(t, "startsession 203.0.113"))...)
	if n := found(t, "startsession 203.0.113"); n < 5 || n > 100 {
		t.Fatalf("the story has %d such events", n)
	}
	b.Press("enter").Has("[startsession]", "[203.0.113]").Has(shares(found(t, "startsession 203.0.113"))...)
	b.Press("/").Type("nothing of the kind").Press("esc").Has(shares(found(t, "startsession 203.0.113"))...)
}

func TestNegationAndFields(t *testing.T) {
	for _, text := range []string{
		"event.action:StartSession !aws.cloudtrail.user_identity.type:IAMUser",
		"not event.outcome:success", "event.action:(StartSession or SendCommand)", `"i-0f6a91c3e708a25bd"`, "source.address:203.0.113.*",
	} {
		b := start(t, 80, 24)
		b.Press("2", "/").Type(text).Press("enter").Has(shares(found(t, text))...)
	}
}

// TestValueInsideAJSONString finds an instance that some records name only
// inside a string of JSON, by filter and by pivot.
func TestValueInsideAJSONString(t *testing.T) {
	const id = "i-0123456789abcdef0"
	dir := writeDump(t, map[string]string{"a.json": `{"Records":[` + someRecord("2025-10-01T00:00:00Z") + `,
		{"eventVersion":"1.11","eventTime":"2025-10-02T00:00:00Z","eventSource":"lambda.amazonaws.com","eventName":"Invoke","eventID":"e2",
		"requestParameters":{"payload":"{\"detail\":{\"id\":\"` + id + `\",\"who\":\"K\\u00f6nig\"}}"}}]}`})
	b := startLoading(t, configOf(dir), 80, 24)
	b.Press("2", "/").Type(id).Press("enter").Has("1 of 2", "Invoke")
	b.Press(":").Type(id).Press("enter").Has("instance "+id, "1 event")
}

// TestFilterTheCell: what is kept and what is left out make the whole.
func TestFilterTheCell(t *testing.T) {
	b := start(t, 120, 40)
	b.Press("2", "l", "G")
	if b.app.top().screen.(*events).Col() != eventAction {
		t.Fatal("the cursor is not on the action")
	}
	action := strings.TrimPrefix(b.Line("event.action = "), "║")
	action = strings.TrimSpace(strings.TrimPrefix(action, "event.action = "))
	n := found(t, "event.action:"+action)
	b.Press("+").Has("[action: " + action + "]").Has(shares(n)...).Press("-").Has("[not action: " + action + "]").Has(safe.Int(2086-n).String() + " of 2,086")
	b.Press("u").Has(shares(n)...)
	b.Press("X", "h", "+").Has("+ and - ask for cells of other columns")
	b.Press("h", "-").Has("t asks for a time")
}

// TestNothingMatches says how what was typed may not be what was meant.
func TestNothingMatches(t *testing.T) {
	for _, tt := range []struct{ tab, typed, hint string }{
		{"2", "event.action:startsession", "A field's value is compared with its capitals"},
		{"2", "name:StartSession", "name is no ECS name"},
		{"2", "requestParameters.target:nothing", "requestParameters.target is no ECS name"},
		{"3", "name:kenji", "name is no field of these rows"},
	} {
		b := start(t, 120, 40)
		b.Press(tt.tab, "/").Type(tt.typed).Press("enter").Has("0 of ", tt.hint)
	}
	b := start(t, 120, 40)
	b.Press("2", "/").Type("nobody at all").Press("enter").Has("The last one: all").Lacks("capitals", "ECS name")
}

// TestTheRowStays: clearing a filter leads back to the row that the analyst was on,
// dimming the rest keeps it.
func TestTheRowStays(t *testing.T) {
	b := start(t, 120, 40)
	b.Press("2", "pgdown", "pgdown", "l", "l")
	row := b.list().Row()
	b.Press("/").Type("getsignintoken").Press("esc")
	if b.list().Row() != row {
		t.Errorf("given up: the cursor is on row %d, was on %d", b.list().Row(), row)
	}
	b.Press("/").Type("getsignintoken").Press("enter", "j")
	row = b.list().Row()
	if b.Press("X"); b.list().Row() != row || b.list().Len() != 2086 {
		t.Errorf("cleared: the cursor is on row %d, was on %d", b.list().Row(), row)
	}
	b.Press("g")
	b.Press("/").Type("kenji.mori").Press("enter", "j", "j", "j")
	row = b.list().Row()
	b.Press("x").Has("2,086 of 2,086"[6:], "+ 20")
	if b.list().Row() != row || b.list().Len() != 2086 {
		t.Errorf("dimmed: the cursor is on row %d, was on %d", b.list().Row(), row)
	}
	b.Press("n")
	if l := b.list(); !slices.Contains(l.matched, l.Row()) || l.Row() <= row {
		t.Errorf("the next match is row %d", l.Row())
	}
	b.Press("N")
	if b.list().Row() != row {
		t.Errorf("n and N lead from row %d to %d", row, b.list().Row())
	}
	if b.Press("x"); b.list().Row() != row || b.list().Len() != found(t, "kenji.mori") {
		t.Errorf("hidden again: row %d", b.list().Row())
	}
}

func TestSwitchingFilters(t *testing.T) {
	b := start(t, 120, 40)
	b.Press("2", "/").Type("kenji.mori source.address:203.0.113.66").Press("enter")
	both, kenji := found(t, "kenji.mori source.address:203.0.113.66"), found(t, "kenji.mori")
	b.Has(shares(both)...).Press(`\`).Has("all off", "(kenji.mori off)", "2,086 events")
	b.Press(`\`).Has(shares(both)...).Press("X").Has("filter: none").Press("u").Has(shares(both)...)
	b.Press("F").Has("filters", "2 of 2 on").Press("j", " ").Has("1 of 2 on").Press("esc").Has(shares(kenji)...).Has("off)")
	b.Press("F", "j", "-", "enter", "ctrl+u").Type("event.action:").Has("column 14").Press("esc", "esc").Has(shares(kenji)...)
	b.Press("F", "enter", "ctrl+u").Type("alba.reyes").Press("enter", "esc").Has(shares(found(t, "alba.reyes"))...)
	b.Press("F", "-").Has("filter: none", "2,086 events")
}

// TestUndoChain does ten acts, undoes and redoes them all.
func TestUndoChain(t *testing.T) {
	b := start(t, 120, 40)
	b.Press("2", "l", "l")
	acts := [][]string{
		{"/", "k", "e", "n", "j", "i", "enter"}, {"+"}, {"-"}, {"s"}, {"S"}, {`\`}, {`\`}, {"x"}, {"o"}, {"X"},
	}
	states := []string{b.app.top().screen.(*events).stateWords()}
	for _, keys := range acts {
		b.Press(keys...)
		states = append(states, b.app.top().screen.(*events).stateWords())
	}
	for i := len(acts) - 1; i > 0; i-- {
		if got := b.pressed("u").app.top().screen.(*events).stateWords(); got != states[i] {
			t.Errorf("undone to %s, want %s", got, states[i])
		}
	}
	if got := b.pressed("u").app.top().screen.(*events).stateWords(); got != states[0] {
		t.Errorf("all undone: %s", got)
	}
	b.Press("u").Has("nothing to undo")
	for i := range acts {
		if got := b.pressed("U").app.top().screen.(*events).stateWords(); got != states[i+1] {
			t.Errorf("redone to %s, want %s", got, states[i+1])
		}
	}
	b.Press("U").Has("nothing to undo or redo")
}

func (b *bench) pressed(keys ...string) *bench {
	b.Press(keys...)
	return b
}

// stateWords is what is shown, in words.
func (s *events) stateWords() string {
	return fmt.Sprint(s.of.stack.Query(), s.of.stack.AllOff(), s.of.sorts, s.of.dim, s.of.fold, s.Len())
}

func TestWindowRoundTheCursor(t *testing.T) {
	b := start(t, 80, 24)
	b.Press("2", "/").Type("event.action:StartSession source.address:203.0.113.66").Press("enter", "G")
	all := found(t, "event.action:StartSession source.address:203.0.113.66")
	e := b.app.dump.At(b.app.top().screen.(*events).ids()[b.list().Row()])
	from, to := e.Time.Add(-15*60e9), e.Time.Add(15*60e9)
	b.Press("t").Has("time ±15m").Press("enter").Has(" ≤ t < ")
	n := found(t, fmt.Sprintf("event.action:StartSession source.address:203.0.113.66 @timestamp >= %q @timestamp < %q", from.Format("2006-01-02T15:04:05Z"), to.Format("2006-01-02T15:04:05Z")))
	if n == 0 || n == all {
		t.Fatalf("the window has %d of %d events", n, all)
	}
	b.Has(shares(n)...).Press("u").Has(shares(all)...)
	b.Press("t", "ctrl+u").Type("10-24 02:00..03:00").Press("enter").Has("[10-24 02:00 ≤ t < 03:00]")
	b.Has(shares(found(t, `event.action:StartSession source.address:203.0.113.66 @timestamp >= "2025-10-24T02:00:00Z" @timestamp < "2025-10-24T03:00:00Z"`))...)
	b.Press("t", "ctrl+u").Type("yesterday").Has("is no time").Press("enter").Has("is no time").Press("esc").Has("[10-24 02:00")
	b.Press("1", "enter", "t").Has("a window is for events")
}

func TestValuesOfAColumn(t *testing.T) {
	b := start(t, 120, 40)
	b.Press("2", "/").Type("event.action:StartSession").Press("enter")
	for b.app.top().screen.(*events).Col() != eventAddress {
		b.Press("l")
	}
	counted, err := theStory().CountValues(t.Context(), "source.address", func(string) bool { return true }, 1000)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, c := range counted {
		if k := found(t, "event.action:StartSession source.address:"+kql.Is("source.address", c.Value).String()[len("source.address:"):]); k > n {
			n = k
		}
	}
	b.Press("v").Has("values of ADDRESS")
	most := strings.Fields(strings.TrimLeft(b.cursor(t), "║▶ []"))
	if most[1] != fmt.Sprint(n) {
		t.Errorf("the first value is %s, not one with %d", most, n)
	}
	b.Press("enter").Has(shares(n)...).Press("u", "v", " ", " ").Has("[x]").Press("-").Has("not source.address:(").Press("u", "v", "p")
	b.Has("address " + most[0])
}

func TestGroupsOfAColumn(t *testing.T) {
	b := start(t, 120, 40)
	b.Press("2", "/").Type("event.action:StartSession").Press("enter", "l", "l", "b").Has("groups by IDENTITY")
	row := strings.Fields(strings.TrimLeft(b.cursor(t), "║▶ [x]"))
	n := row[1]
	b.Press("enter").Has(n+" events", n+" of 2,086").Press("esc").Has("groups by IDENTITY").Press("esc").Has(shares(found(t, "event.action:StartSession"))...)
	b.Press("1", "j", "j", "j", "enter", "l", "b").Has("groups by IDENTITY", "9").Press("enter").Has(" events")
}

func TestFindingsAreFiltered(t *testing.T) {
	b := start(t, 120, 40)
	b.Press("j", "j", "j", "enter", "/").Type("outcome:failure").Press("enter").Has("0 of 19: ").Press("X", "/").Type("event.outcome:failure").Press("enter").Has("of 19")
	for _, f := range b.list().matched {
		if v := b.app.results[3].Findings[f].Values[3].String(); v != "failure" {
			t.Errorf("row %d: %s", f, v)
		}
	}
	if n := len(b.list().matched); n != 5 {
		t.Errorf("%d findings are failures", n)
	}
	b.Press("X", "/").Type("kenji.mori").Press("enter").Has("4 of 19")
	// What is no column is asked of the events behind.
	b.Press("X", "/").Type("source.address:203.0.113.140").Press("enter").Has("2 of 19")
}

func TestErrorsStandUnderTheirCharacter(t *testing.T) {
	b := start(t, 80, 24)
	b.Press("2", "/").Type(`event.action:a )`)
	lines := strings.Split(b.Screen(), "\n")
	for i, line := range lines {
		if at := strings.Index(line, ")"); at > 0 && strings.HasPrefix(line, " / ") {
			if got := strings.IndexRune(lines[i+1], '^'); got != at {
				t.Errorf("the sign is in column %d, not %d:\n%s\n%s", got, at, line, lines[i+1])
			}
			return
		}
	}
	t.Errorf("no bar:\n%s", b.Screen())
}

func TestCompletion(t *testing.T) {
	b := start(t, 120, 40)
	b.Press("2", "/").Type("source.add").Has("source.address:").Press("tab").Type("203.0.113.66").Has("source.address:203.0.113.66").Press("tab", "enter")
	b.Has("[address: 203.0.113.66]").Has(shares(found(t, "source.address:203.0.113.66"))...)
	// Again and again: the offers one after the other.
	b.Press("X", "/").Type("event.action:get").Press("tab")
	first := b.Line(" / ")
	if b.Press("tab"); b.Line(" / ") == first {
		t.Errorf("the second Tab takes the first offer again: %s", first)
	}
	b.Press("esc", "/").Type("kenji").Press("enter", "/", "up").Has("/ kenji").Press("up").Has("/ source.address:203.0.113.66").Press("down", "down").Lacks("/ kenji")
}

func TestEscPeels(t *testing.T) {
	b := start(t, 120, 40)
	b.Press("enter", "j", "enter", "/").Type("get").Has("Esc discard").Press("enter", "x")
	b.Has("Esc hide the rest").Press("esc").Has("Esc drop filters").Press("esc").Has("Esc back", "filter: none").Press("esc").Has("5 rows")
	b.Press("enter", "/", "x").Press("enter", "x", "q").Has("5 rows")
}

func TestKeysOfFiltersSayWhy(t *testing.T) {
	b := start(t, 80, 24)
	b.Press("/").Has("not filtered").Press("2")
	for _, key := range []string{"F", `\`, "X", "x", "n", "N"} {
		b.Press(key).Has("there is no filter")
	}
	b.Press("/").Type("kenji").Press("enter", "n").Has("only matches are shown").Press("enter", "v").Has("filters are for tables")
}

// TestStepsOfNotesAreFilters: what a note opens is a filter that can be widened.
func TestStepsOfNotesAreFilters(t *testing.T) {
	b := start(t, 120, 40)
	b.Press("j", "j", "j", "enter", ".", "f").Has("[entity: i-0d4", "Esc back").Press("X").Has("2,086 events", "Esc drop filters").Press("u").Has("Esc back")
}

// TestLeafFilters: a value of a record filters the list that it came from.
func TestLeafFilters(t *testing.T) {
	b := start(t, 120, 40)
	b.Press("2", "/").Type("event.action:StartSession").Press("enter", "enter")
	r := b.app.top().screen.(*record)
	if !r.tree.SelectPath(".requestParameters.target") {
		t.Fatal("the record has no target")
	}
	target := r.tree.Value()
	b.Press("+").Has("[target: " + target + "]").Has(shares(found(t, "event.action:StartSession requestParameters.target:"+target))...)
}

func TestFolding(t *testing.T) {
	b := start(t, 120, 40)
	b.Press("2", "o")
	l := b.list()
	total := 0
	for pos := range l.Len() {
		total += len(l.run(pos))
	}
	if total != 2086 || l.Len() >= 2086 {
		t.Errorf("%d rows stand for %d events", l.Len(), total)
	}
	pos := slices.IndexFunc(l.order, func(row int) bool { return l.runs[row] > 2 })
	l.Select(pos)
	n := l.runs[l.order[pos]]
	b.Press("enter").Has(fmt.Sprintf("%d events", n)).Press("esc", "o").Has("of 2,086")
	if b.list().Len() != 2086 {
		t.Error("the repeats stay folded")
	}
}
