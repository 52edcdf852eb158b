package dumptest

import (
	"flag"
	"os"
	"path/filepath"
	"strconv"
	"testing"
)

// Size is the size of the dump that benchmarks run over, from the command line.
type Size struct {
	Events, Files int
	keep          string
}

// SizeFlags declares -events, -files and -dump for the benchmarks of a package.
// It is called before flags are parsed.
func SizeFlags() *Size {
	s := new(Size)
	flag.IntVar(&s.Events, "events", 200_000, "events of the dump that benchmarks run over")
	flag.IntVar(&s.Files, "files", 0, "files of that dump (0: one an hour and region)")
	flag.StringVar(&s.keep, "dump", "", "folder that keeps the dumps of benchmarks from run to run")
	return s
}

// Dump makes the dump and gives its folder, or that of an earlier run in the
// folder that -dump names.
func (s *Size) Dump(b testing.TB) string {
	b.Helper()
	dir := b.TempDir()
	if s.keep != "" {
		dir = filepath.Join(s.keep, strconv.Itoa(s.Events)+"-"+strconv.Itoa(s.Files))
		if _, err := os.Stat(dir); err == nil {
			return dir
		}
	}
	making := dir + ".part" // so that what was begun only is not taken for a dump
	if err := Noise(making, Options{Seed: 1, Events: s.Events, Files: s.Files}); err != nil {
		b.Fatal(err)
	}
	if err := os.RemoveAll(dir); err != nil {
		b.Fatal(err)
	}
	if err := os.Rename(making, dir); err != nil {
		b.Fatal(err)
	}
	return dir
}
