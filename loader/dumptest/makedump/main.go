// Makedump writes a test dump: noise for benchmarks, or the dump with the intrusion.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"

	"coldtrail/loader/dumptest"
)

func main() {
	os.Exit(run(os.Args[1:], os.Stderr))
}

func run(args []string, stderr io.Writer) int {
	flags := flag.NewFlagSet("makedump", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() {
		fmt.Fprintln(stderr, "usage: makedump [flags] DIR")
		flags.PrintDefaults()
	}
	var o dumptest.Options
	flags.IntVar(&o.Events, "events", 200_000, "records of noise")
	flags.IntVar(&o.Files, "files", 0, "log files (0: one an hour and region)")
	flags.IntVar(&o.Days, "days", 30, "days of noise")
	flags.Uint64Var(&o.Seed, "seed", 1, "seed of the noise")
	flags.Float64Var(&o.Interesting, "interesting", 0.01, "share of records the hunts look at")
	intrusion := flags.Bool("intrusion", false, "write the dump with the intrusion, not noise")
	if flags.Parse(args) != nil {
		return 2
	}
	if flags.NArg() != 1 {
		flags.Usage()
		return 2
	}
	if err := write(flags.Arg(0), *intrusion, o); err != nil {
		fmt.Fprintln(stderr, err)
		return 1
	}
	return 0
}

func write(dir string, intrusion bool, o dumptest.Options) error {
	if intrusion {
		return dumptest.Intrusion(dir)
	}
	return dumptest.Noise(dir, o)
}
