package loader

import (
	"math"
	"time"
)

// noTime stands for the time of an event that has none; it sorts last.
const noTime = math.MaxInt64

// row is one event as it is held: 96 bytes, whatever the record's size. What
// repeats from event to event is numbered as a whole: who called, what, and how
// it ended.
type row struct {
	nanos  int64    // @timestamp in nanoseconds since 1970, or noTime
	offset int64    // of the record in the decompressed file
	sum    uint64   // hash of the record's bytes without white space between tokens
	uuid   [16]byte // eventID; zero where it is none
	file   int32
	record int32
	length uint32

	caller, call, end               uint32 // numbers of tuples
	region, address, agent, eventID uint32 // numbers of texts; eventID only where it is no UUID
	mentions                        uint32 // where its entities are in the lists

	leaf  uint32 // the number of its text in the source
	inner uint32 // 0: the record is these bytes; else it is the inner-th record inside them

	partial bool // made from a form that keeps only part of CloudTrail
}

// caller is the identity of an event, in numbers of texts.
type caller struct{ kind, arn, principal, name, key, invokedBy, issuer, account uint32 }

// called is what was called, in numbers of texts.
type called struct{ provider, action, kind uint32 }

// ended is how it ended, in numbers of texts.
type ended struct{ outcome, code uint32 }

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

// eventKey is what tells repeats: the eventID, as a UUID or as a text. It is
// zero where there is none.
type eventKey struct {
	uuid [16]byte
	text uint32
}

func (r *row) eventKey() eventKey { return eventKey{r.uuid, r.eventID} }

// columns are what the numbers of rows stand for. Lists only grow, so a
// snapshot holds them as they were.
type columns struct {
	texts   []string
	callers []caller
	calls   []called
	ends    []ended
}

// event gives the row's columns as texts.
func (c *columns) event(r *row) Event {
	texts, who, call, end := c.texts, &c.callers[r.caller], &c.calls[r.call], &c.ends[r.end]
	e := Event{
		ID:   r.id(),
		Time: r.time(),

		Provider:     texts[call.provider],
		Action:       texts[call.action],
		EventID:      texts[r.eventID],
		Outcome:      texts[end.outcome],
		ErrorCode:    texts[end.code],
		IdentityType: texts[who.kind],
		ARN:          texts[who.arn],
		PrincipalID:  texts[who.principal],
		UserName:     texts[who.name],
		AccessKey:    texts[who.key],
		InvokedBy:    texts[who.invokedBy],
		IssuerARN:    texts[who.issuer],
		Account:      texts[who.account],
		Region:       texts[r.region],
		Address:      texts[r.address],
		UserAgent:    texts[r.agent],
		EventType:    texts[call.kind],

		Partial: r.partial,
	}
	if r.uuid != [16]byte{} {
		e.EventID = formatUUID(r.uuid)
	}
	return e
}
