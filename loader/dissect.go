package loader

import "strings"

// Dissect takes a text apart as the dissect command of ES|QL does. In the
// pattern %{name} is a key and %{} one that is thrown away; everything else is
// literal. The leading literal must stand at the text's start; each key runs to
// the first place of the literal behind it; a key at the end takes the rest;
// text behind the last literal is ignored. Where a literal is missing nothing
// matches and ok is false.
func Dissect(text, pattern string) (keys map[string]string, ok bool) {
	literal, pattern, more := strings.Cut(pattern, "%{")
	text, ok = strings.CutPrefix(text, literal)
	if !ok {
		return nil, false
	}
	keys = map[string]string{}
	for more {
		var name, value string
		name, pattern, _ = strings.Cut(pattern, "}")
		literal, pattern, more = strings.Cut(pattern, "%{")
		if literal == "" && !more {
			value, text = text, ""
		} else if value, text, ok = strings.Cut(text, literal); !ok {
			return nil, false
		}
		if name != "" {
			keys[name] = value
		}
	}
	return keys, true
}
