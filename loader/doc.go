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
// rows, and [coldtrail/loader/unwrap] gives the records inside them; decode.go
// reads the columns of one and mentions.go the entities that it mentions; load.go
// runs that in parallel, and join.go joins the parts in an order that does not
// depend on the workers; dataset.go answers, and raw.go reads a record again.
// How a query flows: find.go searches, finddecide.go what memory can decide
// (findnarrow.go narrows it, findsieve.go and findcolumns.go decide), and
// findrecords.go what takes records (findread.go reads them forward, findrecord.go
// and [coldtrail/loader/needle] turn them away by their bytes, finddoc.go parses
// what is left).
package loader
