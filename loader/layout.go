package loader

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"io"

	"coldtrail/loader/unwrap"
)

// layout is how records stand in a text: as JSON, as JSON with something
// before the object of each line, or as CSV.
type layout struct {
	lines bool
	csv   *unwrap.CSV // nil for JSON
}

// peeker reads a text whose beginning can be looked at.
type peeker struct {
	*bufio.Reader
	skipped int // bytes of a byte order mark that were passed over
}

// far is how much of a text is looked at to recognise its layout.
// Most are JSON, which its first byte that is no white space tells.
const (
	near = 64
	far  = 64 << 10
)

// peek gives a peeker on a text, and ends the use of the one before.
func (d *decoder) peek(text io.Reader) *peeker {
	if d.peeked == nil {
		d.peeked = bufio.NewReaderSize(nil, far)
	}
	d.peeked.Reset(text)
	return &peeker{Reader: d.peeked}
}

// layout recognises the layout by the text's first line.
func (p *peeker) layout() layout {
	mark := []byte{0xEF, 0xBB, 0xBF}
	begin := func(n int) []byte {
		head, _ := p.Peek(n) // the error comes again when the text is read
		return bytes.TrimLeft(bytes.TrimPrefix(head, mark), " \t\r\n")
	}
	head := begin(near)
	if len(head) == 0 {
		head = begin(far)
	}
	if len(head) == 0 || head[0] == '{' || head[0] == '[' {
		return layout{}
	}
	head = begin(far)
	line, _, _ := bytes.Cut(head, []byte{'\n'})
	if columns, err := csv.NewReader(bytes.NewReader(head)).Read(); err == nil {
		if known, ok := unwrap.RecogniseCSV(columns); ok {
			p.skipMark(mark)
			return layout{csv: &known}
		}
	}
	return layout{lines: bytes.Contains(line, []byte(`{"`)) || bytes.Contains(line, []byte(`{ "`))}
}

// skipMark passes over a byte order mark, which is no part of the first column.
func (p *peeker) skipMark(mark []byte) {
	if head, _ := p.Peek(len(mark)); bytes.Equal(head, mark) {
		p.skipped, _ = p.Discard(len(mark))
	}
}
