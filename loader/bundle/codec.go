package bundle

import (
	"bufio"
	"compress/bzip2"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"github.com/ulikunitz/xz"
	"github.com/ulikunitz/xz/lzma"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// codec is a way of compressing.
type codec struct {
	name    string
	windows int // 1 where the compressed bytes say how much memory it takes
	// open starts decompressing with a look back of at most window bytes; done
	// frees what it holds. Decompressors work in the goroutine that reads.
	open func(in *bufio.Reader, window int64) (text io.Reader, done func(), err error)
}

// Streams of one kind that follow one another are one text.
var (
	stored  = codec{name: "stored", open: openStored}
	deflate = codec{name: "flate", open: openDeflate}
	gzipped = codec{name: "gzip", open: openGzip}
	bzipped = codec{name: "bzip2", open: openBzip2}
	zstded  = codec{name: "zstd", windows: 1, open: openZstd}
	xzed    = codec{name: "xz", windows: 1, open: openXz}
)

func nothing() {}

func openStored(in *bufio.Reader, _ int64) (io.Reader, func(), error) { return in, nothing, nil }

func openDeflate(in *bufio.Reader, _ int64) (io.Reader, func(), error) {
	return flate.NewReader(in), nothing, nil
}

func openGzip(in *bufio.Reader, _ int64) (io.Reader, func(), error) {
	text, err := gzip.NewReader(in)
	return text, nothing, err
}

func openBzip2(in *bufio.Reader, _ int64) (io.Reader, func(), error) {
	return bzip2.NewReader(in), nothing, nil
}

func openZstd(in *bufio.Reader, window int64) (io.Reader, func(), error) {
	text, err := zstd.NewReader(in, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(uint64(window)))
	if err != nil {
		return nil, nil, err
	}
	return text, text.Close, nil
}

// openXz puts a look at its framing before the decompressor, which would take
// as much memory as the stream asks for.
func openXz(in *bufio.Reader, window int64) (io.Reader, func(), error) {
	text, err := xz.ReaderConfig{DictCap: lzma.MinDictCap}.NewReader(&xzFrames{in: in, window: window})
	return text, nothing, err
}

// named says whose error it is, and what to do where it says too little. The
// clean end of a stream stays what it is.
func named(name string, err error) error {
	switch {
	case err == nil || err == io.EOF:
		return err
	case errors.Is(err, zstd.ErrWindowSizeExceeded), errors.Is(err, zstd.ErrDecoderSizeExceeded):
		err = errWindow
	case strings.HasPrefix(err.Error(), name):
		return err
	}
	return fmt.Errorf("%s: %w", name, err)
}

// What compressed streams may ask for that is not done here.
var (
	errWindow = &boundError{"needs too much memory to be decompressed here"}
	errFilter = &boundError{"was filtered as programs are, which is not undone here"}
)

// decoded gives a text as UTF-8. UTF-16 is recognised by its byte order mark.
func decoded(in io.Reader, begin []byte) io.Reader {
	if !isUTF16(begin) {
		return in
	}
	return transform.NewReader(in, unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder())
}
