package bundle

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/klauspost/compress/zstd"
)

// codec is a way of compressing.
type codec struct {
	name    string
	windows int // 1 where the compressed bytes say how much memory it takes
	// open starts decompressing with a look back of at most window bytes; done
	// frees what it holds. Decompressors work in the goroutine that reads, and make
	// marks in the layer, which is nil where none are wanted.
	open func(in input, window int64, to *layer) (text io.Reader, done func(), err error)
	// resume goes on at a mark that open made. It is nil where open makes none.
	resume func(in input, window int64, m mark) (text io.Reader, done func(), err error)
}

// input is a compressed stream.
type input struct {
	*bufio.Reader
	from *tally   // what the reader has taken
	with *Buffers // that the reader is of; nil for none
}

func newInput(in io.Reader) input { return (*Buffers)(nil).input(in) }

// pos is how many bytes were read of it.
func (i input) pos() int64 { return i.from.n - int64(i.Buffered()) }

// Streams of one kind that follow one another are one text.
var (
	stored  = codec{name: "stored", open: openStored}
	deflate = codec{name: "flate", open: openDeflate, resume: resumeDeflate}
	gzipped = codec{name: "gzip", open: openGzip, resume: resumeGzip}
	bzipped = codec{name: "bzip2", open: openBzip2, resume: resumeBzip2}
	zstded  = codec{name: "zstd", windows: 1, open: openZstd, resume: resumeZstd}
	xzed    = codec{name: "xz", windows: 1, open: openXz, resume: resumeXz}
)

func nothing() {}

func openStored(in input, _ int64, _ *layer) (io.Reader, func(), error) {
	return in.Reader, nothing, nil
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
