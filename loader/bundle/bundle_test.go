package bundle

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"context"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"slices"
	"strings"
	"testing"

	"coldtrail/loader/dumptest/pack"
)

// told is what a visit of a source told.
type told struct {
	leaves  []file           // in order, as far as each could be read
	spots   []Spot           // parallel to leaves
	broken  map[string]error // what ended a text too early, by name
	trouble map[string]error
	foreign map[string]string
}

// visit visits everything in a source, and fails where numbers, spots or what
// is found again at a spot are not what they should be.
func visit(t testing.TB, b Bounds, s Source) told {
	t.Helper()
	got := told{nil, nil, map[string]error{}, map[string]error{}, map[string]string{}}
	err := s.Leaves(context.Background(), b, nil, func(int) {}, Visitor{
		Leaf: func(l Leaf) error {
			if l.Number != len(got.leaves) {
				t.Errorf("leaf %d of %q has the number %d", len(got.leaves), l.Name, l.Number)
			}
			text, err := io.ReadAll(l.Text)
			if err != nil {
				got.broken[l.Name] = err
			}
			got.leaves, got.spots = append(got.leaves, file{l.Name, string(text)}), append(got.spots, l.Spot)
			return nil
		},
		Trouble: func(name string, err error) { got.trouble[name] = errors.Join(got.trouble[name], err) },
		Foreign: func(name, why string) { got.foreign[name] = why },
	})
	if err != nil {
		t.Errorf("visiting: %v", err)
	}
	return got
}

// piped is standard input that gave these bytes.
func piped(data []byte) Source {
	p := NewPipe(bytes.NewReader(data))
	p.size()
	return Source{Path: "-", Piped: p}
}

// whole visits bytes, and opens every leaf again by its spot.
func whole(t testing.TB, data string) told {
	t.Helper()
	s := piped([]byte(data))
	got := visit(t, Usual(), s)
	for i, at := range got.spots {
		want := got.leaves[i]
		in, err := s.Leaf(context.Background(), Usual(), at)
		if err != nil {
			t.Errorf("opening %q again: %v", want.Name(), err)
			continue
		}
		text, err := io.ReadAll(in)
		if string(text) != want.Text() || (err == nil) != (got.broken[want.Name()] == nil) {
			t.Errorf("%q read again at %v gives %q, %v, not %q", want.Name(), at, text, err, want.Text())
		}
		in.Close()
	}
	return got
}

func same(text string) string { return text }

// bzip2ed is bzip2text as bzip2 compresses it: there is no compressor for it in Go's library.
const bzip2text = `{"Records":[{"eventName":"StartSession"},{"eventName":"SendCommand"}]}`

func bzip2ed() string {
	data, err := hex.DecodeString("425a6839314159265359aca50f220000201f80100400100801180a2e239d0a2000543503403201a095349b50c4c46329e196510fb0fd422c4444e65534b4ec6917c38952eba1c4a432ea45b9c9025de35df602fc5dc914e14242b2943c88")
	if err != nil {
		panic(err)
	}
	return string(data)
}

// file is a member of a bundle.
type file = pack.File

