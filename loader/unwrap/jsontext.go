package unwrap

import (
	"strings"

	"github.com/tidwall/gjson"
)

// validJSON tells whether a text is one JSON value, nested no deeper than
// records are: the validator and all that read it after that are recursive.
func validJSON(s string) bool {
	s = strings.Trim(s, " \t\r\n")
	if s != "" && (s[0] == '{' || s[0] == '[') && jsonLength(s) != len(s) {
		return false
	}
	return gjson.Valid(s)
}

// jsonLength gives the length of the object or list that a text begins with;
// -1 where it does not end, or is nested deeper than records are.
func jsonLength(s string) int {
	depth := 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '"':
			for i++; i < len(s) && s[i] != '"'; i++ {
				if s[i] == '\\' {
					i++
				}
			}
		case '{', '[':
			if depth++; depth > MaxDepth {
				return -1
			}
		case '}', ']':
			if depth--; depth <= 0 {
				return i + 1
			}
		}
	}
	return -1
}
