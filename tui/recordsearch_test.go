package tui

import (
	"strings"
	"testing"
)

// keysOf are the keys that type a text.
func keysOf(text string) []string { return strings.Split(text, "") }

// searched opens the first record of the timeline and types a search in it.
func searched(t *testing.T, text string) *bench {
	t.Helper()
	b := start(t, 120, 40)
	b.Press("2", "enter", "/").Press(keysOf(text)...)
	return b
}

func TestSearchingARecord(t *testing.T) {
	b := searched(t, "CREATIONd").Has("1/1", ".userIdentity.sessionContext.attributes.creationDate = ", "Esc discard")
	b.Press("enter").Has("1/1", "/ CREATIONd", "Esc end the search", "n next match")
	b.Press("g", "/").Press(keysOf("account")...).Has("1/3").Press("enter", "n").Has("2/3").Press("n").Has("3/3").Press("n").Has("1/3").Press("N").Has("3/3")
	b.Press("j").Has("3 matching").Press("N").Has("3/3")
	b.Press("esc").Lacks("3/3").Has("Esc back").Press("n").Has("nothing is searched for")
}

func TestTypingASearchFollowsAndGivesBack(t *testing.T) {
	b := start(t, 120, 40)
	before := b.Press("2", "enter", "j", "j").Screen()
	b.Press("/").Press(keysOf("zz")...).Has("no match").Press("backspace", "backspace").Lacks("no match")
	b.Press(keysOf("creationD")...).Has(".sessionContext.attributes.creationDate")
	if b.Press("esc").Screen() != before {
		t.Errorf("giving up gives\n%s\nnot\n%s", b.Screen(), before)
	}
	b.Press("/", "up").Has("Esc discard").Lacks("no match").Press("esc") // what was given up is not remembered
	b.Press("/").Press(keysOf("type")...).Press("enter", "esc", "/", "up").Has("/ type")
}

func TestASearchGoesOnInTheNextRecord(t *testing.T) {
	b := searched(t, "eventtime")
	b.Press("enter", "g", "J").Has("/ eventtime", "1 matching", "2 of 2,086").Press("n").Has(".eventTime = ", "1/1")
	b.Press("r").Lacks("/ eventtime").Press("/").Has("searching is for the tree").Press("r").Has("1/1")
	b.Press("esc").Lacks("1/1").Has("eventTime").Press("esc").Has("2,086 events")
}

// TestWhatWasSearchedForIsText: what is typed is text, whatever else its keys do.
func TestWhatWasSearchedForIsText(t *testing.T) {
	b := searched(t, "q1?:pP")
	b.Has("q1?:pP", "no match")
	if b.Quit() {
		t.Error("a text that is typed quits")
	}
}
