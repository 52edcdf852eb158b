package unwrap

import (
	"errors"
	"strings"
	"time"

	"github.com/tidwall/gjson"
)

// This file says what a record of CloudTrail is, and when its values count.

// Record is a record that was found.
type Record struct {
	Data    []byte // the record's own JSON text: a span of the input, the unescaped text of a string in it, or text made from fields
	Partial bool   // made from a form that keeps only part of CloudTrail
}

// MaxDepth bounds the nesting of objects and arrays inside one record.
const MaxDepth = 1000

// Insight is the eventType of CloudTrail Insights.
const Insight = "AwsCloudTrailInsight"

// NotRecord is why valid JSON is no record.
type NotRecord string

// Error gives the reason.
func (e NotRecord) Error() string { return string(e) }

// ErrNoRecord says that an object is not CloudTrail's.
const ErrNoRecord = NotRecord("no CloudTrail record: eventSource or eventName is missing")

// errInvalidJSON says that an object only looked like one.
var errInvalidJSON = errors.New("not valid JSON")

// Check tells why an object is no CloudTrail record: that is valid JSON
// with eventSource and eventName. Insights have no eventName. The error is
// ErrNoRecord where the JSON is valid.
func Check(data []byte) error {
	if !gjson.ValidBytes(data) {
		return errInvalidJSON
	}
	source := gjson.GetBytes(data, "eventSource")
	if source.Type == gjson.String && !isNotification(source.Str) && gjson.GetBytes(data, "eventName").Type == gjson.String {
		return nil
	}
	if gjson.GetBytes(data, "eventType").Str == Insight {
		return nil
	}
	return ErrNoRecord
}

// isNotification tells by the eventSource what a bucket says of its objects
// from CloudTrail: both have the same keys.
func isNotification(source string) bool { return strings.HasPrefix(source, "aws:") }

// Present tells whether a value counts as there: null, "", {} and [] do not,
// nor does what holds nothing else.
func Present(v gjson.Result) bool {
	switch v.Type {
	case gjson.Null:
		return false
	case gjson.String:
		return v.Str != ""
	case gjson.JSON:
		found := false
		v.ForEach(func(_, item gjson.Result) bool {
			found = Present(item)
			return !found
		})
		return found
	}
	return true
}

// ParseTime reads the forms of eventTime; a time without a zone is UTC.
func ParseTime(s string) (time.Time, bool) {
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02 15:04:05.999999999", "2006-01-02T15:04:05.999999999"} {
		if t, err := time.Parse(layout, s); err == nil && t.Year() >= 1970 && t.Year() < 2262 {
			return t.UTC(), true
		}
	}
	return time.Time{}, false
}
