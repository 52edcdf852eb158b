package loader

import (
	"math"
	"time"
)

// column numbers the interned columns of an event.
type column uint8

const (
	colProvider column = iota
	colAction
	colOutcome
	colErrorCode
	colIdentityType
	colARN
	colPrincipalID
	colUserName
	colAccessKey
	colInvokedBy
	colIssuerARN
	colAccount
	colRegion
	colAddress
	colUserAgent
	colEventType
	colEventID // only where the eventID is no UUID
	columns
)

// noTime stands for the time of an event that has none; it sorts last.
const noTime = math.MaxInt64

// row is one event as it is held: 144 bytes, whatever the record's size.
type row struct {
	nanos  int64    // @timestamp in nanoseconds since 1970, or noTime
	offset int64    // of the record in the decompressed file
	sum    uint64   // hash of the record's bytes without white space between tokens
	uuid   [16]byte // eventID, zero where it is none
	file   int32
	record int32
	length uint32
	cols   [columns]uint32

	mentionsAt, mentions uint32 // where its entities are in Dataset.refs, and how many

	leaf    uint32 // the number of its text in the source
	inner   uint32 // 0: the record is these bytes; else it is the inner-th record inside them
	partial bool   // made from a form that keeps only part of CloudTrail
}

func (r *row) id() ID { return ID{r.file, r.record} }

func (r *row) before(o *row) int {
	switch {
	case r.nanos != o.nanos:
		return compare(r.nanos, o.nanos)
	case r.file != o.file:
		return compare(r.file, o.file)
	}
	return compare(r.record, o.record)
}

func compare[T int32 | int64](a, b T) int {
	if a < b {
		return -1
	}
	if a > b {
		return 1
	}
	return 0
}

func (r *row) time() time.Time {
	if r.nanos == noTime {
		return time.Time{}
	}
	return time.Unix(0, r.nanos).UTC()
}

// event gives the row's columns as texts.
func (r *row) event(texts []string) Event {
	c := &r.cols
	e := Event{
		ID:   r.id(),
		Time: r.time(),

		Provider:     texts[c[colProvider]],
		Action:       texts[c[colAction]],
		EventID:      texts[c[colEventID]],
		Outcome:      texts[c[colOutcome]],
		ErrorCode:    texts[c[colErrorCode]],
		IdentityType: texts[c[colIdentityType]],
		ARN:          texts[c[colARN]],
		PrincipalID:  texts[c[colPrincipalID]],
		UserName:     texts[c[colUserName]],
		AccessKey:    texts[c[colAccessKey]],
		InvokedBy:    texts[c[colInvokedBy]],
		IssuerARN:    texts[c[colIssuerARN]],
		Account:      texts[c[colAccount]],
		Region:       texts[c[colRegion]],
		Address:      texts[c[colAddress]],
		UserAgent:    texts[c[colUserAgent]],
		EventType:    texts[c[colEventType]],

		Partial: r.partial,
	}
	if r.uuid != [16]byte{} {
		e.EventID = formatUUID(r.uuid)
	}
	return e
}
