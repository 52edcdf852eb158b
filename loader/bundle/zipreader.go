package bundle

import (
	"fmt"
	"io"
)

// A zip is read here and not by archive/zip, which holds its whole directory (a
// third of a gigabyte for a million files), reads none that is cut off, and
// drops the bytes in front of an error. The layout is that of PKWARE's
// APPNOTE.TXT 6.3.10.

// zipMember is what a zip says of one of its files.
type zipMember struct {
	name    string
	at      int64 // of its entry, which seek takes
	header  int64 // of its local header, in front of its bytes
	flags   uint16
	method  uint16
	sum     uint32 // CRC-32
	packed  int64
	size    int64
	unsized bool   // size and sum are not known
	host    byte   // system that wrote it
	mode    uint32 // of Unix, for such a host
}

// special tells whether the member is no regular file but a link or a device.
func (m zipMember) special() bool {
	kind := m.mode >> 12
	return (m.host == 3 || m.host == 19) && kind != 0 && kind != 8 // Unix, macOS
}

// open gives the member's bytes as they are compressed, and where they begin.
func (m zipMember) open(in io.ReaderAt) (io.Reader, int64, error) {
	var head [30]byte
	if err := readHead(in, m.header, head[:], zipLocal); err != nil {
		return nil, 0, err
	}
	names := int64(le.Uint16(head[26:])) + int64(le.Uint16(head[28:]))
	at := m.header + int64(len(head)) + names
	return io.NewSectionReader(in, at, m.packed), at, nil
}

// zipReader reads the members of a zip: those that the directory at its end
// lists, then, where that is missing or breaks off, those that follow one another.
type zipReader struct {
	in        io.ReaderAt
	directory *zipDirectory // nil once it is of no use
	locals    zipLocals     // behind the last member that the directory gave
	broken    error         // why there is no directory, until next has told it
}

func openZip(in io.ReaderAt, size int64) *zipReader {
	directory, err := openDirectory(in, size)
	z := &zipReader{in: in, directory: directory, locals: zipLocals{in: in, size: size}}
	if err != nil {
		z.lose(err)
	}
	return z
}

func (z *zipReader) lose(err error) {
	z.directory = nil
	z.broken = fmt.Errorf("zip: %w: from there on its files are read as they follow one another", err)
}

// next gives the next member, and io.EOF behind the last. After any other
// error it goes on.
func (z *zipReader) next() (zipMember, error) {
	if z.directory != nil {
		m, err := z.directory.next()
		if err == nil {
			z.locals.pos = m.header + 30 + int64(len(m.name)) + m.packed // or a little behind that
		}
		if err == nil || err == io.EOF {
			return m, err
		}
		z.lose(err)
	}
	if err := z.broken; err != nil {
		z.broken = nil
		return zipMember{}, err
	}
	m, err := z.locals.next()
	if err != nil {
		z.locals.pos = z.locals.size
	}
	return m, err
}

// seek goes on with the member at a place.
func (z *zipReader) seek(at int64) {
	z.broken = nil
	var head [4]byte
	if z.directory == nil || readHead(z.in, at, head[:], zipLocal) == nil {
		z.directory, z.locals.pos = nil, at
		return
	}
	z.directory.seek(at)
}
