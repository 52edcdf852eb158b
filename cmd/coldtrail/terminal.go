package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"coldtrail/loader"

	"github.com/charmbracelet/x/term"
)

// isTerminal tells whether a stream is a terminal.
func isTerminal(stream any) bool {
	f, ok := stream.(*os.File)
	return ok && term.IsTerminal(f.Fd())
}

// fileWidth is how long a line may be where it is not read in a terminal.
const fileWidth = 180

// width is how many cells a line of text may take.
func width(stream io.Writer) int {
	f, ok := stream.(*os.File)
	if !ok || !term.IsTerminal(f.Fd()) {
		return fileWidth
	}
	w, _, err := term.GetSize(f.Fd())
	if err != nil {
		return 80
	}
	return w
}

// progressAfter is how long a load may take without a word.
const progressAfter = 300 * time.Millisecond

// progressLine shows on one line of a terminal how far a load has come, with
// no escape codes. It is erased at the end.
type progressLine struct {
	w     io.Writer
	shown string
}

func (l *progressLine) show(p loader.Progress) {
	line := ""
	if !p.Done && p.Elapsed > progressAfter {
		line = fmt.Sprintf("loading %d %%, %d of %d files, %d events", percent(p.Bytes, p.BytesTotal), p.Files, p.FilesTotal, p.Events)
	}
	if line == l.shown {
		return
	}
	fmt.Fprintf(l.w, "\r%s\r%s", strings.Repeat(" ", len(l.shown)), line)
	l.shown = line
}

func percent(part, whole int64) int64 {
	if whole <= 0 {
		return 0
	}
	return min(100*part/whole, 100)
}
