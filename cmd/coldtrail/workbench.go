package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"strings"

	"coldtrail/hunts"
	"coldtrail/loader"
	"coldtrail/tui"
)

// openWorkbench opens the workbench on a dump. Its keys come from the terminal
// itself, so that standard input can be the dump.
func (p *program) openWorkbench(ctx context.Context, paths []string) error {
	s, err := p.settings()
	if err != nil {
		return err
	}
	for _, path := range paths { // before the screen is taken
		if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) && path != loader.Stdin {
			return pathError(&loader.MissingError{Path: path})
		}
	}
	s.load.Stdin = interruptible(ctx, p.stdin)
	look := lookOf(os.Getenv)
	if s.theme == "" {
		s.theme = look.theme
	}
	all := hunts.All()
	s.load.Keep = hunts.Keep(all)
	err = p.workbench(ctx, tui.Config{
		Paths:   paths,
		Load:    s.load,
		Hunts:   all,
		Options: s.hunts,
		Origin:  s.origin,
		Filter:  s.filter,
		Sweep:   s.sweep,
		Zone:    s.style.Zone,
		Theme:   s.theme,
		ASCII:   s.style.ASCII || look.ascii,
		NoColor: look.noColor,
		Output:  p.stdout,

		Clipboard: p.stderr,
	})
	var empty *tui.NothingError
	if errors.As(err, &empty) && empty.Report != nil {
		if none := nothing(empty.Report); none != nil {
			return none
		}
	}
	return pathError(err)
}

// look is what the environment says of the terminal, which is never asked itself.
type look struct {
	theme          tui.ThemeName
	ascii, noColor bool
}

// lookOf reads COLDTRAIL_THEME, NO_COLOR, CLICOLOR, TERM and the locale.
func lookOf(env func(string) string) look {
	theme, err := tui.ParseTheme(env("COLDTRAIL_THEME"))
	if err != nil {
		theme = tui.Dark
	}
	return look{
		theme:   theme,
		noColor: env("NO_COLOR") != "" || env("CLICOLOR") == "0" || env("TERM") == "dumb",
		ascii:   env("TERM") == "linux" || asciiLocale(env),
	}
}

// asciiLocale tells whether the locale has no UTF-8, or is one in which the
// lines of frames may be two cells wide. No locale at all says nothing.
func asciiLocale(env func(string) string) bool {
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		locale := strings.ToLower(env(name))
		if locale == "" {
			continue
		}
		for _, wide := range []string{"zh", "ja", "ko"} {
			if strings.HasPrefix(locale, wide) {
				return true
			}
		}
		return !strings.Contains(locale, "utf-8") && !strings.Contains(locale, "utf8")
	}
	return false
}
