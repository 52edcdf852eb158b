package loader

// memos remember what was found in texts that come again and again: an
// identity comes with every call of a session, a role's ARN with every use of
// its key. What is remembered is what would be found.
type memos struct {
	identities knownIdentities
	identity   knownIdentity // the last that is not among them
	runs       []*knownRun   // by the form of their beginning
	columns    knownTexts    // texts of columns
	texts      knownTexts    // texts that hint at an id
}

// maxMemoText bounds the bytes of a text that is remembered.
const maxMemoText = 2 << 10

func newMemos(remembered int) memos {
	return memos{
		identities: newIdentities(max(remembered/4, 1)),
		runs:       make([]*knownRun, max(remembered/4, 1)),
		columns:    make(knownTexts, max(remembered/2, 1)),
		texts:      make(knownTexts, remembered),
	}
}

// knownTexts are texts by their hash, which alone tells them, as in a cache of
// numbers: a power of two. Each has one place, which it may lose to another.
type knownTexts []knownText

// place gives the place of the text with that hash.
func (k knownTexts) place(hash uint64) *knownText { return &k[int(hash)&(len(k)-1)] }

// knownText is a text, and the entities that were found in it. Two fill a line
// of the processor's cache.
type knownText struct {
	hash     uint64 // of the text
	met      uint32 // of the hash of the text that was here last and is not kept
	number   uint32 // of the text, in a column
	entities [3]uint32
	many     uint8 // how many entities
	kept     bool
}

// is tells whether it is the text with that hash.
func (k *knownText) is(hash uint64) bool { return k.hash == hash && k.kept }

// keep remembers the text with that hash, its number in a column, and the
// entities in it, if they are few.
func (k *knownText) keep(hash uint64, number uint32, entities []uint32) {
	if len(entities) > len(k.entities) {
		return
	}
	k.hash, k.number, k.kept = hash, number, true
	k.many = uint8(copy(k.entities[:], entities))
}

// keepSecond remembers a text when it comes for the second time: most texts of
// its kind never do.
func (k *knownText) keepSecond(hash uint64, entities []uint32) {
	if met := uint32(hash >> 32); k.met != met {
		k.met = met
		return
	}
	k.keep(hash, 0, entities)
}

// found are the entities of the text.
func (k *knownText) found() []uint32 { return k.entities[:k.many] }

// mark is where the reading of a value began.
type mark struct {
	notes           int
	session, spaced bool
}

func (d *decoder) mark() mark {
	p := &d.pass
	m := mark{len(d.notes), p.session, p.spaced}
	p.session, p.spaced = false, false
	return m
}

// since gives the entities that were noted since the mark, and tells whether
// the same bytes always give the same.
func (d *decoder) since(m mark) (entities []uint32, plain bool) {
	p := &d.pass
	plain = !p.session && !p.spaced
	p.session, p.spaced = p.session || m.session, p.spaced || m.spaced
	return d.notes[m.notes:], plain
}
