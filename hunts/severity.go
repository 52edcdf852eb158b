package hunts

import (
	"encoding/json"
	"fmt"
	"strings"
)

// Severity is what a source, or a variation of a hunt, says of a finding.
type Severity uint8

// The severities in rising order. None is no severity at all: it never fails a report.
const (
	None Severity = iota
	Informational
	Low
	Medium
	High
)

// String is the severity's name in lower case, "" for None.
func (s Severity) String() string {
	return [...]string{"", "informational", "low", "medium", "high"}[s]
}

// MarshalJSON writes the name, or null for None.
func (s Severity) MarshalJSON() ([]byte, error) {
	if s == None {
		return []byte("null"), nil
	}
	return json.Marshal(s.String())
}

// ParseSeverity reads a severity's name; case does not matter.
func ParseSeverity(text string) (Severity, error) {
	for s := Informational; s <= High; s++ {
		if strings.EqualFold(text, s.String()) {
			return s, nil
		}
	}
	return None, fmt.Errorf("severity %q is none of informational, low, medium, high", text)
}
