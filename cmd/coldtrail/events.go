package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"coldtrail/hunts/report"
	"coldtrail/loader"

	"github.com/spf13/cobra"
)

func (p *program) eventsCommand() *cobra.Command {
	var format string
	var provenance bool
	cmd := &cobra.Command{
		Use:   "events [flags] PATH…",
		Short: "Write events in time order",
		Args:  somePaths,
		RunE: func(cmd *cobra.Command, paths []string) error {
			return p.events(cmd.Context(), paths, format, provenance)
		},
	}
	cmd.Flags().StringVar(&format, "format", "jsonl", "`FORMAT`: jsonl (each record's own text on a line), csv or timesketch (JSON lines to import there)")
	cmd.Flags().BoolVar(&provenance, "provenance", false, "jsonl: wrap each record with its file, its number and its offset there")
	return cmd
}

func (p *program) events(ctx context.Context, paths []string, format string, provenance bool) error {
	if err := oneOf("format", format, "jsonl", "csv", "timesketch"); err != nil {
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
	switch format {
	case "csv":
		err = p.eventTable(ctx, r)
	case "timesketch":
		err = p.eventSketch(ctx, r)
	default:
		err = p.eventLines(ctx, r, provenance)
	}
	if err != nil {
		return fmt.Errorf("writing events: %w", err)
	}
	return nothing(r.Dataset.Report())
}

// shown gives the events that the filter lets through, in time order.
func shown(r report.Report) []loader.ID {
	if r.Shown == nil {
		return r.Dataset.All()
	}
	var ids []loader.ID
	for _, id := range r.Dataset.All() {
		if r.Shown[id] {
			ids = append(ids, id)
		}
	}
	return ids
}

// eventLines writes each record's own text on a line. A record is valid JSON,
// so its line ends stand between values and may go; nothing else is changed.
// Only a terminal gets escapes for what it could obey: the same values.
func (p *program) eventLines(ctx context.Context, r report.Report, provenance bool) error {
	out := bufio.NewWriterSize(p.stdout, 1<<16)
	escape := isTerminal(p.stdout)
	for _, id := range shown(r) {
		if err := ctx.Err(); err != nil {
			return err
		}
		record, err := r.Dataset.Record(ctx, id)
		if err != nil {
			return err
		}
		line := oneLine(record)
		if provenance {
			if line, err = wrap(r.Dataset.Place(id), line); err != nil {
				return err
			}
		}
		if escape {
			line = report.Escape(line)
		}
		if _, err := out.Write(append(line, '\n')); err != nil {
			return err
		}
	}
	return out.Flush()
}

// oneLine is a copy of a record without its line ends.
func oneLine(record []byte) []byte {
	line := make([]byte, 0, len(record)+1)
	for len(record) > 0 {
		i := bytes.IndexAny(record, "\r\n")
		if i < 0 {
			return append(line, record...)
		}
		line = append(line, record[:i]...)
		record = record[i+1:]
	}
	return line
}

// wrap puts a record, as it is, into an object that says where it comes from.
func wrap(at loader.Place, record []byte) ([]byte, error) {
	file, err := json.Marshal(at.File)
	if err != nil {
		return nil, fmt.Errorf("encoding a file name: %w", err)
	}
	line := fmt.Appendf(nil, `{"file":%s,"record":%d,"offset":%d,"event":`, report.Escape(file), at.Record, at.Offset)
	return append(append(line, record...), '}'), nil
}

// eventTable writes events as CSV.
func (p *program) eventTable(ctx context.Context, r report.Report) error {
	table := report.NewTable(p.stdout)
	table.Row("time", "event.provider", "event.action", "event.outcome", "aws.cloudtrail.user_identity.arn", "source.address",
		"cloud.region", "user_agent.original", "aws.cloudtrail.error_code", "event.id", "file", "record")
	for _, id := range shown(r) {
		if err := ctx.Err(); err != nil {
			return err
		}
		e, at := r.Dataset.At(id), r.Dataset.Place(id)
		table.Row(moment(e.Time), e.Provider, e.Action, e.Outcome, e.ARN, e.Address,
			e.Region, e.UserAgent, e.ErrorCode, e.EventID, at.File, strconv.Itoa(at.Record))
	}
	return table.Flush()
}

// moment is a time as programs read it, "" where there is none.
func moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339Nano)
}
