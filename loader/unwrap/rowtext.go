package unwrap

import (
	"strings"

	"github.com/tidwall/gjson"
)

// rowJSON reads a row or a map as query engines and Java print it,
// {a=b, c={d=e}, f=[g, h], i=null}, and writes it as JSON; ok is false for
// another text. Nothing is quoted there, so a value may look like the next key:
// where the keys are known only those end a value, each once. What is JSON in
// its turn is kept as it is.
func rowJSON(text string, t target) (row string, ok bool) {
	r := rowReader{text: text}
	name := t.name
	if t.kind != asObject && t.kind != asList {
		name = ""
	}
	end, ok := r.value(0, name, inRow{}, 0)
	if !ok || end != len(text) {
		return "", false
	}
	return r.out.String(), true
}

// maxRowDepth bounds the rows and lists that are read one in another.
const maxRowDepth = 16

// rowReader writes the JSON of a row while it reads it. Each method reads at
// index i of the text and gives the index behind what it read.
type rowReader struct {
	text    string
	out     strings.Builder
	endless bool // a bracket was met that nothing closes
}

// inRow is what a value is in.
type inRow struct {
	name string          // the folded name of the field; "" where its keys are not known
	keys map[string]bool // the keys that were read, folded; nil in a list
}

// value reads the value of the field of that name.
func (r *rowReader) value(i int, name string, in inRow, depth int) (end int, ok bool) {
	if i >= len(r.text) || depth > maxRowDepth {
		return i, false
	}
	c := r.text[i]
	if c != '{' && c != '[' {
		return r.plain(i, in)
	}
	if end := r.jsonEnd(i); end == len(r.text) || end > i && r.ends(end, in) {
		r.out.WriteString(r.text[i:end])
		return end, true
	}
	if c == '{' {
		return r.row(i, name, depth)
	}
	return r.list(i, name, depth)
}

// row reads {a=b, …}.
func (r *rowReader) row(i int, name string, depth int) (end int, ok bool) {
	in := inRow{name, map[string]bool{}}
	r.out.WriteByte('{')
	for i++; ; i += len(", ") {
		equals := keyEnd(r.text, i)
		if equals < 0 {
			return i, false
		}
		key := r.text[i:equals]
		in.keys[foldName(key)] = true
		r.out.WriteString(quoted(key) + ":")
		if i, ok = r.value(equals+1, memberName(name, key), in, depth+1); !ok {
			return i, false
		}
		if strings.HasPrefix(r.text[i:], "}") {
			r.out.WriteByte('}')
			return i + 1, true
		}
		if !strings.HasPrefix(r.text[i:], ", ") {
			return i, false
		}
		r.out.WriteByte(',')
	}
}

// list reads [a, b].
func (r *rowReader) list(i int, name string, depth int) (end int, ok bool) {
	r.out.WriteByte('[')
	for i++; ; i += len(", ") {
		if i, ok = r.value(i, name, inRow{}, depth+1); !ok {
			return i, false
		}
		if strings.HasPrefix(r.text[i:], "]") {
			r.out.WriteByte(']')
			return i + 1, true
		}
		if !strings.HasPrefix(r.text[i:], ", ") {
			return i, false
		}
		r.out.WriteByte(',')
	}
}

// plain reads a text that nothing marks: it goes to where the row or the list
// around it goes on, or ends. Brackets inside it belong to it when they are
// paired.
func (r *rowReader) plain(i int, in inRow) (end int, ok bool) {
	open := 0
	for end = i; end < len(r.text); end++ {
		if open == 0 && r.ends(end, in) {
			text := r.text[i:end]
			if text != "null" {
				text = quoted(text)
			}
			r.out.WriteString(text)
			return end, true
		}
		switch r.text[end] {
		case '{', '[':
			open++
		case '}', ']':
			open = max(open-1, 0)
		}
	}
	return end, false
}

// ends tells whether a value ends at index i: there the row or list around it
// goes on, or ends.
func (r *rowReader) ends(i int, in inRow) bool {
	rest := r.text[i:]
	if in.keys == nil {
		return strings.HasPrefix(rest, ", ") || strings.HasPrefix(rest, "]")
	}
	if next, ok := strings.CutPrefix(rest, "}"); ok {
		return next == "" || next[0] == '}' || next[0] == ']' || strings.HasPrefix(next, ", ")
	}
	return strings.HasPrefix(rest, ", ") && r.splits(i+len(", "), in)
}

// splits tells whether the next key of a row stands at index i. A key that is
// not known is one only where its value is null: fields that AWS adds come
// like that at first.
func (r *rowReader) splits(i int, in inRow) bool {
	equals := keyEnd(r.text, i)
	if equals < 0 {
		return false
	}
	folded := foldName(r.text[i:equals])
	if in.keys[folded] {
		return false
	}
	if _, known := targets[in.name+"."+folded]; known || in.name == "" {
		return true
	}
	rest, null := strings.CutPrefix(r.text[equals+1:], "null")
	return null && (strings.HasPrefix(rest, "}") || strings.HasPrefix(rest, ", "))
}

// memberName gives the folded name of a member, where the keys inside it are known.
func memberName(name, key string) string {
	if t := targets[name+"."+foldName(key)]; t.kind == asObject && name != "" {
		return t.name
	}
	return ""
}

// keyEnd gives the index of the = behind the key at index i; -1 where none stands.
func keyEnd(text string, i int) int {
	for end := i; end < len(text) && end-i <= longestName; end++ {
		switch c := text[end]; {
		case c == '=' && end > i:
			return end
		case !('a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || strings.IndexByte("_-.:/@$", c) >= 0):
			return -1
		}
	}
	return -1
}

// jsonEnd gives the index behind the JSON object or list at index i; -1 where
// none stands. Once one has no end no more are looked for: each would be looked
// for up to the end of the text.
func (r *rowReader) jsonEnd(i int) int {
	if r.endless {
		return -1
	}
	length := jsonLength(r.text[i:])
	if r.endless = length < 0; r.endless || !gjson.Valid(r.text[i:i+length]) {
		return -1
	}
	return i + length
}
