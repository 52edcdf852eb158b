package bundle

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"strings"
	"sync"
	"testing"

	"coldtrail/loader/dumptest/pack"
	"github.com/ulikunitz/xz"
)

// dense are marks as near to each other as can be.
func dense() *Marks { return &Marks{density: density{windows: 1, plain: 1, texts: 1}} }

// marked is standard input of which marks are gathered.
func marked(data string, m *Marks) Source {
	s := piped([]byte(data))
	s.Marks = m
	return s
}

// prose is text that compresses as records do.
func prose(seed uint64, length int) string {
	dice := rand.New(rand.NewPCG(seed, 0))
	var b strings.Builder
	for b.Len() < length {
		fmt.Fprintf(&b, `{"eventSource":"ssm.amazonaws.com","eventName":"StartSession","n":%d,"x":"%x ü"}`+"\n", b.Len(), dice.Uint64())
	}
	return b.String()
}

// flushed is gzip of many blocks: the compressor is flushed at random places.
func flushed(level int, text string) string {
	dice := rand.New(rand.NewPCG(9, uint64(len(text))))
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, level)
	for err == nil && text != "" {
		n := min(1+dice.IntN(6000), len(text))
		if _, err = io.WriteString(w, text[:n]); err == nil {
			err = w.Flush()
		}
		text = text[n:]
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		panic(err)
	}
	return b.String()
}

// deflated is deflate as it stands in zips.
func deflated(text string) string {
	data := flushed(flate.BestSpeed, text)
	return data[10 : len(data)-8]
}

// members is gzip of several members, many small ones and larger.
func members(text string) string {
	var b strings.Builder
	for i := 0; text != ""; i++ {
		n := min(10, len(text))
		if i > 2*manySmall {
			n = min(50_000, len(text))
		}
		if i > 2*manySmall+3 {
			n = len(text)
		}
		b.WriteString(flushed(gzip.BestCompression, text[:n]))
		text = text[n:]
	}
	return b.String()
}

// frames is zstd of several frames, some to skip among them.
func frames(text string) string {
	var b strings.Builder
	for text != "" {
		n := min(20_000, len(text))
		b.WriteString(pack.Zstd(text[:n]) + "\x53\x2a\x4d\x18\x05\x00\x00\x00-----")
		text = text[n:]
	}
	return b.String()
}

// xzBlocks is xz of several streams of several blocks.
func xzBlocks(text string) string {
	var b bytes.Buffer
	for text != "" {
		n := min(130_000, len(text))
		w, err := xz.WriterConfig{DictCap: 1 << 16, BlockSize: 30_000}.NewWriter(&b)
		if err == nil {
			_, err = io.WriteString(w, text[:n])
		}
		if err == nil {
			err = w.Close()
		}
		if err != nil {
			panic(err)
		}
		text = text[n:]
	}
	return b.String()
}

// enterable are sources of every kind in which texts can be entered in the
// middle, with how many places there are at least for that in the longest.
func enterable(text string) map[string]struct {
	data   string
	places int
} {
	type source = struct {
		data   string
		places int
	}
	small := file{"small", prose(7, 900)}
	return map[string]source{
		"plain":              {text, len(text)},
		"gzip":               {flushed(gzip.DefaultCompression, text), 10},
		"gzip, as it comes":  {pack.Gzip(text), 2},
		"gzip, stored":       {flushed(gzip.NoCompression, text), 10},
		"gzip, Huffman only": {flushed(gzip.HuffmanOnly, text), 10},
		"members":            {members(text), 30},
		"gzip in gzip":       {flushed(6, flushed(1, text)), 10},
		"tar":                {pack.Tar(small, file{"a", text}, small), len(text)},
		"tar.gz":             {flushed(6, pack.Tar(small, file{"a", text}, small)), 10},
		"gz in tar.gz":       {flushed(6, pack.Tar(small, file{"a", members(text)}, small)), 30},
		"zip":                {zipOf(8, deflated, small, file{"a", text}, small), 10},
		"zip, stored":        {zipOf(0, same, small, file{"a", text}, small), len(text)},
		"tar.gz in zip":      {zipOf(8, deflated, small, file{"a", flushed(6, pack.Tar(small, file{"b", text}, small))}, small), 10},
		"gz in zip, stored":  {zipOf(0, same, small, file{"a", flushed(6, text)}, small), 10},
		"zstd":               {frames(text), 14},
		"zstd, one frame":    {pack.Zstd(text), 1},
		"tar.zst":            {frames(pack.Tar(small, file{"a", frames(text)}, small)), 14},
		"xz":                 {xzBlocks(text), 10},
		"xz, one block":      {pack.Xz(text), 1},
		"xz in tar.gz":       {flushed(6, pack.Tar(small, file{"a", xzBlocks(text)}, small)), 10},
		"UTF-16":             {pack.UTF16(binary.LittleEndian, text), 10},
		"UTF-16, big endian": {flushed(6, pack.UTF16(binary.BigEndian, text)), 10},
	}
}

