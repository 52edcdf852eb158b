package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"coldtrail/hunts"
	"coldtrail/hunts/report"
	"coldtrail/hunts/sweep"

	"github.com/spf13/cobra"
)

// reportFlags are the report's own flags, as they were typed.
type reportFlags struct {
	format, mode string
	hunts        []string
}

func (p *program) reportCommand() *cobra.Command {
	var f reportFlags
	cmd := &cobra.Command{
		Use:   "report [flags] PATH…",
		Short: "Write the findings, without a terminal",
		Args:  somePaths,
		RunE: func(cmd *cobra.Command, paths []string) error {
			return p.report(cmd.Context(), paths, f)
		},
	}
	cmd.Flags().StringVar(&f.format, "format", "text", "`FORMAT`: text, json, md (Markdown) or csv")
	cmd.Flags().StringVar(&f.mode, "mode", "complete", "which reading of the hunts: `MODE` complete or documented")
	cmd.Flags().StringArrayVar(&f.hunts, "hunt", nil, "run only the hunt with this `ID`; may be given more than once")
	return cmd
}

func (p *program) report(ctx context.Context, paths []string, f reportFlags) error {
	if err := oneOf("format", f.format, "text", "json", "md", "csv"); err != nil {
		return err
	}
	mode, err := hunts.ParseMode(f.mode)
	if err != nil {
		return usagef("--mode: %w", err)
	}
	chosen, err := choose(hunts.All(), f.hunts)
	if err != nil {
		return err
	}
	s, err := p.settings()
	if err != nil {
		return err
	}
	all := hunts.All() // notes look across all hunts, also where one is asked for
	r, err := p.load(ctx, s, paths, all)
	if err != nil {
		return err
	}
	if err := nothing(r.Dataset.Report()); err != nil {
		return err
	}
	s.hunts.Mode = mode
	results := hunts.Run(ctx, r.Dataset, all, s.hunts)
	if err := ctx.Err(); err != nil {
		return err
	}
	r.Results = of(chosen, results)
	p.complain(r.Results)
	if f.format != "csv" { // which has no room for these
		if err := r.Explain(ctx, results, s.origin, s.style.Zone); err != nil {
			return err
		}
		if len(s.sweep) > 0 {
			if r.Indicators, err = sweep.Run(ctx, r.Dataset, s.sweep, nil); err != nil {
				return err
			}
		}
	}
	if err := p.write(f.format, r, s.style); err != nil {
		return fmt.Errorf("writing the report: %w", err)
	}
	if worst := r.Worst(); s.failOn != hunts.None && worst >= s.failOn {
		return &statusError{statusFound, fmt.Errorf("the worst finding is %s, --fail-on is %s", worst, s.failOn)}
	}
	return nil
}

func (p *program) write(format string, r report.Report, style report.Style) error {
	switch format {
	case "json":
		return report.JSON(p.stdout, r)
	case "md":
		return report.Markdown(p.stdout, r, style)
	case "csv":
		return report.CSV(p.stdout, r)
	}
	style.Width = width(p.stdout)
	return report.Text(p.stdout, r, style)
}

// of gives the results of some hunts.
func of(chosen []hunts.Hunt, all []hunts.Result) []hunts.Result {
	return slices.DeleteFunc(slices.Clone(all), func(r hunts.Result) bool {
		return !slices.ContainsFunc(chosen, func(h hunts.Hunt) bool { return h.ID == r.Hunt.ID })
	})
}

// choose gives the hunts with these ids in their usual order, all for none.
func choose(all []hunts.Hunt, ids []string) ([]hunts.Hunt, error) {
	if len(ids) == 0 {
		return all, nil
	}
	wanted := map[string]bool{}
	for _, id := range ids {
		wanted[id] = true
	}
	var chosen []hunts.Hunt
	var known []string
	for _, h := range all {
		known = append(known, h.ID)
		if wanted[h.ID] {
			chosen = append(chosen, h)
			delete(wanted, h.ID)
		}
	}
	for _, id := range ids {
		if wanted[id] {
			return nil, usagef("--hunt: %q is none of %s", id, strings.Join(known, ", "))
		}
	}
	return chosen, nil
}
