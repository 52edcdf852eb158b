package tui

import (
	"coldtrail/hunts"
	"coldtrail/loader/safe"

	tea "github.com/charmbracelet/bubbletea"
)

// This file counts the rows of the reading that is not shown, so that the
// overview has those of both.

// otherMsg carries how many rows each hunt has in the other reading.
type otherMsg struct {
	news int
	rows map[string]int // hunt → rows; without those that have one reading, or failed
}

// countOther runs the hunts in the reading that is not shown, once the dump is
// read to its end.
func (s *overview) countOther() tea.Cmd {
	s.other = nil
	if s.growing() {
		return nil
	}
	o := s.options
	o.Mode = hunts.Documented - o.Mode
	c := Config{Filter: s.given}
	for _, r := range s.results {
		if r.Hunt.Documented.Rows != nil {
			c.Hunts = append(c.Hunts, r.Hunt)
		}
	}
	ctx, dump, news := s.ctx, s.dump, s.news
	return func() tea.Msg {
		rows := map[string]int{}
		for _, r := range hunt(ctx, dump, c, o) {
			if r.Err == nil {
				rows[r.Hunt.ID] = len(r.Findings)
			}
		}
		return otherMsg{news, rows}
	}
}

// readingWords says how many rows a hunt has in both readings; nothing where
// the other is not counted, or there is none.
func (s *overview) readingWords(r hunts.Result) safe.Text {
	n, ok := s.other[r.Hunt.ID]
	if !ok {
		return safe.Text{}
	}
	complete, documented := len(r.Findings), n
	if r.Mode == hunts.Documented {
		complete, documented = n, complete
	}
	return safe.Sprintf("%s complete, %s as documented", plural(complete, safe.Lit("row")), safe.Int(documented))
}
