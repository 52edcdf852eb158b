package hunts

import (
	"context"
	"fmt"
	"time"

	"coldtrail/hunts/origin"
	"coldtrail/loader"
)

// Sign says what an answer means to the analyst.
type Sign uint8

// The signs. Their polarity follows the source of the hunt.
const (
	Unasked Sign = iota // not answered yet
	Holds               // ✓ what the source calls normal
	Look                // ! what the source asks to look at
	Unknown             // ? what this dump cannot tell
	Ask                 // · what people must ask, or judge by themselves
)

// String names the sign: holds, look, unknown or people.
func (s Sign) String() string { return [...]string{"", "holds", "look", "unknown", "people"}[s] }

// Glyph is the one cell that stands for the sign.
func (s Sign) Glyph() string { return [...]string{"…", "✓", "!", "?", "·"}[s] }

// Answer is what the evidence says to a note: a computed statement.
type Answer struct {
	Sign Sign
	Text string // one sentence; it may quote evidence. "" where only people can say
}

// Check answers a note. The zero Check is that of a note for people.
type Check struct {
	Rule   string // when the answer is ✓, ! and ?, in words
	Answer func(context.Context, Scene) (Answer, error)
}

// Scene is what a note is asked in: the finding, the dump around it, and what
// is known beside.
type Scene struct {
	Dataset *loader.Dataset
	Finding Finding
	Results []Result       // of all hunts, for what else was found; nil where they did not run
	Origin  *origin.Book   // what the analyst's files tell of addresses; nil for none
	Zone    *time.Location // of the times in answers; nil is UTC
	Memory  *Memory        // shared by the scenes of a dataset; nil for a scene that is alone
}

// Answer asks the note of a finding. It reads no more of the dump than the
// question needs, and fails when ctx ends or a record cannot be read.
func (n Note) Answer(ctx context.Context, s Scene) (Answer, error) {
	if n.Check.Answer == nil {
		return Answer{Sign: Ask}, ctx.Err()
	}
	a, err := n.Check.Answer(ctx, s)
	if err == nil {
		err = ctx.Err() // what was counted until then is not all
	}
	if err != nil {
		return Answer{}, fmt.Errorf("answering %q: %w", n.Text, err)
	}
	return a, nil
}

func holds(format string, args ...any) (Answer, error) {
	return Answer{Holds, fmt.Sprintf(format, args...)}, nil
}

func look(format string, args ...any) (Answer, error) {
	return Answer{Look, fmt.Sprintf(format, args...)}, nil
}

func unknown(format string, args ...any) (Answer, error) {
	return Answer{Unknown, fmt.Sprintf(format, args...)}, nil
}

func judge(format string, args ...any) (Answer, error) {
	return Answer{Ask, fmt.Sprintf(format, args...)}, nil
}
