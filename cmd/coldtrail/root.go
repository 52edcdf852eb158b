package main

import (
	"errors"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

const about = `coldtrail hunts for intrusions in a dump of AWS CloudTrail records: documented
hunts run over it, and every finding comes with the notes of its source and a
way to the events behind it. It works offline and never writes to the dump.

PATH is a file, a folder, or - for standard input. Without a command the
workbench opens in the terminal; where standard output is no terminal, the text
report is written instead.

Exit status: 0 done; 1 nothing readable was found; 2 wrong usage, or a path that
does not exist; 3 report: findings at or above --fail-on, check: something is
missing, altered, unexpected or unreadable; 130 interrupted.`

func (p *program) root() *cobra.Command {
	root := &cobra.Command{
		Use:               "coldtrail [flags] PATH…",
		Short:             "Hunt for intrusions in CloudTrail records, offline",
		Long:              about,
		Version:           tool().Version,
		Args:              somePaths,
		SilenceErrors:     true,
		SilenceUsage:      true,
		CompletionOptions: cobra.CompletionOptions{DisableDefaultCmd: true},
		RunE: func(cmd *cobra.Command, paths []string) error {
			if isTerminal(p.stdout) {
				return p.openWorkbench(cmd.Context(), paths)
			}
			return p.report(cmd.Context(), paths, reportFlags{format: "text", mode: "complete"})
		},
	}
	root.SetVersionTemplate("coldtrail {{.Version}}\n")
	root.SetFlagErrorFunc(flagError)
	root.Flags().SortFlags = false
	root.PersistentFlags().SortFlags = false
	p.flags.declare(root.PersistentFlags())
	root.AddCommand(p.reportCommand(), p.eventsCommand(), p.checkCommand(), p.huntsCommand())
	return root
}

// flagError is the error of flags that could not be taken: what is wrong with
// them, and where they are told.
func flagError(cmd *cobra.Command, err error) error {
	var invalid *pflag.InvalidValueError
	if errors.As(err, &invalid) {
		want := "no whole number"
		if invalid.GetFlag().Value.Type() == "bool" {
			want = "neither true nor false"
		}
		return usagef("--%s: %q is %s", invalid.GetFlag().Name, invalid.GetValue(), want)
	}
	return usagef("%w (%s --help lists the flags)", err, cmd.CommandPath())
}

// somePaths is for commands that need a dump.
func somePaths(_ *cobra.Command, args []string) error {
	if len(args) == 0 {
		return usagef("no PATH: name a file, a folder, or - for standard input (coldtrail --help tells more)")
	}
	return nil
}

// noPaths is for commands that read none.
func noPaths(_ *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usagef("%q: this command takes no PATH", args[0])
	}
	return nil
}

// settings reads the common flags at the time of the clock.
func (p *program) settings() (settings, error) { return p.flags.settings(time.Now()) }
