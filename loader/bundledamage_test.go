package loader

import (
	"compress/gzip"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// three are the members of a bundle that is damaged.
var three = []file{
	{"a", `{"Records":[{"eventName":"StartSession"},{"eventName":"SendCommand"}]}`},
	{"b", `{"eventName":"DescribeInstances"}` + "\n" + `{"eventName":"GetPasswordData"}`},
	{"c", `[{"eventName":"AssumeRole"}]`},
}

// asIs stores a text in gzip without compressing it, so that what is cut off
// the one is cut off the other.
var asIs = packed(func(w io.Writer) (io.WriteCloser, error) { return gzip.NewWriterLevel(w, gzip.NoCompression) })

// containers are small sources of every kind, each with what it holds.
func containers() map[string]struct {
	data  string
	holds []file
} {
	one := []file{{"", three[0].text}}
	type container = struct {
		data  string
		holds []file
	}
	return map[string]container{
		"gzip":         {gzipOf(one[0].text), one},
		"gzip, as is":  {asIs(one[0].text), one},
		"zstd":         {zstdOf(one[0].text), one},
		"xz":           {xzOf(one[0].text), one},
		"bzip2":        {bzip2ed(), []file{{"", bzip2text}}},
		"tar":          {tarOf(three...), three},
		"tar.gz":       {gzipOf(tarOf(three...)), three},
		"tar.gz as is": {asIs(tarOf(three...)), three},
		"zip":          {deflated(three...), three},
		"zip, stored":  {zipOf(0, same, three...), three},
		"zip, xz":      {zipOf(95, xzOf, three...), three},
		"zip in gzip":  {asIs(deflated(three...)), three},
		"UTF-16":       {utf16Of(binary.LittleEndian, one[0].text), one},
	}
}

// TestTruncated says that of a source that is cut off anywhere everything
// before the cut is read that can be, and that the cut is told.
func TestTruncated(t *testing.T) {
	for name, c := range containers() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			most := 0
			for n := 10; n < len(c.data); n++ {
				got := whole(t, c.data[:n])
				read := 0
				for i, l := range got.leaves {
					if l.name == "" && got.broken[""] != nil && c.holds[0].name != "" {
						continue // too little of a bundle to know it by
					}
					if i >= len(c.holds) || l.name != c.holds[i].name || !strings.HasPrefix(c.holds[i].text, strings.TrimSuffix(l.text, "\ufffd")) {
						t.Fatalf("cut off at %d: leaf %q holds %q", n, l.name, l.text)
					}
					read += len(l.text)
				}
				if read < most-len("\ufffd") {
					t.Errorf("cut off at %d: %d bytes are read, %d when more was cut off", n, read, most)
				}
				most = max(most, read)
				if name != "UTF-16" && len(got.broken)+len(got.trouble)+len(got.foreign) == 0 && n < len(c.data)-2*sniffed {
					t.Errorf("cut off at %d: nothing is said of it", n)
				}
			}
		})
	}
}

// TestCutText says that no byte in front of a cut is lost where compression
// hides none.
func TestCutText(t *testing.T) {
	text, stored := three[0].text, zipOf(0, same, three...)
	for n := range len(text) {
		for name, data := range map[string]string{
			"gzip": asIs(text)[:15+n], // 10 bytes of header, 5 of the block's
			"tar":  tarOf(three...)[:sniffed+n],
			"zip":  stored[:strings.Index(stored, text)+n],
		} {
			got := whole(t, data)
			if len(got.leaves) != 1 || got.leaves[0].text != text[:n] || !errors.Is(got.broken[got.leaves[0].name], io.ErrUnexpectedEOF) {
				t.Errorf("%s with %d bytes: %+v", name, n, got)
			}
		}
	}
}

// TestFlippedByte says that a damaged bit never ends the program, and that in
// a bundle that is not compressed as a whole it costs at most one member. What
// the bundle is known by is excepted.
func TestFlippedByte(t *testing.T) {
	known := map[string]int{"tar": 262, "zip": 4, "zip, stored": 4}
	for name, c := range containers() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for i := range c.data {
				data := []byte(c.data)
				data[i] ^= 1 << (i % 8)
				got := whole(t, string(data))
				if from, ok := known[name]; ok && i >= from && kept(got, c.holds) < len(c.holds)-1 {
					t.Errorf("byte %d: %+v", i, got)
				}
			}
		})
	}
}

// kept counts the texts that came out whole.
func kept(got told, want []file) int {
	n := 0
	for _, w := range want {
		for _, l := range got.leaves {
			if l.text == w.text {
				n++
				break
			}
		}
	}
	return n
}

// TestChangedFile says that a file that becomes shorter while it is read
// is broken off there.
func TestChangedFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.zip")
	text := strings.Repeat("x", 200_000)
	if err := os.WriteFile(path, []byte(zipOf(0, same, file{"a", "{}"}, file{"b", text})), 0o600); err != nil {
		t.Fatal(err)
	}
	ends := map[string]error{}
	err := source{path: path}.leaves(context.Background(), usualBounds(), func(int) {}, visitor{
		leaf: func(l leaf) error {
			if l.name == "a" {
				return os.Truncate(path, 100_000)
			}
			_, ends[l.name] = io.Copy(io.Discard, l.text)
			return nil
		},
		trouble: func(name string, err error) { ends[name] = err },
		foreign: func(string, string) {},
	})
	if err != nil || len(ends) == 0 {
		t.Errorf("%v, %v", err, ends)
	}
	for name, end := range ends {
		if end == nil {
			t.Errorf("%q ended well", name)
		}
	}
}

func FuzzLeaves(f *testing.F) {
	for _, c := range containers() {
		f.Add([]byte(c.data))
	}
	f.Add([]byte(deflated(file{"t.tgz", gzipOf(tarOf(file{"z.zip", deflated(three...)}))})))
	f.Add([]byte(xzOf("{}") + greedyXz()))
	f.Fuzz(func(t *testing.T, data []byte) {
		b := tight()
		b.members, b.inMemory, b.window = 100, 1<<20, 1<<20
		s := piped(data)
		got := visit(t, b, s)
		read := int64(0)
		for i, l := range got.leaves {
			read += int64(len(l.text))
			in, err := s.leaf(context.Background(), b, got.spots[i])
			if err != nil {
				t.Fatalf("%q is not found again: %v", l.name, err)
			}
			if again, _ := io.ReadAll(in); string(again) != l.text && !bounded(got.broken[l.name]) {
				t.Fatalf("%q is %q, then %q", l.name, l.text, again)
			}
			in.Close()
		}
		if most := 3 * (b.total + b.ratio*int64(len(data)) + 1<<20); read > most || len(got.leaves) > b.members {
			t.Errorf("%d bytes and %d leaves out of %d bytes", read, len(got.leaves), len(data))
		}
	})
}

// bounded tells whether a text was cut off by a bound of the whole source,
// which lies elsewhere when it is read alone.
func bounded(err error) bool {
	var bound *boundError
	return errors.As(err, &bound)
}
