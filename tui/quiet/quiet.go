// Package quiet keeps the program from asking the terminal anything.
//
// bubbletea asks for the background colour as soon as it is initialised, before
// main runs: bytes in the output of every command, and seconds of waiting on a
// terminal that does not answer. lipgloss does not ask when it has been told.
// Packages are initialised in the order of their import paths as far as their
// imports allow, and coldtrail/tui/quiet comes before github.com/charmbracelet/
// bubbletea: so this package must import lipgloss alone, and main must import it.
package quiet

import "github.com/charmbracelet/lipgloss"

// told runs while the package is initialised; that is all it is for.
var _ = told()

func told() bool {
	lipgloss.SetHasDarkBackground(true)
	return true
}
