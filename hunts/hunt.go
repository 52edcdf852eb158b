package hunts

import (
	"context"
	"strings"
	"time"

	"coldtrail/loader"
)

// Hunt is one documented search. It is a value: it refers to nothing that
// changes, and nothing outside the hunt's own file asks which hunt it is.
type Hunt struct {
	ID         string // ssm_start_session
	Title      string
	Hypothesis string // one or two sentences: what an intruder does and why these events show it
	Source     Source
	Severity   Severity // of the source; None where it states none
	Attack     []Technique
	Lookback   time.Duration // how far the source looks back from now; 0 is the whole dump
	Definition string        // how a row is judged where the source publishes no formula; "" where it does

	Reads      []Call // calls whose records readings and notes open: the loader holds them ready
	Complete   Reading
	Documented Reading // a zero Reading where the hunt has one reading only

	Notes    []Note
	Examples []Example
}

// Call is a pair of event.provider and event.action.
type Call struct{ Provider, Action string }

// Reading is one way to understand a hunt.
type Reading struct {
	Words   string      // what it selects and counts, in words
	Columns []string    // names of the values of its findings
	Where   []Condition // what an event has to meet for the reading to look at it, in this order
	Keeps   string      // which of the rows are kept, in words; "" for all of them
	// Rows makes the findings. in are the matched events inside the window,
	// all those of the whole dump, which serve as baseline.
	Rows func(ctx context.Context, d *loader.Dataset, in, all []loader.ID) ([]Finding, error)
	// Shrinks tells that one event more can take a row away, as that which makes
	// a rare thing common: while a dump is being read, rows can become fewer.
	Shrinks bool
}

// Source is where a hunt comes from, facts only.
type Source struct {
	Title    string
	Author   string
	ID       string // the rule's or query's own id; "" where it has none
	Version  string
	Licence  string
	Language string
	Risk     int    // 0 where the source states none
	Schedule string // how often and how far back it runs where it was published; a fact, never simulated
}

// Technique is one ATT&CK tactic and technique that a source names.
type Technique struct {
	Tactic, TacticName       string // TA0008, Lateral Movement
	Technique, TechniqueName string // T1021.007, Remote Services: Cloud Services
	Remark                   string // "" or where the mapping comes from, if not from the source itself
}

// Finding is one row of a hunt.
type Finding struct {
	Hunt     string          // the hunt's id; Run fills it in
	Values   []Value         // parallel to the columns of the reading
	Entities []loader.Entity // what the row is about, the most important first
	Events   []loader.ID     // in time order, never empty
	First    time.Time       // of the events that have a time; zero where none has
	Last     time.Time
	Severity Severity
	Marks    []Mark
}

// Mark is a remark on a finding, with one line of reason.
type Mark struct{ Kind, Reason string }

// String is the kind and the reason, "noise: a service's own call"; a reason
// that begins with the kind is not said it twice.
func (m Mark) String() string {
	if strings.HasPrefix(m.Reason, m.Kind) {
		return m.Reason
	}
	return m.Kind + ": " + m.Reason
}

// The kinds of marks.
const (
	Missed   = "missed"    // the documented query does not return this row
	WrongKey = "wrong key" // the documented query returns it under a wrong value
	Noise    = "noise"     // a service's own call
	LikelyFP = "likely false positive"
	Baseline = "baseline" // the dump is too short to judge
	Partial  = "partial"  // made from records that keep only part of CloudTrail
	Remark   = "remark"   // anything else that is worth a line
)

// Example is a tiny dump that shows what the hunt finds, or leaves alone.
type Example struct {
	Why     string
	Records []string // JSON objects
	Found   bool     // whether the complete reading has a finding
}
