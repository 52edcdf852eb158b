// Package hunts holds what to look for in a dump, why, and what to ask next.
//
// The vocabulary:
//
//   - A hunt is one documented search for an intrusion: its source, its
//     hypothesis, what it reads, its rows and its notes. Each is a struct
//     literal in a file of its own; [All] lists them.
//   - A reading is one way to understand a hunt. The documented reading returns
//     what the query of its source returns, row for row; the complete reading
//     returns what the source means to find. A row on which they differ carries
//     a mark with the reason.
//   - A finding is one row of a hunt: values, the events behind them, first and
//     last time, severity and marks.
//   - A window is the time in which events are judged: from < @timestamp ≤ to.
//     It never cuts the baseline that events are compared with.
//   - A condition is one of those that an event has to meet for a reading to
//     look at it; a funnel counts what is left after each.
//   - A note is one documented question about a finding, in our own words. A
//     note that the log can help to answer carries steps: queries made from the
//     finding. Its check answers it from the evidence: with a sign, by a rule
//     that is stated in words, and one sentence.
//   - A scene is what a note is asked in: the finding, the dump around it, what
//     the other hunts found.
//   - An object is a thing that no single event tells of, such as a session or
//     the chain of who stands behind one: the lineage of a finding.
//
// The package knows nothing of screens, and the dataset only by its methods.
package hunts
