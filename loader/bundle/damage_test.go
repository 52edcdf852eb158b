package bundle

import (
	"context"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"coldtrail/loader/dumptest/pack"
)

// three are the members of a bundle that is damaged.
var three = []file{
	{"a", `{"Records":[{"eventName":"StartSession"},{"eventName":"SendCommand"}]}`},
	{"b", `{"eventName":"DescribeInstances"}` + "\n" + `{"eventName":"GetPasswordData"}`},
	{"c", `[{"eventName":"AssumeRole"}]`},
}

// containers are small sources of every kind, each with what it holds.
func containers() map[string]struct {
	data  string
	holds []file
} {
	one := []file{{"", three[0].Text()}}
	type container = struct {
		data  string
		holds []file
	}
	return map[string]container{
		"gzip":         {pack.Gzip(one[0].Text()), one},
		"gzip, as is":  {pack.Stored(one[0].Text()), one},
		"zstd":         {pack.Zstd(one[0].Text()), one},
		"xz":           {pack.Xz(one[0].Text()), one},
		"bzip2":        {bzip2ed(), []file{{"", bzip2text}}},
		"tar":          {pack.Tar(three...), three},
		"tar.gz":       {pack.Gzip(pack.Tar(three...)), three},
		"tar.gz as is": {pack.Stored(pack.Tar(three...)), three},
		"zip":          {pack.Zip(three...), three},
		"zip, stored":  {zipOf(0, same, three...), three},
		"zip, xz":      {zipOf(95, pack.Xz, three...), three},
		"zip in gzip":  {pack.Stored(pack.Zip(three...)), three},
		"UTF-16":       {pack.UTF16(binary.LittleEndian, one[0].Text()), one},
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
					if l.Name() == "" && got.broken[""] != nil && c.holds[0].Name() != "" {
						continue // too little of a bundle to know it by
					}
					if i >= len(c.holds) || l.Name() != c.holds[i].Name() || !strings.HasPrefix(c.holds[i].Text(), strings.TrimSuffix(l.Text(), "\ufffd")) {
						t.Fatalf("cut off at %d: leaf %q holds %q", n, l.Name(), l.Text())
					}
					read += len(l.Text())
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
	text, stored := three[0].Text(), zipOf(0, same, three...)
	for n := range len(text) {
		for name, data := range map[string]string{
			"gzip": pack.Stored(text)[:15+n], // 10 bytes of header, 5 of the block's
			"tar":  pack.Tar(three...)[:sniffed+n],
			"zip":  stored[:strings.Index(stored, text)+n],
		} {
			got := whole(t, data)
			if len(got.leaves) != 1 || got.leaves[0].Text() != text[:n] || !errors.Is(got.broken[got.leaves[0].Name()], io.ErrUnexpectedEOF) {
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
			if l.Text() == w.Text() {
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
	err := Source{Path: path}.Leaves(context.Background(), Usual(), nil, func(int) {}, Visitor{
		Leaf: func(l Leaf) error {
			if l.Name == "a" {
				return os.Truncate(path, 100_000)
			}
			_, ends[l.Name] = io.Copy(io.Discard, l.Text)
			return nil
		},
		Trouble: func(name string, err error) { ends[name] = err },
		Foreign: func(string, string) {},
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
	f.Add([]byte(pack.Zip(file{"t.tgz", pack.Gzip(pack.Tar(file{"z.zip", pack.Zip(three...)}))})))
	f.Add([]byte(pack.Xz("{}") + greedyXz()))
	f.Fuzz(func(t *testing.T, data []byte) {
		b := tight()
		b.members, b.inMemory, b.window = 100, 1<<20, 1<<20
		s := piped(data)
		got := visit(t, b, s)
		read := int64(0)
		for i, l := range got.leaves {
			read += int64(len(l.Text()))
			in, err := s.Leaf(context.Background(), b, got.spots[i])
			if err != nil {
				t.Fatalf("%q is not found again: %v", l.Name(), err)
			}
			if again, _ := io.ReadAll(in); string(again) != l.Text() && !bounded(got.broken[l.Name()]) {
				t.Fatalf("%q is %q, then %q", l.Name(), l.Text(), again)
			}
			in.Close()
		}
		if most := 3 * (b.Total + b.Ratio*int64(len(data)) + 1<<20); read > most || len(got.leaves) > b.members {
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
