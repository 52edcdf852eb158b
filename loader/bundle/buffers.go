package bundle

import (
	"bufio"
	"io"

	"github.com/klauspost/compress/gzip"
)

// Buffers is memory that one visit after the other uses again: a dump has very
// many small files. Its zero value is ready; nil makes everything anew. Visits
// at the same time need one each.
type Buffers struct {
	inputs []*bufio.Reader
	zips   []*gzip.Reader
}

// input makes the input of a stream.
func (b *Buffers) input(in io.Reader) input {
	from := &tally{Reader: in}
	if b == nil || len(b.inputs) == 0 {
		return input{bufio.NewReaderSize(from, 32<<10), from, b}
	}
	last := len(b.inputs) - 1
	buffered := b.inputs[last]
	b.inputs = b.inputs[:last]
	buffered.Reset(from)
	return input{buffered, from, b}
}

// done gives the memory of an input back.
func (i input) done() {
	if i.with != nil {
		i.Reset(nil)
		i.with.inputs = append(i.with.inputs, i.Reader)
	}
}

// unzip decompresses gzip; done gives its memory back.
func (i input) unzip() (text *gzip.Reader, done func(), err error) {
	if i.with == nil {
		text, err = gzip.NewReader(i.Reader)
		return text, nothing, err
	}
	zips := &i.with.zips
	if last := len(*zips) - 1; last >= 0 {
		text, *zips = (*zips)[last], (*zips)[:last]
		err = text.Reset(i.Reader)
	} else {
		text, err = gzip.NewReader(i.Reader)
	}
	if err != nil {
		return nil, nothing, err
	}
	return text, func() { *zips = append(*zips, text) }, nil
}
