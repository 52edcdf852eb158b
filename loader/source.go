package loader

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"coldtrail/loader/bundle"
)

// Stdin is the path that stands for standard input.
const Stdin = "-"

// source is one file of the dump, or standard input.
type source struct {
	bundle.Source
	size int64 // bytes on disk, before decompression; 0 for standard input
	// leftOut tells that it was delivered outside of the time that is asked for.
	leftOut bool
}

// expand lists the files below the paths: each path in the order given, the
// files of a folder in lexical order. A path that does not exist is an error of
// type *MissingError; a folder or entry that cannot be read is a problem.
// Only regular files are read; links are followed to files, not to folders, so
// that no loop is walked.
func expand(paths []string, o Options) ([]source, []Problem, error) {
	var files []source
	var problems []Problem
	for _, path := range paths {
		if path == Stdin {
			files = append(files, source{Source: bundle.Source{Path: Stdin, Piped: bundle.NewPipe(o.Stdin), Marks: bundle.NewMarks()}})
			continue
		}
		if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
			return nil, nil, &MissingError{Path: path}
		}
		found, bad := walk(path, o)
		files, problems = append(files, found...), append(problems, bad...)
	}
	return files, problems, nil
}

func walk(root string, o Options) (files []source, problems []Problem) {
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
			files = append(files, source{Source: bundle.NewSource(path, info.Size()), size: info.Size(), leftOut: !o.mayHold(path)})
		}
		return nil
	})
	return files, problems
}

// MissingError says that a path of the dump does not exist.
type MissingError struct{ Path string }

func (e *MissingError) Error() string { return e.Path + ": no such file or folder" }
