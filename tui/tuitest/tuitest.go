// Package tuitest drives a bubbletea model as an analyst would, with no
// terminal and no program: a test presses keys and says what must be seen.
//
// The words used here:
//
//   - to settle: to run commands, and hand their replies to the model, until
//     none is left. Replies arrive in the order in which the commands were
//     given, so the same keys always give the same screens.
//   - screen: what the model draws, as plain text without styles.
//   - golden: a file below testdata that holds a settled screen.
package tuitest

import (
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/golden"
)

// Driver is a model with the commands that it gave. The frame after each key and
// the settled one are checked to be safe and of the right size. One goroutine may
// use it, that of its test.
type Driver struct {
	t       *testing.T
	model   tea.Model
	w, h    int
	replies []<-chan reply // of the commands that run, the oldest first
	quit    bool
}

// reply is what a command gave back, or the replies of those that it began.
type reply struct {
	msg   tea.Msg
	batch []<-chan reply
}

// Start opens the model on a screen of w×h cells and settles.
func Start(t *testing.T, model tea.Model, w, h int) *Driver {
	t.Helper()
	return Open(t, model, w, h).Settle()
}

// Open opens the model on a screen of w×h cells and starts its commands. Their
// replies wait until the driver settles.
func Open(t *testing.T, model tea.Model, w, h int) *Driver {
	t.Helper()
	d := &Driver{t: t, model: model, w: w, h: h}
	d.run(model.Init())
	d.Send(tea.WindowSizeMsg{Width: w, Height: h})
	return d
}

// Press presses keys by their names in bubbletea, such as "j", "enter" or
// "ctrl+c", and settles after each.
func (d *Driver) Press(keys ...string) *Driver {
	d.t.Helper()
	for _, name := range keys {
		d.Send(Key(name)).Settle()
	}
	return d
}

// PressAhead presses keys by their names, each before what the ones before it
// began has come to an end, and settles.
func (d *Driver) PressAhead(keys ...string) *Driver {
	d.t.Helper()
	for _, name := range keys {
		d.Send(Key(name))
	}
	return d.Settle()
}

// Type presses a key for each character of a text, one right after the other,
// and settles.
func (d *Driver) Type(text string) *Driver {
	d.t.Helper()
	for _, r := range text {
		d.Send(Key(string(r)))
	}
	return d.Settle()
}

// Resize changes the size of the screen, in cells, and settles.
func (d *Driver) Resize(w, h int) *Driver {
	d.t.Helper()
	d.w, d.h = w, h
	return d.Send(tea.WindowSizeMsg{Width: w, Height: h}).Settle()
}

// Send hands the model a message, and looks at the frame that it draws then.
// What it gives back to do is begun, not waited for.
func (d *Driver) Send(msg tea.Msg) *Driver {
	d.t.Helper()
	if d.quit {
		d.t.Fatalf("%v after the end", msg)
	}
	d.update(msg)
	d.check()
	return d
}

func (d *Driver) update(msg tea.Msg) {
	model, cmd := d.model.Update(msg)
	d.model = model
	d.run(cmd)
}

func (d *Driver) check() {
	d.t.Helper()
	if err := Frame(d.model.View(), d.w, d.h); err != nil {
		d.t.Fatal(err)
	}
}

// patience is how long a command may take; longer means that it hangs.
const patience = 30 * time.Second

// Settle hands the replies of commands to the model until none is left, or the
// model has quit.
func (d *Driver) Settle() *Driver {
	d.t.Helper()
	if len(d.replies) == 0 {
		return d
	}
	for len(d.replies) > 0 && !d.quit {
		next := d.replies[0]
		d.replies = d.replies[1:]
		select {
		case r := <-next:
			d.replies = append(d.replies, r.batch...)
			d.deliver(r.msg)
		case <-time.After(patience):
			d.t.Fatalf("a command gave no reply; the screen is\n%s", d.Screen())
		}
	}
	d.check()
	return d
}

func (d *Driver) deliver(msg tea.Msg) {
	switch msg := msg.(type) {
	case nil:
	case tea.QuitMsg:
		d.quit = true
	default:
		d.update(msg)
	}
}

// run begins what the model gave back to do.
func (d *Driver) run(cmd tea.Cmd) {
	if cmd != nil {
		d.replies = append(d.replies, begin(cmd))
	}
}

// begin runs a command, and those of a batch together: one may wait for what
// another does.
func begin(cmd tea.Cmd) <-chan reply {
	done := make(chan reply, 1)
	go func() {
		var r reply
		r.msg = cmd()
		if batch, ok := r.msg.(tea.BatchMsg); ok {
			r.msg = nil
			for _, cmd := range batch {
				if cmd != nil {
					r.batch = append(r.batch, begin(cmd))
				}
			}
		}
		done <- r
	}()
	return done
}

// Quit reports whether the model has quit.
func (d *Driver) Quit() bool { return d.quit }

// Screen returns what is drawn, as h lines without styles.
func (d *Driver) Screen() string { return ansi.Strip(d.model.View()) }

// Line returns the first line of the screen with the text in it, without the
// blanks round it. It fails the test when there is none.
func (d *Driver) Line(text string) string {
	d.t.Helper()
	for line := range strings.Lines(d.Screen()) {
		if strings.Contains(line, text) {
			return strings.TrimSpace(line)
		}
	}
	d.t.Fatalf("the screen lacks %q:\n%s", text, d.Screen())
	return ""
}

// Has fails the test unless each of the texts is on the screen.
func (d *Driver) Has(texts ...string) *Driver {
	d.t.Helper()
	for _, text := range texts {
		d.Line(text)
	}
	return d
}

// Lacks fails the test if any of the texts is on the screen.
func (d *Driver) Lacks(texts ...string) *Driver {
	d.t.Helper()
	for _, text := range texts {
		if strings.Contains(d.Screen(), text) {
			d.t.Fatalf("the screen has %q:\n%s", text, d.Screen())
		}
	}
	return d
}

// Golden compares the screen, without blanks at the ends of lines, with
// testdata/<test>/<name>.golden; go test -update writes it.
func (d *Driver) Golden(name string) *Driver {
	d.t.Helper()
	var b strings.Builder
	for line := range strings.Lines(d.Screen()) {
		b.WriteString(strings.TrimRight(line, " \n") + "\n")
	}
	d.t.Run(name, func(t *testing.T) { golden.RequireEqual(t, []byte(b.String())) })
	return d
}
