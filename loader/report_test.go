package loader

import (
	"errors"
	"testing"
)

func TestMessages(t *testing.T) {
	why := errors.New("why")
	place := Place{File: "a.json", Record: 3, Offset: 17}
	tests := map[string]error{
		"a.json: record 3 at byte 17: why": Problem{File: "a.json", Record: 3, Offset: 17, Err: why},
		"a.json: byte 17: why":             Problem{File: "a.json", Record: -1, Offset: 17, Err: why},
		"a.json: why":                      wholeFile("a.json", why),
		"a.json: no such file or folder":   &MissingError{Path: "a.json"},
		"a.json: record 3 at byte 17 is not what was loaded: the file changed since": &ChangedError{place},
	}
	for want, err := range tests {
		if err.Error() != want {
			t.Errorf("got %q, want %q", err, want)
		}
	}
}

func TestFileStateNames(t *testing.T) {
	names := map[string]bool{}
	for s := range fileStates {
		names[s.String()] = true
	}
	if len(names) != int(fileStates) || names[""] {
		t.Errorf("the states are called %v", names)
	}
}
