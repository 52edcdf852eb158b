//go:build linux || darwin

package tuitest

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/term"
	"github.com/creack/pty"
)

// Terminal is a pseudo-terminal that keeps what is written to it and never
// answers a question. Its end for the program is a file.
type Terminal struct {
	t           testing.TB
	master, tty *os.File
	before      *term.State

	mu      sync.Mutex
	written []byte
	typed   int // length of written when a key was last typed
}

// NewTerminal opens a terminal of w×h cells.
func NewTerminal(t testing.TB, w, h int) *Terminal {
	t.Helper()
	master, tty, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	x := &Terminal{t: t, master: master, tty: tty}
	x.Resize(w, h)
	if x.before, err = term.GetState(master.Fd()); err != nil {
		t.Fatal(err)
	}
	go x.read()
	t.Cleanup(func() {
		tty.Close()
		master.Close()
	})
	return x
}

func (x *Terminal) read() {
	buf := make([]byte, 1<<16)
	for {
		n, err := x.master.Read(buf)
		x.mu.Lock()
		x.written = append(x.written, buf[:n]...)
		x.mu.Unlock()
		if err != nil {
			return
		}
	}
}

// File returns an end for a program in this process. It is never closed: a
// goroutine of the program may still ask it for its size after the program ended.
func (x *Terminal) File() *os.File {
	x.t.Helper()
	fd, err := syscall.Dup(int(x.tty.Fd()))
	if err != nil {
		x.t.Fatal(err)
	}
	return os.NewFile(uintptr(fd), x.tty.Name())
}

// Start starts a program on the terminal, which controls it as a shell's would.
// Its errors go to the terminal too, unless they go elsewhere already.
func (x *Terminal) Start(cmd *exec.Cmd) {
	x.t.Helper()
	cmd.Stdin, cmd.Stdout = x.tty, x.tty
	if cmd.Stderr == nil {
		cmd.Stderr = x.tty
	}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := cmd.Start(); err != nil {
		x.t.Fatal(err)
	}
}

// Resize changes the size, in cells.
func (x *Terminal) Resize(w, h int) {
	x.t.Helper()
	if err := pty.Setsize(x.tty, &pty.Winsize{Cols: uint16(w), Rows: uint16(h)}); err != nil {
		x.t.Fatal(err)
	}
}

// Type types text. What was drawn before it is no longer waited for.
func (x *Terminal) Type(text string) *Terminal {
	x.t.Helper()
	x.mu.Lock()
	x.typed = len(x.written)
	x.mu.Unlock()
	if _, err := x.master.WriteString(text); err != nil {
		x.t.Fatal(err)
	}
	return x
}

// Wait waits until the text is drawn, after the last that was typed. Lines that
// stay as they are are not drawn again.
func (x *Terminal) Wait(text string) *Terminal {
	x.t.Helper()
	for end := time.Now().Add(patience); ; time.Sleep(5 * time.Millisecond) {
		x.mu.Lock()
		drawn := ansi.Strip(string(x.written[x.typed:]))
		x.mu.Unlock()
		if strings.Contains(drawn, text) {
			return x
		}
		if time.Now().After(end) {
			x.t.Fatalf("%q is not drawn, but\n%s", text, drawn)
		}
	}
}

// Close waits for what is on its way, and returns all that was written. The
// program must have ended.
func (x *Terminal) Close() []byte {
	x.t.Helper()
	const last = "\x00nothing is behind this\x00"
	if _, err := x.tty.WriteString(last); err != nil {
		x.t.Fatal(err)
	}
	for end := time.Now().Add(patience); ; time.Sleep(time.Millisecond) {
		x.mu.Lock()
		written, all := bytes.CutSuffix(x.written, []byte(last))
		x.written = written
		x.mu.Unlock()
		if all {
			return written
		}
		if time.Now().After(end) {
			x.t.Fatal("what was written does not arrive")
		}
	}
}

// Restored says what of the terminal is not as it was before the program.
func (x *Terminal) Restored() error {
	x.t.Helper()
	after, err := term.GetState(x.master.Fd())
	if err != nil {
		return err
	}
	if *after != *x.before {
		return fmt.Errorf("the terminal is left in another mode")
	}
	written := x.Close()
	for _, mode := range []struct{ name, on, off string }{
		{"alternate screen", "\x1b[?1049h", "\x1b[?1049l"},
		{"hidden cursor", "\x1b[?25l", "\x1b[?25h"},
		{"bracketed paste", "\x1b[?2004h", "\x1b[?2004l"},
		{"mouse", "\x1b[?1002h", "\x1b[?1002l"},
	} {
		if bytes.LastIndex(written, []byte(mode.on)) > bytes.LastIndex(written, []byte(mode.off)) {
			return fmt.Errorf("the terminal is left with %s", mode.name)
		}
	}
	return nil
}

// Asked returns the first question to the terminal in what was written to it:
// of colours, of the cursor's place, of what it is or can do.
func Asked(written []byte) string {
	for _, question := range []string{"]10;?", "]11;?", "]12;?", "]4;", "[6n", "[?6n", "[5n", "[c", "[0c", "[>c", "[>0c", "[=c", "P+q", "P$q", "[>q", "[18t", "[14t", "[?u"} {
		if bytes.Contains(written, []byte("\x1b"+question)) {
			return question
		}
	}
	if i := bytes.Index(written, []byte("$p")); i >= 0 {
		return "$p"
	}
	return ""
}
