package dumptest

import (
	"fmt"
	"slices"
	"time"
)

// Intrusion writes the dump with a story in it below dir: 40 days of a small
// account in two regions, and what an intruder did there.
func Intrusion(dir string) error {
	if err := play().write(dir); err != nil {
		return fmt.Errorf("making the dump of the intrusion: %w", err)
	}
	return nil
}

// play is the whole story.
func play() *script {
	s := &script{}
	s.background()
	s.habits()
	s.lookalikes()
	s.attempt()
	s.foothold()
	s.spread()
	s.commands()
	s.console()
	s.aftermath()
	return s
}

// The story's days in 2025. The dump ends at the last second that is told.
var (
	storyStart = time.Date(2025, 9, 20, 0, 0, 0, 0, time.UTC)
	storyEnd   = time.Date(2025, 10, 29, 23, 54, 31, 0, time.UTC)
)

const storyDays = 40

func september(day, hour, minute, second int) time.Time {
	return time.Date(2025, 9, day, hour, minute, second, 0, time.UTC)
}

func october(day, hour, minute, second int) time.Time {
	return time.Date(2025, 10, day, hour, minute, second, 0, time.UTC)
}

// script collects records in the order in which they are told, which need not be theirs.
type script struct {
	records []Record
	again   []Record // delivered a second time with the next file
}

func (s *script) add(records ...Record) { s.records = append(s.records, records...) }

// twice adds a record that CloudTrail delivers twice.
func (s *script) twice(r Record) {
	s.add(r)
	s.again = append(s.again, r)
}

// slot is a log file of the story: half a day of a region.
type slot struct {
	delivered time.Time
	region    string
}

const halfDay = 12 * time.Hour

func slotOf(r Record) slot {
	return slot{r.Time.Truncate(halfDay).Add(halfDay), r.Region}
}

// slots sorts the records into log files, each in time order.
func (s *script) slots() map[slot][]Record {
	files := map[slot][]Record{}
	for _, r := range s.records {
		files[slotOf(r)] = append(files[slotOf(r)], r)
	}
	for _, r := range s.again {
		next := slotOf(r)
		next.delivered = next.delivered.Add(halfDay)
		files[next] = append(files[next], r)
	}
	for _, records := range files {
		slices.SortStableFunc(records, func(a, b Record) int { return a.Time.Compare(b.Time) })
	}
	return files
}

func (s *script) write(dir string) error {
	out := newTree(dir)
	for at, records := range s.slots() {
		if err := out.records(at, records); err != nil {
			return err
		}
	}
	return nil
}

// records writes one file of the story. Its name depends on its slot alone.
func (t *tree) records(at slot, records []Record) error {
	d := newDice(uint64(at.delivered.Unix()), uint64(len(at.region)))
	if err := t.create(logKey(prod, at.region, at.delivered, d.text(16, alphanumer))); err != nil {
		return err
	}
	for _, r := range records {
		if err := t.add(r.Append(nil)); err != nil {
			return err
		}
	}
	return t.close()
}
