// Package report writes what the hunts found, and what was read of a dump, for
// people and for programs: text, Markdown, JSON and CSV.
//
// JSON and CSV are an interface: their keys and columns keep their names and
// their order, and their times are UTC. The text is for people and screen
// readers alone: no colour, no drawing, a word for everything. Markdown is the
// text with a section for each finding, to paste elsewhere.
//
// Whatever comes from evidence passes [coldtrail/loader/safe] on its way to the
// text, to Markdown, where it stands in code, and to the CSV; in JSON the same characters become escapes, so that a
// program reads the value as it was and a terminal never obeys it.
package report
