package unwrap

import (
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/tidwall/gjson"
)

// madeTime gives a time as CloudTrail writes it, where it is in one of the
// forms that exports have and ParseTime does not read; any other is kept.
func madeTime(v gjson.Result) string {
	text := v.String()
	if _, ok := ParseTime(text); ok {
		return text
	}
	if n, err := strconv.ParseFloat(text, 64); err == nil {
		return epochTime(n, text)
	}
	plain := strings.ReplaceAll(text, "\u202f", " ") // browsers set it before AM and PM
	for _, layout := range timeLayouts {
		if t, err := time.Parse(layout, plain); err == nil {
			return t.UTC().Format(time.RFC3339Nano)
		}
	}
	return text
}

var timeLayouts = []string{
	"January 02, 2006, 15:04:05 (UTC-07:00)", // CloudTrail's console
	"02/01/2006, 15:04:05",                   // the portal of Sentinel where the day comes first: two digits each, 24 hours
	"1/2/2006, 3:04:05 PM",                   // and where the month does: 12 hours
	"2006-01-02 15:04:05 UTC",                // a timestamp with a zone, as Presto prints it
}

// epochTime reads seconds since 1970, or thousandths, millionths and so on of
// them; a number that is none stays what it is.
func epochTime(n float64, text string) string {
	const first, last = 1e9, 1e10 // 2001 to 2286
	unit := 1.0
	for n/unit >= last && unit < 1e9 {
		unit *= 1000
	}
	if n /= unit; n >= first && n < last {
		return time.UnixMilli(int64(math.Round(n * 1000))).UTC().Format(time.RFC3339Nano)
	}
	return text
}