// TestEnter says that a text that is entered anywhere is the same from there on.
func TestEnter(t *testing.T) {
	text := prose(1, 300_000)
	for name, c := range enterable(text) {
		t.Run(name, func(t *testing.T) {
			s := marked(c.data, dense())
			got := visit(t, Usual(), s)
			if len(got.trouble)+len(got.broken)+len(got.foreign) > 0 {
				t.Fatalf("%+v %+v %+v", got.trouble, got.broken, got.foreign)
			}
			longest := 0
			for i, l := range got.leaves {
				entered(t, s, got.spots[i], l.Text())
				longest = max(longest, places(s, got.spots[i], l.Text()))
			}
			if longest < c.places {
				t.Errorf("%d places to enter at, want %d", longest, c.places)
			}
		})
	}
}

// places counts the places at which a text can be entered.
func places(s Source, at Spot, text string) int {
	n := 0
	for offset := len(text) - 1; offset >= 0; offset = int(s.Near(at, int64(offset))) - 1 {
		n++
	}
	return n
}

// entered fails where a text that is entered near some offset goes on
// otherwise than it does when it is read from its beginning.
func entered(t testing.TB, s Source, at Spot, text string) {
	t.Helper()
	dice := rand.New(rand.NewPCG(3, uint64(len(text))))
	offsets := []int{0, len(text) - 1, len(text)}
	for range 30 {
		offsets = append(offsets, dice.IntN(len(text)+1))
	}
	for _, offset := range offsets {
		in, from, err := s.LeafNear(context.Background(), Usual(), at, int64(offset))
		if err != nil {
			t.Errorf("entering at %d: %v", offset, err)
			return
		}
		if near := s.Near(at, int64(offset)); from > int64(offset) || from > near {
			t.Errorf("entered at %d for %d, near which is %d", from, offset, near)
			return
		}
		rest := make([]byte, len(text)-int(from))
		if _, err := io.ReadFull(in, rest); err != nil || string(rest) != text[from:] {
			t.Errorf("from byte %d on for %d: %.60q, %v; want %.60q", from, offset, rest, err, text[from:])
			return
		}
		in.Close()
	}
}

// TestEnterBzip2 says the same of bzip2, for which there is no compressor in
// Go's library: three blocks that begin at any bit, alone and as streams one
// behind another.
func TestEnterBzip2(t *testing.T) {
	var text strings.Builder
	for i := range 8000 {
		fmt.Fprintf(&text, `{"eventName":"StartSession","n":%d}`+"\n", i%700)
	}
	blocks, err := os.ReadFile("testdata/blocks.bz2") // bzip2 -1
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		data, text string
		places     int
	}{
		"stream":  {string(blocks), text.String(), 3},
		"streams": {strings.Repeat(bzip2ed(), 3), strings.Repeat(bzip2text, 3), 3},
		"in tar":  {pack.Tar(file{"a", string(blocks)}), text.String(), 3},
	} {
		s := marked(c.data, dense())
		got := visit(t, Usual(), s)
		if len(got.leaves) != 1 || got.leaves[0].Text() != c.text {
			t.Fatalf("%s: %d leaves", name, len(got.leaves))
		}
		entered(t, s, got.spots[0], c.text)
		if n := places(s, got.spots[0], c.text); n != c.places {
			t.Errorf("%s: %d places to enter at, want %d", name, n, c.places)
		}
	}
}

