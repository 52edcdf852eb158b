// Package unwrap knows what a CloudTrail record is, and finds those that are
// inside of something else.
//
// The vocabulary:
//
//   - A record is one JSON object of CloudTrail, as CloudTrail wrote it.
//   - An envelope is what services put around records: a list of them, a
//     message with one in a string, a document with one in a field; one in
//     another, too. A carrier is the field that holds it.
//   - A made record is one that is written anew, in CloudTrail's names and
//     order, from a form that has the values under other names or in other
//     places: a row of a query, a CSV, a document of Elastic or Security Lake.
//   - A partial record is a made one of a form that keeps only part of CloudTrail.
//
// record.go tells what a record is. unwrap.go opens a JSON value by its keys
// (carriers.go), csv.go a row of CSV. Where the record is not there as such,
// fieldnames.go finds the field that a name stands for (recordfields.go,
// othernames.go, ecsnames.go, ocsfnames.go), maker.go puts the values together, and
// madevalue.go, madetime.go and rowtext.go read them as exports write them.
package unwrap
