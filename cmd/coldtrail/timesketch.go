package main

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"coldtrail/hunts/report"
	"coldtrail/loader"
	"coldtrail/loader/safe"
)

// sketched is an event as Timesketch imports it, a line of JSON each: message,
// datetime and timestamp_desc are what it asks for
// (https://timesketch.org/guides/user/import-from-json-csv/); the rest are fields to search by.
type sketched struct {
	Message     string   `json:"message"`
	Datetime    string   `json:"datetime"`
	Timestamp   int64    `json:"timestamp"` // microseconds since 1970
	Description string   `json:"timestamp_desc"`
	DataType    string   `json:"data_type"`
	Provider    string   `json:"event.provider"`
	Action      string   `json:"event.action"`
	Outcome     string   `json:"event.outcome"`
	ErrorCode   string   `json:"aws.cloudtrail.error_code,omitempty"`
	ARN         string   `json:"aws.cloudtrail.user_identity.arn,omitempty"`
	AccessKey   string   `json:"aws.cloudtrail.user_identity.access_key_id,omitempty"`
	Address     string   `json:"source.address,omitempty"`
	Region      string   `json:"cloud.region,omitempty"`
	Account     string   `json:"cloud.account.id,omitempty"`
	UserAgent   string   `json:"user_agent.original,omitempty"`
	EventID     string   `json:"event.id,omitempty"`
	Related     []string `json:"related.entity,omitempty"`
	File        string   `json:"file"`
	Record      int      `json:"record"`
}

// eventSketch writes events for Timesketch. It has no place for an event
// without a time: these are left out, and counted.
func (p *program) eventSketch(ctx context.Context, r report.Report) error {
	out := bufio.NewWriterSize(p.stdout, 1<<16)
	var line bytes.Buffer
	encoder := json.NewEncoder(&line)
	encoder.SetEscapeHTML(false)
	timeless := 0
	for _, id := range shown(r) {
		if err := ctx.Err(); err != nil {
			return err
		}
		e := r.Dataset.At(id)
		if e.Time.IsZero() {
			timeless++
			continue
		}
		line.Reset()
		if err := encoder.Encode(sketch(e, r.Dataset.Place(id), r.Dataset.Entities(id))); err != nil {
			return fmt.Errorf("encoding an event: %w", err)
		}
		if _, err := out.Write(report.Escape(line.Bytes())); err != nil {
			return err
		}
	}
	if err := out.Flush(); err != nil {
		return err
	}
	if timeless > 0 {
		p.say(fmt.Errorf("%s of the events have no usable time and are left out: Timesketch takes none", safe.Int(timeless)))
	}
	return nil
}

func sketch(e loader.Event, at loader.Place, related []loader.Entity) sketched {
	s := sketched{
		Message:  sentence(e),
		Datetime: e.Time.UTC().Format("2006-01-02T15:04:05.000000+00:00"), Timestamp: e.Time.UnixMicro(),
		Description: "Event Time", DataType: "aws:cloudtrail:entry",
		Provider: e.Provider, Action: e.Action, Outcome: e.Outcome, ErrorCode: e.ErrorCode,
		ARN: e.ARN, AccessKey: e.AccessKey, Address: e.Address, Region: e.Region, Account: e.Account,
		UserAgent: e.UserAgent, EventID: e.EventID, File: at.File, Record: at.Record,
	}
	for _, entity := range related {
		s.Related = append(s.Related, entity.Value)
	}
	return s
}

// sentence says in a line what happened: "StartSession by user/carol from
// 192.0.2.7: failure (AccessDenied)".
func sentence(e loader.Event) string {
	var b strings.Builder
	b.WriteString(e.Action)
	if who := cmp.Or(loader.ShortARN(e.ARN), e.InvokedBy, e.UserName, e.PrincipalID); who != "" {
		b.WriteString(" by " + who)
	}
	if e.Address != "" {
		b.WriteString(" from " + e.Address)
	}
	b.WriteString(": " + e.Outcome)
	if e.ErrorCode != "" {
		b.WriteString(" (" + e.ErrorCode + ")")
	}
	return b.String()
}
