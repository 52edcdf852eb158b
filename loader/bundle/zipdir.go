package bundle

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
)

// le is how numbers are written in a zip.
var le = binary.LittleEndian

// What parts of a zip begin with.
const (
	zipLocal    = "PK\x03\x04"
	zipEntry    = "PK\x01\x02"
	zipSized    = "PK\x07\x08" // behind a member whose size was not known before; in front of the first part of a split zip
	zipEnd      = "PK\x05\x06"
	zip64End    = "PK\x06\x06"
	zip64Finder = "PK\x06\x07"
)

// zipDirectory reads the members as the directory at the zip's end lists them.
type zipDirectory struct {
	in      io.ReaderAt
	base    int64 // what the directory's offsets are counted from
	pos     int64 // of the next entry
	end     int64 // of the directory at most
	entries uint64
	seen    uint64
	buf     *bufio.Reader
}

// errSplit says that a file is the first or the last part of a zip.
var errSplit = errors.New("it is a part of a split zip: join the parts and load that")

// openDirectory finds the directory by its end, behind which there may be a comment.
func openDirectory(in io.ReaderAt, size int64) (*zipDirectory, error) {
	const length, longest = 22, 22 + math.MaxUint16
	tail := make([]byte, min(size, longest))
	if _, err := in.ReadAt(tail, size-int64(len(tail))); err != nil && err != io.EOF {
		return nil, err
	}
	i := bytes.LastIndex(tail[:max(0, len(tail)-length+len(zipEnd))], []byte(zipEnd))
	if i < 0 {
		var head [4]byte
		if readHead(in, 0, head[:], zipSized) == nil {
			return nil, errSplit
		}
		return nil, errors.New("the directory at the end is missing")
	}
	end, at := tail[i:], size-int64(len(tail)-i)
	d := &zipDirectory{in: in, end: at, entries: uint64(le.Uint16(end[10:]))}
	disk := le.Uint16(end[4:])
	length64, start := uint64(le.Uint32(end[12:])), uint64(le.Uint32(end[16:]))
	if end64, found := d.zip64(at); found {
		d.entries, length64, start = le.Uint64(end64[32:]), le.Uint64(end64[40:]), le.Uint64(end64[48:])
	} else if disk != 0 {
		return nil, errSplit
	}
	return d, d.find(int64(start), int64(length64))
}

// zip64 finds the larger form of the directory's end, which stands in front of
// the other, and a pointer to it between them.
func (d *zipDirectory) zip64(end int64) (head []byte, found bool) {
	var pointer [20]byte
	if readHead(d.in, end-int64(len(pointer)), pointer[:], zip64Finder) != nil {
		return nil, false
	}
	head = make([]byte, 56)
	at := int64(le.Uint64(pointer[8:]))
	if readHead(d.in, at, head, zip64End) != nil {
		if at = end - int64(len(pointer)+len(head)); readHead(d.in, at, head, zip64End) != nil {
			return nil, false
		}
	}
	d.end = at
	return head, true
}

// find looks for the directory where the zip's end says, and right in front of
// that end: there it is when something was written in front of the zip, or
// when the end is damaged. The place is right at which the first entry's file begins.
func (d *zipDirectory) find(start, length int64) error {
	if d.entries == 0 && length == 0 {
		d.pos = d.end
		return nil
	}
	at := d.end - length
	found := false
	for _, c := range []struct{ pos, base int64 }{{start, 0}, {at, at - start}, {at, 0}} {
		var entry [46]byte
		if readHead(d.in, c.pos, entry[:], zipEntry) != nil {
			continue
		}
		var local [4]byte
		right := readHead(d.in, c.base+int64(le.Uint32(entry[42:])), local[:], zipLocal) == nil
		if right || !found {
			d.pos, d.base, found = c.pos, c.base, true
		}
		if right {
			break
		}
	}
	if !found {
		return errors.New("the directory is not where its end says")
	}
	return nil
}

// seek goes on with the entry at a place.
func (d *zipDirectory) seek(at int64) { d.pos, d.buf, d.seen = at, nil, d.entries }

// next gives the next member, and io.EOF behind the last.
func (d *zipDirectory) next() (zipMember, error) {
	if d.buf == nil {
		d.buf = bufio.NewReaderSize(io.NewSectionReader(d.in, d.pos, d.end-d.pos), 16<<10)
	}
	var h [46]byte
	if _, err := io.ReadFull(d.buf, h[:]); err != nil || string(h[:4]) != zipEntry {
		if d.seen&math.MaxUint16 == d.entries&math.MaxUint16 { // written by those who know no larger numbers
			return zipMember{}, io.EOF
		}
		return zipMember{}, fmt.Errorf("the directory breaks off at byte %d, behind %d of %d files", d.pos, d.seen, d.entries)
	}
	name, extra, comment := int(le.Uint16(h[28:])), int(le.Uint16(h[30:])), int(le.Uint16(h[32:]))
	rest := make([]byte, name+extra+comment)
	if _, err := io.ReadFull(d.buf, rest); err != nil {
		return zipMember{}, fmt.Errorf("the directory breaks off at byte %d: %w", d.pos, err)
	}
	m := zipMember{name: string(rest[:name]), at: d.pos, host: h[5], mode: le.Uint32(h[38:]) >> 16}
	m.flags, m.method, m.sum = le.Uint16(h[8:]), le.Uint16(h[10:]), le.Uint32(h[16:])
	sizes := []uint64{uint64(le.Uint32(h[24:])), uint64(le.Uint32(h[20:])), uint64(le.Uint32(h[42:]))}
	widen(sizes, rest[name:name+extra])
	m.size, m.packed, m.header = int64(sizes[0]), int64(sizes[1]), int64(sizes[2])+d.base
	d.pos += int64(len(h) + len(rest))
	d.seen++
	return m, nil
}

// widen takes the numbers that do not fit four bytes from a member's extra
// fields, where they stand in this order.
func widen(numbers []uint64, extra []byte) {
	for len(extra) >= 4 {
		id, length := le.Uint16(extra), int(le.Uint16(extra[2:]))
		extra = extra[4:]
		field := extra[:min(length, len(extra))]
		extra = extra[len(field):]
		if id != 1 {
			continue
		}
		for i := range numbers {
			if numbers[i] == math.MaxUint32 && len(field) >= 8 {
				numbers[i], field = le.Uint64(field), field[8:]
			}
		}
	}
}

// readHead reads a part of a zip that begins with a magic number.
func readHead(in io.ReaderAt, at int64, head []byte, magic string) error {
	if at < 0 {
		return fmt.Errorf("zip: no %q at byte %d", magic, at)
	}
	n, err := in.ReadAt(head, at)
	if n < len(head) && err != io.EOF {
		return err
	}
	if n < len(head) || string(head[:4]) != magic {
		return fmt.Errorf("zip: no %q at byte %d", magic, at)
	}
	return nil
}
