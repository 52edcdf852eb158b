package loader

import (
	"encoding/binary"
	"strings"
)

// This file tells which texts are worth a search for entities.

// hintsAtID tells whether a text may hold an instance id, an access key or the
// ARN of an identity or role: most texts do not, and are told at once.
func hintsAtID(s string) bool {
	const shortest = len("i-") + 8
	return len(s) >= shortest && hasHint(s) && hints(s)
}

// hasHint looks for pairs of letters that these have, in a text of eight letters
// or more: eight at a time, of which the last is the first of the next eight.
func hasHint(s string) bool {
	for i := 0; ; i = min(i+7, len(s)-8) {
		x := binary.LittleEndian.Uint64([]byte(s[i : i+8]))
		dash, colon, lower, upper := marks(x, '-'), marks(x, ':'), marks(x, 'i'), marks(x, 'I')
		if (lower<<8&dash|colon<<8&(lower|marks(x, 's'))|(marks(x, 'K')|marks(x, 'S'))<<8&upper)&(highs*ones) != 0 {
			return true
		}
		if i == len(s)-8 {
			return false
		}
	}
}

// What is done to eight bytes at once: ones times a byte is eight of them, highs
// the upper bit of one.
const (
	ones  = 0x0101010101010101
	highs = 0x80
)

// marks marks the bytes of x that are c by their upper bits: the lowest mark is
// right, those above it may be false. Other bits mean nothing.
func marks(x uint64, c byte) uint64 {
	x ^= ones * uint64(c)
	return (x - ones) &^ x
}

// hints looks for what these begin with.
func hints(s string) bool {
	for i := 0; ; i++ {
		n := strings.IndexByte(s[i:], '-')
		if n < 0 {
			break
		}
		if i += n; i > 0 && s[i-1] == 'i' {
			return true
		}
	}
	for i := 0; ; i++ {
		n := strings.IndexByte(s[i:], 'I')
		if n < 0 {
			break
		}
		if i += n; i > 1 && s[i-2] == 'A' && (s[i-1] == 'K' || s[i-1] == 'S') {
			return true
		}
	}
	for i := 0; ; i++ {
		n := strings.IndexByte(s[i:], ':')
		if n < 0 {
			return false
		}
		i += n
		if rest := s[i:]; strings.HasPrefix(rest, ":iam:") || strings.HasPrefix(rest, ":sts:") {
			return true
		}
	}
}
