package main

import (
	"os"
	"path/filepath"
	"strings"
)

// nearest is an existing path that a missing one may stand for, or "". It looks
// among the siblings of the first part that does not exist.
func nearest(path string) string {
	path = filepath.Clean(path)
	parent, missing, rest := filepath.Dir(path), filepath.Base(path), ""
	for !exists(parent) {
		if parent == filepath.Dir(parent) {
			return ""
		}
		rest = filepath.Join(missing, rest)
		parent, missing = filepath.Dir(parent), filepath.Base(parent)
	}
	entries, err := os.ReadDir(parent)
	if err != nil {
		return ""
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	best := closest(missing, names)
	if best == "" {
		return ""
	}
	found := filepath.Join(parent, best)
	if whole := filepath.Join(found, rest); exists(whole) {
		return whole
	}
	return found
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// closest is the name that differs least from the one given, "" when none is near.
func closest(name string, names []string) string {
	best, least := "", 3 // three edits make another name
	if len(name) < 5 {
		least = 2 // and two edits another short one
	}
	for _, n := range names {
		if d := distance(strings.ToLower(name), strings.ToLower(n)); d < least && d < len(name) {
			best, least = n, d
		}
	}
	return best
}

// distance is how many characters must be added, dropped, changed or swapped
// with their neighbour to make b of a.
func distance(a, b string) int {
	s, t := []rune(a), []rune(b)
	before, last, row := make([]int, len(t)+1), make([]int, len(t)+1), make([]int, len(t)+1)
	for j := range row {
		row[j] = j
	}
	for i := range s {
		before, last, row = last, row, before
		row[0] = i + 1
		for j := range t {
			change := last[j]
			if s[i] != t[j] {
				change++
			}
			row[j+1] = min(last[j+1]+1, row[j]+1, change)
			if i > 0 && j > 0 && s[i] == t[j-1] && s[i-1] == t[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
	}
	return row[len(t)]
}
