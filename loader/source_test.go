package loader

import (
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// What is no regular file is said and not opened: a pipe would never end.
func TestOddFiles(t *testing.T) {
	dir := dump(t, map[string]string{"log.json": lines(call(1)), "folder/log.json": lines(call(2)), "loop/log.json": lines(call(3))})
	elsewhere := dump(t, map[string]string{"log.json": lines(call(4))})
	for name, target := range map[string]string{
		"1 to a folder":     elsewhere,
		"2 to a file":       filepath.Join(elsewhere, "log.json"),
		"3 to nothing":      filepath.Join(dir, "gone"),
		"loop/4 to a above": dir,
	} {
		if err := os.Symlink(target, filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	socket, err := net.Listen("unix", filepath.Join(dir, "5"))
	if err != nil {
		t.Fatal(err)
	}
	defer socket.Close()

	d := loadPaths(t, Options{}, dir)
	var files []string
	for _, f := range d.Report().Files {
		files = append(files, strings.TrimPrefix(f.Path, dir+string(filepath.Separator)))
		if f.State != FileRead || f.Records.Kept != 1 {
			t.Errorf("%+v", f)
		}
	}
	want := []string{"2 to a file", filepath.Join("folder", "log.json"), "log.json", filepath.Join("loop", "log.json")}
	if !slices.Equal(files, want) {
		t.Errorf("read %q, want %q", files, want)
	}
	var problems []string
	for _, p := range d.Report().Problems {
		problems = append(problems, strings.TrimPrefix(p.Error(), dir+string(filepath.Separator)))
	}
	wantProblems := []string{"1 to a folder: a link to a folder is not followed", "3 to nothing: ", "5: not a regular file", filepath.Join("loop", "4 to a above") + ": a link to a folder"}
	if !slices.EqualFunc(problems, wantProblems, strings.HasPrefix) {
		t.Errorf("problems %q, want %q", problems, wantProblems)
	}
}

// A link to a folder that is asked for by name is followed, and the files have
// the name that was asked for.
func TestLinkAsPath(t *testing.T) {
	dir := dump(t, map[string]string{"log.json": lines(call(1))})
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(dir, link); err != nil {
		t.Fatal(err)
	}
	d := loadPaths(t, Options{}, link)
	if d.Len() != 1 || d.Place(d.ID(0)).File != filepath.Join(link, "log.json") {
		t.Errorf("%d events in %+v", d.Len(), d.Report().Files)
	}
}
