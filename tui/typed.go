package tui

import tea "github.com/charmbracelet/bubbletea"

// typed takes what was typed apart into single keys. Keys that arrive together,
// from a key that is held or over a slow connection, come as one message; and
// Esc with a key right behind it comes as that key with Alt, which the workbench
// binds nowhere.
func typed(msg tea.KeyMsg) []tea.KeyMsg {
	if msg.Type != tea.KeyRunes || msg.Paste {
		return []tea.KeyMsg{msg}
	}
	var keys []tea.KeyMsg
	if msg.Alt {
		keys = append(keys, tea.KeyMsg{Type: tea.KeyEsc})
	}
	for _, r := range msg.Runes {
		keys = append(keys, tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune{r}})
	}
	return keys
}
