// Package loader turns bytes on disk into an immutable, indexed Dataset.
//
// The vocabulary, used in code, screens and README alike:
//
//   - A dump is what an analyst was given: files and folders of CloudTrail
//     output, named by paths. It is evidence: opened read-only, never written.
//   - A record is one JSON object of CloudTrail in a file of the dump, counted
//     from 0 within its file as jq counts: .Records[80].
//   - An event is a record that was kept: some twenty columns, and the place
//     of its bytes. Its [ID] is (file, record).
//   - An entity is a thing to pivot on: an instance, an identity, a role, an
//     access key, an address, a session, a command or an account.
//   - A query is a text of Kibana's query language, see [coldtrail/loader/kql].
//   - A dataset is all events of a dump in time order, with the index of their
//     entities. It never changes once it is loaded, so any goroutine may ask it.
//   - A problem is something in the dump that could not be read: file, record,
//     byte offset and why. It is counted and shown, and costs nothing else.
//
// How bytes flow: source.go finds files, and [coldtrail/loader/bundle] gives the
// texts in them; read.go reads one after the other: layout.go recognises how its
// records stand in it, envelope.go cuts JSON into values and csvread.go CSV into
// rows, and [coldtrail/loader/unwrap] gives the records inside them. onepass.go
// and the files beside it read a record as CloudTrail writes it in one pass, and
// decode.go with gjson any other: its columns, what a few calls tell (told.go), and
// the entities that it mentions (mentions.go, hints.go); onepassruns.go,
// identities.go and memos.go remember what comes again, and numbers.go numbers it.
// load.go runs that in parallel, and join.go joins the parts in an order that does
// not depend on the workers (order.go, index.go, sharedids.go); snapshots.go does so
// while the load goes on.
// dataset.go answers, and raw.go reads a record again.
// How a query flows: find.go searches, finddecide.go what memory can decide
// (findnarrow.go narrows it, findsieve.go, findcolumns.go and findentities.go decide), and
// findrecords.go what takes records (findread.go reads them forward, findrecord.go
// and [coldtrail/loader/needle] turn them away by their bytes, finddoc.go parses
// what is left). What the indexes alone answer, selection.go and alike.go give.
//
// # Speed and memory
//
// Benchmarks run over a made-up delivery tree, of 200,000 events unless -events
// and -files say otherwise; -dump names a folder that keeps it from run to run.
// What takes as long as the dump is large is measured against decompressing the
// same files with as many workers and the same library, in the same run (median
// of 3 or 5; ×decompression by the clock, -cpu in time of all processors):
//
//	go test ./loader -run ^$ -bench 'Load$|OnePass|RawAgain' [-events N] [-files N] [-dump DIR]
//	go test ./cmd/coldtrail -run ^$ -bench 'Report|Find|FirstFrame'
//	go test ./hunts/report -run ^$ -bench Hunts
//	go test ./tui -run ^$ -bench 'Frame|Pivot|Sort'
//
// Reached on two processors, decompressing 1.3 GB/s together: loading takes 2.0 ×
// decompression at 200,000 events and 2.3 × at two million in one file an hour and
// region, whose long texts decompress faster; 2.0 × where the two million lie in
// 25,920 files, one every five minutes and region as CloudTrail delivers; and 1.6 ×
// where a million lie in 300,000. The pass over the records alone takes 0.6 × at
// 200,000. The hunts add 3 % of the load, with the notes of what a screen shows 3 %,
// and with all notes of all 3,342 findings of two million events 11 %. A report of
// two million events as CSV takes 2.4 × and holds 200 bytes an event and 150 MB. A
// condition on what is indexed takes 0.01 × decompression, a word or a value of the
// record 1.1 to 1.4 ×, the first match 15 ms. One record is read again in 10 ms
// (99 %) out of a tree and out of one gzip of 2 GB. At two million events the page
// of an instance is there after 3 ms (99 %: 12), and a key is followed by its frame
// within 6 ms (99 %), while so many are loaded beside it within 6 to 12.
package loader
