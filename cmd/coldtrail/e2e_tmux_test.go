//go:build e2e && (linux || darwin)

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// tmux is the program in a terminal of tmux, on a server of the test's own.
type tmux struct {
	t      *testing.T
	socket string
}

// openInTmux builds the program and opens it in w×h cells.
func openInTmux(t *testing.T, w, h int, args ...string) *tmux {
	t.Helper()
	if _, err := exec.LookPath("tmux"); err != nil {
		t.Fatal("the end-to-end tests need tmux: ", err)
	}
	program := filepath.Join(t.TempDir(), "coldtrail")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("building the program: %v\n%s", err, out)
	}
	x := &tmux{t: t, socket: fmt.Sprintf("coldtrail-%d-%s", os.Getpid(), strings.ReplaceAll(t.Name(), "/", "-"))}
	t.Cleanup(func() { x.command("kill-server").Run() })
	x.run("-f", os.DevNull, "new-session", "-d", "-x", fmt.Sprint(w), "-y", fmt.Sprint(h), shellLine(append([]string{program}, args...)))
	return x
}

// shellLine starts the program, and shows how it ended until a key comes.
func shellLine(args []string) string {
	for i, arg := range args {
		args[i] = "'" + strings.ReplaceAll(arg, "'", `'\''`) + "'"
	}
	return strings.Join(args, " ") + `; printf 'ended with %s\n' $?; read -r _`
}

func (x *tmux) command(args ...string) *exec.Cmd {
	cmd := exec.Command("tmux", append([]string{"-u", "-L", x.socket}, args...)...)
	cmd.Env = append(withoutLook(os.Environ()), "LANG=C.UTF-8", "TERM=xterm-256color")
	return cmd
}

func (x *tmux) run(args ...string) string {
	x.t.Helper()
	out, err := x.command(args...).CombinedOutput()
	if err != nil {
		x.t.Fatalf("tmux %q: %v\n%s", args, err, out)
	}
	return string(out)
}

// screen is what the terminal shows, and nothing that tmux says of itself.
func (x *tmux) screen() string { return x.run("capture-pane", "-p") }

// press types keys by tmux's names.
func (x *tmux) press(keys ...string) *tmux {
	x.t.Helper()
	x.run(append([]string{"send-keys"}, keys...)...)
	return x
}

// await waits until the screen matches, and returns it.
func (x *tmux) await(pattern string) string {
	x.t.Helper()
	return x.until(pattern, regexp.MustCompile(pattern).MatchString)
}

// until waits for a screen that fits, and returns it.
func (x *tmux) until(what string, fits func(screen string) bool) string {
	x.t.Helper()
	screen := ""
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if screen = x.screen(); fits(screen) {
			return screen
		}
	}
	x.t.Fatalf("%s is not on the screen:\n%s", what, screen)
	return ""
}

// resize changes the size of the terminal.
func (x *tmux) resize(w, h int) *tmux {
	x.t.Helper()
	x.run("resize-window", "-x", fmt.Sprint(w), "-y", fmt.Sprint(h))
	return x
}

// launched is the instance that the intruder launched.
const launched = "i-0f6a91c3e708a25bd"

// TestE2ETrip goes from the start to a record and to an instance's page, with a
// key for each step.
func TestE2ETrip(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {120, 40}} {
		t.Run(fmt.Sprintf("%dx%d", size[0], size[1]), func(t *testing.T) {
			x := openInTmux(t, size[0], size[1], intrusion)
			x.await(`5 hunts, 5 with findings`)
			x.press("j", "j", "j", "Enter").await(`19 rows  24 hits in 7 d`)
			x.press("G")
			row := cursorRow(x.await(`target_instance = ` + launched))
			x.press("Enter").await(`1 event\b`)
			x.press("Enter").await(`src .*\.json\.gz\s[\s\S]*record \d+ +bytes [\d,]+–[\d,]+[\s\S]*eventVersion`)
			x.press("Escape").await(`issuer`)
			x.press("Escape")
			if got := cursorRow(x.await(`target_instance = ` + launched)); got != row {
				t.Errorf("back on %q, not %q", got, row)
			}
			x.press("p").await(`instance ` + launched + `[\s\S]*LIFE`)
			x.press("Escape").await(`19 rows`)
			x.press("q").await(`5 hunts, 5 with findings`)
			x.press("q").await(`Quit\?`)
			x.press("q").await(`ended with 0`)
			if on := strings.TrimSpace(x.run("display-message", "-p", "#{alternate_on} #{mouse_any_flag}")); on != "0 0" {
				t.Errorf("alternate screen and mouse are left as %s", on)
			}
		})
	}
}

// cursorRow is the cell under the cursor's sign and what follows, as far as it
// fits in every layout.
func cursorRow(screen string) string {
	for line := range strings.Lines(screen) {
		if _, row, ok := strings.Cut(line, "▶"); ok {
			fields := strings.Fields(row)
			return strings.Join(fields[:min(3, len(fields))], " ")
		}
	}
	return ""
}

func TestE2EResizeStorm(t *testing.T) {
	x := openInTmux(t, 120, 40, intrusion)
	x.await(`5 hunts, 5 with findings`)
	x.press("j", "j", "j", "Enter").await(`19 rows`)
	last := ""
	before := x.press("G").until("a finding whose notes are answered, drawn to the end", func(screen string) bool {
		drawn := screen == last
		last = screen
		return drawn && strings.Contains(screen, "target_instance = "+launched) && strings.Contains(screen, "instance "+launched) &&
			!strings.Contains(screen, "… .") && !strings.Contains(screen, "│ … ")
	})
	row := cursorRow(before)
	for _, step := range []struct {
		w, h    int
		pattern string
	}{
		{200, 60, `FIRST +LAST[\s\S]*target_instance = `},
		{40, 14, `(?m)^ Esc back  \? help.{0,26}$`},
		{30, 6, `30×6: need 40×14`},
		{1, 1, `^.?\n*$`},
		{120, 40, `FIRST|LAST[\s\S]*target_instance = [\s\S]*Esc back .*step`},
	} {
		x.resize(step.w, step.h)
		screen := x.await(step.pattern)
		if lines := strings.Count(strings.TrimRight(screen, "\n"), "\n") + 1; lines > step.h {
			t.Errorf("%d×%d: %d lines", step.w, step.h, lines)
		}
	}
	after := x.until("the screen that was there before", func(screen string) bool { return screen == before })
	if cursorRow(after) != row {
		t.Errorf("the cursor comes back on %s, it was on %s", cursorRow(after), row)
	}
	x.press("C-c", "C-c").await(`ended with 0`)
}

func TestE2EWithoutADump(t *testing.T) {
	x := openInTmux(t, 80, 24, "/nope/at/all")
	x.await(`/nope/at/all does not exist[\s\S]*ended with 2`)
	x = openInTmux(t, 80, 24, t.TempDir())
	x.await(`nothing readable was found[\s\S]*ended with 1`)
}

// TestE2ESlowLine sends Esc and a key in one write: Esc, then the key.
func TestE2ESlowLine(t *testing.T) {
	x := openInTmux(t, 80, 24, intrusion)
	x.await(`5 hunts, 5 with findings`)
	x.press("Enter").await(`5 rows`)
	x.run("send-keys", "-l", "\x1bj")
	x.await(`▶  LOW`)
	x.press("Q").await(`ended with 0`)
}
