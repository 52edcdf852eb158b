package main

import (
	"context"
	"errors"
	"fmt"

	"coldtrail/hunts/report"
	"coldtrail/loader"

	"github.com/spf13/cobra"
)

func (p *program) checkCommand() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "check [flags] PATH…",
		Short: "Write the load report, digests verified: what was read, and what is missing",
		Args:  somePaths,
		RunE: func(cmd *cobra.Command, paths []string) error {
			return p.check(cmd.Context(), paths, format)
		},
	}
	cmd.Flags().StringVar(&format, "format", "text", "`FORMAT`: text or json")
	return cmd
}

func (p *program) check(ctx context.Context, paths []string, format string) error {
	if err := oneOf("format", format, "text", "json"); err != nil {
		return err
	}
	s, err := p.settings()
	if err != nil {
		return err
	}
	r, err := p.load(ctx, s, paths, nil)
	if err != nil {
		return err
	}
	if r.Digests, err = r.Dataset.VerifyDigests(ctx); err != nil {
		return err
	}
	if format == "json" {
		err = report.CheckJSON(p.stdout, r)
	} else {
		s.style.Width = width(p.stdout)
		err = report.CheckText(p.stdout, r, s.style)
	}
	if err != nil {
		return fmt.Errorf("writing the load report: %w", err)
	}
	load := r.Dataset.Report()
	if err := nothing(load); err != nil {
		return err
	}
	switch {
	case r.Digests.Failed():
		return &statusError{statusFound, errors.New("the digests do not agree with what is there")}
	case damaged(load):
		return &statusError{statusFound, errors.New("not everything could be read")}
	}
	return nil
}

// damaged tells whether something of the dump could not be read.
func damaged(load *loader.Report) bool {
	return load.FilesIn(loader.FilePartial) > 0 || load.FilesIn(loader.FileUnreadable) > 0 ||
		load.Records.Unreadable > 0 || len(load.Problems) > 0
}
