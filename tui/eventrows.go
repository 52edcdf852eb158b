package tui

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"

	"coldtrail/loader"
	"coldtrail/loader/safe"
	"coldtrail/tui/ink"
	"coldtrail/tui/table"
)

// eventRows is events as rows of a table.
type eventRows struct {
	*env
	dump *loader.Dataset // that the rows were gathered in: commands ask it
	ids  []loader.ID
}

// The columns of an events table.
const (
	eventTime = iota
	eventDelta
	eventAction
	eventIdentity
	eventAddress
	eventOutcome
	eventRegion
	eventAgent
)

// eventFields are the fields that the columns show.
var eventFields = [...]string{
	"@timestamp", "time since the row above", "event.action", "aws.cloudtrail.user_identity.arn",
	"source.address", "event.outcome", "cloud.region", "user_agent.original",
}

func eventColumns() []table.Column {
	return []table.Column{
		{Title: safe.Lit("TIME"), Min: 19},
		{Title: safe.Lit("+Δ"), Min: 7, Drop: 3},
		{Title: safe.Lit("EVENT"), Min: 15},
		{Title: safe.Lit("IDENTITY"), Min: 11, HeadCut: true},
		{Title: safe.Lit("ADDRESS"), Min: 15, Drop: 1}, // an IPv4 address is never cut
		{Title: safe.Lit("OUTCOME"), Min: 7},
		{Title: safe.Lit("REGION"), Min: 9, Drop: 4},
		{Title: safe.Lit("AGENT"), Min: 34, Want: 34, Drop: 5}, // before that the names of events have the room,
	}
}

// deltaShown tells whether the time between rows is shown even where space lacks.
type deltaShown bool

// columns are those of events with the time between rows, or without.
func (d deltaShown) columns() []table.Column {
	cols := eventColumns()
	cols[eventDelta].Drop = 0
	cols[eventDelta].Hidden = !bool(d)
	return cols
}

func (l eventRows) Len() int { return len(l.ids) }

func (l eventRows) Cell(row, col int) safe.Text {
	e := l.dump.At(l.ids[row])
	const enough = 200 // cells: more than any column has
	switch col {
	case eventTime:
		return l.Time(e.Time)
	case eventDelta:
		return safe.Text{} // CellAfter knows the row above
	case eventIdentity: // a service is told by its first word, and cells are cut at the head
		return safe.CellCut(strings.TrimSuffix(who(l.dump, e), ".amazonaws.com"), enough)
	case eventOutcome:
		if e.ErrorCode != "" {
			return safe.CellCut(e.ErrorCode, enough)
		}
		return safe.CellCut(e.Outcome, enough)
	}
	return safe.CellCut(l.text(row, col), enough)
}

// CellAfter gives the time since the row above, and every other cell as it is.
func (l eventRows) CellAfter(above, row, col int) safe.Text {
	if col != eventDelta {
		return l.Cell(row, col)
	}
	if above < 0 {
		return safe.Text{}
	}
	t, before := l.When(row), l.When(above)
	d := t.Sub(before)
	if t.IsZero() || before.IsZero() || between(d).Empty() {
		return safe.Text{}
	}
	if d < 0 { // sorted by something else than time
		return safe.Lit("-").Plus(between(d))
	}
	return safe.Lit("+").Plus(between(d))
}

// who is the one who acted, in short: the identity, else the service or account.
func who(d *loader.Dataset, e loader.Event) string {
	return d.ShortARN(cmp.Or(e.ARN, e.InvokedBy, e.PrincipalID, e.Account, e.IdentityType))
}

// text is the whole value of a column that is a text.
func (l eventRows) text(row, col int) string { return eventText(l.dump.At(l.ids[row]), col) }

// eventText is the whole value of an event in a column that is a text.
func eventText(e loader.Event, col int) string {
	switch col {
	case eventAction:
		return e.Action
	case eventIdentity:
		return cmp.Or(e.ARN, e.InvokedBy, e.PrincipalID, e.Account, e.IdentityType)
	case eventAddress:
		return e.Address
	case eventOutcome:
		return e.Outcome
	case eventRegion:
		return e.Region
	case eventAgent:
		return e.UserAgent
	}
	return ""
}

func (l eventRows) Value(row, col int) safe.Text {
	switch e := l.dump.At(l.ids[row]); {
	case col == eventTime:
		return l.Time(e.Time).Plus(safe.Sprintf(" %s", safe.Cell(l.zone.String())))
	case col == eventDelta:
		return safe.Lit("the row above tells")
	case col == eventOutcome && e.ErrorCode != "":
		return safe.CellCut(e.Outcome+", "+e.ErrorCode, 1000)
	}
	return safe.CellCut(l.text(row, col), 1000)
}

// Keys sorts by time, those without one last, or by the whole text.
func (l eventRows) Keys(d *loader.Dataset, col int) func(row int) table.Key {
	return func(row int) table.Key {
		e := d.At(l.ids[row])
		if col == eventTime || col == eventDelta {
			return timeKey(e.Time)
		}
		return table.Key{Text: eventText(e, col)}
	}
}

// Find finds the same event. Rows are in the order of time.
func (l eventRows) Find(earlier listRows, row int) int { return l.find(earlier.(eventRows).ids[row]) }

func (l eventRows) find(id loader.ID) int {
	at := eventKey(l.dump, id)
	i, found := slices.BinarySearchFunc(l.ids, at, func(id loader.ID, at [3]int64) int {
		k := eventKey(l.dump, id)
		return slices.Compare(k[:], at[:])
	})
	if !found {
		return -1
	}
	return i
}

// eventKey orders events as a dataset does: by time, then by file and record.
func eventKey(d *loader.Dataset, id loader.ID) [3]int64 {
	return [3]int64{timeKey(d.At(id).Time).Number, int64(id.File), int64(id.Record)}
}

// timeKey sorts by time; no time sorts last.
func timeKey(t time.Time) table.Key {
	if t.IsZero() {
		return table.Key{Number: math.MaxInt64}
	}
	return table.Key{Number: t.UnixNano()}
}

// Mark shows the events whose form keeps only part of the record.
func (l eventRows) Mark(row int) (safe.Text, ink.Style) {
	if l.hits[l.ids[row]] != 0 {
		return l.Glyphs.Hit, l.Warning
	}
	if l.dump.At(l.ids[row]).Partial {
		return safe.Lit("~"), l.Warning
	}
	return safe.Text{}, l.Text
}

// Style colours failures.
func (l eventRows) Style(row, col int) ink.Style {
	if col == eventOutcome && l.dump.At(l.ids[row]).Failed() {
		return l.Failure
	}
	return l.Text
}
