package bundle

import (
	"bytes"
	"cmp"
	"slices"
	"sync"

	"github.com/klauspost/compress/s2"
)

// Marks are where the texts of a source can be entered in their middle, so that
// one record of a text of gigabytes is not read by decompressing all before it.
// They are gathered while the leaves are visited for the first time and serve
// from then on, as far as they are. Any goroutine may use them.
type Marks struct {
	density
	mu    sync.Mutex
	begun bool       // a visit gathers them, or did
	tar   *place     // the outermost bundle, where it is a tar
	texts []textMark // of those texts that are worth it, as they follow one another
}

// textMark is where a text is.
type textMark struct {
	spot Spot
	at   place
}

// density is how many bytes of text lie at least between marks.
type density struct {
	windows int64 // with a window, which costs some 10 kB
	plain   int64 // without one: 56 bytes
	texts   int64 // before it is kept where a text is: 48 bytes
}

// usualDensity makes a mark where decompressing from the one before takes some
// 5 ms.
var usualDensity = density{windows: 4 << 20, plain: 256 << 10, texts: 1 << 20}

// worthMarks is the size from which on a file gets marks. What is smaller is
// decompressed from its beginning soon enough.
const worthMarks = 128 << 10

// NewMarks makes marks for one source.
func NewMarks() *Marks { return &Marks{density: usualDensity} }

// NewSource is a file of size bytes, with marks where it is worth them.
func NewSource(path string, size int64) Source {
	s := Source{Path: path}
	if size >= worthMarks {
		s.Marks = NewMarks()
	}
	return s
}

// begin gives the marks to the visit that is the first, and nil to any other.
func (m *Marks) begin() *Marks {
	if m == nil {
		return nil
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.begun {
		return nil
	}
	m.begun = true
	return m
}

// setTar notes where the outermost bundle is, a tar.
func (m *Marks) setTar(at place) {
	if m == nil || at.lost {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.tar = &at
}

// outermost gives where the outermost bundle is when it is known to be a tar.
func (m *Marks) outermost() (place, bool) {
	if m == nil {
		return place{}, false
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.tar == nil {
		return place{}, false
	}
	return *m.tar, true
}

// setText notes where a text is.
func (m *Marks) setText(spot Spot, at place) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.texts = append(m.texts, textMark{spot, at})
}

// text gives where a text is, when that is known.
func (m *Marks) text(spot Spot) (place, bool) {
	if m == nil {
		return place{}, false
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	i, found := slices.BinarySearchFunc(m.texts, spot, func(t textMark, want Spot) int {
		return cmp.Or(cmp.Compare(t.spot.member, want.member), cmp.Compare(t.spot.within, want.within))
	})
	if !found {
		return place{}, false
	}
	return m.texts[i].at, true
}

// layer is a compressed stream of a source, with the marks of what it
// decompresses to.
type layer struct {
	codec codec
	at    place // where it begins
	in    *Marks
	marks []mark // by their places; guarded by in.mu
	last  int64  // of the visit that gathers: the place of the last mark
}

// mark is a place at which a decompressor can begin.
type mark struct {
	text   int64  // the place: bytes decompressed before it
	packed int64  // where the compressed bytes go on
	inside bool   // of gzip: inside a member, not at the header of one
	bits   uint8  // of deflate: how many bits of the byte at packed lie before it; of UTF-16: 1 for the high byte first
	window []byte // of deflate inside a member: what it may look back to, itself compressed
}

// begin is the place where what a layer decompresses to begins.
func (l *layer) begin() place { return place{in: l, lost: l == nil} }

// due tells whether a mark without a window should be made at a place.
func (l *layer) due(text int64) bool { return text-l.last >= l.in.plain }

// dueWindow tells whether one with a window should be made.
func (l *layer) dueWindow(text int64) bool { return text-l.last >= l.in.windows }

// add notes a mark behind those before it.
func (l *layer) add(m mark) {
	l.last = m.text
	l.in.mu.Lock()
	defer l.in.mu.Unlock()
	l.marks = append(l.marks, m)
}

// before gives the last mark at or before a place; that of the beginning is
// always there.
func (l *layer) before(text int64) mark {
	l.in.mu.Lock()
	defer l.in.mu.Unlock()
	i, found := slices.BinarySearchFunc(l.marks, text, func(m mark, want int64) int { return cmp.Compare(m.text, want) })
	switch {
	case found:
		return l.marks[i]
	case i == 0:
		return mark{}
	}
	return l.marks[i-1]
}

// folded is a window as a mark keeps it.
func folded(window []byte) []byte { return bytes.Clone(s2.EncodeBetter(nil, window)) }

// unfolded is the window that folded kept.
func unfolded(window []byte) ([]byte, error) { return s2.Decode(nil, window) }
