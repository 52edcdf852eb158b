package bundle

import (
	"fmt"
	"io"
)

// Bounds are the limits within which a source is unpacked, so that evidence
// made to exhaust the machine costs neither memory nor hours. They are made
// by Usual.
type Bounds struct {
	Ratio int64 // decompressed bytes for each compressed one
	Total int64 // bytes that all streams of a source together may decompress to whatever the ratio

	free     int64 // the same for one stream
	depth    int   // bundles and compressions one in another
	members  int   // of all bundles of a source together
	inMemory int64 // bytes of the zips that must be held because they are inside another bundle
	window   int64 // bytes that a decompressor may look back; half of that for one inside it
}

// Usual gives the bounds of a load.
//
// CloudTrail compresses to a twentieth or thirtieth, one call written
// again and again to a fortieth, as every record has two random ids. At 200 to one
// nothing is in it any more. xz -9 looks back 64 MiB. Together held zips
// and windows stay below 256 MiB for a source.
func Usual() Bounds {
	return Bounds{
		Ratio: 200, Total: 4 << 30, free: 16 << 20, depth: 8, members: 10_000_000,
		inMemory: 128 << 20, window: 64 << 20,
	}
}

// boundError says which bound a source exceeds and what to do.
type boundError struct{ what string }

func (e *boundError) Error() string {
	return e.what + ". If it can be trusted, unpack it and load what comes out, or raise the bound (--max-ratio, --max-unpacked)"
}

func exceeds(format string, args ...any) error {
	return &boundError{fmt.Sprintf(format, args...)}
}

// tally counts what is read through it.
type tally struct {
	io.Reader
	n    int64
	stop error // ends the reading
}

func (t *tally) Read(p []byte) (int, error) {
	if t.stop != nil {
		return 0, t.stop
	}
	n, err := t.Reader.Read(p)
	t.n += int64(n)
	return n, err
}

// limited is what a decompressor gives, up to the bounds. Its errors name the
// decompressor and stay.
type limited struct {
	text io.Reader
	name string // of the decompressor
	from *tally // its compressed bytes
	n    int64  // decompressed so far
	u    *unpacker
	err  error
}

func (l *limited) Read(p []byte) (int, error) {
	if err := l.u.ctx.Err(); err != nil {
		return 0, err
	}
	if l.err != nil {
		return 0, l.err
	}
	n, err := l.text.Read(p)
	l.n += int64(n)
	l.u.unpacked += int64(n)
	l.err = named(l.name, err)
	switch u := l.u; {
	case u.unpacked > u.Total && u.unpacked/u.Ratio > u.size:
		u.spent = exceeds("decompresses to more than %d times its size of %s: stopped after %s in all", u.Ratio, inBytes(u.size), inBytes(u.unpacked))
		l.err = u.spent
	case l.n > u.free && l.n/u.Ratio > l.from.n:
		l.err = exceeds("decompresses to more than %d times its size: stopped after %s", u.Ratio, inBytes(l.n))
	}
	return n, l.err
}

// inBytes is a number of bytes for reading.
func inBytes(n int64) string {
	if n < 1<<10 {
		return fmt.Sprintf("%d bytes", n)
	}
	size, unit := float64(n)/(1<<10), 0
	for size >= 1024 && unit < 3 {
		size, unit = size/1024, unit+1
	}
	return fmt.Sprintf("%.1f %ciB", size, "KMGT"[unit])
}
