// Release builds coldtrail for every platform and packs what is published:
// one archive a platform and the sums of them all. Equal sources make equal
// files.
//
//	go run ./cmd/release -out dist
//	go run ./cmd/release -check
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stderr))
}

func run(ctx context.Context, args []string, stderr io.Writer) int {
	flags := flag.NewFlagSet("release", flag.ContinueOnError)
	flags.SetOutput(stderr)
	out := flags.String("out", "", "`folder` for the archives")
	check := flags.Bool("check", false, "only compile")
	if err := flags.Parse(args); err != nil {
		return 2
	}
	if flags.NArg() > 0 || *check == (*out != "") {
		fmt.Fprintln(stderr, "release: name a folder with -out, or -check")
		return 2
	}
	if err := release(ctx, *out, *check, stderr); err != nil {
		fmt.Fprintf(stderr, "release: %v\n", err)
		return 1
	}
	return 0
}

// release builds for every platform; without check it packs the binaries into
// the folder as well.
func release(ctx context.Context, out string, check bool, log io.Writer) error {
	work, err := os.MkdirTemp("", "coldtrail-release-")
	if err != nil {
		return fmt.Errorf("making a folder to build in: %w", err)
	}
	defer os.RemoveAll(work)
	if !check {
		if err := os.MkdirAll(out, 0o755); err != nil {
			return fmt.Errorf("making the folder for the archives: %w", err)
		}
	}
	var sums []sum
	for _, p := range platforms() {
		fmt.Fprintf(log, "building for %s\n", p)
		binary := filepath.Join(work, p.String(), p.binary())
		if err := build(ctx, p, binary, log); err != nil {
			return fmt.Errorf("building for %s: %w", p, err)
		}
		if check {
			continue
		}
		s, err := pack(out, p, []entry{{binary, p.binary(), 0o755}, {"LICENSE", "LICENSE", 0o644}, {"README.md", "README.md", 0o644}})
		if err != nil {
			return fmt.Errorf("packing for %s: %w", p, err)
		}
		sums = append(sums, s)
	}
	if check {
		return nil
	}
	if err := os.WriteFile(filepath.Join(out, "SHA256SUMS"), sumsFile(sums), 0o644); err != nil {
		return fmt.Errorf("writing the sums: %w", err)
	}
	return nil
}

// build makes a static binary that does not depend on where it was built.
func build(ctx context.Context, p platform, binary string, log io.Writer) error {
	cmd := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags", "-s -w", "-o", binary, "./cmd/coldtrail")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS="+p.os, "GOARCH="+p.arch)
	cmd.Stdout, cmd.Stderr = log, log
	return cmd.Run()
}
