package tui

import (
	"context"
	"path"
	"strings"
	"time"

	"coldtrail/hunts"
	"coldtrail/loader"
	"coldtrail/loader/bundle"
	"coldtrail/loader/kql"
	"coldtrail/loader/safe"
	"coldtrail/tui/filter"

	tea "github.com/charmbracelet/bubbletea"
)

// This file is what Enter opens on a line of the load report.

// lead is where the events are that tell more of a line: those that a query
// finds, else those of a file. The zero lead leads nowhere.
type lead struct {
	title string
	query kql.Query // that for everything is none
	at    time.Time // where the list opens; zero for its beginning
	file  string    // its path; "" for none
}

// roundGap is how long before and behind a gap its events are shown: at the
// hours of a gap there usually are some.
const roundGap = 3 * time.Hour

// round leads to the events before and behind a gap, in its account and region,
// and to the last before it.
func (l *troubleRows) round(g loader.Gap, c *loader.Coverage) lead {
	return lead{
		title: "gap " + l.Short(g.From).String(),
		query: kql.And(
			filter.Term("cloud.account.id", c.Account), filter.Term("cloud.region", c.Region),
			filter.Span(g.From.Add(-roundGap), g.To.Add(roundGap))),
		at: g.From,
	}
}

// countKept counts the events of the files that leads name; those of a bundle are
// those of its members.
func (l *troubleRows) countKept(r *loader.Report) {
	named := map[string]bool{}
	for _, t := range l.list {
		named[t.lead.file] = true
	}
	l.kept = map[string]int{}
	for i := range r.Files {
		f := &r.Files[i]
		for path := f.Path; path != ""; path = path[:max(strings.LastIndex(path, bundle.Mark), 0)] {
			if named[path] {
				l.kept[path] += f.Records.Kept
			}
		}
	}
}

// leads tells whether a row leads to events.
func (l troubleRows) leads(row int) bool {
	to := l.list[row].lead
	return !to.query.All() || l.kept[to.file] > 0
}

// nowhere says why a row leads to no event.
func (l troubleRows) nowhere(row int) safe.Text {
	file := l.list[row].lead.file
	switch _, there := l.kept[file]; {
	case file == "":
		return safe.Lit("nothing to open here: Enter is for gaps, and for files that events came from")
	case !there:
		return safe.Lit("this file is not in the dump: none of its events is")
	}
	return safe.Lit("no event of this file was kept: there is none to open")
}

// leads tells whether the row under the cursor leads to events.
func (s *loadReport) leads() bool { return s.Row() >= 0 && s.rows.(troubleRows).leads(s.Row()) }

// follow opens the events that a row leads to, or says why there are none.
func (s *loadReport) follow(row int) tea.Cmd {
	rows := s.rows.(troubleRows)
	to := rows.list[row].lead
	switch {
	case !rows.leads(row):
		return s.say(rows.nowhere(row))
	case to.query.All():
		return s.open(newEvents(s.env, safe.Path(path.Base(to.file)), ofFile(to.file)))
	}
	list := newQuery(s.env, safe.Cell(to.title), to.query)
	if !to.at.IsZero() {
		list.aimAt(to.at)
	}
	return s.open(list)
}

// ofFile gathers the events whose records are in a file, or in a member of it.
func ofFile(path string) gather {
	return func(ctx context.Context, d *loader.Dataset, _ []hunts.Result) (ids []loader.ID, _ *Subject, err error) {
		for i := range d.Len() {
			if i%checkEvery == 0 && ctx.Err() != nil {
				return nil, nil, ctx.Err()
			}
			id := d.ID(i)
			if rest, ok := strings.CutPrefix(d.Place(id).File, path); ok && (rest == "" || strings.HasPrefix(rest, bundle.Mark)) {
				ids = append(ids, id)
			}
		}
		return ids, nil, nil
	}
}
