package loader

import (
	"strings"

	"github.com/tidwall/gjson"
)

// everyLeaf calls visit with every string and number of a valid JSON text, in
// their order, with the key that it stands under: an element of an array goes
// by the array's key. It reads JSON by hand because every record passes through
// it: asking gjson level by level takes 1.7 times as long (BenchmarkLeaves).
// keys is memory to use again.
func everyLeaf(json string, keys *[]string, visit func(key, value string, number bool)) {
	k := append((*keys)[:0], "")
	for i := 0; i < len(json); {
		switch c := json[i]; {
		case c == '"':
			text, end := stringAt(json, i)
			i = end
			for i < len(json) && isSpace(json[i]) {
				i++
			}
			if i < len(json) && json[i] == ':' {
				k[len(k)-1] = text
				i++
			} else {
				visit(k[len(k)-1], text, false)
			}
		case c == '{':
			k = append(k, "")
			i++
		case c == '[':
			k = append(k, k[len(k)-1])
			i++
		case c == '}' || c == ']':
			k = k[:max(len(k)-1, 1)]
			i++
		case c == '-' || c >= '0' && c <= '9':
			end := i + 1
			for end < len(json) && isNumber(json[end]) {
				end++
			}
			visit(k[len(k)-1], json[i:end], true)
			i = end
		default: // white space, a comma, a letter of true, false or null
			i++
		}
	}
	*keys = k
}

// stringAt gives the text of the string that starts at i, and the index behind it.
func stringAt(json string, i int) (text string, end int) {
	for end = i + 1; ; end++ {
		n := strings.IndexByte(json[end:], '"')
		if n < 0 {
			return "", len(json)
		}
		end += n
		back := end
		for json[back-1] == '\\' {
			back--
		}
		if (end-back)%2 == 0 { // no backslash before it, or as many as stand for themselves
			break
		}
	}
	text = json[i+1 : end]
	if strings.IndexByte(text, '\\') >= 0 {
		text = gjson.Parse(json[i : end+1]).Str
	}
	return text, end + 1
}

func isNumber(c byte) bool {
	return c >= '0' && c <= '9' || c == '.' || c == 'e' || c == 'E' || c == '+' || c == '-'
}
