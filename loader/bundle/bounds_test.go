package bundle

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"

	"coldtrail/loader/dumptest/pack"
)

// tight are bounds that small sources exceed.
func tight() Bounds {
	b := Usual()
	b.free, b.Total = 64<<10, 256<<10
	return b
}

// bzip2Bomb is a bracket and 4,000,000 blanks.
const bzip2Bomb = "425a6839314159265359fca91e22007a8e9480c000100000080008200030cd3413551e9a2a486fc48116f45490e177245385090fca91e220"

// TestBombs says that what decompresses to far more than its size is cut off
// there, and says so; what is beside it is read.
func TestBombs(t *testing.T) {
	zeros := "{" + strings.Repeat(" ", 4<<20)
	bzip2, err := hex.DecodeString(bzip2Bomb)
	if err != nil {
		t.Fatal(err)
	}
	for name, bomb := range map[string]string{
		"gzip":         pack.Gzip(zeros),
		"zstd":         pack.Zstd(zeros),
		"xz":           pack.Xz(zeros),
		"bzip2":        string(bzip2),
		"gzip in gzip": pack.Gzip(pack.Gzip(zeros)),
		"zip":          pack.Zip(file{"bomb", zeros}),
		"zip in zip":   pack.Zip(file{"bomb", pack.Zip(file{"bomb", zeros})}),
		"tar.gz":       pack.Gzip(pack.Tar(file{"bomb", zeros})),
	} {
		t.Run(name, func(t *testing.T) {
			b := tight()
			b.Total = 64 << 20
			got := visit(t, b, piped([]byte(pack.Tar(file{"bomb", bomb}, file{"a", "{}"}))))
			var said []error
			length := 0
			for _, errs := range []map[string]error{got.broken, got.trouble} {
				for _, err := range errs {
					said = append(said, err)
				}
			}
			for _, l := range got.leaves {
				length += len(l.Text())
			}
			if err := errors.Join(said...); err == nil || !strings.Contains(err.Error(), "decompresses to more than 200 times its size") {
				t.Errorf("said %v", err)
			}
			if length > 1<<20 {
				t.Errorf("gave %d bytes", length)
			}
			if last := got.leaves[len(got.leaves)-1]; last != (file{"a", "{}"}) {
				t.Errorf("the file beside the bomb is %.20q", last)
			}
		})
	}
}

// TestOrdinaryRatio says that what compresses well, as records of one kind do,
// is no bomb.
func TestOrdinaryRatio(t *testing.T) {
	var b strings.Builder
	dice := rand.New(rand.NewPCG(1, 2))
	for range 5000 {
		fmt.Fprintf(&b, `%s,"requestID":"%016x%016x","token":"%s"}`, strings.TrimSuffix(record(7), "}"), dice.Uint64(), dice.Uint64(), strings.Repeat("x", 900))
	}
	for name, data := range map[string]string{"gzip": pack.Gzip(b.String()), "zstd": pack.Zstd(b.String())} {
		got := visit(t, tight(), piped([]byte(data)))
		if len(got.leaves) != 1 || got.leaves[0].Text() != b.String() || len(got.broken) > 0 {
			t.Errorf("%s: %v %v", name, got.broken, got.trouble)
		}
	}
}

// TestTotal says that a source of many parts that each stay below the ratio's
// free bytes ends as well, and says it once.
func TestTotal(t *testing.T) {
	var files []file
	for i := range 50 {
		files = append(files, file{fmt.Sprint(i), "{" + strings.Repeat(" ", 60<<10)})
	}
	got := visit(t, tight(), piped([]byte(pack.Zip(files...))))
	if len(got.leaves) == len(files) || len(got.trouble) != 1 || !strings.Contains(fmt.Sprint(got.trouble[""]), "in all") {
		t.Errorf("%d leaves, trouble %v", len(got.leaves), got.trouble)
	}
}

// TestDepth says how many bundles and compressions may be one in another.
func TestDepth(t *testing.T) {
	for name, wrap := range map[string]func(string) string{
		"gzip": pack.Gzip,
		"tar":  func(s string) string { return pack.Tar(file{"a", s}) },
		"zip":  func(s string) string { return pack.Zip(file{"a", s}) },
	} {
		data := "{}"
		for range 8 {
			data = wrap(data)
		}
		if got := whole(t, data); len(got.leaves) != 1 || got.leaves[0].Text() != "{}" || len(got.trouble) > 0 {
			t.Errorf("%s, 8 deep: %+v", name, got)
		}
		got := whole(t, wrap(data))
		for _, err := range got.trouble {
			if !strings.Contains(err.Error(), "more than 8 bundles") {
				t.Errorf("%s, 9 deep: %v", name, err)
			}
		}
		if len(got.leaves) > 0 || len(got.trouble) != 1 {
			t.Errorf("%s, 9 deep: %+v", name, got)
		}
	}
}

