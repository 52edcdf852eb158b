package tui

import (
	"fmt"
	"os"

	"coldtrail/loader/safe"

	"github.com/aymanbagabas/go-osc52/v2"
	tea "github.com/charmbracelet/bubbletea"
)

// copies says what there is to copy of the record: the second key chooses.
func (s *record) copies() *chord {
	if s.tree == nil {
		return nil
	}
	p := s.dump.Place(s.id)
	copied := func(text string) func() tea.Cmd { return func() tea.Cmd { return s.copied(text) } }
	run := map[string]func() tea.Cmd{
		"j": copied(string(s.data)),
		"f": copied(fmt.Sprintf("%s#%d", p.File, p.Record)),
	}
	prompt := safe.Lit("copy:  j whole record   f file#record")
	if !s.text {
		run["y"], run["p"] = copied(s.tree.Value()), copied(s.tree.Path())
		prompt = safe.Lit("copy:  y value   p path   j whole record   f file#record")
	}
	return &chord{prompt, run}
}

// maxCopied is how much many terminals take, in bytes before their encoding.
const maxCopied = 50 << 10

// copied sends a text to the terminal's clipboard. Evidence is sent encoded,
// so nothing in it reaches the terminal as it is.
func (e *env) copied(text string) tea.Cmd {
	return func() tea.Msg {
		if len(text) > maxCopied {
			return sayMsg{safe.Sprintf("%s bytes are more than terminals take: not copied", safe.Int(len(text)))}
		}
		seq := osc52.New(text)
		switch {
		case os.Getenv("TMUX") != "":
			seq = seq.Tmux()
		case os.Getenv("STY") != "":
			seq = seq.Screen()
		}
		if _, err := seq.WriteTo(e.clipboard); err != nil {
			return sayMsg{safe.Sprintf("copying failed: %s", safe.Err(err))}
		}
		return sayMsg{safe.Sprintf("copied %s: sent to the terminal, which may ignore it", plural(len(text), safe.Lit("byte")))}
	}
}