// zipOf writes a zip whose members were compressed by a method's compressor; the
// sizes stand in front of the members.
func zipOf(method uint16, compress func(string) string, files ...file) string {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, f := range files {
		data := compress(f.Text())
		m, err := w.CreateRaw(&zip.FileHeader{
			Name: f.Name(), Method: method, CRC32: crc32.ChecksumIEEE([]byte(f.Text())),
			CompressedSize64: uint64(len(data)), UncompressedSize64: uint64(len(f.Text())),
		})
		if err != nil {
			panic(err)
		}
		if _, err := io.WriteString(m, data); err != nil {
			panic(err)
		}
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
	return b.String()
}

// record is a record of the second n of a day.
func record(n int) string {
	return fmt.Sprintf(`{"eventVersion":"1.08","eventTime":"2024-08-01T00:00:%02dZ","eventSource":"ssm.amazonaws.com","eventName":"StartSession","eventID":"0a0b0c0d-0000-4000-8000-%012d"}`, n, n)
}

// TestLeaves says that the same text comes out of whatever it is packed in.
func TestLeaves(t *testing.T) {
	one, two := `{"Records":[`+record(1)+","+record(2)+"]}", record(3)+"\n"+record(4)+"\n"+`{"é":"日本"}`+"\n"
	for name, c := range map[string]struct {
		data string
		want []file
	}{
		"plain":                    {one, []file{{"", one}}},
		"empty":                    {"", []file{{"", ""}}},
		"no JSON":                  {"hello", []file{{"", "hello"}}},
		"UTF-8 mark":               {"\ufeff" + one, []file{{"", "\ufeff" + one}}},
		"UTF-16 LE":                {pack.UTF16(binary.LittleEndian, two), []file{{"", two}}},
		"UTF-16 BE":                {pack.UTF16(binary.BigEndian, two), []file{{"", two}}},
		"gzip":                     {pack.Gzip(one), []file{{"", one}}},
		"gzip of nothing":          {pack.Gzip(""), []file{{"", ""}}},
		"gzip run together":        {pack.Gzip(one) + pack.Gzip(two), []file{{"", one + two}}},
		"gzip of UTF-16":           {pack.Gzip(pack.UTF16(binary.LittleEndian, two)), []file{{"", two}}},
		"zstd":                     {pack.Zstd(one), []file{{"", one}}},
		"zstd run together":        {pack.Zstd(one) + pack.Zstd(two), []file{{"", one + two}}},
		"zstd after a frame":       {"P\x2a\x4d\x18\x02\x00\x00\x00..."[:10] + pack.Zstd(one), []file{{"", one}}},
		"xz":                       {pack.Xz(one), []file{{"", one}}},
		"xz of nothing":            {pack.Xz(""), []file{{"", ""}}},
		"xz run together":          {pack.Xz(one) + "\x00\x00\x00\x00" + pack.Xz(two), []file{{"", one + two}}},
		"bzip2":                    {bzip2ed(), []file{{"", bzip2text}}},
		"bzip2 run together":       {bzip2ed() + bzip2ed(), []file{{"", bzip2text + bzip2text}}},
		"gzip in zstd in xz":       {pack.Xz(pack.Zstd(pack.Gzip(one))), []file{{"", one}}},
		"tar":                      {pack.Tar(file{"d/", ""}, file{"d/b", one}, file{"a", two}), []file{{"d/b", one}, {"a", two}}},
		"tar of nothing":           {pack.Tar(file{"a", ""}), []file{{"a", ""}}},
		"tars one behind another":  {pack.Tar(file{"a", one}) + pack.Tar(file{"b", two}), []file{{"a", one}, {"b", two}}},
		"tar.gz":                   {pack.Gzip(pack.Tar(file{"a.json", one}, file{"b.json.gz", pack.Gzip(two)})), []file{{"a.json", one}, {"b.json.gz", two}}},
		"tar.xz":                   {pack.Xz(pack.Tar(file{"a", one})), []file{{"a", one}}},
		"long names in a tar":      {pack.Tar(file{strings.Repeat("é/", 200) + "a", one}), []file{{strings.Repeat("é/", 200) + "a", one}}},
		"zip":                      {pack.Zip(file{"d/", ""}, file{"d/b", one}, file{"a", two}), []file{{"d/b", one}, {"a", two}}},
		"zip of nothing":           {pack.Zip(), nil},
		"zip, stored":              {zipOf(0, same, file{"a", one}), []file{{"a", one}}},
		"zip, zstd":                {zipOf(93, pack.Zstd, file{"a", one}), []file{{"a", one}}},
		"zip, xz":                  {zipOf(95, pack.Xz, file{"a", one}), []file{{"a", one}}},
		"zip, bzip2":               {zipOf(12, func(string) string { return bzip2ed() }, file{"a", bzip2text}), []file{{"a", bzip2text}}},
		"the same name twice":      {pack.Zip(file{"a", one}, file{"a", ""}), []file{{"a", one}, {"a", ""}}},
		"names are only names":     {pack.Zip(file{"../a", one}, file{"/etc/b", two}), []file{{"../a", one}, {"/etc/b", two}}},
		"zip of json.gz":           {pack.Zip(file{"a.json.gz", pack.Gzip(one)}, file{"b.json.gz", pack.Gzip(two)}), []file{{"a.json.gz", one}, {"b.json.gz", two}}},
		"zip of tar.gz of zip":     {pack.Zip(file{"t.tgz", pack.Gzip(pack.Tar(file{"z.zip", pack.Zip(file{"a.zst", pack.Zstd(one)}, file{"b", two})}, file{"c", one}))}, file{"d", two}), []file{{"t.tgz!z.zip!a.zst", one}, {"t.tgz!z.zip!b", two}, {"t.tgz!c", one}, {"d", two}}},
		"zip in gzip":              {pack.Gzip(pack.Zip(file{"a", one})), []file{{"a", one}}},
		"a record that says ustar": {`{"` + strings.Repeat("x", 255) + `ustar":` + one + "}" + two + two, []file{{"", `{"` + strings.Repeat("x", 255) + `ustar":` + one + "}" + two + two}}},
		"zeros in a record":        {`{"a":"` + strings.Repeat("\x00", 900) + `"}` + one, []file{{"", `{"a":"` + strings.Repeat("\x00", 900) + `"}` + one}}},
	} {
		t.Run(name, func(t *testing.T) {
			got := whole(t, c.data)
			if !slices.Equal(got.leaves, c.want) {
				t.Errorf("leaves %q, want %q", got.leaves, c.want)
			}
			if len(got.broken)+len(got.trouble)+len(got.foreign) > 0 {
				t.Errorf("broken %v, trouble %v, foreign %v", got.broken, got.trouble, got.foreign)
			}
		})
	}
}

// TestNotLeaves says what is named and not read.
func TestNotLeaves(t *testing.T) {
	for name, c := range map[string]struct {
		data, inside string
		foreign      bool // else trouble
		says         string
	}{
		"Parquet":        {"PAR1\x15\x04", "", true, "JSON lines"},
		"SQLite":         {"SQLite format 3\x00\x10", "", true, "SQLite"},
		"packets":        {"\xd4\xc3\xb2\xa1\x02\x00\x04\x00", "", true, "packet"},
		"zeros":          {strings.Repeat("\x00", 2000), "", true, "no text"},
		"7-Zip":          {"7z\xbc\xaf\x27\x1c\x00\x04", "", false, "unpack it and load"},
		"in gzip":        {pack.Gzip("7z\xbc\xaf\x27\x1c\x00\x04"), "", false, "7-Zip"},
		"in a zip":       {pack.Zip(file{"x/.DS_Store", "anything"}), "x/.DS_Store", true, "macOS"},
		"in a tar":       {pack.Tar(file{"x/._a.json", "anything"}), "x/._a.json", true, "macOS"},
		"macOS in a zip": {pack.Zip(file{"__MACOSX/a.json", "{}"}), "__MACOSX/a.json", true, "macOS"},
		"AppleDouble":    {"\x00\x05\x16\x07\x00", "", true, "macOS"},
		"bad gzip":       {"\x1f\x8b\x08\xff", "", false, "gzip: unexpected EOF"},
		"encrypted":      {encrypted(pack.Zip(file{"a", "text"})), "a", false, "password"},
		"method":         {method(9, pack.Zip(file{"a", "text"})), "a", false, "method 9"},
		"split":          {splitZip(pack.Zip(file{"a", "text"})), "", false, "join the parts"},
		"split, first":   {"PK\x07\x08" + pack.Zip(file{"a", "text"})[:40], "", false, "join the parts"},
		"noise":          {"\x80\x81\x02\xff\xfe\x03\x90", "", true, "no text"},
	} {
		t.Run(name, func(t *testing.T) {
			got := whole(t, c.data)
			said := got.foreign[c.inside]
			if err := got.trouble[c.inside]; !c.foreign && err != nil {
				said = err.Error()
			}
			if !strings.Contains(said, c.says) || c.foreign && len(got.trouble) > 0 || !c.foreign && len(got.foreign) > 0 {
				t.Errorf("foreign %q, trouble %v; want %q of %q", got.foreign, got.trouble, c.says, c.inside)
			}
		})
	}
}

// inEntries changes the two bytes at a place of every entry of a zip's directory.
func inEntries(data string, at int, number uint16) string {
	b := []byte(data)
	for i := range b {
		if bytes.HasPrefix(b[i:], []byte(zipEntry)) {
			le.PutUint16(b[i+at:], number)
		}
	}
	return string(b)
}

func encrypted(data string) string             { return inEntries(data, 8, 9) }
func method(method uint16, data string) string { return inEntries(data, 10, method) }

// splitZip writes the number of a later part into a zip's end.
func splitZip(data string) string {
	b := []byte(data)
	b[bytes.LastIndex(b, []byte(zipEnd))+4] = 3
	return string(b)
}

// TestLinks says that links and devices of a tar are named and not followed.
func TestLinks(t *testing.T) {
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, h := range []tar.Header{
		{Name: "soft", Typeflag: tar.TypeSymlink, Linkname: "/etc/passwd"},
		{Name: "hard", Typeflag: tar.TypeLink, Linkname: "a"},
		{Name: "pipe", Typeflag: tar.TypeFifo},
		{Name: "disk", Typeflag: tar.TypeBlock},
	} {
		if err := w.WriteHeader(&h); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	got := whole(t, b.String())
	want := map[string]string{"soft": "a link to /etc/passwd", "hard": "a link to a", "pipe": "no regular file", "disk": "no regular file"}
	for name, why := range want {
		if got.foreign[name] != why {
			t.Errorf("%s is %q, want %q", name, got.foreign[name], why)
		}
	}
	if len(got.leaves)+len(got.trouble) > 0 || len(got.foreign) != len(want) {
		t.Errorf("%+v", got)
	}
}

// TestVisitEnds says that a visit ends with the error of a visitor or of its
// context, and that nothing is told of that.
func TestVisitEnds(t *testing.T) {
	data := pack.Gzip(pack.Tar(file{"z", pack.Zip(file{"a", "{}"}, file{"b", "{}"})}, file{"c", "{}"}))
	s := piped([]byte(data))
	stop := errors.New("stop")
	ctx, cancel := context.WithCancel(context.Background())
	for name, c := range map[string]struct {
		end  func() error
		want error
	}{
		"visitor": {func() error { return stop }, stop},
		"context": {func() error { cancel(); return nil }, context.Canceled},
	} {
		seen := 0
		err := s.Leaves(ctx, Usual(), nil, func(int) {}, Visitor{
			Leaf:    func(Leaf) error { seen++; return c.end() },
			Trouble: func(name string, err error) { t.Errorf("%s: %v", name, err) },
			Foreign: func(name, why string) { t.Errorf("%s: %s", name, why) },
		})
		if !errors.Is(err, c.want) || seen != 1 {
			t.Errorf("%s: %v after %d leaves", name, err, seen)
		}
	}
}

// TestLeafGone says that a spot where there is no leaf is an error.
func TestLeafGone(t *testing.T) {
	for _, data := range []string{"{}", pack.Tar(file{"a", "{}"}), pack.Zip(file{"a", "{}"}), "\x1f\x8b\x08", ""} {
		for _, at := range []Spot{{member: 5}, {member: 1 << 40}, {member: -1}, {within: 3}} {
			s := piped([]byte(data))
			if in, err := s.Leaf(context.Background(), Usual(), at); err == nil {
				in.Close()
				t.Errorf("%q has a leaf at %v", data, at)
			}
		}
	}
	if _, err := (Source{Path: "/no/such/file"}).Leaf(context.Background(), Usual(), Spot{}); err == nil {
		t.Error("opened what is not there")
	}
}

// TestCount says that count sees what is read of a file, zips by their members only.
func TestCount(t *testing.T) {
	for name, data := range map[string]string{"plain": strings.Repeat("x", 100_000), "zip": pack.Zip(file{"a", "{}"})} {
		read := 0
		s := piped([]byte(data))
		err := s.Leaves(context.Background(), Usual(), nil, func(n int) { read += n }, Visitor{
			Leaf: func(l Leaf) error { _, err := io.Copy(io.Discard, l.Text); return err },
		})
		if err != nil || read < len(data) {
			t.Errorf("%s: %d of %d bytes, %v", name, read, len(data), err)
		}
	}
}
