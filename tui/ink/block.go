package ink

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// Block returns exactly h lines of exactly w cells: lines that are too long
// are cut, those that are too short are followed by blanks, and blank lines
// follow the last.
func Block(lines []string, w, h int) string {
	return strings.Join(fit(lines, w, h), "\n")
}

// fit returns h lines of w cells.
func fit(lines []string, w, h int) []string {
	w = max(w, 0)
	out := make([]string, max(h, 0))
	for i := range out {
		if i < len(lines) {
			out[i] = lines[i]
		}
		if ansi.StringWidth(out[i]) > w {
			out[i] = ansi.Truncate(out[i], w, "")
		}
		out[i] += strings.Repeat(" ", w-ansi.StringWidth(out[i]))
	}
	return out
}

// Beside returns the blocks side by side; blank lines follow those that are
// less high than the highest.
func Beside(blocks ...string) string {
	var lines []string
	w := 0
	for _, block := range blocks {
		if block == "" {
			continue
		}
		add := strings.Split(block, "\n")
		h := max(len(lines), len(add))
		add = fit(add, ansi.StringWidth(add[0]), h)
		lines = fit(lines, w, h)
		for i := range lines {
			lines[i] += add[i]
		}
		w += ansi.StringWidth(add[0])
	}
	return strings.Join(lines, "\n")
}