// TestEnterWhileVisited says that a text is entered where it was visited so far
// while the visit goes on.
func TestEnterWhileVisited(t *testing.T) {
	text := prose(1, 300_000)
	s := marked(flushed(6, pack.Tar(file{"a", flushed(6, text)})), dense())
	var readers sync.WaitGroup
	err := s.Leaves(context.Background(), Usual(), nil, func(int) {}, Visitor{Leaf: func(l Leaf) error {
		for half := int64(len(text) / 2); half > 1000; half /= 2 {
			if _, err := io.CopyN(io.Discard, l.Text, half); err != nil {
				return err
			}
			readers.Go(func() { entered(t, s, l.Spot, text) })
			if near := s.Near(l.Spot, half); near < half-20_000 {
				t.Errorf("byte %d is reached from byte %d on", half, near)
			}
		}
		return nil
	}})
	readers.Wait()
	if err != nil {
		t.Error(err)
	}
}

// TestLeafByMarks says that every member of a bundle is found by its spot when
// there are marks as when there are none, to its last byte.
func TestLeafByMarks(t *testing.T) {
	long := strings.Repeat("long/", 40) + "name"
	files := []file{{"folder/", ""}, {"a", prose(1, 5000)}, {long, prose(2, 512)}, {"b.gz", flushed(6, prose(3, 9000))}, {"c.tar", pack.Tar(file{"x", "{1}"}, file{"y", "{2}"})}, {"d", "{}"}}
	for name, data := range map[string]string{
		"tar": pack.Tar(files...), "tar.gz": flushed(6, pack.Tar(files...)), "two tars": flushed(6, pack.Tar(files...)+pack.Tar(files...)),
		"damaged": flushed(6, strings.Replace(pack.Tar(files...), "b.gz\x00", "b.gx\x00", 1)), "zip": pack.Zip(files...),
	} {
		s := marked(data, dense())
		got := visit(t, Usual(), s)
		if len(got.leaves) < 5 {
			t.Errorf("%s: %d leaves", name, len(got.leaves))
		}
		for i, want := range got.leaves {
			in, err := s.Leaf(context.Background(), Usual(), got.spots[i])
			if err != nil {
				t.Errorf("%s: %s at %v: %v", name, want.Name(), got.spots[i], err)
				continue
			}
			if text, err := io.ReadAll(in); err != nil || string(text) != want.Text() {
				t.Errorf("%s: %s at %v is %.40q, %v", name, want.Name(), got.spots[i], text, err)
			}
			in.Close()
		}
	}
}

// TestEmptyBlocks says that a stream of blocks that hold nothing is a bomb.
func TestEmptyBlocks(t *testing.T) {
	head := flushed(gzip.NoCompression, "{}")[:10]
	got := visit(t, Usual(), marked(head+strings.Repeat("\x00\x00\x00\xff\xff", 10*leastBlocks), NewMarks()))
	if err := got.broken[""]; err == nil && got.trouble[""] == nil {
		t.Errorf("%d bytes, nothing said", len(got.leaves[0].Text()))
	} else if said := fmt.Sprint(err, got.trouble[""]); !strings.Contains(said, "next to nothing") {
		t.Error(said)
	}
}

// FuzzEnter says that any offset of any text is entered with what is there when
// the text is read from its beginning.
func FuzzEnter(f *testing.F) {
	for _, c := range enterable(prose(1, 2000)) {
		f.Add([]byte(c.data))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		b := tight()
		b.members, b.inMemory, b.window = 100, 1<<20, 1<<20
		s := marked(string(data), dense())
		got := visit(t, b, s)
		plain := visit(t, b, piped(data))
		for i, l := range got.leaves {
			if i >= len(plain.leaves) || plain.leaves[i] != l || plain.spots[i] != got.spots[i] {
				t.Fatalf("leaf %d is another without marks", i)
			}
			for _, offset := range []int{len(l.Text()), len(l.Text()) / 2} {
				in, from, err := s.LeafNear(context.Background(), b, got.spots[i], int64(offset))
				if err != nil {
					t.Fatalf("entering %q at %d: %v", l.Name(), offset, err)
				}
				rest := make([]byte, len(l.Text())-int(from))
				if _, err := io.ReadFull(in, rest); err != nil && !bounded(got.broken[l.Name()]) || err == nil && string(rest) != l.Text()[from:] {
					t.Fatalf("%q from byte %d on: %.60q, %v; want %.60q", l.Name(), from, rest, err, l.Text()[from:])
				}
				in.Close()
			}
		}
	})
}
