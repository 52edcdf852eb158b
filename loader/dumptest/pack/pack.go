// Package pack compresses and bundles texts, for tests that unpack them.
//
// What it writes goes to memory, and it panics where that fails: then the test
// asks for something that cannot be.
package pack

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"io"
	"strings"
	"unicode/utf16"

	"github.com/klauspost/compress/zstd"
	"github.com/ulikunitz/xz"
)

// Gzip compresses a text with gzip.
func Gzip(text string) string {
	return packed(text, func(w io.Writer) (io.WriteCloser, error) { return gzip.NewWriter(w), nil })
}

// Stored is the text as gzip that does not compress it: what is cut off its
// end, apart from the last 13 bytes, is cut off the text.
func Stored(text string) string {
	return packed(text, func(w io.Writer) (io.WriteCloser, error) { return gzip.NewWriterLevel(w, gzip.NoCompression) })
}

// Zstd compresses a text with Zstandard.
func Zstd(text string) string {
	return packed(text, func(w io.Writer) (io.WriteCloser, error) {
		return zstd.NewWriter(w, zstd.WithEncoderConcurrency(1))
	})
}

// Xz compresses a text with xz and a dictionary of 64 KiB.
func Xz(text string) string {
	return packed(text, func(w io.Writer) (io.WriteCloser, error) { return xz.WriterConfig{DictCap: 1 << 16}.NewWriter(w) })
}

// packed writes a text through a compressor.
func packed(text string, open func(io.Writer) (io.WriteCloser, error)) string {
	var b bytes.Buffer
	w, err := open(&b)
	must(err)
	_, err = io.WriteString(w, text)
	must(err)
	must(w.Close())
	return b.String()
}

// File is a member of a bundle: its name and its text.
type File [2]string

// Name is the file's path in the bundle. A folder's ends with a slash.
func (f File) Name() string { return f[0] }

// Text is what is in the file.
func (f File) Text() string { return f[1] }

// Tar bundles files.
func Tar(files ...File) string {
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, f := range files {
		h := &tar.Header{Name: f.Name(), Size: int64(len(f.Text())), Mode: 0o600}
		if strings.HasSuffix(f.Name(), "/") {
			h.Typeflag = tar.TypeDir
		}
		must(w.WriteHeader(h))
		_, err := io.WriteString(w, f.Text())
		must(err)
	}
	must(w.Close())
	return b.String()
}

// Zip bundles files, deflated, as Go does: the sizes stand behind the members.
func Zip(files ...File) string {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, f := range files {
		m, err := w.Create(f.Name())
		must(err)
		_, err = io.WriteString(m, f.Text())
		must(err)
	}
	must(w.Close())
	return b.String()
}

// UTF16 encodes a text in UTF-16, with a byte order mark in front.
func UTF16(order binary.AppendByteOrder, text string) string {
	var b []byte
	for _, unit := range utf16.Encode([]rune("\ufeff" + text)) {
		b = order.AppendUint16(b, unit)
	}
	return string(b)
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}
