package tui

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// sources parses the files of a folder that are no tests.
func sources(t *testing.T, dir string) map[string]*ast.File {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil || len(names) == 0 {
		t.Fatalf("%d files in %s: %v", len(names), dir, err)
	}
	files := map[string]*ast.File{}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		files[filepath.ToSlash(name)] = f
	}
	return files
}

func imports(f *ast.File) []string {
	var paths []string
	for _, i := range f.Imports {
		path, err := strconv.Unquote(i.Path.Value)
		if err == nil {
			paths = append(paths, path)
		}
	}
	return paths
}

// TestOnlyInkDraws: what the screens draw goes through ink, which takes
// safe.Text alone. So nobody else may use what makes styled strings, or write
// escape sequences.
func TestOnlyInkDraws(t *testing.T) {
	mayStyle := map[string]bool{"theme.go": true, "quiet/quiet.go": true, "ink/style.go": true}
	for _, dir := range []string{".", "ink", "jsonview", "quiet", "table"} {
		for name, f := range sources(t, dir) {
			for _, path := range imports(f) {
				switch path {
				case "github.com/charmbracelet/lipgloss", "github.com/muesli/termenv":
					if !mayStyle[name] {
						t.Errorf("%s imports %s", name, path)
					}
				case "github.com/aymanbagabas/go-osc52/v2":
					if name != "copy.go" {
						t.Errorf("%s imports %s", name, path)
					}
				}
			}
			ast.Inspect(f, func(n ast.Node) bool {
				if lit, ok := n.(*ast.BasicLit); ok && (strings.Contains(lit.Value, `\x1b`) || strings.Contains(lit.Value, `\033`) || strings.Contains(lit.Value, `\u001b`)) {
					t.Errorf("%s holds the escape sequence %s", name, lit.Value)
				}
				return true
			})
		}
	}
}

// TestViewsTakeNothingButText: where a view is made, no strings are put
// together by fmt, and the methods that render styles are not called.
func TestViewsTakeNothingButText(t *testing.T) {
	for name, f := range sources(t, ".") {
		for _, decl := range f.Decls {
			fn, ok := decl.(*ast.FuncDecl)
			if !ok {
				continue
			}
			drawn := drawsStrings(fn)
			ast.Inspect(fn, func(n ast.Node) bool {
				call, ok := n.(*ast.SelectorExpr)
				if !ok {
					return true
				}
				of, _ := call.X.(*ast.Ident)
				if call.Sel.Name == "Render" {
					t.Errorf("%s: %s calls Render", name, fn.Name)
				}
				if drawn && of != nil && of.Name == "fmt" && strings.HasPrefix(call.Sel.Name, "S") {
					t.Errorf("%s: %s draws what fmt.%s makes", name, fn.Name, call.Sel.Name)
				}
				return true
			})
		}
	}
}

// drawsStrings tells whether a function returns lines of a view.
func drawsStrings(fn *ast.FuncDecl) bool {
	if fn.Type.Results == nil || fn.Recv == nil {
		return false
	}
	for _, r := range fn.Type.Results.List {
		switch typ := r.Type.(type) {
		case *ast.Ident:
			if typ.Name == "string" && !isValue[fn.Name.Name] {
				return true
			}
		case *ast.ArrayType:
			if elem, ok := typ.Elt.(*ast.Ident); ok && elem.Name == "string" && !isValue[fn.Name.Name] {
				return true
			}
		}
	}
	return false
}

// isValue names the methods that give strings of the evidence, which are not
// drawn as they are.
var isValue = map[string]bool{"text": true, "texts": true, "name": true, "Error": true}
