package main

import (
	"runtime/debug"

	"coldtrail/hunts/report"
)

// tool names this program in what it writes.
func tool() report.Tool {
	info, _ := debug.ReadBuildInfo()
	return report.Tool{Name: "coldtrail", Version: version(info)}
}

// version is the module's version where the build knows one, else the commit
// it was built from, else "devel".
func version(info *debug.BuildInfo) string {
	if info == nil {
		return "devel"
	}
	if v := info.Main.Version; v != "" && v != "(devel)" {
		return v
	}
	set := map[string]string{}
	for _, s := range info.Settings {
		set[s.Key] = s.Value
	}
	revision := set["vcs.revision"]
	if revision == "" {
		return "devel"
	}
	revision = revision[:min(len(revision), 12)]
	if set["vcs.modified"] == "true" {
		revision += "+dirty"
	}
	return revision
}