// TestMembers says that the members of all bundles of a source are counted.
func TestMembers(t *testing.T) {
	inner := pack.Zip(file{"a", "{}"}, file{"b", "{}"}, file{"c", "{}"})
	for name, data := range map[string]string{
		"tar": pack.Tar(file{"1", inner}, file{"2", inner}, file{"3", inner}),
		"zip": pack.Zip(file{"1", inner}, file{"2", inner}, file{"3", inner}),
	} {
		b := Usual()
		b.members = 6
		got := visit(t, b, piped([]byte(data)))
		if len(got.leaves) != 4 || len(got.trouble) != 1 || !strings.Contains(fmt.Sprint(got.trouble[""]), "more than 6 files") {
			t.Errorf("%s: %d leaves, trouble %v", name, len(got.leaves), got.trouble)
		}
	}
}

// TestHeldZips says that zips in bundles are held in memory up to a bound, all
// that are held at a time together.
func TestHeldZips(t *testing.T) {
	noise := make([]byte, 40_000)
	dice := rand.New(rand.NewPCG(1, 2))
	for i := range noise {
		noise[i] = byte(dice.Uint32())
	}
	large := pack.Zip(file{"noise", "{" + string(noise)})
	b := Usual()
	b.inMemory = 60_000
	for name, c := range map[string]struct {
		data    string
		leaves  int
		trouble string
	}{
		"one after another": {pack.Tar(file{"1", large}, file{"2", large}), 2, ""},
		"too large":         {pack.Tar(file{"1", pack.Zip(file{"x", string(noise)}, file{"y", string(noise)})}, file{"2", "{}"}), 1, "1"},
		"one in another":    {pack.Tar(file{"1", pack.Zip(file{"in", large})}, file{"2", "{}"}), 1, "1!in"},
		"the source itself": {pack.Zip(file{"x", "{" + string(noise)}, file{"y", "{" + string(noise)}), 2, ""},
	} {
		got := visit(t, b, piped([]byte(c.data)))
		err := got.trouble[c.trouble]
		if len(got.leaves) != c.leaves || (err != nil) != (c.trouble != "") || err != nil && !strings.Contains(err.Error(), "held in memory") {
			t.Errorf("%s: %d leaves, trouble %v", name, len(got.leaves), got.trouble)
		}
	}
}

// blockOf changes the header of the first block of an xz stream.
func blockOf(data string, change func(header []byte)) string {
	b := []byte(data)
	header := b[12 : 12+(int(b[12])+1)*4]
	change(header)
	le.PutUint32(header[len(header)-4:], crc32.ChecksumIEEE(header[:len(header)-4]))
	return string(b)
}

// greedyXz is xz that asks for the largest dictionary.
func greedyXz() string {
	return blockOf(pack.Xz("{}"), func(header []byte) { header[bytes.Index(header, []byte{0x21, 1})+2] = 40 })
}

// filteredXz is xz of another filter than LZMA2.
func filteredXz() string {
	return blockOf(pack.Xz("{}"), func(header []byte) { header[bytes.Index(header, []byte{0x21, 1})] = 4 })
}

// TestWindow says that no compressed stream is given more memory than the
// window, whatever it asks for.
func TestWindow(t *testing.T) {
	const wide = "\x28\xb5\x2f\xfd\x00\xa0\x11\x00\x00{}" // zstd with a window of 1 GiB
	for name, data := range map[string]string{"zstd": wide, "xz": greedyXz(), "second xz": pack.Xz("{}") + greedyXz(), "in gzip": pack.Gzip(wide), "filtered xz": filteredXz()} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		got := visit(t, Usual(), piped([]byte(data)))
		runtime.ReadMemStats(&after)
		var bound *boundError
		if err := errors.Join(got.broken[""], got.trouble[""]); !errors.As(err, &bound) {
			t.Errorf("%s: %v", name, err)
		}
		if used := after.TotalAlloc - before.TotalAlloc; used > 100<<20 {
			t.Errorf("%s: took %d bytes", name, used)
		}
	}
}

// TestStreamed says that what is large is not held: the bytes in memory do not
// follow the size of a text or a member.
func TestStreamed(t *testing.T) {
	text := "{" + strings.Repeat(" ", 64<<20)
	b := Usual()
	b.Ratio = 1 << 20
	for name, data := range map[string]string{"tar.gz": pack.Gzip(pack.Tar(file{"a", text})), "zip": pack.Zip(file{"a", text})} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		read := int64(0)
		err := piped([]byte(data)).Leaves(context.Background(), b, nil, func(int) {}, Visitor{
			Leaf: func(l Leaf) (err error) { read, err = io.Copy(io.Discard, l.Text); return err },
		})
		runtime.ReadMemStats(&after)
		if used := after.TotalAlloc - before.TotalAlloc; err != nil || read != int64(len(text)) || used > 8<<20 {
			t.Errorf("%s: read %d bytes with %d bytes of memory, %v", name, read, used, err)
		}
	}
}

func TestInBytes(t *testing.T) {
	for n, want := range map[int64]string{0: "0 bytes", 1023: "1023 bytes", 1536: "1.5 KiB", 4 << 30: "4.0 GiB", 3 << 50: "3072.0 TiB"} {
		if got := inBytes(n); got != want {
			t.Errorf("%d is %q, want %q", n, got, want)
		}
	}
}
