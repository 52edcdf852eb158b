package filter

// Undo remembers the states that acts left behind. T is a value: it is kept
// as it was. The zero Undo remembers nothing.
type Undo[T any] struct{ past, future []T }

// longest is how many acts can be undone.
const longest = 200

// Did remembers the state before an act. What was undone cannot be redone then.
func (u *Undo[T]) Did(before T) {
	u.past, u.future = append(u.past, before), nil
	if len(u.past) > longest {
		u.past = u.past[1:]
	}
}

// Back gives the state before the latest act; now is the one after it, which
// Forward gives again. ok is false where nothing is left to undo.
func (u *Undo[T]) Back(now T) (before T, ok bool) { return shift(&u.past, &u.future, now) }

// Forward gives the state after the act that was undone last; ok is false where
// nothing is left to redo.
func (u *Undo[T]) Forward(now T) (after T, ok bool) { return shift(&u.future, &u.past, now) }

// shift takes the last state of one list and puts now at the end of the other.
func shift[T any](from, to *[]T, now T) (state T, ok bool) {
	n := len(*from) - 1
	if n < 0 {
		return now, false
	}
	state = (*from)[n]
	*from = (*from)[:n:n]
	*to = append(*to, now)
	return state, true
}

// CanBack tells whether there is something to undo.
func (u *Undo[T]) CanBack() bool { return len(u.past) > 0 }

// CanForward tells whether there is something to redo.
func (u *Undo[T]) CanForward() bool { return len(u.future) > 0 }
