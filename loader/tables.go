package loader

import "strings"

// tables are what the rows of a dump refer to by numbers.
type tables struct {
	texts    *numbers[string]
	callers  *numbers[caller]
	calls    *numbers[called]
	ends     *numbers[ended]
	entities *numbers[Entity]
	lists    lists // the entities of rows
}

func newTables() *tables {
	return &tables{
		texts:    newTexts(),
		callers:  newTuples[caller](),
		calls:    newTuples[called](),
		ends:     newTuples[ended](),
		entities: newEntities(),
	}
}

// columns are the tables of the rows that were read so far.
func (t *tables) columns() columns {
	// Tuples are read before the texts that they are made of.
	c := columns{callers: t.callers.values(), calls: t.calls.values(), ends: t.ends.values(), entities: t.entities.values()}
	c.texts = t.texts.values()
	return c
}

// numberer is one worker's way to the tables.
type numberer struct {
	texts    cache[string]
	callers  cache[caller]
	calls    cache[called]
	ends     cache[ended]
	entities cache[Entity]

	lately []knownCall // by form
	fine   uint32      // the number of a success
}

// knownCall is a call and its number.
type knownCall struct {
	provider, action, kind string
	number                 uint32
	known                  bool
}

func newNumberer(t *tables, remembered int) numberer {
	n := numberer{
		texts:    newCache(t.texts, remembered),
		callers:  newCache(t.callers, max(remembered/4, 1)),
		calls:    newCache(t.calls, 256),
		ends:     newCache(t.ends, max(remembered/4, 1)),
		entities: newCache(t.entities, remembered),
		lately:   make([]knownCall, 256),
	}
	n.fine = n.ends.number(ended{outcome: n.texts.number(Success)})
	return n
}

// key numbers an access key, as rows have it.
func (n *numberer) key(key string) uint32 {
	if key == "" {
		return 0
	}
	return n.entities.number(Entity{AccessKey, key}) + 1
}

// row numbers the columns, but for who called.
func (n *numberer) row(t *columnTexts) row {
	r := row{
		nanos:  t.nanos,
		call:   n.call(t.provider, t.action, t.kind),
		end:    n.ends.number(n.ended(&t.end)),
		region: n.texts.number(t.region), address: n.texts.number(t.address), agent: n.texts.number(t.agent),
	}
	r.setEventID(t.eventID, n.texts.number)
	return r
}

// call numbers what was called.
func (n *numberer) call(provider, action, kind string) uint32 {
	known := &n.lately[int(form(action)+form(provider))&(len(n.lately)-1)]
	if !known.known || known.action != action || known.provider != provider || known.kind != kind {
		known.number = n.calls.number(called{n.texts.number(provider), n.texts.number(action), n.texts.number(kind)})
		known.known = true
		known.provider, known.action, known.kind = strings.Clone(provider), strings.Clone(action), strings.Clone(kind)
	}
	return known.number
}

// ended is how a call ended, in numbers of texts.
func (n *numberer) ended(t *endTexts) ended {
	return ended{
		outcome: n.texts.number(outcome(t.answer, t.failed)), code: n.texts.number(t.code), mfa: n.texts.number(t.mfa),
		host: n.texts.number(t.host), platform: n.texts.number(t.platform),
	}
}

// caller is an identity in numbers.
func (n *numberer) caller(i identity) caller {
	return caller{
		kind: n.texts.number(i.kind), arn: n.texts.number(i.arn), principal: n.texts.number(i.principal), name: n.texts.number(i.name),
		invokedBy: n.texts.number(i.invokedBy), issuer: n.texts.number(i.issuer), account: n.texts.number(i.account), delivery: n.texts.number(i.delivery),
	}
}
