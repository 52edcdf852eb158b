package loader

import (
	"strings"
	"time"

	"coldtrail/loader/kql"
	"coldtrail/loader/needle"
	"github.com/tidwall/gjson"
)

// This file holds the tests that look at the bytes of a record.

// byWord tests whether the record contains a word.
type byWord struct{ *needle.Needle }

func newByWord(text string) byWord { return byWord{needle.Folded(text)} }

func (t byWord) decide(_ *row, record []byte) decision {
	if record == nil {
		return open
	}
	return decided(contains(record, t.Needle))
}

// contains looks at the record's text, and at its strings without their escapes.
func contains(record []byte, word *needle.Needle) bool {
	return word.In(record) || word.Escaped(record) && leafContains(gjson.ParseBytes(record), word)
}

func leafContains(v gjson.Result, word *needle.Needle) bool {
	if v.Type == gjson.String {
		return word.In([]byte(v.Str))
	}
	found := false
	if v.Type == gjson.JSON {
		v.ForEach(func(key, inner gjson.Result) bool {
			found = leafContains(key, word) || leafContains(inner, word)
			return !found
		})
	}
	return found
}

// byField tests the values of a field, as far as the bytes of a record tell.
type byField struct {
	texts []*needle.Needle // one of which must be there; none where that is not known
	key   *needle.Needle   // that must be there; nil where that is not known
	path  *needle.Path     // where the values stand; nil for a field that is no path
	holds func(value []byte) bool
}

// maxTexts is how many values a record is searched for, one after the other.
const maxTexts = 4

func newByField(name string, e kql.Expr) byField {
	shown := fieldOf(name).shown
	holds := holdsValue(e)
	t := byField{texts: needles(shown.values, e), holds: func(v []byte) bool { return holds(string(v)) }}
	if shown.path != nil {
		t.path = needle.NewPath(shown.path)
	}
	if shown.key != "" {
		t.key = needle.Key(shown.key)
	}
	return t
}

func (t byField) decide(_ *row, record []byte) decision {
	switch {
	case record == nil:
		return open
	case len(t.texts) > 0 && !shows(record, t.texts...), t.key != nil && !shows(record, t.key):
		return no
	case t.path == nil:
		return open
	}
	switch t.path.Any(record, t.holds) {
	case needle.Yes:
		return yes
	case needle.No:
		return no
	}
	return open
}

// shows tells whether one of the texts may be in a string of the record.
func shows(record []byte, texts ...*needle.Needle) bool {
	for _, text := range texts {
		if text.In(record) || text.Escaped(record) {
			return true
		}
	}
	return false
}

// needles gives, for each value that the terms ask for, a text that a record
// with it shows; none where one of them may show nothing.
func needles(values valueShown, e kql.Expr) (list []*needle.Needle) {
	terms := []kql.Expr{e}
	if or, ok := e.(kql.OrExpr); ok {
		terms = or.Args
	}
	if len(terms) > maxTexts || values == computed {
		return nil
	}
	for _, arg := range terms {
		term, ok := arg.(kql.TermExpr)
		if !ok {
			return nil
		}
		text := longestShown(values, term.Value.Parts())
		if text == "" {
			return nil
		}
		list = append(list, needle.Exact(text))
	}
	return list
}

// longestShown is the longest of the texts, or of the pieces of them, that a
// record shows as it is. Numbers may be written in other ways, as 1e3 is.
func longestShown(values valueShown, texts []string) string {
	longest := ""
	for _, text := range texts {
		shown := []string{text}
		if values == pieces {
			shown = strings.FieldsFunc(text, func(c rune) bool { return strings.ContainsRune("{}[]=, ", c) })
		}
		for _, s := range shown {
			if len(s) > len(longest) && strings.Trim(s, "+-.0123456789EINafn") != "" {
				longest = s
			}
		}
	}
	return longest
}

// holdsValue prepares what is asked of one field for asking it of one value.
func holdsValue(e kql.Expr) func(string) bool {
	holds := kql.Of(e).Compile()
	return func(value string) bool { return holds(oneValue{value}) }
}

// oneValue is an event of which nothing but the values of a field are known.
type oneValue []string

func (v oneValue) Values(string) []string       { return v }
func (oneValue) Time() (time.Time, bool)        { return time.Time{}, false }
func (oneValue) Contains(string) bool           { return false }
func (oneValue) Fields(pattern string) []string { return []string{pattern} }
