package tui

import (
	"context"
	"time"

	"coldtrail/loader"
	"coldtrail/loader/kql"
	"coldtrail/loader/safe"
	"coldtrail/tui/filter"
)

// This file is how events are asked for.

// Columns is the number of columns of events.
func (l eventRows) Columns() int { return len(eventFields) }

// Fields are the names that columns and records answer.
func (l eventRows) Fields() []string {
	return append(loader.FieldNames(), loader.RelatedEntity)
}

// When is the time of an event.
func (l eventRows) When(row int) time.Time { return l.dump.At(l.ids[row]).Time }

// Ask gives the field that fills the cell: that of the error where it shows one,
// and of whoever acted.
func (l eventRows) Ask(row, col int) []asked {
	e := l.dump.At(l.ids[row])
	switch col {
	case eventTime, eventDelta:
		return nil
	case eventOutcome:
		if e.ErrorCode != "" {
			return []asked{{"aws.cloudtrail.error_code", e.ErrorCode}}
		}
	case eventIdentity:
		return []asked{askWho(e)}
	}
	return []asked{{eventFields[col], eventText(e, col)}}
}

// askWho is the field that tells who acted.
func askWho(e loader.Event) asked {
	for _, a := range []asked{
		{"aws.cloudtrail.user_identity.arn", e.ARN}, {"aws.cloudtrail.user_identity.invoked_by", e.InvokedBy},
		{"user.id", e.PrincipalID}, {"cloud.account.id", e.Account}, {"aws.cloudtrail.user_identity.type", e.IdentityType},
	} {
		if a.value != "" {
			return a
		}
	}
	return asked{"aws.cloudtrail.user_identity.arn", ""}
}

// few is how much less than the dump a list is for its events to be looked at
// one by one.
const few = 8

// Search looks through the dump, or through the events alone where they are few.
func (l eventRows) Search(ctx context.Context, d *loader.Dataset, q kql.Query, j *job) ([]int, error) {
	if len(l.ids)*few < d.Len() {
		return d.Among(ctx, q, l.ids)
	}
	var found []loader.ID
	err := d.Search(ctx, q, func(ids []loader.ID) {
		found = append(found, ids...)
		j.found.Store(int64(len(found)))
	}, j.read)
	d.InOrder(found)
	return l.rowsOf(found, d.Len()), err
}

// rowsOf gives the rows of events. Both are in time order, so where the list
// is the whole dump one walk finds them.
func (l eventRows) rowsOf(found []loader.ID, all int) []int {
	rows := make([]int, 0, len(found))
	if len(l.ids) == all {
		row := 0
		for _, id := range found {
			for row < len(l.ids) && l.ids[row] != id {
				row++
			}
			rows = append(rows, row)
		}
		return rows
	}
	set := make(map[loader.ID]bool, len(found))
	for _, id := range found {
		set[id] = true
	}
	for row, id := range l.ids {
		if set[id] {
			rows = append(rows, row)
		}
	}
	return rows
}

// CountValues counts over the whole dump.
func (l eventRows) CountValues(ctx context.Context, d *loader.Dataset, field string, fits func(string) bool) []loader.Counted {
	counted, err := d.CountValues(ctx, field, fits, mostOffers)
	if err != nil {
		return nil // another was asked for
	}
	return counted
}

// Repeats tells whether an event only repeats the one above: the same call by
// the same one, from the same place, with the same end.
func (l eventRows) Repeats(a, b int) bool {
	return repeats(l.dump.At(l.ids[a]), l.dump.At(l.ids[b]))
}

func repeats(x, y loader.Event) bool {
	return x.Action == y.Action && x.Provider == y.Provider && x.ARN == y.ARN && x.PrincipalID == y.PrincipalID &&
		x.Address == y.Address && x.Outcome == y.Outcome && x.ErrorCode == y.ErrorCode
}

// Folded tells how many events a row stands for.
func (l eventRows) Folded(row, col, n int) safe.Text {
	if col == eventAction {
		return l.Cell(row, col).Plus(safe.Lit(" ×"), safe.Int(n))
	}
	return l.Cell(row, col)
}

// Group lists the events of a group.
func (l eventRows) Group(stack filter.Stack, a asked) Screen {
	s := newThese(l.env, safe.CellCut(l.dump.ShortARN(a.value), 40), l.ids)
	s.begin(view{stack: stack.With(a.query())})
	return s
}
