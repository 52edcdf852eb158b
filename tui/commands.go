package tui

import (
	"fmt"

	"coldtrail/loader/safe"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"
)

// openPalette opens the palette with everything that can be done here.
func (a *App) openPalette() {
	a.palette = newPalette(&a.env, a.commands(), &a.typedCommands)
}

// commands are what the keys do here, and the hunts.
func (a *App) commands() []command {
	var list []command
	seen := map[string]bool{}
	groups := append(a.top().screen.FullHelp(), a.ownHelp()...)
	for _, group := range groups[1:] { // the first moves: nobody types that
		for _, b := range group {
			if !b.Enabled() || seen[b.Help().Desc] || key.Matches(keyMsg(b.Keys()[0]), a.keys.Command) {
				continue
			}
			seen[b.Help().Desc] = true
			list = append(list, command{
				name: b.Help().Desc, hint: safe.Cell(b.Help().Key),
				does: func(a *App) tea.Cmd { return a.press(keyMsg(b.Keys()[0])) },
			})
		}
	}
	if a.dump != nil {
		list = append(list, command{name: sweepCommand, hint: safe.Lit("FILE: look for a list of indicators"), does: func(a *App) tea.Cmd {
			a.message = safe.Lit("write the file behind it: ioc FILE, one indicator a line or the first column of CSV")
			return nil
		}})
	}
	for i, r := range a.results {
		list = append(list, command{
			name: fmt.Sprintf("hunt %d: %s", i+1, r.Hunt.Title), hint: plural(len(r.Findings), safe.Lit("row")),
			does: func(a *App) tea.Cmd { return a.openHunt(r.Hunt.ID) },
		})
	}
	return list
}

// sweepCommand is the command that takes a file: ioc FILE.
const sweepCommand = "ioc"

// openHunt opens the findings of a hunt on the tab of the hunts.
func (a *App) openHunt(id string) tea.Cmd {
	r, ok := a.env.result(id)
	if !ok {
		return nil
	}
	return a.push(0, newFindings(&a.env, r))
}

// palettePress takes a key while the palette is open.
func (a *App) palettePress(msg tea.KeyMsg) tea.Cmd {
	cmd, done, does := a.palette.press(a.ctx, msg)
	if !done {
		return cmd
	}
	a.palette = nil
	if does == nil {
		return nil
	}
	return does(a)
}

// keyMsg is the message of a key by its name in a binding.
func keyMsg(name string) tea.KeyMsg {
	const first, last = tea.KeyType(-128), tea.KeyType(127)
	for t := first; t <= last; t++ {
		if t != tea.KeyRunes && (tea.Key{Type: t}).String() == name {
			return tea.KeyMsg{Type: t, Runes: []rune(name)[:1:1]}
		}
	}
	return tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(name)}
}
