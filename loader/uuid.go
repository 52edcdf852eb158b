package loader

import "encoding/hex"

// parseUUID reads a UUID in its canonical form, lower case and with hyphens:
// only that form comes back unchanged from formatUUID.
func parseUUID(s string) (id [16]byte, ok bool) {
	if len(s) != 36 || s[8] != '-' || s[13] != '-' || s[18] != '-' || s[23] != '-' {
		return id, false
	}
	wrong := byte(0)
	at := 0
	for i := range id {
		if i == 4 || i == 6 || i == 8 || i == 10 {
			at++ // the hyphen
		}
		hi, lo := nibbles[s[at]], nibbles[s[at+1]]
		wrong |= hi | lo
		id[i] = hi<<4 | lo
		at += 2
	}
	if wrong > 15 {
		return [16]byte{}, false
	}
	return id, true
}

// nibbles has the value of each hexadecimal digit, and 255 for all else.
var nibbles = func() (all [256]byte) {
	for c := range all {
		all[c] = nibble(byte(c))
	}
	return all
}()

func nibble(c byte) byte {
	switch {
	case c >= '0' && c <= '9':
		return c - '0'
	case c >= 'a' && c <= 'f':
		return c - 'a' + 10
	}
	return 255
}

func formatUUID(id [16]byte) string {
	var b [36]byte
	hex.Encode(b[0:8], id[0:4])
	hex.Encode(b[9:13], id[4:6])
	hex.Encode(b[14:18], id[6:8])
	hex.Encode(b[19:23], id[8:10])
	hex.Encode(b[24:36], id[10:16])
	b[8], b[13], b[18], b[23] = '-', '-', '-', '-'
	return string(b[:])
}
