package bundle

import (
	"bytes"
	"path"
	"strconv"
	"strings"
	"unicode/utf8"
)

// form is what a stream is, as far as it must be unpacked.
type form uint8

const (
	formText   form = iota
	formUTF16       // a text of two bytes a character
	formPacked      // compressed
	formZip
	formTar
	formUnread  // may hold records, and is not read
	formForeign // holds none
)

// recognised is what the beginning of a stream says of it.
type recognised struct {
	form  form
	codec codec  // of formPacked
	why   string // of formUnread and formForeign
}

// packed tells whether there are streams in the stream.
func (r recognised) packed() bool {
	return r.form == formPacked || r.form == formZip || r.form == formTar
}

// recognise looks at the first bytes of a stream, as many as a block of a tar
// where there are so many.
func recognise(begin []byte) recognised {
	for _, m := range magics {
		if m.matches(begin) {
			return m.recognised
		}
	}
	switch {
	case isUTF16(begin):
		return recognised{form: formUTF16}
	case isTar(begin):
		return recognised{form: formTar}
	case isBinary(begin):
		return recognised{form: formForeign, why: "no text"}
	}
	return recognised{}
}

// magic is what streams of a kind begin with; a ? stands for any byte.
type magic struct {
	begin string
	recognised
}

func (m magic) matches(begin []byte) bool {
	if len(begin) < len(m.begin) {
		return false
	}
	for i, want := range []byte(m.begin) {
		if want != '?' && begin[i] != want {
			return false
		}
	}
	return true
}

const (
	unpackFirst = "is not unpacked here: unpack it and load what comes out"
	asLines     = "is not read: export it as JSON lines and load those, for instance with DuckDB's COPY … TO … (FORMAT json)"
)

var magics = []magic{
	{"\x1f\x8b\x08", recognised{formPacked, gzipped, ""}},
	{"\x28\xb5\x2f\xfd", recognised{formPacked, zstded, ""}},
	{"P\x2a\x4d\x18", recognised{formPacked, zstded, ""}}, // a frame to skip, as parallel compressors write first
	{"\xfd7zXZ\x00", recognised{formPacked, xzed, ""}},
	{"BZh?1AY&SY", recognised{formPacked, bzipped, ""}},
	{"BZh?\x17rE8P\x90", recognised{formPacked, bzipped, ""}}, // of nothing
	{"PK\x03\x04", recognised{form: formZip}},
	{"PK\x05\x06", recognised{form: formZip}}, // of nothing
	{"PK\x07\x08", recognised{form: formZip}}, // split
	{"7z\xbc\xaf\x27\x1c", recognised{form: formUnread, why: "a 7-Zip archive " + unpackFirst}},
	{"Rar!\x1a\x07", recognised{form: formUnread, why: "a RAR archive " + unpackFirst}},
	{"\x04\x22\x4d\x18", recognised{form: formUnread, why: "compressed with LZ4, which " + unpackFirst}},
	{"\xff\x06\x00\x00sNaPpY", recognised{form: formUnread, why: "compressed with Snappy, which " + unpackFirst}},
	{"LZIP", recognised{form: formUnread, why: "compressed with lzip, which " + unpackFirst}},
	{"\x1f\x9d", recognised{form: formUnread, why: "compressed with compress, which " + unpackFirst}},
	{"PAR1", recognised{form: formForeign, why: "Parquet, as Security Lake keeps events, " + asLines}},
	{"ORC", recognised{form: formForeign, why: "ORC " + asLines}},
	{"Obj\x01", recognised{form: formForeign, why: "Avro " + asLines}},
	{"\x7fELF", recognised{form: formForeign, why: "a program"}},
	{"MZ?\x00", recognised{form: formForeign, why: "a program"}},
	{"\x89PNG", recognised{form: formForeign, why: "an image"}},
	{"\xff\xd8\xff", recognised{form: formForeign, why: "an image"}},
	{"%PDF-", recognised{form: formForeign, why: "a PDF document"}},
	{"SQLite format 3\x00", recognised{form: formForeign, why: "an SQLite database"}},
	{"ElfFile\x00", recognised{form: formForeign, why: "a Windows event log"}},
	{"\xd4\xc3\xb2\xa1", recognised{form: formForeign, why: "a packet capture"}},
	{"\xa1\xb2\xc3\xd4", recognised{form: formForeign, why: "a packet capture"}},
	{"\x0a\x0d\x0d\x0a", recognised{form: formForeign, why: "a packet capture"}},
	{"\xd0\xcf\x11\xe0", recognised{form: formForeign, why: "a document of Microsoft Office"}},
	{"\x00\x05\x16\x07", recognised{form: formForeign, why: appleDouble}},
	{"\x00\x00\x00\x01Bud1", recognised{form: formForeign, why: finder}},
}

const (
	appleDouble = "attributes of a file, written by macOS"
	finder      = "the look of a folder, written by macOS"
)

// neighbour says what a file is that systems leave beside evidence, by its
// name; "" for any other.
func neighbour(name string) string {
	name = strings.ReplaceAll(name, `\`, "/")
	switch base := path.Base(name); {
	case base == ".DS_Store":
		return finder
	case strings.HasPrefix(base, "._"), strings.HasPrefix("/"+name, "/__MACOSX/"), strings.Contains(name, "/__MACOSX/"):
		return appleDouble
	}
	return ""
}

// isBinary tells whether more than a tenth of the bytes are none of a text. A
// few are damage: the text is read for what is left of it.
func isBinary(begin []byte) bool {
	if isJSON(begin) || isUTF16(begin) {
		return false
	}
	odd := 0
	for rest := begin; len(rest) > 0; {
		r, length := utf8.DecodeRune(rest)
		if r == utf8.RuneError && length == 1 || r < ' ' && !strings.ContainsRune("\t\n\r\f\x1b", r) {
			odd++
		}
		rest = rest[length:]
	}
	return odd*10 > len(begin)
}

// isJSON tells whether a stream begins as JSON does.
func isJSON(begin []byte) bool {
	text := bytes.TrimLeft(begin, " \t\r\n\ufeff")
	return len(text) > 0 && (text[0] == '{' || text[0] == '[')
}

func isUTF16(begin []byte) bool {
	return bytes.HasPrefix(begin, []byte("\xff\xfe")) || bytes.HasPrefix(begin, []byte("\xfe\xff"))
}

// isTar tells whether a block is the header of a tar's member: its check is
// right, or ustar stands at byte 257. The latter may also stand in a record.
func isTar(block []byte) bool {
	return len(block) == sniffed && (checks(block) || string(block[257:262]) == "ustar" && !isJSON(block))
}

// checks tells whether a header's check is the sum of its bytes, its own
// counted as blanks.
func checks(block []byte) bool {
	const from, to = 148, 156
	want, err := strconv.ParseInt(string(bytes.Trim(block[from:to], " \x00")), 8, 64)
	sum := int64(to-from) * ' '
	for i, b := range block {
		if i < from || i >= to {
			sum += int64(b)
		}
	}
	return err == nil && sum == want
}
