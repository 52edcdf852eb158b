package bundle

import (
	"io"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// utf16ed is how a text of two bytes a character is read: as if it were
// compressed.
var utf16ed = codec{name: "UTF-16", open: openUTF16, resume: resumeUTF16}

// openUTF16 gives a text, which begins with its byte order mark, as UTF-8.
func openUTF16(in input, _ int64, to *layer) (io.Reader, func(), error) {
	decoder := transform.Transformer(unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder())
	if to != nil {
		m := mark{}
		if order, err := in.Peek(1); err == nil && order[0] == 0xfe {
			m.bits = 1
		}
		decoder = &charactersMarked{Transformer: decoder, to: to, mark: m}
	}
	return transform.NewReader(in.Reader, decoder), nothing, nil
}

// charactersMarked makes marks between the pieces that are decoded: they end
// with a character.
type charactersMarked struct {
	transform.Transformer
	to   *layer
	mark mark
}

func (c *charactersMarked) Transform(dst, src []byte, atEOF bool) (int, int, error) {
	written, read, err := c.Transformer.Transform(dst, src, atEOF)
	c.mark.text, c.mark.packed = c.mark.text+int64(written), c.mark.packed+int64(read)
	if c.to.due(c.mark.text) {
		c.to.add(c.mark)
	}
	return written, read, err
}

func resumeUTF16(in input, _ int64, m mark) (io.Reader, func(), error) {
	order := unicode.LittleEndian
	if m.bits == 1 {
		order = unicode.BigEndian
	}
	return transform.NewReader(in.Reader, unicode.UTF16(order, unicode.IgnoreBOM).NewDecoder()), nothing, nil
}
