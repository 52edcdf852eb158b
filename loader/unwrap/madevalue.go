package unwrap

import (
	"bytes"
	"encoding/json"
	"strings"

	"github.com/tidwall/gjson"
)

// This file writes single values of a record that is made.

// jsonAs writes a value as CloudTrail writes one of that kind.
func jsonAs(kind fieldKind, v gjson.Result) string {
	switch {
	case kind == asTime:
		return quoted(madeTime(v))
	case v.Type == gjson.JSON:
		return v.Raw
	case kind == asBool && strings.EqualFold(v.String(), "true"):
		return "true"
	case kind == asBool && strings.EqualFold(v.String(), "false"):
		return "false"
	case v.Type == gjson.String && v.Raw == "":
		return quoted(v.Str)
	case kind == asText && v.Type != gjson.String:
		return quoted(v.Raw)
	}
	return v.Raw
}

// onlyItem gives the item of a list of one: so Kibana writes every field.
func onlyItem(v gjson.Result) gjson.Result {
	if v.IsArray() {
		if items := v.Array(); len(items) == 1 {
			return items[0]
		}
	}
	return v
}

// parsedText reads the text of an object or a list: JSON, or a row as query
// engines print it. A text that is neither stays what it is.
func parsedText(t target, v gjson.Result) gjson.Result {
	text := strings.TrimSpace(v.Str)
	if text == "" || text[0] != '{' && text[0] != '[' {
		return v
	}
	if validJSON(text) {
		return gjson.Parse(text)
	}
	if row, ok := rowJSON(text, t); ok {
		return gjson.Parse(row)
	}
	return v
}

// quoted writes a text as a JSON string.
func quoted(s string) string {
	var b bytes.Buffer
	w := json.NewEncoder(&b)
	w.SetEscapeHTML(false)
	if err := w.Encode(s); err != nil {
		return `""` // cannot be: every text can be written
	}
	return strings.TrimSuffix(b.String(), "\n")
}
