package loader_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// downward lists the packages of the module. A package, and its tests, may
// import those that stand below it and none above.
var downward = []string{
	"cmd/release",
	"cmd/coldtrail",
	"tui",
	"tui/quiet",
	"tui/table",
	"tui/jsonview",
	"tui/filter",
	"tui/ink",
	"tui/tuitest",
	"hunts/report",
	"hunts/sweep",
	"hunts/casefile",
	"hunts",
	"hunts/origin",
	"hunts/origin/origintest",
	"loader/dumptest/makedump",
	"loader/dumptest",
	"loader",
	"loader/kql",
	"loader/safe",
	"loader/needle",
	"loader/unwrap",
	"loader/bundle",
	"loader/dumptest/pack",
}

// alone are those of them whose code, but for its tests, imports no other.
var alone = []string{"loader/safe", "loader/needle", "loader/unwrap", "loader/bundle", "loader/dumptest/pack"}

// below are the other modules' packages that everything from hunts down may
// import. None knows a terminal; ansi is there for the width of text.
var below = []string{
	"github.com/tidwall/gjson", "github.com/klauspost/compress/", "github.com/ulikunitz/xz", "golang.org/x/text/", "github.com/charmbracelet/x/ansi", "github.com/oschwald/maxminddb-golang/v2",
}

func TestImports(t *testing.T) {
	const module, root = "coldtrail/", ".."
	files := 0
	err := filepath.WalkDir(root, func(file string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (entry.Name() == "testdata" || entry.Name() == ".git"):
			return fs.SkipDir
		case !strings.HasSuffix(file, ".go"):
			return nil
		}
		files++
		rel, err := filepath.Rel(root, file)
		if err != nil {
			return err
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		pkg := path.Dir(filepath.ToSlash(rel))
		level := slices.Index(downward, pkg)
		if level < 0 {
			t.Errorf("%s: the package has no place in the table", rel)
			return nil
		}
		for _, spec := range parsed.Imports {
			name := strings.Trim(spec.Path.Value, `"`)
			other, own := strings.CutPrefix(name, module)
			switch {
			case own && other == pkg: // a test of the package from outside
			case other == "loader/dumptest" && strings.HasSuffix(file, "_test.go"): // a dump is made for it
			case own && slices.Index(downward, other) <= level:
				t.Errorf("%s imports %s, which does not stand below it", rel, name)
			case own && slices.Contains(alone, pkg) && !strings.HasSuffix(file, "_test.go"):
				t.Errorf("%s imports %s, and should import nothing of the module", rel, name)
			case !own && strings.Contains(name, ".") && level >= slices.Index(downward, "hunts/report") && !slices.ContainsFunc(below, func(b string) bool { return strings.HasPrefix(name, b) }):
				t.Errorf("%s imports %s: only what is about the screen may", rel, name)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if files == 0 {
		t.Error("found no Go file")
	}
}
