package tuitest

import tea "github.com/charmbracelet/bubbletea"

// Key returns the message of a key by its name in bubbletea: "enter",
// "ctrl+c", "pgup", and what is typed for every other key.
func Key(name string) tea.KeyMsg {
	const first, last = tea.KeyType(-128), tea.KeyType(127)
	for t := first; t <= last; t++ {
		if t != tea.KeyRunes && (tea.Key{Type: t}).String() == name {
			if t == tea.KeySpace {
				return tea.KeyMsg{Type: t, Runes: []rune{' '}}
			}
			return tea.KeyMsg{Type: t}
		}
	}
	return tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(name)}
}
