package loader

import "math/bits"

// bitSet is a set of hashes, by some of their bits: what it has may be
// another's, what it has not is not there.
type bitSet struct {
	words []uint64
	shift int // of a hash, so that what is left is the number of a bit
}

// newBits makes a set in which n hashes seldom meet.
func newBits(n int) bitSet {
	width := max(bits.Len(uint(n))+4, 6)
	return bitSet{make([]uint64, 1<<(width-6)), 64 - width}
}

// set adds a hash, and tells whether it, or another like it, was there.
func (b bitSet) set(hash uint64) bool {
	bit := hash >> b.shift
	word, mask := &b.words[bit>>6], uint64(1)<<(bit&63)
	was := *word&mask != 0
	*word |= mask
	return was
}

func (b bitSet) has(hash uint64) bool {
	bit := hash >> b.shift
	return b.words[bit>>6]&(1<<(bit&63)) != 0
}
