package tui

// Rect is a place on the screen, in cells.
type Rect struct{ X, Y, W, H int }

// Layout says where everything of the workbench stands. The tabs are row 0,
// the breadcrumb row 1, the message the last row but one, the footer the last.
type Layout struct {
	TooSmall bool // nothing else holds then
	Framed   bool // panes have frames
	Body     Rect // of the screen on top
	Notes    Rect // of the notes pane; zero when it is not shown
	Message  int  // row of the message line; -1 where there is none
	Footer   int
}

// The smallest terminal that is drawn, and where layouts change.
const (
	minWidth, minHeight = 40, 14

	narrowWidth = 60  // below: one pane, two-line rows
	framedWidth = 100 // from here on: frames, notes at the side
	wideWidth   = 160 // from here on: a narrower share for the notes
	notesRows   = 8   // of the notes below a list
	notesHeight = 22  // from here on the notes have room below
)

// Show says where notes may stand.
type Show uint8

// What is shown of the notes.
const (
	NoNotes    Show = iota
	SideNotes       // at the side of the screen, where there is room for that
	BelowNotes      // below the screen too, where there is no room at its side
	FullNotes       // in place of the screen, where there is no room beside it
)

// Arrange lays out w×h cells.
func Arrange(w, h int, notes Show) Layout {
	if w < minWidth || h < minHeight {
		return Layout{TooSmall: true, Message: -1}
	}
	l := Layout{Framed: w >= framedWidth, Message: h - 2, Footer: h - 1}
	l.Body = Rect{0, 2, w, h - 4}
	switch {
	case notes == NoNotes:
	case w < framedWidth && notes == FullNotes:
		l.Notes, l.Body = l.Body, Rect{}
	case w < framedWidth && (w < narrowWidth || h < notesHeight || notes == SideNotes):
	case w < framedWidth:
		l.Body.H -= notesRows
		l.Notes = Rect{0, l.Body.Y + l.Body.H, w, notesRows}
	default:
		share := w / 3
		if w >= wideWidth {
			share = w / 4
		}
		l.Body.W -= share
		l.Notes = Rect{l.Body.W, 2, share, l.Body.H}
	}
	return l
}

// Spare gives notes that stand below the screen the rows that it does not need;
// a screen keeps as many as notes have at least.
func (l Layout) Spare(need int) Layout {
	if l.Notes.Y <= l.Body.Y || l.Body.W == 0 {
		return l
	}
	spare := max(l.Body.H-max(need, notesRows), 0)
	l.Body.H -= spare
	l.Notes.Y -= spare
	l.Notes.H += spare
	return l
}
