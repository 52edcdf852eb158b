package loader

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/klauspost/compress/gzip"
)

// Stdin is the path that stands for standard input.
const Stdin = "-"

// source is one file of the dump, or standard input.
type source struct {
	path string
	size int64  // bytes on disk, before decompression
	held []byte // standard input's bytes, which cannot be read twice
}

// open opens the source for reading its bytes as they are on disk.
func (s source) open() (io.ReadCloser, error) {
	if s.path == Stdin {
		return io.NopCloser(bytes.NewReader(s.held)), nil
	}
	return os.Open(s.path)
}

// text opens the source's decompressed bytes. Compression is recognised by
// content. count sees every byte that is read from the disk.
func (s source) text(count func(int)) (io.ReadCloser, error) {
	file, err := s.open()
	if err != nil {
		return nil, err
	}
	in := bufio.NewReaderSize(counter{file, count}, 64<<10)
	magic, _ := in.Peek(2) // a shorter file is not compressed; its error comes with the first read
	if !bytes.Equal(magic, []byte{0x1f, 0x8b}) {
		return readCloser{in, file}, nil
	}
	unzipped, err := gzip.NewReader(in)
	if err != nil {
		file.Close()
		return nil, fmt.Errorf("decompressing: %w", err)
	}
	return readCloser{unzipped, file}, nil
}

type readCloser struct {
	io.Reader
	io.Closer
}

// counter tells how many bytes pass.
type counter struct {
	io.Reader
	count func(int)
}

func (c counter) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.count(n)
	return n, err
}

// expand lists the files below the paths: each path in the order given, the
// files of a folder in lexical order. A path that does not exist is an error of
// type *MissingError; a folder or entry that cannot be read is a problem.
// Only regular files are read; links are followed to files, not to folders, so
// that no loop is walked.
func expand(paths []string, stdin io.Reader) ([]source, []Problem, error) {
	var files []source
	var problems []Problem
	for _, path := range paths {
		if path == Stdin {
			held, err := io.ReadAll(stdin)
			if err != nil {
				problems = append(problems, wholeFile(Stdin, fmt.Errorf("reading standard input: %w", err)))
			}
			files = append(files, source{path: Stdin, size: int64(len(held)), held: held})
			continue
		}
		if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
			return nil, nil, &MissingError{Path: path}
		}
		found, bad := walk(path)
		files, problems = append(files, found...), append(problems, bad...)
	}
	return files, problems, nil
}

func walk(root string) (files []source, problems []Problem) {
	if info, err := os.Stat(root); err == nil && info.IsDir() {
		root += string(filepath.Separator) // so a link to a folder is followed that was asked for by name
	}
	_ = filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			problems = append(problems, wholeFile(path, err))
			return nil
		}
		if entry.IsDir() {
			return nil
		}
		info, err := os.Stat(path)
		switch {
		case err != nil:
			problems = append(problems, wholeFile(path, err))
		case info.IsDir():
			problems = append(problems, wholeFile(path, errors.New("a link to a folder is not followed")))
		case !info.Mode().IsRegular():
			problems = append(problems, wholeFile(path, fmt.Errorf("not a regular file (%s)", info.Mode().Type())))
		default:
			files = append(files, source{path: path, size: info.Size()})
		}
		return nil
	})
	return files, problems
}

// MissingError says that a path of the dump does not exist.
type MissingError struct{ Path string }

func (e *MissingError) Error() string { return e.Path + ": no such file or folder" }
