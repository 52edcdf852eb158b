package loader

import (
	"encoding/binary"
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
	id16   [16]byte // eventID: a UUID, the number of a text where odd is set, or zero
	file   int32
	record int32
	length uint32

	caller, call, end      uint32 // numbers of tuples
	region, address, agent uint32 // numbers of texts
	key                    uint32 // the number of the access key among the entities, and 1; 0 for none
	mentions               uint32 // where its entities are in the lists

	leaf  uint32 // the number of its text in the source
	inner uint32 // 0: the record is these bytes; else it is the inner-th record inside them

	odd     bool // the eventID is no UUID
	partial bool // made from a form that keeps only part of CloudTrail
}

// caller is the identity of an event but for its access key, in numbers of texts.
type caller struct{ kind, arn, principal, name, invokedBy, issuer, account, delivery uint32 }

// called is what was called, in numbers of texts.
type called struct{ provider, action, kind uint32 }

// ended is how it ended, and what a few calls tell beside, in numbers of texts.
type ended struct{ outcome, code, mfa, host, platform uint32 }

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

// eventKey is what tells repeats: the eventID, as a UUID or as the number of a
// text. It is zero where there is none.
type eventKey struct {
	id16 [16]byte
	odd  bool
}

func (r *row) eventKey() eventKey { return eventKey{r.id16, r.odd} }

// hash is a number that eventIDs seldom share; those of an attacker may.
func (k *eventKey) hash() uint64 {
	return (binary.LittleEndian.Uint64(k.id16[:8])*31 + binary.LittleEndian.Uint64(k.id16[8:])) * mix
}

// textID is the number of the eventID among the texts; 0, the empty one's, where
// it is a UUID or none.
func (r *row) textID() uint32 {
	if !r.odd {
		return 0
	}
	return binary.LittleEndian.Uint32(r.id16[:])
}

// setEventID takes the eventID; number gives the number of a text.
func (r *row) setEventID(id string, number func(string) uint32) {
	if uuid, ok := parseUUID(id); ok && uuid != [16]byte{} {
		r.id16 = uuid
	} else if id != "" {
		r.odd = true
		binary.LittleEndian.PutUint32(r.id16[:], number(id))
	}
}

// columns are what the numbers of rows stand for. Lists only grow, so a
// snapshot holds them as they were.
type columns struct {
	texts    []string
	callers  []caller
	calls    []called
	ends     []ended
	entities []Entity
}

// event gives the row's columns as texts.
func (c *columns) event(r *row) Event {
	texts, who, call, end := c.texts, &c.callers[r.caller], &c.calls[r.call], &c.ends[r.end]
	e := Event{
		ID:   r.id(),
		Time: r.time(),

		Provider:     texts[call.provider],
		Action:       texts[call.action],
		Outcome:      texts[end.outcome],
		ErrorCode:    texts[end.code],
		IdentityType: texts[who.kind],
		ARN:          texts[who.arn],
		PrincipalID:  texts[who.principal],
		UserName:     texts[who.name],
		InvokedBy:    texts[who.invokedBy],
		IssuerARN:    texts[who.issuer],
		Account:      texts[who.account],
		Region:       texts[r.region],
		Address:      texts[r.address],
		UserAgent:    texts[r.agent],
		EventType:    texts[call.kind],
		Delivery:     texts[who.delivery],
		MFAUsed:      texts[end.mfa],
		Host:         texts[end.host],
		Platform:     texts[end.platform],

		Partial: r.partial,
	}
	if r.key > 0 {
		e.AccessKey = c.entities[r.key-1].Value
	}
	switch {
	case r.odd:
		e.EventID = texts[r.textID()]
	case r.id16 != [16]byte{}:
		e.EventID = formatUUID(r.id16)
	}
	return e
}
