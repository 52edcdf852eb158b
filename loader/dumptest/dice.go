package dumptest

import (
	"encoding/hex"
	"math/rand/v2"
)

// dice draw from PCG, whose stream of numbers is specified: the same seeds give
// the same dump with every Go version, which the methods of rand.Rand do not promise.
type dice struct{ rand.PCG }

func newDice(seed, stream uint64) *dice {
	return &dice{*rand.NewPCG(seed, stream)}
}

// below is a number from 0 to n-1.
func (d *dice) below(n int) int { return int(d.Uint64() % uint64(n)) }

func pick[T any](d *dice, of []T) T { return of[d.below(len(of))] }

const (
	base32Upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
	alphanumer  = "0123456789abcdefghijklmnopqrstuvwxyz"
	base64Text  = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
	hexDigits   = "0123456789abcdef"
)

// text is n letters of an alphabet.
func (d *dice) text(n int, alphabet string) string {
	b := make([]byte, n)
	var bits uint64
	for i := range b {
		if i%8 == 0 {
			bits = d.Uint64()
		}
		b[i] = alphabet[int(bits&0xff)%len(alphabet)]
		bits >>= 8
	}
	return string(b)
}

// key is an access key id: AKIA for a user's own, ASIA for a session's.
func (d *dice) key(prefix string) string { return prefix + d.text(16, base32Upper) }

// principal is the unique id of a user (AIDA) or a role (AROA).
func (d *dice) principal(prefix string) string { return prefix + d.text(17, base32Upper) }

func (d *dice) instance() string { return "i-0" + d.text(16, hexDigits) }

func (d *dice) uuid() string {
	var id [16]byte
	for i, half := range [2]uint64{d.Uint64(), d.Uint64()} {
		for j := range 8 {
			id[8*i+j] = byte(half >> (8 * j))
		}
	}
	return uuid(id)
}

// uuid writes id as a version 4 UUID.
func uuid(id [16]byte) string {
	id[6], id[8] = id[6]&0x0f|0x40, id[8]&0x3f|0x80
	var b [36]byte
	hex.Encode(b[:8], id[:4])
	hex.Encode(b[9:13], id[4:6])
	hex.Encode(b[14:18], id[6:8])
	hex.Encode(b[19:23], id[8:10])
	hex.Encode(b[24:], id[10:])
	b[8], b[13], b[18], b[23] = '-', '-', '-', '-'
	return string(b[:])
}
