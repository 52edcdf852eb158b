package bundle

import (
	"bytes"
	"io"
)

// zipLocals reads the members of a zip that has no directory, as one has that
// was cut off: each has a header of its own in front of its bytes.
type zipLocals struct {
	in   io.ReaderAt
	size int64
	pos  int64 // behind the member before
}

// next gives the next member, and io.EOF behind the last.
func (l *zipLocals) next() (zipMember, error) {
	at, err := l.search(l.pos, zipLocal)
	if err != nil {
		return zipMember{}, err
	}
	var h [30]byte
	if err := readHead(l.in, at, h[:], zipLocal); err != nil {
		return zipMember{}, io.EOF // cut off in the header
	}
	name, extra := int(le.Uint16(h[26:])), int(le.Uint16(h[28:]))
	rest := make([]byte, name+extra)
	if n, err := l.in.ReadAt(rest, at+int64(len(h))); n < len(rest) {
		return zipMember{}, err
	}
	m := zipMember{name: string(rest[:name]), at: at, header: at}
	m.flags, m.method, m.sum = le.Uint16(h[6:]), le.Uint16(h[8:]), le.Uint32(h[14:])
	sizes := []uint64{uint64(le.Uint32(h[22:])), uint64(le.Uint32(h[18:]))}
	widen(sizes, rest[name:])
	m.size, m.packed = int64(sizes[0]), int64(sizes[1])
	data := at + int64(len(h)+len(rest))
	if m.flags&8 != 0 { // the sizes stand behind the bytes, which nothing but the next header ends
		end, err := l.search(data, zipSized, zipLocal, zipEntry)
		if err == io.EOF {
			end, err = l.size, nil
		}
		if err != nil {
			return zipMember{}, err
		}
		m.packed, m.unsized = end-data, true
	}
	if l.pos = data + m.packed; l.pos < data {
		return zipMember{}, io.EOF // a size that is none
	}
	return m, nil
}

// search gives the place of the first of the magic numbers from a place on.
func (l *zipLocals) search(from int64, magics ...string) (int64, error) {
	window := make([]byte, 32<<10)
	for {
		n, err := l.in.ReadAt(window, from)
		for i := 0; i+4 <= n; i++ {
			next := bytes.Index(window[i:n], []byte("PK"))
			if next < 0 {
				break
			}
			i += next
			for _, magic := range magics {
				if bytes.HasPrefix(window[i:n], []byte(magic)) {
					return from + int64(i), nil
				}
			}
		}
		if n < len(window) {
			return 0, err
		}
		from += int64(n - 3)
	}
}
