// Package safe is the one gate through which text from evidence, paths and
// errors reaches a terminal or a report.
//
// CloudTrail carries what an attacker typed: user agents, session names, tags,
// parameters. Drawn raw, such text can retitle the window, fill the clipboard,
// recolour or reorder a row, or hide part of itself. So whatever draws takes a
// [Text], and only this package makes one.
//
// The words used here:
//
//   - evidence: any string that this program did not write itself, names of
//     files and texts of errors included.
//   - text: evidence, or our own words, in a form that may be shown. It is one
//     line of valid UTF-8 in which every rune is visible or a blank.
//   - shown: a rune that may not be drawn is never dropped; something that
//     names it stands in its place, such as ␛, \u009b, ‹U+202E› or \xff.
//   - hostile: a text in which something had to be shown that way. It is a
//     reason to look, not a verdict: a Hebrew file name is hostile too.
//   - cell: one column of the terminal. Wide East Asian characters and emoji
//     take two, characters of ambiguous width one.
//   - mark: a combining character, which takes no cell of its own.
//
// A text never begins with a mark and holds nothing that joins its neighbour
// into one glyph, so widths add up: joining texts gives the sum of their
// widths, whether a terminal counts runes or grapheme clusters.
package safe
