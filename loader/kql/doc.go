// Package kql is the workbench's query language: Kibana's KQL parsed, printed
// and compiled. It knows nothing of events; a compiled query asks a [Doc].
//
// The vocabulary:
//
//   - a term asks a field for a value: event.action:StartSession. Values are
//     compared as keywords: exactly, and with regard to case. An unquoted *
//     stands for any text, and field:* asks only whether the field is there.
//     A field name may hold * too, and then means every field that matches.
//   - a comparison orders: numbers as numbers, @timestamp as time, everything
//     else as text.
//   - a word has no field: it is a substring of the whole record, whatever
//     its case.
//   - not binds more tightly than and, and more tightly than or. A field
//     distributes over parentheses: field:(a or b).
//
// Times are UTC unless they say otherwise and as coarse as they are written:
// @timestamp:"2024-08-01" is that whole day, and so for the comparisons, as in
// Elasticsearch: > that day begins when it is over. A text with seconds is a
// second for a term and an instant for a comparison.
//
// Two readers share the grammar. [Parse] is Kibana's, in which an unquoted
// value may hold blanks. [ParseLenient] is that of a filter bar, in which
// blanks separate and mean and. What [Query.String] prints, both read alike.
package kql
