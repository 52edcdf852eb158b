package main

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"coldtrail/hunts"
	"coldtrail/hunts/origin"
	"coldtrail/hunts/report"
	"coldtrail/hunts/sweep"
	"coldtrail/loader"
	"coldtrail/loader/kql"
	"coldtrail/tui"

	"github.com/spf13/pflag"
)

// flags are the common flags, as they were typed.
type flags struct {
	now, since, until, window, tz string
	filter, failOn, theme         string
	digestKeys, ipRanges, ioc     string
	mmdb                          []string
	workers                       int
	maxRatio, maxUnpacked         int64
	hash, ascii                   bool
}

func (f *flags) declare(s *pflag.FlagSet) {
	s.StringVar(&f.now, "now", "", "`TIME` that windows end at (default: the newest event's)")
	s.StringVar(&f.window, "window", "", "judge the events of the last 24h, 7d, 30d or all (default: each hunt's own `WINDOW`)")
	s.StringVar(&f.since, "since", "", "leave out records before `TIME`: 2024-08-01, \"2024-08-01 15:04\", 2024-08-01T15:04:05Z, -3d")
	s.StringVar(&f.until, "until", "", "leave out records after `TIME`")
	s.StringVar(&f.filter, "filter", "", "show only what matches a `KQL` query; hunts still run over everything")
	s.StringVar(&f.tz, "tz", "UTC", "time zone of times in text: UTC, local or a `NAME` such as Europe/Berlin")
	s.IntVar(&f.workers, "workers", 0, "`NUMBER` of files read at the same time (default: as many as processors)")
	s.Int64Var(&f.maxRatio, "max-ratio", 0, "stop a file that decompresses to more than `N` times its size (default 200)")
	s.Int64Var(&f.maxUnpacked, "max-unpacked", 0, "let a file that decompresses that far go on to `GIB` in all (default 4)")
	s.BoolVar(&f.hash, "hash", false, "write the SHA-256 of every file into reports")
	s.StringVar(&f.failOn, "fail-on", "", "report: exit with status 3 when a finding is at or above `SEVERITY`")
	s.StringVar(&f.digestKeys, "digest-keys", "", "check signatures of digests with the keys in `FILE`: what aws cloudtrail list-public-keys answered")
	s.StringArrayVar(&f.mmdb, "mmdb", nil, "tell where addresses are by the MaxMind database `FILE`, of countries or networks; may be given more than once")
	s.StringVar(&f.ipRanges, "ip-ranges", "", "tell whether addresses are AWS's by `FILE`: the ip-ranges.json that AWS publishes")
	s.StringVar(&f.theme, "theme", "", "`THEME` of the workbench: light, dark or mono")
	s.StringVar(&f.ioc, "ioc", "", "workbench, report: look for the indicators in `FILE`, one a line or the first column of CSV")
	s.BoolVar(&f.ascii, "ascii", false, "draw with ASCII characters only")
}

// settings are the common flags, understood.
type settings struct {
	load   loader.Options
	hunts  hunts.Options
	filter kql.Query
	origin *origin.Book
	failOn hunts.Severity
	theme  tui.ThemeName // "" when not asked for
	sweep  []sweep.Indicator
	style  report.Style
}

// settings reads the flags. Whatever is wrong with them is wrong usage. clock
// is the time that durations go back from when --now names none.
func (f *flags) settings(clock time.Time) (settings, error) {
	var s settings
	err := f.read(&s, clock)
	if err != nil {
		return s, usage(err)
	}
	return s, nil
}

func (f *flags) read(s *settings, clock time.Time) (err error) {
	if s.style.Zone, err = zone(f.tz); err != nil {
		return fmt.Errorf("--tz: %w", err)
	}
	s.style.ASCII = f.ascii
	if s.hunts.Now, err = parseTime(f.now, s.style.Zone, clock); err != nil {
		return fmt.Errorf("--now: %w", err)
	}
	if !s.hunts.Now.IsZero() {
		clock = s.hunts.Now
	}
	if s.load.Since, err = parseTime(f.since, s.style.Zone, clock); err != nil {
		return fmt.Errorf("--since: %w", err)
	}
	if s.load.Until, err = parseTime(f.until, s.style.Zone, clock); err != nil {
		return fmt.Errorf("--until: %w", err)
	}
	if !s.load.Since.IsZero() && !s.load.Until.IsZero() && s.load.Until.Before(s.load.Since) {
		return fmt.Errorf("--until: %s is before --since: no record is left", f.until)
	}
	if s.hunts.Span, err = hunts.ParseSpan(f.window); err != nil {
		return fmt.Errorf("--window: %w", err)
	}
	if s.filter, err = kql.Parse(f.filter); err != nil {
		return fmt.Errorf("--filter: %w", err)
	}
	if f.failOn != "" {
		if s.failOn, err = hunts.ParseSeverity(f.failOn); err != nil {
			return fmt.Errorf("--fail-on: %w", err)
		}
	}
	if f.theme != "" {
		if s.theme, err = tui.ParseTheme(f.theme); err != nil {
			return fmt.Errorf("--theme: %w", err)
		}
	}
	if f.ioc != "" {
		if s.sweep, err = sweep.ReadFile(f.ioc); err != nil {
			return fmt.Errorf("--ioc: %w", err)
		}
	}
	if f.digestKeys != "" {
		if s.load.DigestKeys, err = readKeys(f.digestKeys); err != nil {
			return fmt.Errorf("--digest-keys: %w", err)
		}
	}
	if s.origin, err = origin.Open(f.mmdb, f.ipRanges); err != nil {
		return err
	}
	if s.load.Workers = f.workers; f.workers < 0 {
		return fmt.Errorf("--workers: %d is negative", f.workers)
	}
	if s.load.Ratio = f.maxRatio; f.maxRatio < 0 {
		return fmt.Errorf("--max-ratio: %d is negative", f.maxRatio)
	}
	const most = 1 << 20 // GiB: a petabyte
	if s.load.Total = f.maxUnpacked << 30; f.maxUnpacked < 0 || f.maxUnpacked > most {
		return fmt.Errorf("--max-unpacked: %d is not from 0 to %d", f.maxUnpacked, most)
	}
	return nil
}

func readKeys(file string) (loader.DigestKeys, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	return loader.ParseDigestKeys(data)
}

// oneOf checks the value of a flag that has a few known ones.
func oneOf(flag, value string, known ...string) error {
	if slices.Contains(known, value) {
		return nil
	}
	return usagef("--%s: %q is none of %s", flag, value, strings.Join(known, ", "))
}
