package main

import (
	"fmt"

	"coldtrail/hunts"
	"coldtrail/hunts/report"

	"github.com/spf13/cobra"
)

func (p *program) huntsCommand() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "hunts [flags]",
		Short: "List the hunts with source, severity, ATT&CK, readings and notes",
		Args:  noPaths,
		RunE: func(*cobra.Command, []string) error {
			return p.list(format)
		},
	}
	cmd.Flags().StringVar(&format, "format", "text", "`FORMAT`: text or json")
	return cmd
}

func (p *program) list(format string) error {
	if err := oneOf("format", format, "text", "json"); err != nil {
		return err
	}
	s, err := p.settings()
	if err != nil {
		return err
	}
	if format == "json" {
		err = report.HuntsJSON(p.stdout, tool(), hunts.All())
	} else {
		s.style.Width = width(p.stdout)
		err = report.HuntsText(p.stdout, tool(), hunts.All(), s.style)
	}
	if err != nil {
		return fmt.Errorf("writing the hunts: %w", err)
	}
	return nil
}
