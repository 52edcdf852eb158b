package bundle

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"
	"testing"

	"coldtrail/loader/dumptest/pack"
)

// directory gives where a zip's directory and its end begin.
func directory(data string) (entries, end int) {
	end = strings.LastIndex(data, zipEnd)
	return int(le.Uint32([]byte(data)[end+16:])), end
}

// TestZipDirectory says that members are found wherever the directory stands,
// and that files follow one another where it is broken.
func TestZipDirectory(t *testing.T) {
	data := pack.Zip(three...)
	entries, end := directory(data)
	second := entries + 46 + strings.Index(data[entries+46:], zipEntry)
	damaged := func(at int) string { return data[:at] + "XXXX" + data[at+4:] }
	for name, c := range map[string]struct {
		data  string
		whole int  // members that come out
		told  bool // that something is wrong
	}{
		"with a comment":      {data[:end+20] + "\x05\x00hello", 3, false},
		"zeros behind it":     {data + strings.Repeat("\x00", 1000), 3, false},
		"behind another":      {pack.Zip(file{"z", "{}"}) + data, 3, false},
		"no directory":        {data[:entries], 3, true},
		"no end":              {data[:end], 3, true},
		"first entry":         {damaged(entries), 3, true},
		"second entry":        {damaged(second), 3, true},
		"first local header":  {data[:2] + "XX" + data[4:], 0, false}, // that is no zip
		"second local header": {damaged(strings.Index(data[4:], zipLocal) + 4), 2, true},
		"shorter than said":   {data[:end+12] + "\xff" + data[end+13:], 3, false},
		"more than there are": {data[:end+10] + "\x04" + data[end+11:], 3, true},
	} {
		got := whole(t, c.data)
		if kept(got, three) != c.whole || (len(got.trouble) > 0) != c.told {
			t.Errorf("%s: %d members, trouble %v", name, kept(got, three), got.trouble)
		}
	}
}

// TestManyMembers says that a zip with more members than its first form can
// count is read whole, without holding its directory, and that the last
// member is opened without a look at the others.
func TestManyMembers(t *testing.T) {
	const many = 70_000
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := range many {
		m, err := w.CreateHeader(&zip.FileHeader{Name: fmt.Sprintf("AWSLogs/%06d.json", i)})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := fmt.Fprintf(m, "{%d}", i); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	s := piped(b.Bytes())
	var last Leaf
	err := s.Leaves(context.Background(), Usual(), nil, func(int) {}, Visitor{
		Leaf:    func(l Leaf) error { last = l; return nil },
		Trouble: func(name string, err error) { t.Errorf("%s: %v", name, err) },
	})
	if err != nil || last.Number != many-1 || last.Name != "AWSLogs/069999.json" {
		t.Fatalf("the last leaf is %d, %s: %v", last.Number, last.Name, err)
	}
	in, err := s.Leaf(context.Background(), Usual(), last.Spot)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	if text, err := io.ReadAll(in); string(text) != "{69999}" || err != nil {
		t.Errorf("%q, %v", text, err)
	}
}

// TestZipLarge says that sizes and places that need more than four bytes are
// taken from the extra field, in its order.
func TestZipLarge(t *testing.T) {
	extra := append([]byte{9, 9, 2, 0, 1, 2, 1, 0, 16, 0}, le.AppendUint64(le.AppendUint64(nil, 5<<32), 7<<32)...)
	numbers := []uint64{1<<32 - 1, 3, 1<<32 - 1}
	widen(numbers, extra)
	if numbers[0] != 5<<32 || numbers[1] != 3 || numbers[2] != 7<<32 {
		t.Errorf("got %v", numbers)
	}
	for n := range extra {
		widen([]uint64{1<<32 - 1, 1<<32 - 1, 1<<32 - 1}, extra[:n]) // damaged: nothing but no panic
	}
}
